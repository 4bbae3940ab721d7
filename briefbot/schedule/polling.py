"""When a source is asked again: in its own rhythm, as its server and its feed want it; pure."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from briefbot.config import Source
from briefbot.models import SourceState

DAY = timedelta(days=1)
LONGEST_WAIT = DAY
"""A failing source is still asked once a day: none is given up for good."""
LONGEST_PAUSE = timedelta(days=7)
"""A server that wants to be left alone for longer is asked nevertheless."""
LONGEST_FRESH = DAY
"""No answer is believed to stay as it is for longer, whatever its server or the feed says."""
LONGEST_SKIP = timedelta(days=3)
"""A feed that skips more hours in a row than these is not believed."""
GONE_WAIT = timedelta(days=30)
"""One that is gone for good (410) is asked so rarely, in case its server was mistaken."""
SPREAD = timedelta(minutes=30)
"""The most that is added to a wait so that equal sources are not asked in the same minute."""
LOOKS_A_NEWS = 8
"""A source is asked so many times for each entry that it is expected to bring."""
MEMORY_DAYS = 14.0
"""Days after which what a source brought counts about a third in its rhythm."""
UNDATED_DAYS = 3.0
"""A source without dates that brings nothing for so long has a rhythm too: a slow one."""
OLDEST = timedelta(days=90)
"""What a feed lists from before then says nothing of its rhythm now."""
LEAST_DAYS = 1.0
"""What came within a few hours is counted over a day: one entry an hour old is not 24 a day..."""
ENOUGH, LONG_ENOUGH = 10, timedelta(hours=2)
"""...unless it is so much, and over so long: a news agency lists no more than its last hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a source may be asked, and when it will be."""

    not_before: datetime
    next_check: datetime


def share(source_id: str) -> float:
    """Return a number from 0 to 1 that is the source's own, the same at every start."""
    return zlib.crc32(source_id.encode()) / 2**32


def times(
    source: Source,
    state: SourceState,
    now: datetime,
    *,
    pause: float | None = None,
    fresh: float | None = None,
) -> Times:
    """Return when to ask a source again that was asked now; `state` is the one after the look.

    Never before its interval is over, nor before the seconds of `pause` (Retry-After, up to a
    week) and of `fresh` (Cache-Control, Expires; up to a day), nor before its feed's ttl.
    Above that, as often as it brings something; after failures, twice as long each time.
    """
    least = max(
        source.interval,
        _seconds(pause, LONGEST_PAUSE),
        _seconds(fresh, LONGEST_FRESH),
        min(timedelta(minutes=state.ttl), LONGEST_FRESH),
    )
    wait = max(least, _wanted(source, state))
    return Times(
        not_before=now + least,
        next_check=_awake(state, now + wait + share(source.id) * min(wait / 4, SPREAD)),
    )


def _seconds(asked: float | None, most: timedelta) -> timedelta:
    if not asked or asked < 0:  # as most answers leave it
        return timedelta()
    return timedelta(seconds=min(asked, most.total_seconds()))


def _wanted(source: Source, state: SourceState) -> timedelta:
    """Return how long we ourselves would wait."""
    if state.gone:
        return GONE_WAIT
    if state.failures:
        wait: timedelta = source.interval * (1 << min(state.failures, 10))
        return min(wait, max(LONGEST_WAIT, source.interval))
    if state.per_day is None:
        return source.interval
    between = 1 / max(state.per_day, 1 / GONE_WAIT.days)
    return min(timedelta(days=between / LOOKS_A_NEWS), source.max_interval)


# ---------------------------------------------------------------- hours that are skipped


def sleeps(state: SourceState, moment: datetime) -> bool:
    """Tell whether the feed says that it brings nothing at that hour."""
    there = moment.astimezone(UTC)
    return there.hour in state.skip_hours or there.weekday() in state.skip_days


def _awake(state: SourceState, moment: datetime) -> datetime:
    """Return the moment, or the same minute of the next hour that the feed does not skip."""
    later = moment
    while sleeps(state, later):
        later += timedelta(hours=1)
        if later - moment > LONGEST_SKIP:
            return moment
    return later


# ---------------------------------------------------------------- rhythm


def rhythm(state: SourceState, new: int, dates: Iterable[datetime], now: datetime) -> float | None:
    """Return how many new entries the source lists a day, after a look that found `new` ones.

    At first sight the entries' own `dates` tell; later, what each look finds, the last two
    weeks most. None while nothing is known.
    """
    if state.succeeded is None or state.first_seen is None:
        return _from_dates(dates, now)
    if state.per_day is None:
        age = (now - state.first_seen) / DAY
        return max(new, 1) / max(age, LEAST_DAYS) if new or age >= UNDATED_DAYS else None
    days = (now - state.succeeded) / DAY
    if days <= 0:
        return state.per_day
    kept = math.exp(-days / MEMORY_DAYS)
    return state.per_day * kept + new / days * (1 - kept)


def _from_dates(dates: Iterable[datetime], now: datetime) -> float | None:
    past = [date for date in dates if date <= now]
    recent = [date for date in past if date >= now - OLDEST]
    if not past:
        return None
    if not recent:
        return 0.0
    flows = len(recent) >= ENOUGH and max(recent) - min(recent) >= LONG_ENOUGH
    return len(recent) / max((now - min(recent)) / DAY, 0.0 if flows else LEAST_DAYS)
