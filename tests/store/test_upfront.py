"""A name in capitals is looked for in what was written: the index knows none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefbot.store.sqlite import Store
from tests.editions import fast, tell
from tests.makers import hours_ago

DAY = hours_ago(24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an archive that has written "us" and "US" in titles and first lines."""
    opened = fast(tmp_path / "briefbot.db")
    texts = (
        ("What the storm tells us", "Rain fell. It was cold."),
        ("US sends ships", "They sail. They wait."),
        ("Ships are sent", "The US waits. It rains."),
        ("Ships are lost", "It tells us. It rains."),
        ("Storm nears Taiwan", "It tells us. It rains."),
    )
    for number, (title, text) in enumerate(texts):
        tell(opened, f"a{number}", title=title, text=text)
    yield opened
    opened.close()


def test_a_name_in_capitals_is_found_as_it_is_written(store: Store) -> None:
    """US is in a title and in first lines, "us" in neither; in small letters it is any of them."""
    assert store.about(["US"], DAY) == {2: True, 3: False}
    assert store.about(["us"], DAY) == {1: True, 2: True, 3: False, 4: False, 5: False}
    assert store.about(["US", "Taiwan"], DAY) == {2: True, 3: False, 5: True}


def test_without_its_text_an_article_is_what_the_index_says(store: Store) -> None:
    """First lines that are no longer kept are believed; a title is kept and read."""
    store._db.execute("DELETE FROM bodies")
    assert store.about(["US"], DAY) == {2: True, 3: False, 4: False, 5: False}
