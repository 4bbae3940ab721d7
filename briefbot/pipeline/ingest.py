"""Sources are looked at, one by one and all at once; what is new goes into the archive."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from briefbot import cluster, intake, schedule
from briefbot.config import Source
from briefbot.errors import FetchError, SourceError, StoreError
from briefbot.models import (
    Fate,
    Feed,
    Looked,
    Passed,
    Reading,
    Request,
    Response,
    SourceState,
)
from briefbot.pipeline.pages import Web, document, read, read_all, request, work_on
from briefbot.ports import Clustering, Offload, Progress
from briefbot.reading import Found, read_source
from briefbot.store.sqlite import Store

CLUSTERING = Clustering(
    lookup_terms=cluster.lookup_terms, lookup_sketch=cluster.lookup_sketch, place=cluster.place
)
REDISCOVER = {"http_404", "http_410", "bad_feed"}
"""A discovered feed that ends so is looked for again on its home page at once..."""
PATIENCE = 3
"""...and one that fails in any other way after so many failures."""
MOST_FEEDS_TRIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """The archive and the thread that it lives in."""

    store: Store
    db: Offload


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a source would bring, without anything being stored."""

    address: str
    """Where the entries are, after discovery and redirects."""
    feed: Feed
    taken: intake.Intake
    first: Reading | Passed | None


async def ingest(
    sources: Sequence[Source],
    states: Mapping[str, SourceState],
    web: Web,
    keeper: Keeper,
    progress: Progress,
    now: datetime,
) -> tuple[Looked, ...]:
    """Look at each source once; a source that fails stops no other, a full disk stops all."""
    progress.started(len(sources))
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(
                    _ingest(source, states.get(source.id), web, keeper, progress, now)
                )
                for source in sources
            ]
    except* StoreError as errors:
        raise errors.exceptions[0] from None
    while await keeper.db(keeper.store.place, CLUSTERING):
        pass  # a batch at a time, so that others get at the store in between
    return tuple(task.result() for task in tasks)


async def _ingest(
    source: Source,
    known: SourceState | None,
    web: Web,
    keeper: Keeper,
    progress: Progress,
    now: datetime,
) -> Looked:
    if known is None or not schedule.belongs(known, source):
        known = SourceState(source_id=source.id, url=source.url)
    try:
        looked = await _look(source, replace(known, checked=now), web, keeper, progress, now)
    except SourceError as error:
        failed = _failed(source, known, error, now)
        await keeper.db(keeper.store.record, failed)
        looked = Looked(source_id=source.id, failure=str(error))
    progress.looked(looked)
    return looked


