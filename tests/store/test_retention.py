"""What is remembered, for how long: nothing that a source still lists comes in as news again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.models import Entry, Fate, Passed
from briefbot.store.connect import connect
from briefbot.store.sqlite import Store
from tests.makers import NOON, reading, state
from tests.outbox.posting import compose, deliveries

SEEN_DAYS = 400


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = Store(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def look(store: Store, day: float, listed: Collection[str] | None, etag: str | None = None) -> None:
    """Look at the source on that day; it lists these entries, or says that nothing changed."""
    moment = NOON + timedelta(days=day)
    known = state(checked=moment, succeeded=moment, etag=etag)
    new = set(listed or ()) - store.seen("ledger", listed or ())
    passed = [
        Passed(
            entry=Entry(id=name, url=f"https://ledger.example/{name}", title=name),
            fate=Fate.BASELINE,
            detail="",
        )
        for name in sorted(new)
    ]
    store.record(known, (), passed, present=listed or ())


def kept(store: Store, day: float, names: Collection[str]) -> set[str]:
    """Forget what is past its time on that day; return which of the entries are still known."""
    store.prune(NOON + timedelta(days=day), text_days=90, seen_days=SEEN_DAYS)
    return store.seen("ledger", names)


def test_an_entry_that_is_still_listed_is_not_forgotten(store: Store) -> None:
    """A feed that lists an entry for 401 days does not bring it again; one it dropped is gone."""
    look(store, 0, ["old", "dropped"])
    for day in range(1, 402, 5):
        look(store, day, ["old"])
    assert kept(store, 401.5, ["old", "dropped"]) == {"old"}


def test_the_time_runs_from_when_it_was_last_listed(store: Store) -> None:
    """An entry that was listed for long is remembered as long after it as any other."""
    look(store, 0, ["old"])
    look(store, 390, ["old"])
    look(store, 395, ["new"])
    assert kept(store, 789, ["old"]) == {"old"}
    look(store, 790, None)
    assert kept(store, 791, ["old"]) == set()


def test_an_absurdly_long_id_is_renewed_too(store: Store) -> None:
    """An id that is kept as a hash is found again when its source lists it."""
    long = "x" * 5000
    look(store, 0, [long])
    look(store, 401, [long])
    assert kept(store, 402, [long]) == {long}


def test_a_source_that_never_changes_forgets_nothing(store: Store) -> None:
    """After 401 days of "unchanged" the entries of the last body are still known."""
    look(store, 0, ["older", "old"])
    look(store, 0.5, ["old"])
    for day in range(1, 402, 5):
        look(store, day, None)
    assert kept(store, 401.5, ["old"]) == {"old"}


def test_a_source_that_fails_for_a_year_forgets_nothing(store: Store) -> None:
    """A source that comes back after 401 days of failures has the same entries as before."""
    look(store, 0, ["old"])
    for day in range(1, 402, 5):
        moment = NOON + timedelta(days=day)
        store.record(state(checked=moment, failures=day, error="503"))
    assert kept(store, 401.5, ["old"]) == {"old"}


def test_what_was_dropped_before_a_quiet_year_is_forgotten(store: Store) -> None:
    """That a source says "unchanged" does not bring back what it had dropped before."""
    look(store, 0, ["old", "dropped"])
    look(store, 3, ["old"])
    for day in range(4, 405, 5):
        look(store, day, None)
    assert kept(store, 404.5, ["old", "dropped"]) == {"old"}


def test_an_entry_that_is_listed_under_a_new_id_is_not_forgotten(store: Store) -> None:
    """Its address tells that it is still there; that of another source's tells nothing."""
    look(store, 0, ["old", "dropped"])
    for day in (200, 402):
        for name, address in (("ledger", "old"), ("post", "dropped")):
            moment = NOON + timedelta(days=day)
            known = state(name, checked=moment, succeeded=moment)
            again = [f"https://ledger.example/{address}"]
            store.record(known, present=["new"], again=again)
    assert kept(store, 402.5, ["old", "dropped"]) == {"old"}


def test_a_source_out_of_use_is_forgotten_whole(store: Store) -> None:
    """After 401 days without a look both entries and state go: it would be at first sight again."""
    look(store, 0, ["old"])
    assert kept(store, 399, ["old"]) == {"old"}
    assert set(store.states()) == {"ledger"}
    assert kept(store, 401, ["old"]) == set()
    assert store.states() == {}


