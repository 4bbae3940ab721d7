"""When a source is looked at."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Source
from briefbot.models import SourceState
from briefbot.schedule import due_sources, look_at, times
from tests.makers import NOON, hours_ago, state


def source(name: str, **fields: Any) -> Source:
    """Make a source."""
    return Source(id=name, url=f"https://{name}.example/feed", **fields)


def test_due_sources() -> None:
    """New sources and those past their time are due, longest waiting first; others are not."""
    sources = [source(n) for n in ("soon", "late", "later", "new", "moved")]
    sources.append(source("off", enabled=False))
    states = {
        "soon": state("soon", next_check=hours_ago(-1)),
        "late": state("late", next_check=hours_ago(1)),
        "later": state("later", next_check=hours_ago(2)),
        "moved": state("moved", url="https://other.example", next_check=hours_ago(-1)),
    }
    assert [s.id for s in due_sources(sources, states, NOON)] == ["new", "moved", "later", "late"]


def test_who_is_read_in_another_way_is_asked_no_sooner() -> None:
    """Its kind is edited, and its server sees the same address asked: an hour is an hour."""
    one = source("a", kind="page")
    known = state("a", kind="feed", checked=NOON, asked=NOON, next_check=NOON + MINUTE)
    told = known.but(not_before=NOON + 90 * MINUTE)
    assert due_sources([one], {"a": known.but(not_before=None)}, NOON + 59 * MINUTE) == []
    assert due_sources([one], {"a": known.but(not_before=None)}, NOON + 60 * MINUTE) == [one]
    assert due_sources([one], {"a": told}, NOON + 89 * MINUTE) == []
    assert due_sources([one], {"a": told}, NOON + 90 * MINUTE) == [one]


# ---------------------------------------------------------------- just before a slot

MINUTE = timedelta(minutes=1)
SLOT = NOON


@pytest.mark.parametrize(
    ("due", "wait"),
    [
        (-61, False),  # it is due again before the slot
        (-60, False),
        (-59, True),
        (-16, True),
        (-4, False),  # the last minutes are its time
        (0, False),
        (1, False),
    ],
)
def test_a_look_is_put_off_to_the_last_minutes_before_a_slot(due: int, *, wait: bool) -> None:
    """A source due in the hour before a slot is asked once, late enough for the latest news."""
    when = NOON + due * MINUTE
    found = look_at(source("a"), state("a"), when, [SLOT])
    assert (found > when) is wait
    if wait:
        assert SLOT - 15 * MINUTE <= found <= SLOT - 5 * MINUTE


@pytest.mark.parametrize("known", [{"failures": 1}, {"succeeded": None}])
def test_who_is_late_already_is_not_put_off(known: dict[str, Any]) -> None:
    """A source that fails, or was never read, is looked at when its time comes."""
    when = NOON - 30 * MINUTE
    assert look_at(source("a"), state("a", **known), when, [SLOT]) == when


def test_sources_are_spread_over_the_minutes() -> None:
    """A thousand sources are not asked in one second."""
    when, many = NOON - 30 * MINUTE, [source(f"s{number}") for number in range(1000)]
    found = [look_at(one, state(one.id), when, [SLOT]) for one in many]
    minutes = [int((SLOT - moment) / MINUTE) for moment in found]
    assert all(50 < minutes.count(minute) < 150 for minute in range(5, 15))


def test_due_sources_waits_for_the_slot() -> None:
    """What is put off is not due; what nobody reads before a slot, is new, or moved, is due."""
    sources = [source(name) for name in ("put-off", "free", "new", "moved")]
    states = {
        "put-off": state("put-off", next_check=hours_ago(0.5)),
        "free": state("free", next_check=hours_ago(0.5)),
        "moved": state("moved", url="https://other.example", next_check=hours_ago(0.5)),
    }
    before, slots = hours_ago(0.4), {name: [SLOT] for name in ("put-off", "new", "moved")}
    found = due_sources(sources, states, before, slots)
    assert [s.id for s in found] == ["new", "moved", "free"]
    ready = due_sources(sources, states, SLOT - 5 * MINUTE, slots)
    assert [s.id for s in ready] == ["new", "moved", "put-off", "free"]


@given(
    st.integers(1, 36),
    st.integers(0, 3000),
    st.lists(st.integers(0, 3000), max_size=6, unique=True),
    st.text(max_size=3),
)
def test_put_off_is_never_early_and_never_past_the_slot(
    hours: int, due: int, slots: list[int], name: str
) -> None:
    """The interval since the last look stays whole, and the look comes before the next slot."""
    one = source("a" + "".join(c for c in name if c in "abc"), interval=f"{hours}h")
    moments = sorted(NOON + minute * MINUTE for minute in slots)
    when = NOON + due * MINUTE
    found = look_at(one, state(one.id), when, moments)
    assert found >= when
    following = [moment for moment in moments if moment > when]
    assert found == when or found <= following[0] - 5 * MINUTE
    # a source that is looked at now, and again an interval later, is fresh for the slot as well
    if following and found == when:
        fresh = following[0] - when <= 15 * MINUTE
        assert fresh or when + one.interval <= following[0]


# ---------------------------------------------------------------- brought forward


def read(hours: float, next_check: float, **fields: Any) -> SourceState:
    """Return the state of a source read so many hours before the slot, and when it is next."""
    known = {"checked": hours_ago(hours), "not_before": hours_ago(hours - 1)}
    return state("a", **{**known, "next_check": hours_ago(next_check), **fields})


def when(known: SourceState, *slots: datetime) -> datetime:
    """Return when the source is looked at."""
    assert known.next_check
    return look_at(source("a"), known, known.next_check, slots or (SLOT,))


@pytest.mark.parametrize(
    ("read_at", "next_check", "early"),
    [
        (5, -1, True),
        (1.25, -4, True),
        (1.05, -4, False),  # the hour since then is not over before the slot
        (5, 1.5, False),  # its time is well before: it is due again by the slot
    ],
)
def test_a_quiet_source_is_brought_forward_to_a_slot(
    read_at: float, next_check: float, *, early: bool
) -> None:
    """A source that is asked rarely is still fresh for a digest, when it may be asked by then."""
    known = read(read_at, next_check)
    found = when(known)
    assert (found < hours_ago(next_check)) is early
    if early:
        assert SLOT - 15 * MINUTE <= found <= SLOT - 5 * MINUTE
    assert known.not_before
    assert found >= known.not_before


def test_a_slot_that_passed_while_we_were_down_counts() -> None:
    """After downtime, what a missed digest needs is due at once, though its time has not come."""
    known = read(5, -1)
    assert when(known) < NOON
    assert due_sources([source("a")], {"a": known}, NOON + 30 * MINUTE, {"a": [SLOT]})


@pytest.mark.parametrize(
    "known", [{"failures": 1}, {"succeeded": None}, {"not_before": None}, {"skip_hours": (11,)}]
)
def test_who_is_not_brought_forward(known: dict[str, Any]) -> None:
    """One that fails, was never read, may not be asked, or sleeps at that hour, keeps its time."""
    assert when(read(5, -1, **known)) == hours_ago(-1)


def test_one_that_must_rest_long_is_put_off_to_the_slot() -> None:
    """Where a server wants four hours between looks, these are used for the digest's sake."""
    known = read(5, 1, not_before=hours_ago(1))
    assert SLOT - 15 * MINUTE <= when(known) <= SLOT - 5 * MINUTE
    assert when(read(5, 1)) == hours_ago(1)


