"""Which source is due, and when it is next; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from briefbot.config import Source
from briefbot.models import SourceState

LONGEST_WAIT = timedelta(days=1)
"""A failing source is still asked once a day: none is given up for good."""
LONGEST_PAUSE = timedelta(days=7)
"""A server that wants to be left alone for longer is asked nevertheless."""


def belongs(state: SourceState, source: Source) -> bool:
    """Tell whether the state is that of this source as it is configured now."""
    if source.kind == "auto":
        return state.url == source.url
    read_as = state.kind is None or (state.kind == source.kind and state.feed_url is None)
    return state.url == source.url and read_as


def due_sources(
    sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime
) -> list[Source]:
    """Return the sources whose time has come, longest waiting first."""

    def waits_since(source: Source) -> datetime | None:
        state = states.get(source.id)
        return state.next_check if state and belongs(state, source) else None

    enabled = [source for source in sources if source.enabled]
    due = [s for s in enabled if (when := waits_since(s)) is None or when <= now]
    return sorted(
        due, key=lambda source: (waits_since(source) is not None, waits_since(source) or now)
    )


def next_check(
    source: Source, failures: int, now: datetime, retry_after: float | None = None
) -> datetime:
    """Return when to look again: after the interval, twice as long after each failure.

    Never before the seconds that the server asks for (Retry-After), up to a week.
    """
    wait: timedelta = source.interval * (1 << min(failures, 10))
    pause = timedelta(seconds=min(retry_after or 0, LONGEST_PAUSE.total_seconds()))
    return now + max(pause, min(wait, max(LONGEST_WAIT, source.interval)))
