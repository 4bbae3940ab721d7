"""How a source fares: one word for each way, the worst first, and what to do about it."""

from __future__ import annotations

import math
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot import health, schedule, standing
from briefbot.config import Source
from briefbot.errors import FetchError
from briefbot.models import Condition, Entry, Feed, Recent, Response, SourceState
from briefbot.standing import Answer
from tests.makers import NOON, hours_ago, state

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SOURCE = Source(id="ledger", url="https://ledger.example/feed")
FAILING: dict[str, Any] = {
    "failing_since": hours_ago(5),
    "failures": 2,
    "error": "what and what to do",
}


def fares(known: SourceState | None, recent: Recent = health.NOTHING, **fields: Any) -> str:
    """Return the word for a source."""
    source = SOURCE.model_copy(update=fields)
    return health.health(source, known, recent, now=NOON).word.value


# ---------------------------------------------------------------- sources that are not read


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("http_403", "blocked"),
        ("http_401", "blocked"),
        ("captcha", "blocked"),
        ("consent", "blocked"),
        ("login_page", "blocked"),
        ("robots", "robots"),
        ("robots_unread", "failing"),
        ("empty", "empty"),
        ("no_entries", "empty"),
        ("http_503", "failing"),
        ("timeout", "failing"),
        ("blocked_address", "failing"),
        ("http_410", "failing"),
        (None, "failing"),
    ],
)
def test_a_source_that_fails(reason: str | None, word: str) -> None:
    """The reason of its last error decides the word; since when and what to do stand with it."""
    found = health.health(SOURCE, state(reason=reason, **FAILING), now=NOON)
    assert (found.word.value, found.since, found.advice) == (
        word,
        hours_ago(5),
        "what and what to do",
    )
    assert found.word.fails
    assert not found.word.read


def test_a_source_that_is_gone() -> None:
    """It is gone since its server said so, whatever it failed of before and fails of now."""
    found = health.health(SOURCE, state(gone=hours_ago(1), reason="dns", **FAILING), now=NOON)
    assert (found.word, found.since) == (Condition.GONE, hours_ago(1))


def test_a_source_that_was_never_asked_or_is_off() -> None:
    """Neither fails, and neither is read; one that is off is nothing else."""
    assert fares(None) == "new"
    assert fares(SourceState(source_id="ledger", url=SOURCE.url, asked=NOON)) == "new"
    assert fares(state(gone=NOON, **FAILING), enabled=False) == "off"
    assert not Condition.NEW.read
    assert not Condition.NEW.fails


def test_a_source_that_nobody_asked() -> None:
    """After longer than its longest interval it can't be called read, though it does not fail."""
    assert fares(state(succeeded=hours_ago(7.9))) == "fine"
    assert fares(state(succeeded=hours_ago(9.1))) == "unread"
    assert fares(state(succeeded=hours_ago(9.1)), max_interval=DAY) == "fine"
    kept_off: dict[str, Any] = {
        "succeeded": hours_ago(20),
        "checked": hours_ago(20),
        "not_before": hours_ago(0),
    }
    assert fares(state(**kept_off)) == "fine"
    assert fares(state(succeeded=hours_ago(60), skip_days=(5, 6))) == "fine"
    assert fares(state(succeeded=hours_ago(100), skip_days=(5, 6))) == "unread"


@pytest.mark.parametrize(
    ("fields", "ttl", "hour"),
    [({}, 0, 8), ({}, 1440, 8), ({}, 1440, 20), ({"interval": DAY / 2}, 0, 13), ({}, 720, 3)],
)
def test_a_source_that_is_asked_whenever_it_may_be_is_never_unread(
    fields: dict[str, Any], ttl: int, hour: int
) -> None:
    """However rarely its feed wants to be asked, and however a look waits for a digest."""
    known = {"interval": HOUR, "max_interval": 6 * HOUR, **fields}
    source = SOURCE.model_copy(update={**known, "max_interval": max(known.values())})
    slots = [NOON.replace(hour=hour) + n * DAY for n in range(40)]
    told, waited, now = state(ttl=ttl, next_check=NOON, not_before=NOON, news=NOON), [NOON], NOON
    while now < NOON + 30 * DAY:
        now += HOUR / 3
        if schedule.due_sources([source], {"ledger": told}, now, {"ledger": slots}):
            nothing = Answer(asked=SOURCE.url, response=Response(url=SOURCE.url, status=304))
            told = standing.unchanged(source, told.but(checked=now, news=now), nothing, now)
            waited.append(now)
        assert health.health(source, told, now=now).word is Condition.FINE
    longest = max(after - before for before, after in pairwise(waited))
    assert longest > DAY or not ttl > 720


