"""What the archive answers, and that no answer walks through all that is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.models import Entry, Fate, Passed
from briefbot.store.sqlite import Store
from tests.makers import APART, NOON, TOGETHER, features, hours_ago, place_all, reading, state

SOURCES = ["ledger", "herald"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = Store(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def plan(store: Store, ask: Callable[[], object]) -> list[str]:
    """Return the steps that SQLite takes for what `ask` asks."""
    said: list[str] = []
    store._db.conn.set_trace_callback(said.append)
    ask()
    store._db.conn.set_trace_callback(None)
    asked = [sql for sql in said if sql.startswith("SELECT")]
    assert asked
    steps = [store._db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    return [step[3] for part in steps for step in part]


def scans(steps: list[str]) -> list[str]:
    """Return the steps that walk a table or index whole, but for the short list of the unplaced."""
    return [s for s in steps if s.startswith("SCAN") and "features_to_place" not in s]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.entries_of(["https://ledger.example/port"]),
        lambda store: store.stories_since(hours_ago(24), "morning", SOURCES),
        lambda store: store.count_since(hours_ago(24), SOURCES),
        lambda store: store.seen("ledger", ["a", "b"]),
        lambda store: store.members([1]),
        lambda store: store.showings(1),
    ],
    ids=["entries_of", "stories_since", "count_since", "seen", "members", "showings"],
)
def test_no_answer_walks_through_all(store: Store, ask: Callable[[Store], object]) -> None:
    """Each question is answered from an index, however much is stored."""
    store.record(state(), [reading("port")])
    place_all(store, APART)
    steps = plan(store, lambda: ask(store))
    assert scans(steps) == []
    assert any(step.startswith("SEARCH") for step in steps)


def test_recent_stories_come_from_one_index(store: Store) -> None:
    """The candidates of a digest are read from the index by date alone, without the table."""
    steps = plan(store, lambda: store.count_since(hours_ago(24), SOURCES))
    assert steps[0].endswith("COVERING INDEX articles_by_published (published>?)")


def test_a_topic_looks_at_recent_articles_only(store: Store) -> None:
    """Where the window begins is read from the index by date, not by walking from the oldest."""
    store.record(state(), [reading("port")])
    steps = plan(store, lambda: store.about(["port"], hours_ago(24)))
    assert any("articles_by_found" in step for step in steps)


def test_a_topic_is_not_held_to_the_time_of_a_persons_query(store: Store) -> None:
    """A digest waits for its topics: the clock that stops a long search does not run."""
    store.record(state(), [reading("port")])
    rung: list[bool] = []
    store._db.conn.set_progress_handler(lambda: rung.append(True), 1)
    assert store.about(["port"], hours_ago(24)) == {1: True}
    assert rung


def test_about_knows_its_window(store: Store) -> None:
    """Articles found before the window are not looked at, also when none was found in it."""
    store.record(state(), [reading("port", found=hours_ago(30)), reading("port2")])
    assert store.about(["port", "port2"], hours_ago(24)) == {2: True}
    assert store.about(["port", "port2"], NOON) == {}


def test_an_entry_is_found_by_its_own_and_by_its_articles_address(store: Store) -> None:
    """Each entry that led to the page is found once, under either address, oldest first."""
    first = reading("port")
    moved = replace(first, entry=Entry(id="m", url="https://old.example/port", title="Port"))
    store.record(state("herald"), [moved])
    store.record(state(), [first])
    fates = [entry.fate for entry in store.entries_of([first.article.url])]
    assert fates == [Fate.STORED, Fate.DUPLICATE]
    both = store.entries_of(["https://old.example/port", first.article.url])
    assert [entry.source_id for entry in both] == ["herald", "ledger"]
    (alone,) = store.entries_of(["https://old.example/port"])
    assert alone.source_id == "herald"


def test_a_page_is_known_by_its_articles_and_by_its_entries_address(store: Store) -> None:
    """A link that led elsewhere, or to another edition, is not followed again."""
    led = replace(reading("A").entry, url="https://m.ledger.example/2026/11/a-b-c?utm_source=x")
    store.record(state(), [replace(reading("A"), entry=led)])
    article = reading("A").article.url
    known = store.known_addresses([article, "https://ledger.example/2026/11/a-b-c", "https://b/"])
    assert known == {article, "https://ledger.example/2026/11/a-b-c"}


def test_what_a_source_listed_is_known_by_its_address_until_it_must_wait(store: Store) -> None:
    """Another source's entries, and those that wait for their page, do not count."""
    urls = [f"https://ledger.example/2026/11/{name}" for name in ("passed", "waiting")]
    entries = [Entry(id=url, url=url, title="T") for url in urls]
    fates = (Fate.BASELINE, Fate.WAITING)
    passed = [Passed(entry=e, fate=f, detail="") for e, f in zip(entries, fates, strict=True)]
    store.record(state(), (), passed)
    assert store.listed("ledger", urls) == {urls[0]}
    assert store.listed("other", urls) == set()


def test_an_article_without_a_place_is_in_no_story(store: Store) -> None:
    """Until an article is placed its story is not known: no digest tells or counts it."""
    made = features(1, 2)
    store.record(state(), [reading("port", made=made)])
    assert store.stories_since(hours_ago(24), "morning", SOURCES) == ()
    assert store.count_since(hours_ago(24), SOURCES) == (0, 0)
    place_all(store, TOGETHER)
    store.record(state("herald"), [reading("quay", "herald", made=made)])
    (before,) = store.stories_since(hours_ago(24), "morning", SOURCES)
    assert [a.id for a in before.articles] == [1]
    assert store.count_since(hours_ago(24), SOURCES) == (1, 1)
    place_all(store, TOGETHER)
    (after,) = store.stories_since(hours_ago(24), "morning", SOURCES)
    assert [a.id for a in after.articles] == [1, 2]
    assert store.count_since(hours_ago(24), SOURCES) == (2, 1)


def test_an_article_too_old_to_compare_has_its_place(store: Store) -> None:
    """An article whose features are forgotten is still in its story."""
    store.record(state(), [reading("port")])
    place_all(store, APART)
    store.prune(NOON + timedelta(days=6), text_days=90, seen_days=400)
    assert store._rows("SELECT * FROM features") == []
    assert store.count_since(hours_ago(24), SOURCES) == (1, 1)


def test_only_the_given_sources_count(store: Store) -> None:
    """Articles of other sources bring no story and no count."""
    store.record(state("other"), [reading("x", "other")])
    place_all(store, APART)
    assert store.stories_since(hours_ago(24), "morning", SOURCES) == ()
    assert store.count_since(hours_ago(24), SOURCES) == (0, 0)


def test_every_word_counts_however_many_there_are(store: Store) -> None:
    """A channel may mute more words than one question of the index takes."""
    store.record(state(), [reading("port"), reading("dock", text="A port of old. Ships. Cranes.")])
    words = [f"w{number}" for number in range(80)]
    assert store.about([*words, "port"], hours_ago(24)) == {1: True, 2: False}
    assert store.about(["port", *words, "ships"], hours_ago(24))[1] is True
