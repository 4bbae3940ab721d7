"""Which source is due, and when it is next; pure."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from briefbot.config import Source
from briefbot.models import SourceState

LONGEST_WAIT = timedelta(days=1)
"""A failing source is still asked once a day: none is given up for good."""
LONGEST_PAUSE = timedelta(days=7)
"""A server that wants to be left alone for longer is asked nevertheless."""
FRESH = timedelta(minutes=15)
"""How long before a slot its sources are looked at, so that the digest has the latest..."""
READY = timedelta(minutes=5)
"""...and how long before it the last of these looks begins."""


def belongs(state: SourceState, source: Source) -> bool:
    """Tell whether the state is that of this source as it is configured now."""
    if source.kind == "auto":
        return state.url == source.url
    read_as = state.kind is None or (state.kind == source.kind and state.feed_url is None)
    return state.url == source.url and read_as


def due_sources(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    now: datetime,
    slots: Mapping[str, Sequence[datetime]] = MappingProxyType({}),
) -> list[Source]:
    """Return the sources whose time has come, longest waiting first.

    `slots` are the moments, in order, for which each source should have been read just before.
    """

    def waits_since(source: Source) -> datetime | None:
        state = states.get(source.id)
        return state.next_check if state and belongs(state, source) else None

    def is_due(source: Source) -> bool:
        when = waits_since(source)
        if when is None or now < when:
            return when is None
        return look_at(source, states[source.id], when, slots.get(source.id, ())) <= now

    return sorted(
        (source for source in sources if source.enabled and is_due(source)),
        key=lambda source: (waits_since(source) is not None, waits_since(source) or now),
    )


def look_at(
    source: Source, state: SourceState, due: datetime, slots: Sequence[datetime]
) -> datetime:
    """Return when to look at a source that is due then: at once, or just before the next slot.

    It is put off when a look now would leave it without another one before that slot. Each
    source has a moment of its own, so that they are not all asked in the same second. One
    that fails is not put off, nor one that was never read: they are late already.
    """
    if state.failures or state.succeeded is None:
        return due
    place = bisect_right(slots, due)
    if place == len(slots) or slots[place] - due >= source.interval:
        return due
    share = zlib.crc32(source.id.encode()) / 2**32
    return max(due, slots[place] - FRESH + share * (FRESH - READY))


def next_check(
    source: Source, failures: int, now: datetime, retry_after: float | None = None
) -> datetime:
    """Return when to look again: after the interval, twice as long after each failure.

    Never before the seconds that the server asks for (Retry-After), up to a week.
    """
    wait: timedelta = source.interval * (1 << min(failures, 10))
    pause = timedelta(seconds=min(retry_after or 0, LONGEST_PAUSE.total_seconds()))
    return now + max(pause, min(wait, max(LONGEST_WAIT, source.interval)))
