"""How a source fares, in one word, since when, and what to do about it; pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from briefbot.config import Source
from briefbot.models import Condition, Health, Recent, SourceState
from briefbot.text.fares import pace
from briefbot.text.wording import count

DAY = timedelta(days=1)
SLUGGISH = 10.0
"""Seconds that a healthy server's answer does not take; half of the time that one has."""
QUIET_GAPS = 8
"""A source is stale when it is silent for so many of its usual gaps between two entries..."""
QUIET_LEAST = timedelta(days=7)
"""...and for at least so long: public holidays are no reason to worry..."""
QUIET_MOST = timedelta(days=365)
"""...or for a year, however rarely it brought something."""
MEMORY = timedelta(days=14)
"""How fast a rhythm forgets (see `schedule.polling`): without news it falls by two thirds."""
LATE = timedelta(hours=2)
"""How much longer than its longest interval a source may go unasked."""
LONGEST_SLEEP = timedelta(days=3)
"""So long a feed may say that it brings nothing (skipDays)."""
MOST_UNDATED = MOST_PAYWALLED = 0.5
FEWEST = 5
"""Fewer articles say nothing of a source's paywall."""
WATCHED = timedelta(hours=12)
"""A source of which its looks tell for so long that it fails has failed in between too."""

_BLOCKED = frozenset(
    {"http_401", "http_402", "http_403", "http_451", "captcha", "consent", "login_page"}
)
_EMPTY = frozenset({"empty", "no_entries"})
NOTHING = Recent()


def health(
    source: Source,
    state: SourceState | None,
    recent: Recent = NOTHING,
    *,
    now: datetime,
    since: datetime | None = None,
) -> Health:
    """Return how a source fares; `state` is None when nothing is known of it as it is now.

    That its feed had rolled over is told when it was found `since` then, or in the last day.
    """
    if not source.enabled:
        return Health(word=Condition.OFF)
    if state is None or _is_new(state):
        return Health(word=Condition.NEW)
    if state.failing_since is not None:
        since = state.gone or state.failing_since
        return Health(word=_failing(state), since=since, advice=state.error or "")
    found = _troubles(source, state, recent, now, since or now - DAY)
    return next(found, Health(word=Condition.FINE))


def _is_new(state: SourceState) -> bool:
    """Tell whether no look has told anything; one may have lacked a worker process."""
    return state.checked is None or (state.succeeded is None and state.failing_since is None)


def _failing(state: SourceState) -> Condition:
    if state.gone:
        return Condition.GONE
    if state.reason == "robots":
        return Condition.ROBOTS
    if state.reason in _BLOCKED:
        return Condition.BLOCKED
    return Condition.EMPTY if state.reason in _EMPTY else Condition.FAILING


def _troubles(
    source: Source, state: SourceState, recent: Recent, now: datetime, since: datetime
) -> Iterator[Health]:
    """Yield what is to be said of a source whose last look went well, the worst first."""
    succeeded = state.succeeded or now
    if now - succeeded > _longest(source, state):
        said = "it was not asked in between, because briefbot or its network was down"
        yield Health(word=Condition.UNREAD, since=succeeded, advice=said)
    if state.rolled_at and state.rolled_at >= since:
        yield Health(
            word=Condition.ROLLED_OVER, since=state.rolled_from, advice=_missed(state, now)
        )
    if _is_stale(state, now):
        yield Health(word=Condition.STALE, since=state.news, advice=_stale(state))
    if state.took is not None and state.took > SLUGGISH:
        said = f"its answers take {state.took:.0f} s; its server may be overloaded"
        yield Health(word=Condition.SLOW, advice=said)
    if state.moved and state.moved_to:
        where = state.moved_to.partition("?")[0]  # a key may stand behind it
        said = f"it is read at {where}; make that its `url`"
        yield Health(word=Condition.MOVED, since=state.moved_since, advice=said)
    if (state.undated or 0) > MOST_UNDATED:
        said = "most of its entries have no date: they count as published when they are found"
        yield Health(word=Condition.UNDATED, advice=said)
    if recent.articles >= FEWEST and recent.paywalled > MOST_PAYWALLED * recent.articles:
        said = (
            f"{recent.paywalled:,} of its last {recent.articles:,} articles ask for money; "
            "subscribe and set its `headers`, or find another source"
        )
        yield Health(word=Condition.PAYWALLED, advice=said)


def _longest(source: Source, state: SourceState) -> timedelta:
    """Return how long a healthy source may go without being asked.

    A look may be put off until just before a digest, by as long as it has to be left alone.
    """
    kept_off = source.interval
    if state.not_before and state.checked:
        kept_off = max(kept_off, state.not_before - state.checked)
    sleep = LONGEST_SLEEP if state.skip_hours or state.skip_days else timedelta()
    return max(source.max_interval, kept_off) + kept_off + sleep + LATE


def _missed(state: SourceState, now: datetime) -> str:
    said = "its feed had dropped what it listed then before it was read again"
    gap = (state.rolled_to or now) - (state.rolled_from or now)
    number = math.ceil((state.per_day or 0) * (gap / DAY))
    some = f"up to {count(number, 'entry', 'entries')}" if number else "some entries"
    return f"{said}: {some} may be missed"


# ---------------------------------------------------------------- rhythm


def usual(state: SourceState) -> float | None:
    """Return how many entries a day it brought when it last brought any.

    Its rhythm has been falling since then; that is undone.
    """
    if state.per_day is None or state.succeeded is None:
        return None
    last = max(filter(None, (state.news, state.first_seen)), default=state.succeeded)
    silent = max(state.succeeded - last, timedelta())
    return state.per_day * math.exp(min(silent / MEMORY, 50.0))


def _is_stale(state: SourceState, now: datetime) -> bool:
    often = usual(state)
    if state.news is None or often is None:
        return False
    gap = QUIET_GAPS / often if often else math.inf
    longest = timedelta(days=min(gap, QUIET_MOST.days))
    return now - state.news > max(QUIET_LEAST, longest)


def _stale(state: SourceState) -> str:
    return f"it used to bring {pace(usual(state) or 0)}; look whether its feed has a new address"


# ---------------------------------------------------------------- outages


def out_since(state: SourceState, now: datetime) -> datetime | None:
    """Return since when a source has not been read, once that is worth telling: after a day.

    One that is gone for good is told at once. A look counts only when it was made: of a
    source that nobody could ask, because we were down, nobody knows how it fared; one that
    nobody may ask, because its server wants a long pause, is out.
    """
    since = state.failing_since
    if since is None or state.checked is None:
        return None
    if state.gone:
        return state.gone
    seen = state.checked - since
    asked = state.next_check is not None and now < state.next_check
    kept_off = state.not_before is not None and now < state.not_before
    known = seen >= DAY or (seen >= WATCHED and asked) or kept_off
    return since if known and now - since >= DAY else None
