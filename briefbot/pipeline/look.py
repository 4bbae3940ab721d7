"""One look at one source: ask it, parse what is new, read the pages, and keep all of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefbot import corrections, intake, standing
from briefbot.config import Source
from briefbot.errors import ParseError, SourceError
from briefbot.models import Entry, Fate, Feed, Looked, Request, Response, SourceState
from briefbot.pipeline.pages import PASSING, Pace, given_up, read_all
from briefbot.pipeline.web import Client, Web, document, request, work_on
from briefbot.reading import Found, read_source
from briefbot.standing import Answer

if TYPE_CHECKING:
    from briefbot.pipeline.ingest import Keeper
    from briefbot.ports import Progress

MOST_FEEDS_TRIED = 3
NO_FEED_NOW = (
    "a web page stands where a feed was read before; it may be back, or look for its new address"
)
CRAWLED = {"page", "sitemap"}
"""Kinds that robots.txt has a say in; a feed is there to be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One source on its turn."""

    source: Source
    state: SourceState
    """Its state before, with the moment of this look."""
    asked: str
    """The address that is asked."""
    now: datetime
    begin: Callable[[SourceState], Awaitable[None]]
    """Is told right before the address is asked."""
    settle: Callable[[SourceState], Awaitable[None]]
    """Is told the state after it when nothing has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What asking a source gave, without the texts that nobody reads."""

    state: SourceState
    """The source's state after it."""
    taken: intake.Intake | None = None
    """The entries to read; None when nothing has changed."""
    language: str | None = None
    present: tuple[str, ...] = ()
    """The ids of all entries that the source lists now."""
    again: tuple[str, ...] = ()
    """The addresses by which entries are known that it lists under new ids."""
    waits: Mapping[str, datetime] = field(default_factory=dict)
    """Since when entries wait for their pages."""
    rolled_over: bool = False


async def look(visit: Visit, web: Web, keeper: Keeper, progress: Progress) -> Looked:
    """Ask the source at its address, and keep what is new; raise SourceError."""
    source, now = visit.source, visit.now
    found = await _found(visit, web, keeper)
    after, taken = found.state, found.taken
    if taken is None:
        await visit.settle(after)
        return Looked(source_id=source.id, unchanged=True)
    pace = Pace(slow=standing.is_slow(visit.state))
    readings, passed = await read_all(
        source, found.language, taken.wanted, web, progress, now, pace
    )
    unread = [given_up(item, found.waits, now) for item in passed]
    if any(item.fate is Fate.WAITING for item in unread):
        after = standing.to_read_again(after)
    passed = [*taken.passed, *unread]
    recorded = await keeper.db(
        keeper.store.record, after, readings, passed, present=found.present, again=found.again
    )
    said = Counter(item.detail for item in unread)
    return Looked(
        source_id=source.id,
        articles=recorded.articles,
        unread=tuple(text if n == 1 else f"{n} pages: {text}" for text, n in said.items()),
        rolled_over=found.rolled_over,
    )


async def _found(visit: Visit, web: Web, keeper: Keeper) -> _Found:
    """Ask, and decide what is read; the feed's other texts go before the pages are."""
    source, state, now = visit.source, visit.state, visit.now
    answer = await news(visit, web)
    web.network.answer(now)
    feed = answer.feed
    if feed is None:
        return _Found(state=standing.unchanged(source, state, answer, now))
    entries, again = await _unread(source, feed, keeper)
    ids = {entry.id for entry in entries}
    waits = await keeper.db(keeper.store.waits, source.id, ids)
    strange = len(ids) == len(feed.entries) and not waits
    same_feed = answer.feed_url == state.feed_url
    before = standing.rolled_over(state, feed, now) if strange and same_feed else state
    known = await keeper.db(keeper.store.known_addresses, intake.addresses(entries))
    taken = intake.admit(source, entries, first=_is_first(feed, state), known=known)
    corrected = await _corrected(source, feed, keeper, now)
    return _Found(
        state=standing.changed(source, before, answer, feed, new=len(ids) - len(waits), now=now),
        taken=replace(taken, wanted=(*taken.wanted, *corrected)),
        language=feed.language,
        present=tuple(entry.id for entry in feed.entries),
        again=again,
        waits=waits,
        rolled_over=before is not state,
    )


def _is_first(feed: Feed, state: SourceState) -> bool:
    """Tell whether most of what is listed was there before: at first sight, or as a page's links.

    A site that gives up its feed for a page lists there what it brought in years.
    """
    return state.succeeded is None or (feed.kind in CRAWLED and feed.kind != state.kind)


