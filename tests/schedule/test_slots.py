"""When a slot is due, and what is to do about the slots of a schedule."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Schedule
from briefbot.models import Slot
from briefbot.schedule import Turn, catch_up_window, due_at, expiry, next_slot, slots, turn
from briefbot.schedule.slots import MOST_SKIPPED

ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/Nuuk",
    "Pacific/Apia",
    "Asia/Taipei",
    "America/Havana",
    "Asia/Kathmandu",
    "UTC",
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = date(2026, 11, 23)
LONG_AGO = datetime(2011, 12, 1, tzinfo=UTC)


def schedule(*times: str, **fields: Any) -> Schedule:
    """Make a schedule."""
    return Schedule.model_validate({"times": times or ("08:00",), **fields})


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    """Return a moment of November 2026, where Monday is the 23rd."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def decide(plan: Schedule, now: datetime, **known: Any) -> Turn:
    """Decide for an order that was first seen on Monday at noon."""
    start: dict[str, Any] = {"since": at(23, 12), "settled": set(), "made": {}}
    return turn("morning", plan, now=now, **{**start, **known})


def days(found: tuple[Slot, ...]) -> list[int]:
    """Return the days of the month."""
    return [slot.day.day for slot in found]


# ---------------------------------------------------------------- when a slot is due