# ---------------------------------------------------------------- sources that are


def test_a_source_that_is_well() -> None:
    """A look that went well, and nothing else to say."""
    found = health.health(SOURCE, state(per_day=12.0, news=NOON, took=0.4, undated=0.0), now=NOON)
    assert (found.word, found.since, found.advice) == (Condition.FINE, None, "")


def test_a_slow_source() -> None:
    """Answers of more than ten seconds are slow; it is read all the same."""
    assert fares(state(took=9.9)) == "fine"
    found = health.health(SOURCE, state(took=14.2), now=NOON)
    assert (found.word, found.word.read, found.word.named) == (Condition.SLOW, True, True)
    assert "14 s" in found.advice


def test_a_source_without_dates() -> None:
    """Most of its entries decide."""
    assert fares(state(undated=0.5)) == "fine"
    assert fares(state(undated=0.6)) == "undated"


def test_a_paywalled_source() -> None:
    """Most of its last articles decide, when there are enough of them."""
    assert fares(state(), Recent(articles=4, paywalled=4)) == "fine"
    assert fares(state(), Recent(articles=10, paywalled=5)) == "fine"
    assert fares(state(), Recent(articles=10, paywalled=6)) == "paywalled"


def test_a_source_that_moved() -> None:
    """Once it is believed, the new address is named without what may be a key."""
    moved: dict[str, Any] = {
        "moved_to": "https://new.example/feed?key=secret",
        "moved_since": NOON - 9 * DAY,
        "moved_seen": NOON,
    }
    assert fares(state(moved_looks=2, **moved)) == "fine"
    found = health.health(SOURCE, state(moved_looks=30, **moved), now=NOON)
    assert found.word is Condition.MOVED
    assert "https://new.example/feed;" in found.advice
    assert "secret" not in found.advice


def test_a_feed_that_rolled_over() -> None:
    """It is told for a day, or for the window of a digest, with how many may be missed at most."""
    rolled = state(
        rolled_from=hours_ago(60), rolled_to=hours_ago(36), rolled_at=hours_ago(30), per_day=9.5
    )
    assert fares(rolled) == "fine"
    found = health.health(SOURCE, rolled, now=NOON, since=hours_ago(48))
    assert (found.word, found.since, found.word.read) == (
        Condition.ROLLED_OVER,
        hours_ago(60),
        True,
    )
    assert "up to 10 entries may be missed" in found.advice


@pytest.mark.parametrize(
    ("per_day", "silent", "word"),
    [
        (24.0, 6.9, "fine"),
        (24.0, 7.1, "stale"),
        (1.0, 7.9, "fine"),
        (1.0, 8.1, "stale"),
        (1 / 7, 55, "fine"),
        (1 / 7, 57, "stale"),
        (0.0, 364, "fine"),
        (0.0, 366, "stale"),
    ],
)
def test_a_stale_source(per_day: float, silent: float, word: str) -> None:
    """Eight of its usual gaps without anything new, a week at least and a year at most."""
    news = NOON - timedelta(days=silent)
    falling = per_day * math.exp(-silent / 14)  # as the rhythm falls while nothing comes
    known = state(per_day=falling, news=news, first_seen=news - 30 * DAY)
    found = health.health(SOURCE, known, now=NOON)
    assert (found.word, found.since) == (word, news if word == "stale" else None)


def test_a_rhythm_that_falls_in_silence_is_remembered() -> None:
    """What the looks of three weeks make of a rhythm, look by look, is undone."""
    entry = Entry(id="1", url="https://ledger.example/1", title="One", published=NOON)
    feed = Feed(kind="feed", title="Ledger", entries=(entry,))
    known = state(per_day=3.0, news=NOON, first_seen=NOON - 90 * DAY)
    for hours in range(6, 21 * 24, 6):
        now = NOON + hours * HOUR
        answer = Answer(
            asked=SOURCE.url, response=Response(url=SOURCE.url, status=200, body=b"%d" % hours)
        )
        known = standing.changed(SOURCE, known, answer, feed, new=0, now=now)
    assert known.per_day == pytest.approx(3 * math.exp(-20.75 / 14), rel=0.01)
    assert health.usual(known) == pytest.approx(3.0, rel=0.01)
    found = health.health(SOURCE, known, now=NOON + 21 * DAY)
    assert (found.word, found.since) == (Condition.STALE, NOON)
    assert "3 entries a day" in found.advice


