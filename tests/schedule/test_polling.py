"""When a source is asked again: never too soon, in its own rhythm, and not all at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.config import Source
from briefbot.models import SourceState
from briefbot.schedule import Times, rhythm, share, times
from briefbot.schedule.polling import sleeps
from tests.makers import NOON, hours_ago, state

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_IN_A_MINUTE = 0.1
"""Of many equal sources that were looked at in one moment, so many are asked in one minute."""


def source(name: str = "a", **fields: Any) -> Source:
    """Make a source."""
    return Source(id=name, url=f"https://{name}.example/feed", **fields)


def wait(known: SourceState, *, name: str = "a", **more: Any) -> timedelta:
    """Return how long a source waits, without what spreads it."""
    fields = {key: more.pop(key) for key in ("interval", "max_interval") if key in more}
    found = times(source(name, **fields), known, NOON, **more).next_check - NOON
    added = share(name)  # of a quarter of the wait, or of half an hour
    short = found / (1 + added / 4)
    return short if short <= 2 * HOUR else found - added * HOUR / 2


def about(length: timedelta) -> Any:
    """Compare lengths of time to the second."""
    return pytest.approx(length, abs=timedelta(seconds=1))


# ---------------------------------------------------------------- what makes it wait


@pytest.mark.parametrize(("failures", "hours"), [(0, 1), (1, 2), (3, 8), (5, 24), (99, 24)])
def test_failures_slow_it_down(failures: int, hours: int) -> None:
    """Each failure doubles the wait, up to a day: no source is given up for good."""
    assert wait(state(failures=failures)) == about(hours * HOUR)


@pytest.mark.parametrize(
    ("per_day", "hours"),
    [(None, 1), (500, 1), (3, 1), (1, 3), (0.6, 5), (0.5, 6), (0.01, 6), (0, 6)],
)
def test_it_is_asked_eight_times_for_each_entry(per_day: float | None, hours: float) -> None:
    """A busy source is asked every hour, a quiet one every six at the least."""
    assert wait(state(per_day=per_day)) == about(hours * HOUR)


def test_the_ceiling_is_configured_and_the_interval_above_it() -> None:
    """A quiet source is asked as often as `max_interval` says, but never within its interval."""
    quiet = state(per_day=0.1)
    assert wait(quiet, max_interval="2h") == about(2 * HOUR)
    assert wait(quiet, interval="12h") == about(12 * HOUR)
    assert wait(quiet, max_interval="30d") == about(30 * HOUR)


@pytest.mark.parametrize(
    ("failures", "retry_after", "hours"),
    [
        (1, None, 2),
        (1, 0, 2),
        (1, 3600, 2),
        (1, 3 * 3600, 3),
        (99, 3600, 24),
        (99, 30 * 3600, 30),
        (1, 8 * 86_400, 7 * 24),
        (1, 1e18, 7 * 24),
    ],
)
def test_a_servers_pause_is_a_floor(failures: int, retry_after: float | None, hours: int) -> None:
    """Retry-After makes the wait longer, never shorter, and a week at most."""
    assert wait(state(failures=failures), pause=retry_after) == about(hours * HOUR)


@pytest.mark.parametrize(
    ("fresh", "ttl", "hours"),
    [
        (None, 0, 1),
        (60, 5, 1),
        (7200, 0, 2),
        (0, 180, 3),
        (7200, 240, 4),
        (1e9, 0, 24),
        (0, 9_999_999, 24),
    ],
)
def test_freshness_is_a_floor(fresh: float | None, ttl: int, hours: int) -> None:
    """Cache-Control, Expires and ttl are kept to, up to a day."""
    assert wait(state(ttl=ttl), fresh=fresh) == about(hours * HOUR)


def test_what_is_gone_is_asked_once_a_month() -> None:
    """410 stops a source, but for one question in thirty days."""
    assert wait(state(failures=1, gone=NOON)) == about(30 * DAY)


# ---------------------------------------------------------------- hours that are skipped


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        ((13,), (), 14),
        ((13, 14, 15), (), 16),
        ((12, 14), (), 13),
        ((), (0,), 24),  # noon of the test day is a Monday's
        (tuple(range(13, 24)), (1, 2), 72),
        (tuple(range(13, 24)), (1, 2, 3, 4), 13),  # more than three days: not believed
    ],
)
def test_skipped_hours_are_slept_through(
    hours: tuple[int, ...], days: tuple[int, ...], expected: int
) -> None:
    """The source is asked at the same minute of the next hour that its feed does not skip."""
    known = state(skip_hours=hours, skip_days=days)
    moment = times(source(), known, NOON).next_check
    midnight = NOON.replace(hour=0)
    assert (moment - midnight) // HOUR == expected


@given(
    st.sets(st.integers(0, 23), max_size=23),
    st.sets(st.integers(0, 6), max_size=2),
    st.integers(0, 200),
)
def test_it_never_wakes_in_a_skipped_hour(hours: set[int], days: set[int], later: int) -> None:
    """Whatever two days and 23 hours a feed skips, it is asked in another, in its time."""
    known = state(skip_hours=tuple(hours), skip_days=tuple(days))
    now = NOON + later * HOUR
    moment = times(source(), known, now).next_check
    assert not sleeps(known, moment) or moment - now <= 2 * HOUR
    assert now + HOUR <= moment <= now + 75 * HOUR


# ---------------------------------------------------------------- whatever happens

LENGTHS = st.none() | st.floats(-1e9, 1e18)
STATES = st.builds(
    state,
    failures=st.integers(0, 10_000),
    per_day=st.none() | st.floats(0, 1e6),
    ttl=st.integers(0, 9_999_999),
    gone=st.none() | st.just(NOON),
    skip_hours=st.sets(st.integers(0, 23)).map(tuple),
    skip_days=st.sets(st.integers(0, 6)).map(tuple),
)
SOURCES = st.builds(
    source,
    st.from_regex("[a-z]{1,8}", fullmatch=True),
    interval=st.integers(1, 90).map("{}h".format),
    max_interval=st.integers(1, 90).map("{}h".format),
)


@given(SOURCES, STATES, LENGTHS, LENGTHS)
def test_it_is_never_asked_too_soon(
    one: Source, known: SourceState, pause: float | None, fresh: float | None
) -> None:
    """Not within its interval, an hour at least, nor before Retry-After is over, to a week."""
    when = times(one, known, NOON, pause=pause, fresh=fresh)
    assert when.next_check >= when.not_before >= NOON + max(one.interval, HOUR)
    assert when.not_before >= NOON + timedelta(seconds=min(max(pause or 0, 0), 7 * 86_400))
    assert when.not_before >= NOON + timedelta(seconds=min(max(fresh or 0, 0), 86_400))


@given(SOURCES, STATES, LENGTHS, LENGTHS)
def test_it_is_always_asked_again(
    one: Source, known: SourceState, pause: float | None, fresh: float | None
) -> None:
    """A failing source within a day, or what it was told; none later than 34 days."""
    when = times(one, known, NOON, pause=pause, fresh=fresh).next_check
    assert when <= NOON + 34 * DAY
    if not known.gone and not (pause or 0) > 86_400:
        assert when <= NOON + max(one.interval, one.max_interval, DAY) + 3 * DAY + 2 * HOUR


@given(SOURCES, STATES, st.floats(0, 1e7), st.floats(0, 1e7), st.sampled_from(["pause", "fresh"]))
def test_longer_wishes_never_make_it_sooner(
    one: Source, known: SourceState, less: float, more: float, name: str
) -> None:
    """A longer pause, longer freshness, one more failure: it is asked then or later."""
    known = replace(known, skip_hours=(), skip_days=())
    less, more = sorted((less, more))
    first, second = (times(one, known, NOON, **{name: value}) for value in (less, more))
    assert first.next_check <= second.next_check
    assert first.not_before <= second.not_before
    worse = times(one, replace(known, failures=known.failures + 1), NOON)
    if known.failures:
        assert times(one, known, NOON).next_check <= worse.next_check


@given(st.floats(0, 1e4), st.floats(0, 1e4))
def test_who_brings_more_is_asked_no_later(less: float, more: float) -> None:
    """A busier source is asked then or sooner."""
    less, more = sorted((less, more))
    quiet, busy = (times(source(), state(per_day=rate), NOON) for rate in (less, more))
    assert busy.next_check <= quiet.next_check


# ---------------------------------------------------------------- not all at once


@pytest.mark.parametrize(
    "fields",
    [{}, {"failures": 1}, {"failures": 9}, {"per_day": 0.1}, {"ttl": 1440}, {"gone": NOON}],
    ids=str,
)
def test_equal_sources_are_spread(fields: dict[str, Any]) -> None:
    """Of 1,000 equal sources that were asked at once, no tenth is asked in one minute next time."""
    when = [times(source(f"s{number}"), state(**fields), NOON).next_check for number in range(1000)]
    minutes = Counter(int((moment - NOON).total_seconds() // 60) for moment in when)
    assert max(minutes.values()) <= 1000 * MOST_IN_A_MINUTE


def test_each_round_spreads_them_further() -> None:
    """After a day no minute has a fortieth of those that began together."""
    moments = dict.fromkeys((f"s{number}" for number in range(1000)), NOON)
    for _ in range(24):
        moments = {n: times(source(n), state(), at).next_check for n, at in moments.items()}
    minutes = Counter(int(moment.timestamp() // 60) for moment in moments.values())
    assert max(minutes.values()) <= 25


def test_its_own_minute_is_the_same_at_every_start() -> None:
    """A source is spread by its id alone, so a restart changes nothing."""
    assert times(source("a"), state(), NOON) == times(source("a"), state(), NOON)
    assert times(source("a"), state(), NOON) != times(source("b"), state(), NOON)
    assert 0 <= share("a") < 1


# ---------------------------------------------------------------- rhythm


def dates(*hours: float) -> list[datetime]:
    """Return moments so many hours before noon."""
    return [hours_ago(hour) for hour in hours]


@pytest.mark.parametrize(
    ("found", "per_day"),
    [
        ([], None),
        (dates(-5), None),  # the future says nothing
        (dates(1, 6, 12), 3),
        (dates(24, 48), 1),
        (dates(0.1), 1),  # one that came just now: no more than one a day
        (dates(*range(1, 7), 6, 6, 6, 6), 40),  # ten over hours are a rhythm
        (dates(*[3] * 30), 30),  # thirty at once are none
        (dates(24 * 100), 0),
        ([*dates(24 * 10), *dates(24 * 500)], 0.1),
    ],
)
def test_at_first_sight_the_dates_tell_its_rhythm(
    found: list[datetime], per_day: float | None
) -> None:
    """Entries of the last 90 days over the time since the oldest: a day at least, if few."""
    assert rhythm(state(succeeded=None), 0, found, NOON) == pytest.approx(per_day)


def test_without_dates_the_first_news_tell() -> None:
    """An undated source has no rhythm until it brings something, or three days nothing."""
    first = state(first_seen=NOON, succeeded=NOON)
    assert rhythm(first, 0, (), NOON + 71 * HOUR) is None
    assert rhythm(first, 2, (), NOON + 12 * HOUR) == pytest.approx(2)
    assert rhythm(first, 2, (), NOON + 48 * HOUR) == pytest.approx(1)
    assert rhythm(first, 0, (), NOON + 96 * HOUR) == pytest.approx(0.25)


@given(st.floats(0.1, 200), st.sampled_from([1, 2, 6, 24]))
def test_it_learns_the_rhythm_of_a_steady_source(per_day: float, every: int) -> None:
    """Whatever was believed first, after two months the rhythm is nearly the real one."""
    known = state(first_seen=NOON, succeeded=NOON, per_day=24.0)
    listed = 0.0
    for look in range(1, 60 * 24 // every + 1):
        new = int(look * every / 24 * per_day - listed)
        listed += new
        now = known.succeeded
        assert now is not None
        later = now + every * HOUR
        known = state(first_seen=NOON, succeeded=later, per_day=rhythm(known, new, (), later))
    assert known.per_day == pytest.approx(per_day, rel=0.1, abs=0.6)


@given(
    st.none() | st.floats(0, 1e6), st.integers(0, 500), st.integers(0, 10_000), st.integers(0, 99)
)
@example(per_day=3.0, new=5, hours=0, age=0)
def test_a_rhythm_is_never_odd(per_day: float | None, new: int, hours: int, age: int) -> None:
    """Two looks at one moment, or a clock that was set back, make no number that is none."""
    known = state(first_seen=NOON - age * DAY, succeeded=NOON, per_day=per_day)
    found = rhythm(known, new, (), NOON + (hours - 100) * HOUR)
    assert found is None or 0 <= found <= max(per_day or 0, 24 * 500)


def test_the_clock_of_the_skipped_hours_is_utc() -> None:
    """Hours in a feed are those of Greenwich, wherever we are."""
    from zoneinfo import ZoneInfo

    known = state(skip_hours=(12,))
    assert sleeps(known, NOON.astimezone(ZoneInfo("Asia/Taipei")))
    assert not sleeps(known, datetime(2026, 11, 23, 13, tzinfo=UTC))
    assert isinstance(times(source(), known, NOON), Times)
