"""Which source is due now: its time, the slots that wait for it, and what we missed; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from briefbot.config import Source
from briefbot.models import SourceState
from briefbot.schedule.polling import share, sleeps

FRESH = timedelta(minutes=15)
"""How long before a slot its sources are looked at, so that the digest has the latest..."""
READY = timedelta(minutes=5)
"""...and how long before it the last of these looks begins."""
SETTLING = timedelta(minutes=10)
"""After a start, what was late already is looked at over so long, and not all at once..."""
HURRY = timedelta(seconds=30)
"""...or over so long, where a digest waits for it..."""
AT_ONCE = 10
"""...but so many at least are asked each time, so that few do not wait for long."""

Slots = Mapping[str, Sequence[datetime]]
NO_SLOTS: Slots = MappingProxyType({})


def belongs(state: SourceState, source: Source) -> bool:
    """Tell whether the state is that of this source as it is configured now."""
    if source.kind == "auto":
        return state.url == source.url
    read_as = state.kind is None or (state.kind == source.kind and state.feed_url is None)
    return state.url == source.url and read_as


def current(sources: Iterable[Source], states: Mapping[str, SourceState]) -> dict[str, SourceState]:
    """Return the states that are of these sources as they are configured now."""
    return {s.id: states[s.id] for s in sources if s.id in states and belongs(states[s.id], s)}


def begun_anew(source: Source, state: SourceState | None) -> SourceState:
    """Return the state of a source that is new, or read in another way from now on.

    Of its old state only stays when its address was asked, and when it may be again: for its
    server nothing has changed.
    """
    new = SourceState(source_id=source.id, url=source.url)
    if state is None or state.url != source.url:
        return new
    return new.but(asked=state.asked or state.checked, not_before=state.not_before)


def due_sources(
    sources: Collection[Source],
    states: Mapping[str, SourceState],
    now: datetime,
    slots: Slots = NO_SLOTS,
    *,
    since: datetime | None = None,
) -> list[Source]:
    """Return the sources whose time has come, longest waiting first.

    `slots` are the moments, in order, for which each source should have been read just before.
    `since` is when we began: what was late by then is spread over the next minutes.
    """
    known = _known(sources, states)
    whens = {
        source.id: _due(source, known.get(source.id), slots.get(source.id, ()))
        for source in sources
        if source.enabled
    }
    due = [s for s in sources if s.enabled and _has_come(whens[s.id], now)]
    if since is not None and since <= now:  # else the clock was set back after it
        due = _settling(due, whens, known, now, slots, since)

    def waits_since(source: Source) -> datetime | None:
        state = known.get(source.id)
        return state.next_check if state else None

    return sorted(
        due, key=lambda source: (waits_since(source) is not None, waits_since(source) or now)
    )


def _known(sources: Iterable[Source], states: Mapping[str, SourceState]) -> dict[str, SourceState]:
    """Return the states of these sources, also of those that are read in another way now."""
    return {
        source.id: state if belongs(state, source) else begun_anew(source, state)
        for source in sources
        if (state := states.get(source.id)) and state.url == source.url
    }


def _has_come(when: datetime | None, now: datetime) -> bool:
    return when is None or when <= now


def _due(source: Source, state: SourceState | None, slots: Sequence[datetime]) -> datetime | None:
    """Return when the source is due; None for one that was never asked."""
    if state is None:
        return None
    if state.asked and (state.checked is None or state.asked > state.checked):
        # That look was cut short: its server was asked all the same.
        return max(state.asked + source.interval, state.not_before or state.asked)
    if state.next_check is None:
        return None
    return look_at(source, state, state.next_check, slots)


def look_at(
    source: Source, state: SourceState, due: datetime, slots: Sequence[datetime]
) -> datetime:
    """Return when to look at a source that is due then: at once, or just before a slot.

    It is put off when a look now would leave it without another one before the next slot; it
    is brought forward to an earlier slot when it may be asked by then. Each source has a
    moment of its own, so that they are not all asked in the same second. One that fails is
    left alone, and so is one that was never read.
    """
    if state.failures or state.succeeded is None:
        return due
    if early := _brought_forward(source, state, due, slots):
        return early
    place = bisect_right(slots, due)
    if place == len(slots) or slots[place] - due >= _least(source, state):
        return due
    lead = _lead(source, slots[place])
    return due if sleeps(state, lead) else max(due, lead)


def _least(source: Source, state: SourceState) -> timedelta:
    """Return how long it had to be left alone after its last look: so will it be next time."""
    if state.not_before is None or state.checked is None:
        return source.interval
    return max(source.interval, state.not_before - state.checked)


def _brought_forward(
    source: Source, state: SourceState, due: datetime, slots: Sequence[datetime]
) -> datetime | None:
    if state.not_before is None:
        return None
    first = bisect_left(slots, state.not_before)
    for slot in slots[first : bisect_right(slots, due)]:
        moment = max(_lead(source, slot), state.not_before)
        if moment <= slot - READY and not sleeps(state, moment):
            return moment
    return None


def _lead(source: Source, slot: datetime) -> datetime:
    """Return the source's own moment shortly before a slot."""
    return slot - FRESH + share(source.id) * (FRESH - READY)


def _settling(
    due: list[Source],
    whens: Mapping[str, datetime | None],
    states: Mapping[str, SourceState],
    now: datetime,
    slots: Slots,
    since: datetime,
) -> list[Source]:
    """Leave out those that were late when we began, and whose turn after it has not come."""
    late = [source for source in due if (whens[source.id] or since) <= since]

    def turn(source: Source) -> datetime:
        state = states.get(source.id)
        last = state.checked if state and state.checked else since
        waiting = any(last < slot <= since + SETTLING + FRESH for slot in slots.get(source.id, ()))
        return since + share(source.id) * (HURRY if waiting else SETTLING)

    turns = sorted((turn(source), source.id) for source in late)
    come = bisect_right(turns, now, key=lambda each: each[0])
    waiting = {name for _, name in turns[max(come, AT_ONCE) :]}
    return [source for source in due if source.id not in waiting]
