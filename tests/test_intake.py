"""Which entries are read: new ones, not filtered, no flood at first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Source
from briefbot.intake import addresses, admit, known_by, published, unlisted, unseen
from briefbot.models import Entry, Fate
from tests.makers import NOON, hours_ago


def source(**fields: Any) -> Source:
    """Make a source."""
    return Source(id="ledger", url="https://ledger.example/feed", **fields)


def entry(number: int, title: str = "News", **fields: Any) -> Entry:
    """Make an entry, older with each number."""
    known: dict[str, Any] = {
        "published": hours_ago(number),
        "url": f"https://ledger.example/{number}",
    }
    return Entry(id=str(number), title=title, **{**known, **fields})


def test_entries_seen_before_are_left_out() -> None:
    """An id that the archive knows is not looked at again; a repeated id counts once."""
    entries = [entry(1), entry(2), entry(1), entry(3)]
    assert [e.id for e in unseen(entries, {"2"})] == ["1", "3"]


def test_first_sight_reads_only_the_newest() -> None:
    """A new source brings its newest few; the others are a baseline that is remembered."""
    taken = admit(source(first_sight=2), [entry(n) for n in (5, 1, 3)], first=True, known=())
    assert [e.id for e in taken.wanted] == ["1", "3"]
    assert [(p.entry.id, p.fate) for p in taken.passed] == [("5", Fate.BASELINE)]


@pytest.mark.parametrize(
    ("first", "first_sight", "count"), [(True, "all", 9), (False, 2, 9), (True, 0, 0)]
)
def test_later_looks_read_everything(first: bool, first_sight: int | str, count: int) -> None:  # noqa: FBT001
    """`all` reads all at once, a second look has no limit, and 0 reads nothing at first."""
    entries = [entry(n) for n in range(9)]
    taken = admit(source(first_sight=first_sight), entries, first=first, known=())
    assert len(taken.wanted) == count


def test_words_filter_entries() -> None:
    """Exclude words win, include words are asked for, in the title or the text."""
    rules = source(include=["chip", "晶片"], exclude=["sport"])
    entries = [
        entry(1, "A chip"),
        entry(2, "Chipmunks"),
        entry(3, "Sport and a chip"),
        entry(4, "News", content="<p>新的晶片廠</p>"),
    ]
    taken = admit(rules, entries, first=False, known=())
    assert [e.id for e in taken.wanted] == ["1", "4"]
    assert {p.entry.id: p.detail for p in taken.passed} == {
        "2": "it says none of the source's include words",
        "3": 'it says "sport" (exclude)',
    }


def test_a_known_page_is_not_fetched_again() -> None:
    """An address that the archive has is a duplicate before anything is fetched."""
    marked = entry(1, url="https://ledger.example/1?utm_source=rss#top")
    taken = admit(source(), [marked], first=False, known={"https://ledger.example/1"})
    assert [p.fate for p in taken.passed] == [Fate.DUPLICATE]


def test_a_known_page_is_known_in_every_edition() -> None:
    """Whether the archive has its address tidy or canonical, and of which edition."""
    mobile = entry(1, url="http://m.ledger.example/2026/11/22/a?utm_source=rss")
    for known in addresses([mobile]):
        taken = admit(source(), [mobile], first=False, known={known})
        assert [p.fate for p in taken.passed] == [Fate.DUPLICATE]
    assert set(addresses([mobile])) == {
        "http://m.ledger.example/2026/11/22/a",
        "https://ledger.example/2026/11/22/a",
    }


def test_an_entry_under_a_new_id_is_known_by_its_address_or_its_words() -> None:
    """Ids that change at each answer bring nothing twice, with a link or without."""
    before = [entry(1), entry(2, "Words", url=""), entry(3, "Others", url="")]
    after = [replace(one, id=f"new {one.id}") for one in before[:2]] + [entry(4, "More", url="")]
    listed = set(known_by(before, "https://ledger.example/feed").values())
    known = known_by(after, "https://ledger.example/feed")
    assert [e.id for e in unlisted(after, known, listed)] == ["4"]


def test_an_address_that_entries_share_tells_none_of_them() -> None:
    """Entries that all lead to the home page are known by their ids alone."""
    entries = [entry(n, url="https://ledger.example/") for n in (1, 2)]
    known = known_by(entries, "https://ledger.example/feed")
    assert unlisted(entries, known, {"https://ledger.example/"}) == tuple(entries)


def test_what_is_passed_over_keeps_its_text_only_where_nothing_else_names_it() -> None:
    """The words of an entry without a link are what it is known by."""
    entries = [entry(1, content="One"), entry(2, content="Two", url="")]
    taken = admit(source(first_sight=0), entries, first=True, known=())
    assert [p.entry.content for p in taken.passed] == ["", "Two"]


@given(st.lists(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(0, 9), st.booleans())
def test_no_entry_is_lost(numbers: list[int], seen: set[int], limit: int, first: bool) -> None:  # noqa: FBT001
    """Each new entry is either read or remembered with its fate, and exactly once."""
    new = unseen([entry(n) for n in numbers], {str(n) for n in seen})
    taken = admit(source(first_sight=limit), new, first=first, known=())
    fates = [e.id for e in taken.wanted] + [p.entry.id for p in taken.passed]
    assert sorted(fates) == sorted({str(n) for n in numbers} - {str(n) for n in seen})


@pytest.mark.parametrize(
    ("claimed", "meant"),
    [
        (None, NOON),
        (hours_ago(3), hours_ago(3)),
        (hours_ago(-3), NOON),
        (datetime(2026, 11, 23, tzinfo=UTC), NOON),
        (datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_when_an_article_came_out(claimed: datetime | None, meant: datetime) -> None:
    """No date or one to come is now; a bare date is the end of its day, if that is past."""
    assert published(claimed, NOON) == meant


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_nothing_is_published_in_the_future(claimed: datetime, now: datetime) -> None:
    """An article is never newer than now, nor a day older than it claims."""
    if claimed.year > 9998:
        return
    meant = published(claimed, now)
    assert meant <= now
    assert meant >= min(claimed, now)
    assert meant - claimed < timedelta(days=1) or claimed > now
