"""The archive as those see it who only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.store.library import Library
from briefbot.store.sqlite import Store
from tests.makers import APART, hours_ago, place_all, reading, state

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_new_is_counted_and_dated(tmp_path: Path) -> None:
    """How far back the newest few reach, how much each source brought, and when the last came."""
    store = Store(tmp_path / "briefbot.db")
    assert (store.newest(), store.reaches_back(1)) == (None, None)
    for age in (1, 2, 3):
        page = reading(f"page{age}", published=hours_ago(age), found=hours_ago(age / 2))
        store.record(state(), [page])
    store.record(state("herald"), [reading("other", "herald", published=hours_ago(30))])
    place_all(store, APART)
    store.close()
    library = Library(tmp_path / "briefbot.db")
    assert library.newest() == hours_ago(0.5)
    assert library.reaches_back(2) == hours_ago(2)
    assert library.reaches_back(5) is None
    assert library.articles_by_source(hours_ago(24)) == {"ledger": 3}
    assert library.stories_told([1]) == {}
    library.close()
