"""Corrected articles: every text that a quote was cut from stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.models import Fate, Passed, Quality, Query, Reading, Sentence
from briefbot.store.sqlite import Store
from tests.makers import NOON, hours_ago, reading, state

OLD = "The port opened. Ships came. A crane fell."
NEW = "The port stayed closed. Ships waited. No crane fell."
LONG_AGO = NOON - timedelta(days=30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = Store(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def saying(said: str, text: str = OLD, *, at: datetime = NOON, **fields: Any) -> Reading:
    """Make a reading of the port's page, whose entry says this."""
    made = reading("port", text=text, found=at, **fields)
    return replace(made, entry=replace(made.entry, said=said))


def quoted(text: str, sentences: tuple[Sentence, ...]) -> list[str]:
    """Return what the spans cut from a text."""
    return [text[one.start : one.end] for one in sentences]


def test_a_correction_keeps_what_stood_there(store: Store) -> None:
    """The new text is version 2; spans of version 1 still cut the same words from it."""
    store.record(state(), [saying("1", at=hours_ago(5))])
    before = store.bodies([1])[1]
    store.record(state(), [saying("2", NEW, title="Port stays closed", words=9)])
    now, [old] = store.bodies([1])[1], store.versions(1)
    assert (now.text, now.version, store.articles([1])[1].article.title) == (
        NEW,
        2,
        "Port stays closed",
    )
    assert (old.body, old.title, old.read) == (before, "News of the port", hours_ago(5))
    assert quoted(old.body.text, before.sentences) == [
        "The port opened.",
        "Ships came.",
        "A crane fell.",
    ]
    assert store.count() == 1
    assert store.articles([1])[1].article.words == 9


def test_each_correction_is_dated_by_its_own_reading(store: Store) -> None:
    """A version was read when it came, not when the next one did."""
    for hours, text in ((5, OLD), (3, NEW), (1, OLD + " Again.")):
        store.record(state(), [saying(str(hours), text, at=hours_ago(hours))])
    assert [(one.body.version, one.read) for one in store.versions(1)] == [
        (1, hours_ago(5)),
        (2, hours_ago(3)),
    ]


def test_search_finds_the_words_of_today(store: Store) -> None:
    """What was corrected away is not found, what came in is."""
    store.record(state(), [saying("1")])
    store.record(state(), [saying("2", NEW)])
    assert [hit.stored.id for hit in store.search(Query(words=("waited",)))] == [1]
    assert store.search(Query(words=("opened",))) == ()


def test_the_same_words_are_no_new_version(store: Store) -> None:
    """An entry that changed beside its page leaves the text alone; a new headline is taken."""
    store.record(state(), [saying("1")])
    store.record(state(), [saying("2", title="Port opens again")])
    assert (store.bodies([1])[1].version, store.versions(1)) == (1, ())
    assert store.articles([1])[1].article.title == "Port opens again"
    assert store.read_before("ledger", ["ledger:port"], LONG_AGO) == {"ledger:port": ("2", 1)}


@pytest.mark.parametrize("quality", [each for each in Quality if each is not Quality.FULL])
def test_a_page_never_gives_way_to_less(store: Store, quality: Quality) -> None:
    """A paywall or a captcha at the second reading changes nothing, and is tried again."""
    store.record(state(), [saying("1")])
    store.record(state(), [saying("2", NEW, quality=quality)])
    assert store.bodies([1])[1].text == OLD
    assert store.read_before("ledger", ["ledger:port"], LONG_AGO) == {"ledger:port": ("1", 1)}


def test_the_feeds_text_gives_way_to_the_page(store: Store) -> None:
    """What could not be read at first may be there at the second reading."""
    store.record(state(), [saying("1", quality=Quality.FEED)])
    store.record(state(), [saying("2", NEW)])
    assert store.bodies([1])[1].text == NEW
    assert store.articles([1])[1].article.quality is Quality.FULL


@pytest.mark.parametrize("fate", [Fate.WAITING, Fate.UNREADABLE])
def test_a_reading_that_failed_is_counted(store: Store, fate: Fate) -> None:
    """The entry stays stored, and its page is not asked for ever."""
    store.record(state(), [saying("1")])
    entry = saying("2").entry
    store.record(state(), passed=[Passed(entry=entry, fate=fate, detail="503")])
    assert [one.fate for one in store.entries_of([entry.url])] == [Fate.STORED]
    assert store.read_before("ledger", [entry.id], LONG_AGO) == {entry.id: ("1", 1)}


def test_what_is_remembered_is_recent_and_whole(store: Store) -> None:
    """Old articles, those past their retention, and entries that say nothing are not read again."""
    store.record(state(), [saying("1", at=hours_ago(5))])
    ids = ["ledger:port", "ledger:other"]
    store.record(state(), [reading("quay", found=hours_ago(5))])  # its entry says nothing
    ids.append("ledger:quay")
    assert store.read_before("ledger", ids, hours_ago(6)) == {"ledger:port": ("1", 0)}
    assert store.read_before("other", ids, hours_ago(6)) == {}
    assert store.read_before("ledger", ids, hours_ago(4)) == {}
    store.prune(NOON + timedelta(days=91), text_days=90, seen_days=400)
    assert store.read_before("ledger", ids, hours_ago(6)) == {}


def test_versions_go_with_the_text(store: Store) -> None:
    """Retention holds for every version."""
    store.record(state(), [saying("1")])
    store.record(state(), [saying("2", NEW)])
    store.prune(NOON + timedelta(days=91), text_days=90, seen_days=400)
    assert (store.bodies([1]), store.versions(1)) == ({}, ())


@settings(deadline=None, max_examples=30)
@given(texts=st.lists(st.sampled_from([OLD, NEW, "One. Two.", "Three."]), min_size=1, max_size=8))
def test_every_span_ever_cut_can_be_checked(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """Whatever a page says in turn, each span of each version still cuts the same words."""
    store = Store(tmp_path_factory.mktemp("versions") / "briefbot.db")
    cut: dict[tuple[int, int, int], str] = {}
    for number, text in enumerate(texts):
        store.record(state(), [saying(str(number), text)])
        body = store.bodies([1])[1]
        for one in body.sentences:
            cut[body.version, one.start, one.end] = body.text[one.start : one.end]
    kept = {one.body.version: one.body for one in store.versions(1)}
    kept[store.bodies([1])[1].version] = store.bodies([1])[1]
    assert all(kept[v].text[start:end] == words for (v, start, end), words in cut.items())
    assert sorted(kept) == list(range(1, len(kept) + 1))
    store.close()


def test_what_an_article_said_at_a_moment(store: Store) -> None:
    """Each moment has its version; before the first there is only the first."""
    store.record(state(), [saying("1", at=hours_ago(9))])
    store.record(state(), [saying("2", NEW, at=hours_ago(5), title="Port shut")])
    store.record(state(), [saying("3", "It opened.", at=hours_ago(1), title="Port open")])
    texts = [store.texts_at({1: hours_ago(hours)})[1] for hours in (20, 9, 6, 5, 2, 0)]
    first, second, third = f"News of the port\n{OLD}", f"Port shut\n{NEW}", "Port open\nIt opened."
    assert texts == [first, first, first, second, second, third]
    assert store.texts_at({99: NOON}) == {}
    assert store.texts_at({}) == {}


def test_texts_of_many_articles(store: Store) -> None:
    """More articles than SQLite takes values are asked for in parts."""
    store.record(state(), [reading(f"port{number}") for number in range(600)])
    assert len(store.texts_at(dict.fromkeys(range(1, 601), NOON))) == 600
