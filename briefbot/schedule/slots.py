"""Which slots a schedule has, when each is due, and what is to do about them now; pure.

A slot is named by its local date and label; its moment in UTC is worked out from the zone's
rules. Nothing is added to a local time: across a change of the clock that would be wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefbot.config import Schedule, Weekday
from briefbot.models import Slot

DAY = timedelta(days=1)
WINDOW = timedelta(hours=12)
"""How late a missed slot is made up for..."""
WIDE_WINDOW = timedelta(hours=48)
"""...and where the days of a schedule are two or more apart. Once the next slot of such a day is
due, only that one is made up for."""
LOOK_BACK = timedelta(days=31)
"""How far back missed slots are looked for: a year's downtime needs no year of rows."""
MOST_SKIPPED = 100
LONGEST_GAP = 16
"""Days; a weekly schedule whose day a zone leaves out (Apia, 30 December 2011) has such a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is to do about a schedule now."""

    compose: Slot | None = None
    skipped: tuple[Slot, ...] = ()
    """Missed slots that no digest is made for, oldest first."""


def due_at(day: date, at: time, zone: str) -> datetime:
    """Return the first moment at which the zone's clocks show this local time or a later one.

    So a time that the clocks leave out is due right after the gap, and one that they show
    twice is due the first time.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    due = local.astimezone(UTC)
    if due.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None):
        return due
    # In a gap fold=1 counts with the offset after it, which is a moment before it.
    return _change(local.replace(fold=1).astimezone(UTC), due, ZoneInfo(zone))


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the second in which the zone's offset changes between the two moments."""
    offset = after.astimezone(zone).utcoffset()
    early, late = 0, int((after - before).total_seconds())
    while late - early > 1:
        middle = (early + late) // 2
        changed = (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset
        early, late = (early, middle) if changed else (middle, late)
    return before + timedelta(seconds=late)


def _exists(day: date, zone: str) -> bool:
    """Tell whether the zone has this date: Apia went from 29 to 31 December 2011."""
    return due_at(day, time(0), zone) < due_at(day + DAY, time(0), zone)


def _of_day(order_id: str, schedule: Schedule, day: date) -> Iterator[Slot]:
    if tuple(Weekday)[day.weekday()] not in schedule.weekdays or not _exists(day, schedule.zone):
        return
    for at in sorted(schedule.times):
        due = due_at(day, at, schedule.zone)
        yield Slot(order_id=order_id, day=day, label=f"{at:%H:%M}", due=due)


def _between(order_id: str, schedule: Schedule, after: datetime, until: datetime) -> Iterator[Slot]:
    """Yield the slots of the span; they come in the order in which they are due."""
    zone = ZoneInfo(schedule.zone)
    # Until a slot is due the clocks show an earlier time; after it they may be set back over
    # midnight, to the date before its own (St. John's, 7 November 2010).
    day, last = after.astimezone(zone).date(), until.astimezone(zone).date() + DAY
    while day <= last:
        for slot in _of_day(order_id, schedule, day):
            if after < slot.due <= until:
                yield slot
        day += DAY


def slots(
    order_id: str, schedule: Schedule, *, after: datetime, until: datetime
) -> tuple[Slot, ...]:
    """Return the slots that are due after one moment and no later than the other, in order."""
    return tuple(_between(order_id, schedule, after, until))


def next_slot(order_id: str, schedule: Schedule, after: datetime) -> Slot:
    """Return the first slot that is due after the moment."""
    return next(_between(order_id, schedule, after, after + LONGEST_GAP * DAY))


def catch_up_window(schedule: Schedule) -> timedelta:
    """Return how long after its time a missed slot is still made up for."""
    days = sorted(tuple(Weekday).index(day) for day in schedule.weekdays)
    apart = min(
        (later - day) % 7 or 7 for day, later in zip(days, days[1:] + days[:1], strict=True)
    )
    return WIDE_WINDOW if apart > 1 else WINDOW


def expiry(slot: Slot, schedule: Schedule) -> datetime:
    """Return when its digest is posted no more: the next one's window is over by then."""
    following = next_slot(slot.order_id, schedule, slot.due)
    return following.due + catch_up_window(schedule)


def turn(
    order_id: str,
    schedule: Schedule,
    *,
    since: datetime,
    settled: Collection[tuple[date, str]],
    made: Mapping[date, int],
    now: datetime,
) -> Turn:
    """Decide which one slot a digest is made for now, and which ones never get one.

    `since` is the moment up to which everything is settled: when the schedule was first
    seen, or the last slot that was settled, whichever is later; so a clock that was set back
    repeats nothing. `settled` are the slots, as date and label, that were settled whenever
    that was, and `made` the digests composed for each local date: a changed time does not
    give a day more digests than it has times.
    """
    missed = [
        slot
        for slot in slots(order_id, schedule, after=max(since, now - LOOK_BACK), until=now)
        if (slot.day, slot.label) not in settled and _has_room(slot, schedule, made)
    ]
    if not missed:
        return Turn()
    latest = missed[-1]
    if now <= latest.due + catch_up_window(schedule):
        return Turn(compose=latest, skipped=tuple(missed[:-1][-MOST_SKIPPED:]))
    return Turn(skipped=tuple(missed[-MOST_SKIPPED:]))


def _has_room(slot: Slot, schedule: Schedule, made: Mapping[date, int]) -> bool:
    """Tell whether the day has had no more digests than it has earlier times."""
    labels = sorted(f"{at:%H:%M}" for at in schedule.times)
    return made.get(slot.day, 0) <= labels.index(slot.label)