@pytest.mark.parametrize(
    ("zone", "day", "clock", "due"),
    [
        ("Asia/Taipei", date(2026, 11, 25), "08:00", "2026-11-25T00:00"),
        # left out by the clocks: the first moment after the gap
        ("America/New_York", date(2027, 3, 14), "02:30", "2027-03-14T07:00"),
        ("Europe/Berlin", date(2027, 3, 28), "02:00", "2027-03-28T01:00"),
        ("Africa/Cairo", date(2027, 4, 30), "00:30", "2027-04-29T22:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:15", "2026-10-03T15:30"),
        ("America/Nuuk", date(2027, 3, 27), "23:30", "2027-03-28T01:00"),
        # shown twice: the first time
        ("America/New_York", date(2027, 11, 7), "01:30", "2027-11-07T05:30"),
        ("Europe/Berlin", date(2026, 10, 25), "02:30", "2026-10-25T00:30"),
        ("Australia/Lord_Howe", date(2027, 4, 4), "01:45", "2027-04-03T14:45"),
        ("Africa/Cairo", date(2026, 10, 29), "23:30", "2026-10-29T20:30"),
    ],
)
def test_a_slot_is_due_when_the_clocks_first_reach_it(
    zone: str, day: date, clock: str, due: str
) -> None:
    """In a gap that is its end, in an overlap the first of the two."""
    found = due_at(day, time.fromisoformat(clock), zone)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2010, 1, 1), date(2037, 12, 31)),
    st.integers(0, 1439),
)
def test_it_is_the_first_such_moment(zone: str, day: date, minute: int) -> None:
    """At that moment the clocks show the time or a later one; a second before, they did not."""
    wanted = datetime.combine(day, time(minute // 60, minute % 60))
    due = due_at(day, wanted.time(), zone)
    shown = due.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    before = (due - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert before < wanted <= shown


def test_a_date_that_a_zone_leaves_out_has_no_slot() -> None:
    """Apia had no 30 December 2011; the days around it have one slot each."""
    start = datetime(2011, 12, 28, tzinfo=UTC)
    found = slots("a", schedule(zone="Pacific/Apia"), after=start, until=start + 5 * DAY)
    assert [slot.day.day for slot in found] == [28, 29, 31, 1, 2]


# ---------------------------------------------------------------- the slots of a schedule


def test_slots_come_in_order_and_once() -> None:
    """Those after the one moment, and up to and with the other, each under its date and label."""
    plan = schedule("18:00", "08:00", weekdays=["mon", "wed"])
    found = slots("morning", plan, after=at(23), until=at(25))
    assert [(slot.day.day, slot.label) for slot in found] == [(23, "18:00"), (25, "08:00")]
    assert found[0] == Slot(order_id="morning", day=MONDAY, label="18:00", due=at(23, 18))


def test_a_slot_right_after_midnight_is_due_before_the_clocks_go_back_over_it() -> None:
    """St. John's went from 00:01 back to 23:01: the new date's slot was due a minute before."""
    due = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    plan = schedule("00:00", zone="America/St_Johns")
    found = slots("a", plan, after=due - HOUR, until=due + HOUR / 2)
    assert [(slot.day.day, slot.due) for slot in found] == [(7, due)]
    assert slots("a", plan, after=due, until=due + 23 * HOUR) == ()


@given(
    st.sampled_from(ZONES),
    st.integers(0, 2 * 365 * 1440).map(lambda minute: at(1) + timedelta(minutes=minute)),
    st.lists(st.integers(1, 5000), min_size=1, max_size=8),
)
def test_no_slot_is_lost_between_two_spans(zone: str, start: datetime, steps: list[int]) -> None:
    """However time is cut into spans, their slots are those of the whole."""
    plan, moments = schedule("00:00", "02:30", "23:30", zone=zone), [start]
    for step in steps:
        moments.append(moments[-1] + timedelta(minutes=step))
    parts = [
        slot
        for after, until in pairwise(moments)
        for slot in slots("a", plan, after=after, until=until)
    ]
    assert parts == list(slots("a", plan, after=start, until=moments[-1]))
    assert [slot.due for slot in parts] == sorted(slot.due for slot in parts)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 20 * 365 * 1440).map(lambda minute: LONG_AGO + timedelta(minutes=minute)),
    st.sets(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1),
)
def test_there_is_always_a_next_slot(zone: str, now: datetime, weekdays: set[str]) -> None:
    """It is the first after the moment, also where a zone leaves a weekday out."""
    plan = schedule("00:00", zone=zone, weekdays=sorted(weekdays))
    found = next_slot("a", plan, now)
    assert found.due > now
    assert slots("a", plan, after=now, until=found.due)[0] == found


@pytest.mark.parametrize(
    ("plan", "hours"),
    [
        (schedule(), 12),
        (schedule("08:00", "18:00"), 12),
        (schedule(weekdays=["mon"]), 48),
        (schedule("08:00", "18:00", weekdays=["mon"]), 48),
        (schedule(weekdays=["mon", "wed", "fri"]), 48),
        (schedule(weekdays=["mon", "sun"]), 12),
        (schedule(weekdays=["mon", "tue", "fri"]), 12),
    ],
)
def test_a_rare_briefing_is_made_up_for_longer(plan: Schedule, hours: int) -> None:
    """Half a day late is late for a daily one; where slots are two days apart, two days are."""
    assert catch_up_window(plan) == hours * HOUR


def test_two_digests_on_a_weekly_day_do_not_meet() -> None:
    """The morning's is made up for until the evening's is due, and that one for two days."""
    plan = schedule("08:00", "18:00", weekdays=["tue"])
    evening = decide(plan, at(24, 18, 1))
    assert evening.compose
    assert (evening.compose.label, [slot.label for slot in evening.skipped]) == ("18:00", ["08:00"])
    assert decide(plan, at(26, 18)).compose
    assert decide(plan, at(26, 18, 1)).compose is None


def test_a_digest_expires_when_the_next_ones_time_is_over() -> None:
    """Until then it is worth posting, however long Slack was away."""
    plan = schedule()
    assert expiry(next_slot("a", plan, at(23, 12)), plan) == at(25, 20)


# ---------------------------------------------------------------- what is to do


def test_a_slot_is_composed_when_it_is_due() -> None:
    """Not a second before; and what was due before the order was known is none of its slots."""
    due = next_slot("morning", schedule(), at(23, 12))
    assert decide(schedule(), due.due - timedelta(seconds=1)) == Turn()
    assert decide(schedule(), due.due) == Turn(compose=due)
    assert decide(schedule(), at(23, 12)) == Turn()


def test_what_is_settled_is_done() -> None:
    """A slot at or before the last settled one is never composed, however the clock stands."""
    assert decide(schedule(), at(24, 9), since=at(24)) == Turn()
    assert decide(schedule(), at(24, 9), since=at(26)) == Turn()
    assert decide(schedule(), at(24, 9), settled={(date(2026, 11, 24), "08:00")}) == Turn()


def test_only_the_latest_missed_slot_is_made_up_for() -> None:
    """After days of downtime there is one digest; the slots before it are skipped."""
    found = decide(schedule(), at(27, 19, 59))
    assert found.compose == next_slot("morning", schedule(), at(27, 7))
    assert days(found.skipped) == [24, 25, 26]


def test_past_its_window_a_slot_is_skipped() -> None:
    """Half a day after a daily slot it is too late for it; for a weekly one two days after."""
    assert decide(schedule(), at(24, 20)).compose
    late = decide(schedule(), at(24, 20, 1))
    assert (late.compose, days(late.skipped)) == (None, [24])
    weekly = schedule(weekdays=["tue"])
    assert decide(weekly, at(26)).compose
    assert decide(weekly, at(26, 8, 1)).compose is None


def test_a_long_downtime_leaves_a_bounded_number_of_rows() -> None:
    """The latest missed slots are named, and no more than a month's."""
    often = schedule(*(f"{hour:02}:00" for hour in range(24)))
    found = decide(often, at(23, 12) + 400 * DAY)
    assert found.compose
    assert len(found.skipped) == MOST_SKIPPED
    assert found.skipped[-1].due == found.compose.due - HOUR
    assert len(decide(schedule(), at(23, 12) + 400 * DAY).skipped) == 30


def test_a_day_gets_no_more_digests_than_it_has_times() -> None:
    """After a change of time a briefing that was posted today waits until tomorrow."""
    moved = schedule("18:00")
    posted = {"since": at(24, 12), "made": {date(2026, 11, 24): 1}}
    assert decide(moved, at(24, 18), **posted) == Turn()
    assert decide(moved, at(25, 18), **posted).compose
    twice = schedule("08:00", "18:00")
    assert decide(twice, at(24, 18), since=at(24, 12), made={date(2026, 11, 24): 1}).compose
    assert decide(twice, at(24, 18), since=at(24, 12), made={date(2026, 11, 24): 2}) == Turn()