@given(
    st.integers(0, 3000),
    st.integers(60, 1500),
    st.integers(0, 600),
    st.lists(st.integers(0, 4000), max_size=6, unique=True),
)
def test_a_slot_never_makes_it_too_soon(
    asked: int, least: int, more: int, slots: list[int]
) -> None:
    """Wherever the slots are, a source is never looked at before it may be."""
    checked = NOON + asked * MINUTE
    not_before = checked + least * MINUTE
    due = not_before + more * MINUTE
    known = state("a", checked=checked, not_before=not_before, next_check=due)
    moments = sorted(NOON + minute * MINUTE for minute in slots)
    found = look_at(source("a"), known, due, moments)
    assert found >= not_before
    assert found <= due or found < min(moment for moment in moments if moment > due)


# ---------------------------------------------------------------- after a start

SINCE = NOON


def late(count: int, **fields: Any) -> tuple[list[Source], dict[str, SourceState]]:
    """Return so many sources that have been due for an hour."""
    many = [source(f"s{number}") for number in range(count)]
    return many, {one.id: state(one.id, next_check=hours_ago(1), **fields) for one in many}


def taken(
    many: list[Source], states: dict[str, SourceState], seconds: int, slots: Any = None
) -> set[str]:
    """Return who is due so long after the start."""
    now = SINCE + timedelta(seconds=seconds)
    return {one.id for one in due_sources(many, states, now, slots or {}, since=SINCE)}


