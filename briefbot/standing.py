"""What a look makes of a source's state: read, unchanged, failed, moved, gone; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefbot import schedule
from briefbot.config import Source
from briefbot.errors import FetchError, SourceError
from briefbot.fetch.turns import SLOW
from briefbot.models import Feed, Response, SourceState

REDISCOVER = {"http_404", "http_410", "bad_feed"}
"""A discovered feed that ends so is looked for again on its home page at once..."""
PATIENCE = 3
"""...and one that fails in any other way after so many failures."""
ASK_AGAIN = timedelta(days=7)
"""How often the address of a source that has moved is asked whether that is still so."""
RETRY = timedelta(minutes=5)
"""While our own network is down, a source is tried again after so long, or up to twice that."""
GONE = "http_410"
WAITS = ("next_check", "not_before")
"""What of a state is still to come..."""
BEEN = (
    *("first_seen", "checked", "succeeded", "asked", "failing_since", "news", "gone"),
    *("moved_since", "moved_seen", "rolled_from", "rolled_to", "rolled_at"),
)
"""...and what has been."""
FEW = 3
"""A source that lists fewer entries always drops its last ones: that says nothing."""


def known(source: Source, state: SourceState | None) -> SourceState:
    """Return the state of the source as it is configured now; a new one if it has none."""
    if state is None or not schedule.belongs(state, source):
        return schedule.begun_anew(source, state)
    return state


def set_back(state: SourceState, now: datetime) -> SourceState:
    """Return a state of days to come as if its last look were now: our clock was ahead, once.

    What it waits for is as far off as it was then, so nobody is asked sooner than agreed.
    """
    last = max(filter(None, (state.checked, state.asked)), default=now)
    ahead = max(last - now, timedelta())
    waits = {name: at - ahead for name in WAITS if (at := getattr(state, name))}
    been = {name: min(at, now) for name in BEEN if (at := getattr(state, name))}
    return state.but(**waits, **been)


def doubtful(state: SourceState) -> bool:
    """Tell whether nothing good is known of a source: if it is silent, it leaves others room."""
    return state.succeeded is None or state.failures > 0 or is_slow(state)


def is_slow(state: SourceState) -> bool:
    """Tell whether its answers take so long that it leaves others room."""
    return (state.took or 0) > SLOW


# ---------------------------------------------------------------- which address is asked


def discovered(source: Source, state: SourceState) -> str | None:
    """Return the feed that was found for a source whose kind is left to us."""
    return state.feed_url if source.kind == "auto" else None


def address(source: Source, state: SourceState, now: datetime) -> str:
    """Return the address to ask: where it has moved to for good, if it has.

    Secret headers and cookies are for the configured address, so a source with any is asked
    there; and so is every other once a week, in case it moves back. One that fails at its new
    address is asked at both in turns.
    """
    old = discovered(source, state) or source.url
    secret = source.headers or source.cookies
    if secret or not state.moved or not state.moved_to or not state.moved_seen:
        return old
    back = state.failures % 2 or now - state.moved_seen >= ASK_AGAIN
    return old if back else state.moved_to


def _heard(state: SourceState, asked: str, moved: str | None, now: datetime) -> SourceState:
    """Return the state after an answer that says where the asked address has moved to."""
    if asked == state.moved_to:
        return state  # where that leads on to, the old one will say too if it is still there
    if moved is None:
        return _forgotten(state)
    if moved != state.moved_to:
        return state.but(moved_to=moved, moved_looks=1, moved_since=now, moved_seen=now)
    return state.but(moved_looks=state.moved_looks + 1, moved_seen=now)


def _forgotten(state: SourceState) -> SourceState:
    if state.moved_to is None:
        return state
    return state.but(moved_to=None, moved_looks=0, moved_since=None, moved_seen=None)


# ---------------------------------------------------------------- after a good look


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a source answered."""

    asked: str
    response: Response
    feed: Feed | None = None
    """Its entries; None when nothing has changed."""
    feed_url: str | None = None
    """Where a discovered feed is: the announced address, not where that redirects to."""
    again: bool = False
    """Whether something better may stand there at the next look: then all is read anew."""


def fingerprint(response: Response) -> str:
    """Return what tells whether a body is the last one."""
    return hashlib.sha256(response.body).hexdigest()


def unchanged(source: Source, state: SourceState, answer: Answer, now: datetime) -> SourceState:
    """Return the state after a look that found nothing changed."""
    return _well(source, state, answer, 0, now)


def changed(
    source: Source, state: SourceState, answer: Answer, feed: Feed, *, new: int, now: datetime
) -> SourceState:
    """Return the state after a look that found so many `new` entries, perhaps none.

    Where a redirect led is not kept: it may lead elsewhere tomorrow. The announced
    address of a discovered feed is.
    """
    response, first = answer.response, state.succeeded is None
    dates = [entry.published for entry in feed.entries if entry.published]
    read = state.but(
        kind=feed.kind,
        feed_url=answer.feed_url,
        title=feed.title,
        body_hash=fingerprint(response),
        ttl=feed.ttl,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
        news=(_newest(dates, now) if first else now) if new else state.news,
        undated=1 - len(dates) / len(feed.entries) if feed.entries else state.undated,
    )
    per_day = schedule.rhythm(state, 0 if first else new, dates, now)
    well = _well(source, read.but(per_day=per_day), answer, None, now)
    return to_read_again(well) if answer.again else well