async def _look(
    source: Source, state: SourceState, web: Web, keeper: Keeper, progress: Progress, now: datetime
) -> Looked:
    db, store = keeper.db, keeper.store
    found = await _news(source, state, web)
    if found is None:
        await db(store.record, _well(source, state, now))
        return Looked(source_id=source.id, unchanged=True)
    state, language, present = found.state, found.feed.language, found.present
    taken = await _taken(source, found, keeper)
    del found  # the feed's other texts go while the pages are read
    readings, unread = await read_all(source, language, taken.wanted, web, progress, now)
    if any(item.fate is Fate.WAITING for item in unread):
        state = _to_read_again(state)
    passed = [*taken.passed, *unread]
    recorded = await db(store.record, state, readings, passed, present=present)
    said = Counter(item.detail for item in unread)
    return Looked(
        source_id=source.id,
        articles=recorded.articles,
        unread=tuple(text if n == 1 else f"{n} pages: {text}" for text, n in said.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """A changed answer: its entries, and the source's state after it."""

    feed: Feed
    state: SourceState
    first: bool
    address: str
    """Where the entries are, after discovery and redirects."""

    @property
    def present(self) -> tuple[str, ...]:
        """The ids of all entries that the source lists now."""
        return tuple(entry.id for entry in self.feed.entries)


async def _taken(source: Source, found: _News, keeper: Keeper) -> intake.Intake:
    """Decide what is read of the entries that are new."""
    db, store = keeper.db, keeper.store
    seen = await db(store.seen, source.id, found.present)
    entries = intake.unseen(found.feed.entries, seen)
    if entries and not found.first:
        known = intake.known_by(found.feed.entries, source.url)
        addresses = [known[entry.id] for entry in entries if entry.id in known]
        entries = intake.unlisted(entries, known, await db(store.listed, source.id, addresses))
    stored = await db(store.known_addresses, intake.addresses(entries))
    return intake.admit(source, entries, first=found.first, known=stored)


async def _news(source: Source, state: SourceState, web: Web) -> _News | None:
    """Return the source's entries and its new state; None when nothing has changed."""
    asked = _request(source, state, web)
    async with web.looks.one(urlsplit(asked.url).netloc):
        response = await web.fetch(asked)
        if response.unchanged or _fingerprint(response) == state.body_hash:
            return None
        discovered = _discovered(source, state)
        found = await _parsed(response, "feed" if discovered else source.kind, web)
        feed, address = found.feed, discovered
        if feed is None:
            feed, address, response = await _announced(source, found, response, web)
    known = _known(source, state, feed, address, response)
    return _News(feed=feed, state=known, first=state.succeeded is None, address=response.url)


def _discovered(source: Source, state: SourceState) -> str | None:
    """Return the feed that was found for a source whose kind is left to us."""
    return state.feed_url if source.kind == "auto" else None


def _request(source: Source, state: SourceState, web: Web) -> Request:
    plain = request(
        source,
        _discovered(source, state) or source.url,
        web,
        limit=web.config.fetch.feed_limit,
    )
    return replace(plain, etag=state.etag, last_modified=state.last_modified)


def _fingerprint(response: Response) -> str:
    return hashlib.sha256(response.body).hexdigest()


async def _parsed(response: Response, kind: str, web: Web) -> Found:
    return await work_on(web, partial(read_source, kind=kind), document(response), response.url)


async def _announced(
    source: Source, found: Found, home: Response, web: Web
) -> tuple[Feed, str | None, Response]:
    """Return the feed that a home page announces, or else the page's own links as a feed."""
    for address in found.announced[:MOST_FEEDS_TRIED]:
        try:
            asked = request(source, address, web, limit=web.config.fetch.feed_limit)
            response = await web.fetch(asked)
            feed = (await _parsed(response, "feed", web)).feed
        except SourceError:
            continue
        if feed is not None:
            return feed, address, response
    page = await _parsed(home, "page", web)
    return page.feed or Feed(kind="page", title="", entries=()), None, home


def _known(
    source: Source, state: SourceState, feed: Feed, address: str | None, response: Response
) -> SourceState:
    """Return the state after a good look.

    Where a redirect led is not kept: it may lead elsewhere tomorrow. The announced
    address of a discovered feed is.
    """
    assert state.checked is not None  # noqa: S101  _ingest sets it
    return replace(
        _well(source, state, state.checked),
        kind=feed.kind,
        feed_url=address,
        title=feed.title,
        etag=response.etag,
        last_modified=response.last_modified,
        body_hash=_fingerprint(response),
    )


def _to_read_again(state: SourceState) -> SourceState:
    """Return the state without validators, so that the next look sees all entries again."""
    return replace(state, etag=None, last_modified=None, body_hash=None)


def _well(source: Source, state: SourceState, now: datetime) -> SourceState:
    return replace(
        state,
        first_seen=state.first_seen or now,
        succeeded=now,
        next_check=schedule.next_check(source, 0, now),
        failing_since=None,
        failures=0,
        reason=None,
        error=None,
    )


def _failed(source: Source, state: SourceState, error: SourceError, now: datetime) -> SourceState:
    failures = state.failures + 1
    pause = error.retry_after if isinstance(error, FetchError) else None
    failing = replace(
        state,
        checked=now,
        next_check=schedule.next_check(source, failures, now, pause),
        failing_since=state.failing_since or now,
        failures=failures,
        reason=error.reason,
        error=str(error),
    )
    if state.feed_url and (error.reason in REDISCOVER or failures >= PATIENCE):
        return replace(_to_read_again(failing), feed_url=None, kind=None)
    return failing


async def trial(source: Source, web: Web, now: datetime) -> Trial:
    """Look at a source as ingest would at first sight, and store nothing; raise SourceError."""
    state = SourceState(source_id=source.id, url=source.url, checked=now)
    found = await _news(source, state, web)
    assert found is not None  # noqa: S101  without validators every answer is news
    feed = found.feed
    taken = intake.admit(source, intake.unseen(feed.entries, ()), first=True, known=())
    first = await read(source, feed.language, taken.wanted[0], web, now) if taken.wanted else None
    return Trial(address=found.address, feed=feed, taken=taken, first=first)