@pytest.mark.parametrize("new", [True, False])
def test_after_a_start_they_are_not_asked_at_once(*, new: bool) -> None:
    """A thousand that were late, or are new, are asked over ten minutes: never 150 in one."""
    many, states = late(1000)
    left, counts = set(states), []
    for minute in range(11):
        found: set[str] = set()
        for tick in range(0, 60, 20):
            waiting = [one for one in many if one.id in left]
            found |= taken(waiting, {} if new else states, 60 * minute + tick)
            left -= found
        counts.append(len(found))
    assert sum(counts) == 1000
    assert max(counts) < 150


def test_a_start_in_days_to_come_holds_up_nobody() -> None:
    """The clock was ahead when we began; who is late by the right one is late."""
    many, states = late(30)
    assert len(taken(many, states, -600)) == 30


@pytest.mark.parametrize("count", [11, 100])
def test_not_even_a_dozen_is_asked_in_one_moment(count: int) -> None:
    """However few they are: ten at each tick, so that they are soon through."""
    many, states = late(count)
    left = set(states)
    for tick in range(0, 60, 20):
        found = taken([one for one in many if one.id in left], states, tick)
        assert min(10, len(left)) <= len(found) <= min(14, len(left))
        left -= found
    assert left if count > 30 else not left
    assert len(taken(many, states, 600)) == count


def test_a_person_does_not_wait() -> None:
    """Without a start, as in a preview, all that is late is due."""
    many, states = late(1000)
    assert len(due_sources(many, states, NOON)) == 1000


def test_what_a_digest_waits_for_comes_first() -> None:
    """After downtime over a slot its sources are asked within half a minute."""
    many, states = late(1000, checked=hours_ago(3))
    slots = {one.id: [hours_ago(2)] for one in many[:200]}
    found = taken(many, states, 40, slots)
    assert {one.id for one in many[:200]} <= found
    assert len(found) < 350
    assert len(taken(many, states, 0, slots)) < 100


def test_what_becomes_due_later_is_not_late() -> None:
    """Only what was due before the start is spread."""
    many, states = late(500)
    states["s0"] = state("s0", next_check=SINCE + MINUTE)
    assert "s0" in taken(many, states, 60)


# ---------------------------------------------------------------- looks that were cut short


def test_a_look_that_was_cut_short_counts_as_asked() -> None:
    """A crash while a source is looked at does not have it asked again within its interval."""
    one = source("a")
    cut = {"a": state("a", asked=NOON, checked=hours_ago(2), next_check=hours_ago(1))}
    new = {"a": SourceState(source_id="a", url=one.url, asked=NOON)}
    for states in (cut, new):
        assert due_sources([one], states, NOON + 59 * MINUTE) == []
        assert due_sources([one], states, NOON + 60 * MINUTE) == [one]
    done = {"a": state("a", asked=NOON, checked=NOON, next_check=NOON + MINUTE)}
    assert due_sources([one], done, NOON + MINUTE) == [one]


@given(st.integers(0, 300), st.lists(st.integers(0, 900), max_size=6, unique=True))
def test_day_after_day_it_is_asked_once_an_hour_at_most(begin: int, slots: list[int]) -> None:
    """Over fifteen hours of ticks, restarts and slots, two looks are an hour apart."""
    one, known = source("a"), state("a", succeeded=None, checked=None, next_check=None)
    moments = sorted(NOON + minute * MINUTE for minute in slots)
    looks: list[datetime] = []
    for minute in range(900):
        now = NOON + minute * MINUTE
        since = now if minute % 7 == begin % 7 else NOON
        if due_sources([one], {"a": known}, now, {"a": moments}, since=since):
            looks.append(now)
            when_ = times(one, known, now)
            known = state("a", checked=now, succeeded=now, asked=now, **asdict(when_))
    assert len(looks) >= 10
    assert all(second - first >= 60 * MINUTE for first, second in pairwise(looks))