def test_an_entry_outlives_its_article(store: Store) -> None:
    """The article goes with its time; the entry that its feed still lists does not."""
    first = reading("port", found=NOON, published=NOON)
    store.record(state(checked=NOON), [first], present=[first.entry.id])
    later = NOON + timedelta(days=401)
    store.record(state(checked=later), present=[first.entry.id])
    assert kept(store, 401, [first.entry.id]) == {first.entry.id}
    assert store.count() == 0
    assert [e.article_id for e in store.entries_of([first.article.url])] == [None]


def test_a_look_of_the_same_day_writes_no_entry(store: Store) -> None:
    """A busy feed costs nothing: an entry is renewed once a day, and `seen` never moves."""
    look(store, 0, ["a"])

    def times() -> tuple[str, str]:
        (row,) = store._rows("SELECT seen, last_seen FROM entries")
        return row["seen"][:10], row["last_seen"][:10]

    look(store, 0.9, ["a"])
    assert times() == ("2026-11-23", "2026-11-23")
    look(store, 1.1, ["a"])
    assert times() == ("2026-11-23", "2026-11-24")


def test_the_state_returns_without_what_retention_adds(store: Store) -> None:
    """What retention keeps beside a state does not show in it, and survives the next look."""
    look(store, 0, ["a"], etag="x")
    assert store.states() == {"ledger": state(checked=NOON, succeeded=NOON, etag="x")}
    look(store, 1, None, etag="y")
    assert store.states()["ledger"] == replace(
        state(etag="y"), checked=NOON + timedelta(days=1), succeeded=NOON + timedelta(days=1)
    )


NAMES = ("a", "b", "c")
looks = st.lists(
    st.tuples(
        st.sampled_from([0.25, 0.75, 1.0, 1.25, 30, 350]),
        st.none() | st.sets(st.sampled_from(NAMES), min_size=1),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(made=looks, until=st.sampled_from([0, 100, 399]))
def test_only_what_was_long_unlisted_is_forgotten(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[float, set[str] | None]],
    until: float,
) -> None:
    """Whatever a source lists and when: its last list is kept, what is long off it is not."""
    store = Store(tmp_path_factory.mktemp("looks") / "briefbot.db")
    day, parsed = 0.0, 0.0
    last: dict[str, float] = {}
    listed: set[str] = set()
    for gap, names in made:
        day += gap
        look(store, day, names)
        listed = names or listed
        last |= dict.fromkeys(names or (), day)
        parsed = day if names else parsed
    known = kept(store, day + until, NAMES)
    store.close()
    assert listed <= known
    for name, seen in last.items():
        unlisted = day + until - seen
        if unlisted < SEEN_DAYS - 1:  # an entry is renewed once a day
            assert name in known
        elif unlisted > SEEN_DAYS and seen < parsed - 1:
            assert name not in known


def test_frozen_messages_are_forgotten_with_the_texts(store: Store) -> None:
    """Deliveries of old digests go, but for one that still waits."""
    old = compose(store, "#news"), compose(store, "#desk")
    delivery = store.claim(NOON, {"#desk"})
    assert delivery
    store.settle_sent(delivery.key, "C1", "1.1")
    store.prune(NOON + timedelta(days=89), text_days=90, seen_days=SEEN_DAYS)
    assert [len(deliveries(store, digest_id)) for digest_id in old] == [1, 1]
    store.prune(NOON + timedelta(days=91), text_days=90, seen_days=SEEN_DAYS)
    assert [len(deliveries(store, digest_id)) for digest_id in old] == [0, 1]


def test_what_a_digest_said_is_forgotten_with_the_texts(store: Store) -> None:
    """It quotes them; that there was such a digest is remembered."""
    number = compose(store, "#news")
    reader = connect(store.file, write=False)

    def said() -> list[str]:
        rows = reader.execute("SELECT payload FROM digests WHERE id = ?", (number,))
        return [payload for (payload,) in rows]

    store.prune(NOON + timedelta(days=89), text_days=90, seen_days=SEEN_DAYS)
    assert said() == ["{}"]
    store.prune(NOON + timedelta(days=91), text_days=90, seen_days=SEEN_DAYS)
    assert said() == [""]
    reader.close()
