"""What admins see of the configuration: chosen, in order, a page at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Config, FetchOptions, Source, Topic
from briefbot.desk.shelves import SOURCES, selected, turned
from briefbot.models import Condition, SourceLine
from briefbot.models.office import Fare, SourceEntry, Where
from tests.editions import briefing

STATES = {"a": Condition.FINE, "b": Condition.FAILING, "c": Condition.OFF, "d": Condition.FINE}
CONFIG = Config(
    sources=(
        Source(id="a", url="https://a.example/feed", name="Alpha"),
        Source(id="b", url="https://b.example/feed", name="Beta", topics=("taiwan",)),
        Source(id="c", url="https://c.example/feed", name="Gamma", topics=("chips", "taiwan")),
        Source(id="d", url="https://d.example/feed", name="Delta", topics=("taiwan",)),
    ),
    topics=(
        Topic(id="chips", name="Chips", words=("chip",)),
        Topic(id="taiwan", name="Taiwan", words=("taiwan",)),
    ),
    briefings=(briefing(),),
    fetch=FetchOptions(contact="https://desk.test/about"),
)
ENTRIES = tuple(
    SourceEntry(
        line=SourceLine(
            source_id=each.id,
            name=each.label,
            url=each.url,
            state=STATES[each.id],
            succeeded=None,
            next_check=None,
            articles=0,
        ),
        topics=tuple(name.title() for name in each.topics),
    )
    for each in CONFIG.sources
)


def shown(**where: object) -> str:
    """Return the ids of the sources that are shown, in order."""
    found = selected(CONFIG, ENTRIES, Where(**where))  # type: ignore[arg-type]
    return "".join(entry.line.source_id for entry in found)


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({}, "cbda"),
        ({"topic": "taiwan"}, "cbd"),
        ({"topic": "-"}, "a"),
        ({"topic": "gone"}, ""),
        ({"fare": Fare.UNWELL}, "b"),
        ({"fare": Fare.OFF}, "c"),
        ({"words": "TAIWAN b.example"}, "b"),
        ({"words": "gamma", "fare": Fare.UNWELL}, ""),
        ({"words": "failing"}, "b"),
    ],
)
def test_sources_are_chosen_and_stand_by_topic(where: dict[str, object], ids: str) -> None:
    """Topics come in the file's order, in each the worst source first; choices add up."""
    assert shown(**where) == ids


@given(st.lists(st.integers(), max_size=90), st.integers(1, 30))
def test_every_item_is_on_one_page(items: list[int], most: int) -> None:
    """None is lost, none comes twice, and no page is longer than it may be."""
    _, pages, _ = turned(items, 0, most)
    found = [turned(items, page, most)[0] for page in range(pages)]
    assert [item for page in found for item in page] == items
    assert all(len(page) <= most for page in found)


@given(st.integers(-5, 10**6))
def test_a_page_that_is_gone_is_the_last(page: int) -> None:
    """Sources were removed since the button was drawn."""
    found, pages, at = turned(range(SOURCES + 1), page, SOURCES)
    assert pages == 2
    assert at == min(max(page, 0), 1)
    assert found
