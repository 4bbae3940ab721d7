"""Sources are looked at, one by one and all at once; what is new goes into the archive."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from briefbot import cluster, intake, schedule
from briefbot.config import Source
from briefbot.errors import FetchError, SourceError, StoreError
from briefbot.models import (
    Feed,
    Looked,
    Passed,
    Reading,
    Request,
    Response,
    SourceState,
)
from briefbot.pipeline.pages import Web, document, read, read_all, work_on
from briefbot.ports import Clustering, Offload, Progress
from briefbot.reading import Found, read_source
from briefbot.store.sqlite import Store

CLUSTERING = Clustering(
    lookup_terms=cluster.lookup_terms, lookup_sketch=cluster.lookup_sketch, place=cluster.place
)
REDISCOVER = {"http_404", "http_410", "bad_feed"}
"""A discovered feed that ends so is looked for again on its home page."""
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
    sources: Sequence[Source], web: Web, keeper: Keeper, progress: Progress, now: datetime
) -> tuple[Looked, ...]:
    """Look at each source once; a source that fails stops no other, a full disk stops all."""
    states = await keeper.db(keeper.store.states)
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
    await keeper.db(keeper.store.place, CLUSTERING)
    return tuple(task.result() for task in tasks)


async def _ingest(
    source: Source,
    known: SourceState | None,
    web: Web,
    keeper: Keeper,
    progress: Progress,
    now: datetime,
) -> Looked:
    if known is None or known.url != source.url:
        known = SourceState(source_id=source.id, url=source.url)
    try:
        looked = await _look(source, replace(known, checked=now), web, keeper, progress)
    except SourceError as error:
        failed = _failed(source, known, error, now)
        await keeper.db(keeper.store.record, failed)
        looked = Looked(source_id=source.id, failure=str(error))
    progress.looked(looked)
    return looked


async def _look(
    source: Source, state: SourceState, web: Web, keeper: Keeper, progress: Progress
) -> Looked:
    store, db = keeper.store, keeper.db
    news = await _news(source, state, web)
    if news is None:
        await db(store.record, _well(source, state))
        return Looked(source_id=source.id, unchanged=True)
    feed, known = news
    seen = await db(store.seen, source.id, [entry.id for entry in feed.entries])
    entries = intake.unseen(feed.entries, seen)
    stored = await db(store.known_addresses, intake.addresses(entries))
    taken = intake.admit(source, entries, first=state.succeeded is None, known=stored)
    readings, unread = await read_all(source, state, feed, taken.wanted, web, progress)
    if any(item.again for item in unread):
        known = _to_read_again(known)
    settled = [*taken.passed, *(item for item in unread if not item.again)]
    recorded = await db(store.record, known, readings, settled)
    return Looked(
        source_id=source.id,
        articles=recorded.articles,
        unread=tuple(item.detail for item in unread),
    )


async def _news(source: Source, state: SourceState, web: Web) -> tuple[Feed, SourceState] | None:
    """Return the source's entries and its new state; None when nothing has changed."""
    async with web.looks:
        response = await web.fetch(_request(source, state, web))
        if response.unchanged or _fingerprint(response) == state.body_hash:
            return None
        feed, response = await _entries(source, state, response, web)
        return feed, _known(source, state, feed, response)


def _request(source: Source, state: SourceState, web: Web) -> Request:
    return Request(
        url=state.feed_url or source.url,
        limit=web.config.fetch.feed_limit,
        etag=state.etag,
        last_modified=state.last_modified,
        headers=web.headers(source),
    )


def _fingerprint(response: Response) -> str:
    return hashlib.sha256(response.body).hexdigest()


async def _parsed(response: Response, kind: str, web: Web) -> Found:
    return await work_on(web, partial(read_source, kind=kind), document(response), response.url)


async def _entries(
    source: Source, state: SourceState, response: Response, web: Web
) -> tuple[Feed, Response]:
    """Return the entries and the answer that held them, following a home page to its feed."""
    kind = (state.kind if state.feed_url else None) or source.kind
    found = await _parsed(response, kind, web)
    if found.feed is not None:
        return found.feed, response
    for address in found.announced[:MOST_FEEDS_TRIED]:
        request = replace(_request(source, state, web), url=address, etag=None, last_modified=None)
        try:
            announced = await web.fetch(request)
            feed = (await _parsed(announced, "feed", web)).feed
        except SourceError:
            continue
        if feed is not None:
            return feed, announced
    page = await _parsed(response, "page", web)
    return page.feed or Feed(kind="page", title="", entries=()), response


def _known(source: Source, state: SourceState, feed: Feed, response: Response) -> SourceState:
    """Return the state after a good look."""
    return replace(
        _well(source, state),
        kind=feed.kind,
        feed_url=response.url,
        title=feed.title,
        etag=response.etag,
        last_modified=response.last_modified,
        body_hash=_fingerprint(response),
    )


def _to_read_again(state: SourceState) -> SourceState:
    """Return the state without validators, so that the next look sees all entries again."""
    return replace(state, etag=None, last_modified=None, body_hash=None)


def _well(source: Source, state: SourceState) -> SourceState:
    assert state.checked is not None  # noqa: S101  _ingest sets it
    return replace(
        state,
        first_seen=state.first_seen or state.checked,
        succeeded=state.checked,
        next_check=schedule.next_check(source, 0, state.checked),
        failing_since=None,
        failures=0,
        reason=None,
        error=None,
    )


def _failed(source: Source, state: SourceState, error: SourceError, now: datetime) -> SourceState:
    pause = error.retry_after if isinstance(error, FetchError) else None
    failing = replace(
        state,
        checked=now,
        next_check=schedule.next_check(source, state.failures + 1, now, pause),
        failing_since=state.failing_since or now,
        failures=state.failures + 1,
        reason=error.reason,
        error=str(error),
    )
    if source.kind == "auto" and error.reason in REDISCOVER:
        return replace(_to_read_again(failing), feed_url=None, kind=None)
    return failing


async def trial(source: Source, web: Web, now: datetime) -> Trial:
    """Look at a source as ingest would at first sight, and store nothing; raise SourceError."""
    state = SourceState(source_id=source.id, url=source.url, checked=now)
    news = await _news(source, state, web)
    assert news is not None  # noqa: S101  without validators every answer is news
    feed, known = news
    taken = intake.admit(source, intake.unseen(feed.entries, ()), first=True, known=())
    first = await read(source, state, feed, taken.wanted[0], web) if taken.wanted else None
    return Trial(address=known.feed_url or source.url, feed=feed, taken=taken, first=first)