def _newest(dates: Iterable[datetime], now: datetime) -> datetime:
    """Return when a source that is new to us brought its last entry."""
    return max((date for date in dates if date <= now), default=now)


def to_read_again(state: SourceState) -> SourceState:
    """Return the state without validators, so that the next look sees all entries again."""
    return state.but(etag=None, last_modified=None, body_hash=None)


def _well(
    source: Source, state: SourceState, answer: Answer, new: int | None, now: datetime
) -> SourceState:
    per_day = state.per_day if new is None else schedule.rhythm(state, new, (), now)
    response = answer.response
    well = _heard(state, answer.asked, response.moved, now).but(
        per_day=per_day,
        etag=response.etag,  # also of an unchanged answer: a server may renew its validators
        last_modified=response.last_modified,
        validators_from=response.url,
        took=_took(state, response),
        first_seen=state.first_seen or now,
        succeeded=now,
        failing_since=None,
        failures=0,
        reason=None,
        error=None,
        gone=None,
    )
    return _timed(source, well, now, fresh=response.fresh_for)


def _took(state: SourceState, response: Response) -> float | None:
    """Return how long its answers take, after this one: half of it is the last one's time."""
    if response.took is None or state.took is None:
        return state.took if response.took is None else response.took
    return (state.took + response.took) / 2


def _timed(
    source: Source,
    state: SourceState,
    now: datetime,
    *,
    pause: float | None = None,
    fresh: float | None = None,
) -> SourceState:
    when = schedule.times(source, state, now, pause=pause, fresh=fresh)
    return state.but(not_before=when.not_before, next_check=when.next_check)


def rolled_over(state: SourceState, feed: Feed, now: datetime) -> SourceState:
    """Return the state after a look at a feed that lists nothing that was seen before.

    As it is when the feed reaches back to the last look, so that nothing can be missing.
    """
    last = state.succeeded
    if last is None or len(feed.entries) < FEW:
        return state
    oldest = min((e.published for e in feed.entries if e.published), default=now)
    if oldest <= last:
        return state
    return state.but(rolled_from=last, rolled_to=min(oldest, now), rolled_at=now)


# ---------------------------------------------------------------- after a failure


def failed(
    source: Source, state: SourceState, error: SourceError, asked: str, now: datetime
) -> SourceState:
    """Return the state after a look that failed; its server's pause is kept to."""
    if _asks_back(source, state, asked):
        return _there_again(source, state, now)
    gone = _gone(source, state, error, asked, now)
    failing = state.but(
        checked=now,
        failing_since=state.failing_since or now,
        failures=state.failures + 1,
        reason=error.reason,
        error=f"{error}; from now on it is asked once a month" if gone else str(error),
        gone=gone,
    )
    if state.feed_url and (error.reason in REDISCOVER or failing.failures >= PATIENCE):
        failing = _forgotten(to_read_again(failing)).but(feed_url=None, kind=None)
    pause = error.retry_after if isinstance(error, FetchError) else None
    return _timed(source, failing, now, pause=pause)


def _gone(
    source: Source, state: SourceState, error: SourceError, asked: str, now: datetime
) -> datetime | None:
    """Return since when the source is gone for good; what we can't reach is as it was."""
    if error.reason == GONE:
        return (state.gone or now) if asked == source.url else None
    return None if error.reason.startswith("http_") else state.gone


def _asks_back(source: Source, state: SourceState, asked: str) -> bool:
    """Tell whether a source that has moved is asked where it was, for once."""
    secret = source.headers or source.cookies
    return state.moved and not secret and asked != state.moved_to


def _there_again(source: Source, state: SourceState, now: datetime) -> SourceState:
    """Return the state after its old address failed: it is read at the new one, and soon.

    Many a site gives up its old name after a year, and what is found there then is another's.
    So what is said of a source that fails at the new one is what was heard there.
    """
    again = state.but(checked=now, moved_seen=now)
    if state.failures:
        return _timed(source, again.but(failures=state.failures + 1), now)
    return put_off(source, again, now)


def put_off(source: Source, state: SourceState, now: datetime) -> SourceState:
    """Return the state after a look that tells nothing of the source: it is asked again soon."""
    wait = source.interval * (1 + schedule.share(source.id) / 4)
    return state.but(checked=now, not_before=now + source.interval, next_check=now + wait)


def pardoned(state: SourceState, now: datetime) -> SourceState:
    """Return a state as it was before a look that failed because our own network is down."""
    return state.but(next_check=now + RETRY * (1 + schedule.share(state.source_id)))