async def _unread(
    source: Source, feed: Feed, keeper: Keeper
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries that are new, or whose pages are still to be read.

    And the addresses of those whose ids alone are new.
    """
    db, store = keeper.db, keeper.store
    found = intake.unseen(feed.entries, await db(store.seen, source.id, _ids(feed)))
    if not found:
        return found, ()
    known = intake.known_by(feed.entries, source.url)
    addresses = [known[entry.id] for entry in found if entry.id in known]
    listed = await db(store.listed, source.id, addresses)
    return intake.unlisted(found, known, listed), tuple(listed)


def _ids(feed: Feed) -> set[str]:
    return {entry.id for entry in feed.entries}


async def _corrected(
    source: Source, feed: Feed, keeper: Keeper, now: datetime
) -> tuple[Entry, ...]:
    """Return the entries that say something else than when their pages were read."""
    since = now - corrections.CORRECTED_WITHIN
    before = await keeper.db(keeper.store.read_before, source.id, _ids(feed), since)
    return corrections.corrected(feed.entries, before)


async def news(visit: Visit, web: Web) -> Answer:
    """Return what the source answers at that address; its feed when anything has changed."""
    source, state, asked = visit.source, visit.state, visit.asked
    wanted, host = _request(source, state, asked, web), urlsplit(asked).netloc
    client = web.client(source)
    async with web.ahead.one(host, doubtful=wanted.doubtful):
        await visit.begin(state)
        async with web.looks.one(host, doubtful=wanted.doubtful):
            return await _answer(visit, wanted, web, client)


async def _answer(visit: Visit, wanted: Request, web: Web, client: Client) -> Answer:
    source, state = visit.source, visit.state
    response = await client.fetch(wanted)
    announced = standing.discovered(source, state)
    if response.unchanged or standing.fingerprint(response) == state.body_hash:
        return Answer(asked=visit.asked, response=response, feed_url=announced)
    kind = "feed" if announced else source.kind
    found = await _parsed(response, kind, web, source, source.link_selector)
    if found.feed is not None and found.feed.kind == "page" and state.kind == "feed":
        raise ParseError("bad_feed", f"{response.url}: {NO_FEED_NOW}")
    if found.feed is None:
        answer = await _announced(visit, found, response, web)
    else:
        answer = Answer(asked=visit.asked, response=response, feed=found.feed, feed_url=announced)
    if answer.feed and answer.feed.kind in CRAWLED and not wanted.crawled:
        # only now it shows that this is no feed
        await client.permit(replace(wanted, url=answer.response.url))
    return answer


def _request(source: Source, state: SourceState, asked: str, web: Web) -> Request:
    return Request(
        url=asked,
        limit=web.config.fetch.feed_limit,
        headers=web.secrets(source, asked),
        user_agent=source.user_agent or "",
        etag=state.etag,
        last_modified=state.last_modified,
        validators_from=state.validators_from or "",
        doubtful=standing.doubtful(state),
        crawled=source.kind in CRAWLED or (source.kind == "auto" and state.kind in CRAWLED),
    )


async def _parsed(
    response: Response, kind: str, web: Web, source: Source, links: str | None = None
) -> Found:
    read = partial(read_source, kind=kind)
    return await work_on(web, read, document(response, links), response.url, source.id)


async def _announced(visit: Visit, found: Found, home: Response, web: Web) -> Answer:
    """Return the feed that a home page announces, or else the page's own links as a feed.

    What stands in for a better feed, which may be back at the next look, is not kept. The links
    of the page do not stand in for a feed that was read before: what is old would be news.
    """
    source, failed = visit.source, list[SourceError]()
    for address in found.announced[:MOST_FEEDS_TRIED]:
        try:
            asked = request(source, address, web, limit=web.config.fetch.feed_limit)
            response = await web.client(source).fetch(asked)
            feed = (await _parsed(response, "feed", web, source)).feed
        except SourceError as error:
            failed.append(error)
            continue
        if feed is not None:
            again = _may_heal(failed)
            kept = None if again else address
            return _instead(visit, response, feed, feed_url=kept, again=again)
    if failed and visit.state.succeeded and visit.state.kind != "page":
        raise failed[0]
    try:
        page = (await _parsed(home, "page", web, source)).feed
    except SourceError:
        if failed:
            raise failed[0] from None
        raise
    page = page or Feed(kind="page", title="", entries=())
    return _instead(visit, home, page, feed_url=None, again=_may_heal(failed))


def _may_heal(failed: Sequence[SourceError]) -> bool:
    return any(error.reason in {*PASSING, "bad_feed"} for error in failed)


def _instead(
    visit: Visit, response: Response, feed: Feed, *, feed_url: str | None, again: bool
) -> Answer:
    """Answer with what was found by way of a home page: another address was asked last."""
    response = replace(response, moved=None)
    return Answer(asked=visit.asked, response=response, feed=feed, feed_url=feed_url, again=again)