@given(st.data())
def test_every_state_has_a_word(data: st.DataObject) -> None:
    """Whatever is known of a source: what fails is not read, what is named says something."""
    moments = st.none() | st.integers(-400, 9).map(lambda days: NOON + days * DAY)
    numbers = st.none() | st.floats(0, 1e6)
    times = (
        *("first_seen", "checked", "succeeded", "next_check", "not_before", "failing_since"),
        *("news", "moved_since", "moved_seen", "gone", "rolled_from", "rolled_to", "rolled_at"),
    )
    fields: dict[str, Any] = {name: data.draw(moments) for name in times}
    fields |= {name: data.draw(numbers) for name in ("per_day", "took", "undated")}
    known = state(**fields, error=data.draw(st.none() | st.just("503")))
    found = health.health(SOURCE, known, now=NOON)
    assert not (found.word.fails and found.word.read)
    assert found.word.fails == (known.checked is not None and known.failing_since is not None)
    assert found.advice or found.word in {Condition.FINE, Condition.NEW} or found.word.fails


# ---------------------------------------------------------------- what a look keeps


def test_a_look_keeps_what_health_asks_for() -> None:
    """How many entries have no date, and how long answers take: half of it is the last one's."""
    dated = Entry(id="1", url="https://ledger.example/1", title="One", published=hours_ago(50))
    bare = Entry(id="2", url="https://ledger.example/2", title="Two")
    feed = Feed(kind="feed", title="Ledger", entries=(dated, bare, bare, bare))
    response = Response(url=SOURCE.url, status=200, body=b"x", took=4.0)
    answer = Answer(asked=SOURCE.url, response=response)
    new = SourceState(source_id="ledger", url=SOURCE.url, checked=NOON)
    first = standing.changed(SOURCE, new, answer, feed, new=4, now=NOON)
    assert (first.undated, first.took, first.news) == (0.75, 4.0, hours_ago(50))
    quick = Answer(asked=SOURCE.url, response=Response(url=SOURCE.url, status=304, took=1.0))
    second = standing.unchanged(SOURCE, first, quick, NOON + HOUR)
    assert (second.undated, second.took) == (0.75, 2.5)


# ---------------------------------------------------------------- outages


def failed(times: int, *, interval: timedelta = HOUR) -> list[SourceState]:
    """Return the states after so many looks that failed, each at its time."""
    source = SOURCE.model_copy(update={"interval": interval})
    found, now = [state()], NOON
    for _ in range(times):
        error = FetchError("http_503", "503")
        found.append(standing.failed(source, found[-1], error, source.url, now))
        now = found[-1].next_check or now
    return found[1:]


@pytest.mark.parametrize("hours", [1, 2, 3, 6, 12, 24])
def test_a_source_is_out_after_a_day(hours: int) -> None:
    """With every look failed it is told at 24 h or at the next look, and never before."""
    looks = failed(12, interval=hours * HOUR)
    moments = [NOON + minutes * timedelta(minutes=10) for minutes in range(6 * 24 * 3)]
    out = []
    for now in moments:
        made = [look for look in looks if look.checked and look.checked <= now]
        if health.out_since(made[-1], now):
            out.append(now)
    assert NOON + DAY <= out[0] <= NOON + 2 * DAY
    assert out == [now for now in moments if now >= out[0]]
    assert hours > 3 or out[0] == NOON + DAY


def test_a_source_that_nobody_could_ask_is_not_out() -> None:
    """It failed once; then we were down for two days: how it fared nobody knows."""
    (first, second) = failed(2)
    assert health.out_since(first, NOON + 2 * DAY) is None
    assert health.out_since(second, NOON + 2 * DAY) is None


@pytest.mark.parametrize(("hours", "out"), [(5, False), (25, True), (80, True)])
def test_a_source_that_nobody_may_ask_is_out(hours: int, *, out: bool) -> None:
    """Its server wants a pause of days: that it was asked but once says nothing in its favour."""
    busy = FetchError("http_503", "503", retry_after=hours * 3600)
    known = standing.failed(SOURCE, state(), busy, SOURCE.url, NOON)
    assert health.out_since(known, NOON + DAY - HOUR) is None
    assert (health.out_since(known, NOON + DAY) == NOON) is out


def test_a_source_that_is_gone_is_out_at_once() -> None:
    """Its server says that it will not come back."""
    gone = standing.failed(SOURCE, state(), FetchError("http_410", "410"), SOURCE.url, NOON)
    assert health.out_since(gone, NOON) == NOON
    assert health.out_since(state(), NOON) is None
