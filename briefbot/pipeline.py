"""The order of the steps, and nothing else.

    ingest   sources -> fetch -> parse -> extract -> summarise -> cluster -> STORE
    brief    STORE -> rank -> compose digest -> render

`ingest` waits (for servers, workers and the store's thread), so it is async. `compose`
and `answer` only compute over the archive: plain functions, for the store's thread.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefbot import cluster, digest, intake, rank, schedule, why
from briefbot.addresses import canonical
from briefbot.config import Briefing, Config, Source, sources_of, topics_of
from briefbot.errors import SourceError, StoreError
from briefbot.models import (
    Answer,
    Digest,
    Entry,
    Fate,
    Feed,
    Item,
    Looked,
    Passed,
    Query,
    Ranked,
    Reading,
    Record,
    Request,
    Response,
    SourceState,
    StoredArticle,
    Story,
)
from briefbot.ports import Clustering, Document, Fetch, Offload, Progress, Select
from briefbot.reading import Page, read_page, read_source
from briefbot.store.archive import Archive
from briefbot.store.sqlite import Store

CLUSTERING = Clustering(
    lookup_terms=cluster.lookup_terms, lookup_sketch=cluster.lookup_sketch, place=cluster.place
)
REDISCOVER = {"http_404", "http_410", "bad_feed"}
"""A discovered feed that ends so is looked for again on its home page."""
PASSING = {"timeout", "dns", "unreachable", "http_429", "http_500", "http_502", "http_503", "http_504"}
"""A page that ends so may be there at the next look."""
MOST_FEEDS_TRIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """What reading the web needs; `app.py` makes it."""

    config: Config
    fetch: Fetch
    work: Offload
    headers: Callable[[Source], tuple[tuple[str, str], ...]]
    """A source's request headers with their secret values; raises SourceError."""
    pages: asyncio.Semaphore
    """How many pages are in memory at once."""


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


# ---------------------------------------------------------------- ingest


async def ingest(
    sources: Sequence[Source], web: Web, keeper: Keeper, progress: Progress, now: datetime
) -> tuple[Looked, ...]:
    """Look at each source once; a source that fails stops no other, a full disk stops all."""
    states = await keeper.db(keeper.store.states)
    progress.started(len(sources))
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_ingest(source, states.get(source.id), web, keeper, progress, now))
                for source in sources
            ]
    except* StoreError as errors:
        raise errors.exceptions[0] from None
    await keeper.db(keeper.store.place, CLUSTERING)
    return tuple(task.result() for task in tasks)


async def _ingest(  # noqa: PLR0913  the seams are arguments
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
    response = await web.fetch(_request(source, state, web))
    if response.unchanged or _fingerprint(response) == state.body_hash:
        await db(store.record, _well(source, state))
        return Looked(source_id=source.id, unchanged=True)
    feed, response = await _entries(source, state, response, web)
    seen = await db(store.seen, source.id, [entry.id for entry in feed.entries])
    entries = intake.unseen(feed.entries, seen)
    known = await db(store.known_addresses, intake.addresses(entries))
    taken = intake.admit(source, entries, first=state.succeeded is None, known=known)
    readings, unread = await _read_all(source, state, feed, taken.wanted, web, progress)
    settled = [*taken.passed, *(item for item in unread if not item.again)]
    whole = len(settled) == len(taken.passed) + len(unread)
    now_known = _known(source, state, feed, response, whole=whole)
    recorded = await db(store.record, now_known, readings, settled)
    return Looked(
        source_id=source.id,
        articles=recorded.articles,
        unread=tuple(item.detail for item in unread),
    )


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


async def _entries(
    source: Source, state: SourceState, response: Response, web: Web
) -> tuple[Feed, Response]:
    """Return the entries and the answer that held them, following a home page to its feed."""
    kind = (state.kind if state.feed_url else None) or source.kind
    found = await web.work(read_source, _document(response), kind)
    if found.feed is not None:
        return found.feed, response
    for address in found.announced[:MOST_FEEDS_TRIED]:
        request = replace(_request(source, state, web), url=address, etag=None, last_modified=None)
        try:
            announced = await web.fetch(request)
            feed = (await web.work(read_source, _document(announced), "feed")).feed
        except SourceError:
            continue
        if feed is not None:
            return feed, announced
    page = await web.work(read_source, _document(response), "page")
    return page.feed or Feed(kind="page", title="", entries=()), response


def _document(response: Response) -> Document:
    return Document(
        body=response.body,
        url=response.url,
        charset=response.charset,
        content_type=response.content_type,
    )


async def _read_all(  # noqa: PLR0913  the seams are arguments
    source: Source,
    state: SourceState,
    feed: Feed,
    entries: Sequence[Entry],
    web: Web,
    progress: Progress,
) -> tuple[list[Reading], list[Passed]]:
    """Read the pages of the entries; what gives no text is passed, with its reason."""

    async def one(entry: Entry) -> Reading | Passed:
        try:
            return await _read(source, state, feed, entry, web)
        finally:
            progress.page()

    progress.pages(len(entries))
    results = await asyncio.gather(*map(one, entries))
    readings = [result for result in results if isinstance(result, Reading)]
    return readings, [result for result in results if isinstance(result, Passed)]


async def _read(
    source: Source, state: SourceState, feed: Feed, entry: Entry, web: Web
) -> Reading | Passed:
    assert state.checked is not None  # noqa: S101  _ingest sets it
    async with web.pages:
        document, note, again = await _page(source, entry, web)
        page = Page(
            entry=entry,
            url=canonical(document.url if document else entry.url) or entry.url or entry.id,
            source_id=source.id,
            outlet=source.label,
            language=source.language or feed.language,
            summariser=web.config.summariser,
            now=state.checked,
            document=document,
            note=note,
        )
        try:
            return await web.work(read_page, page)
        except SourceError as error:
            return Passed(entry=entry, fate=Fate.UNREADABLE, detail=str(error), again=again)


async def _page(source: Source, entry: Entry, web: Web) -> tuple[Document | None, str, bool]:
    """Return the page, or why the feed's own text has to do and whether to try again later."""
    if not entry.url:
        return None, "the entry has no address", False
    request = Request(
        url=entry.url, limit=web.config.fetch.page_limit, headers=web.headers(source)
    )
    try:
        return _document(await web.fetch(request)), "", False
    except SourceError as error:
        return None, str(error), error.reason in PASSING


def _known(
    source: Source, state: SourceState, feed: Feed, response: Response, *, whole: bool
) -> SourceState:
    """Return the state after a good look; without validators when pages have to be tried again."""
    return replace(
        _well(source, state),
        kind=feed.kind,
        feed_url=response.url,
        title=feed.title,
        etag=response.etag if whole else None,
        last_modified=response.last_modified if whole else None,
        body_hash=_fingerprint(response) if whole else None,
    )


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


def _failed(
    source: Source, state: SourceState, error: SourceError, now: datetime
) -> SourceState:
    failing = replace(
        state,
        checked=now,
        next_check=schedule.next_check(source, state.failures + 1, now),
        failing_since=state.failing_since or now,
        failures=state.failures + 1,
        reason=error.reason,
        error=str(error),
    )
    if source.kind == "auto" and error.reason in REDISCOVER:
        return replace(
            failing, feed_url=None, kind=None, etag=None, last_modified=None, body_hash=None
        )
    return failing


async def trial(source: Source, web: Web, now: datetime) -> Trial:
    """Look at a source as ingest would at first sight, and store nothing; raise SourceError."""
    state = SourceState(source_id=source.id, url=source.url, checked=now)
    response = await web.fetch(_request(source, state, web))
    feed, response = await _entries(source, state, response, web)
    taken = intake.admit(source, intake.unseen(feed.entries, ()), first=True, known=())
    first = await _read(source, state, feed, taken.wanted[0], web) if taken.wanted else None
    return Trial(address=response.url, feed=feed, taken=taken, first=first)


# ---------------------------------------------------------------- brief


def ranking(
    briefing: Briefing, config: Config, archive: Archive, *, since: datetime, now: datetime
) -> tuple[Ranked, ...]:
    """Return every story that the briefing could tell, best first, with its reasons."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    stories = archive.stories_since(since, briefing.id, [source.id for source in sources])
    known = rank.Circumstances(
        now=now,
        since=since,
        sources={source.id: source for source in sources},
        topics=topics,
        about={topic.id: archive.about(topic.words, since) for topic in topics},
    )
    return rank.rank(stories, known)


def compose(
    briefing: Briefing,
    config: Config,
    archive: Archive,
    select: Select,
    *,
    since: datetime,
    now: datetime,
) -> Digest:
    """Return the edition of the briefing that tells what is new since then."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    ranked = ranking(briefing, config, archive, since=since, now=now)
    chosen = rank.choose(ranked, briefing, outlets=len(sources))
    words = {topic.id: topic.words for topic in topics}
    shown = _items(
        [(r.story, words.get(r.topic_id or "", ())) for r in chosen],
        archive,
        select,
        limit=briefing.sentences,
    )
    articles, stories = archive.count_since(since, [source.id for source in sources])
    covered = digest.coverage(sources, archive.states(), articles=articles, stories=stories)
    parts = digest.sections(list(zip(chosen, shown, strict=True)), topics)
    return digest.compose(briefing, parts, covered, since=since, now=now)


def answer(
    text: str,
    query: Query,
    archive: Archive,
    select: Select,
    *,
    now: datetime,
    limit: int = 10,
    sentences: int = 2,
) -> Answer:
    """Return the stories that a query finds, best first, in their own words."""
    hits = archive.search(query, limit=limit * 5)
    order = dict.fromkeys(hit.stored.story_id for hit in hits)
    members = archive.members(list(order)[:limit])
    best = {hit.stored.story_id: hit.stored for hit in reversed(hits)}
    stories = [
        Story(id=i, articles=(best[i], *(a for a in articles if a.id != best[i].id)))
        for i, articles in members.items()
    ]
    items = _items([(s, query.wanted) for s in stories], archive, select, limit=sentences)
    return Answer(
        query=text, made=now, since=query.since, searched=archive.count(), items=tuple(items)
    )


def _items(
    stories: Sequence[tuple[Story, Sequence[str]]], archive: Archive, select: Select, *, limit: int
) -> list[Item]:
    """Show each story with the sentences of its first article that fit the words best."""
    bodies = archive.bodies([story.articles[0].id for story, _ in stories])
    items = []
    for story, words in stories:
        body = bodies.get(story.articles[0].id)
        chosen = select(body.text, body.sentences, limit=limit, query=words) if body else ()
        items.append(digest.item(story, body, chosen))
    return items


def record(url: str, archive: Archive, select: Select, *, sentences: int = 3) -> Record | None:
    """Return all that is kept of the article at an address; None when there is none."""
    stored = _article_at(url, archive)
    if stored is None:
        return None
    body = archive.bodies([stored.id]).get(stored.id)
    return Record(
        stored=stored,
        body=body,
        summary=select(body.text, body.sentences, limit=sentences) if body else (),
        story=archive.members([stored.story_id])[stored.story_id],
        entries=archive.entries_of([url, stored.article.url]),
        showings=archive.showings(stored.id),
    )


def _article_at(url: str, archive: Archive) -> StoredArticle | None:
    """Return the article at the address, or the one that an entry with the address led to."""
    stored = archive.article(url)
    if stored is not None:
        return stored
    ids = [e.article_id for e in archive.entries_of([url]) if e.article_id is not None]
    return archive.articles(ids[:1]).get(ids[0]) if ids else None


def case(
    url: str, config: Config, archive: Archive, *, since: datetime, now: datetime
) -> why.Case:
    """Gather all that the archive knows of an address, and where its story stands now."""
    stored = _article_at(url, archive)
    original = stored.duplicate_of if stored else None
    return why.Case(
        url=url,
        entries=archive.entries_of([url, *([stored.article.url] if stored else [])]),
        stored=stored,
        original=archive.articles([original])[original] if original else None,
        story=archive.members([stored.story_id])[stored.story_id] if stored else (),
        showings=archive.showings(stored.id) if stored else (),
        standings=tuple(
            _standing(briefing, config, archive, since=since, now=now)
            for briefing in config.briefings
        ),
    )


def _standing(
    briefing: Briefing, config: Config, archive: Archive, *, since: datetime, now: datetime
) -> why.Standing:
    ranked = ranking(briefing, config, archive, since=since, now=now)
    chosen = rank.choose(ranked, briefing, outlets=len(sources_of(config, briefing)))
    return why.Standing(briefing=briefing, since=since, ranked=ranked, chosen=chosen)


# ---------------------------------------------------------------- one page


async def read_address(url: str, web: Web, now: datetime) -> Reading:
    """Read one page as an article, and store nothing; raise SourceError."""
    response = await web.fetch(Request(url=url, limit=web.config.fetch.page_limit))
    return await web.work(read_page, _loose_page(_document(response), "", web, now))


async def read_bytes(body: bytes, name: str, web: Web, now: datetime) -> Reading:
    """Read bytes as an article: an HTML page, or plain text."""
    document = Document(body=body, url=f"file:{name}")
    return await web.work(read_page, _loose_page(document, name, web, now))


def _loose_page(document: Document, name: str, web: Web, now: datetime) -> Page:
    entry = Entry(id=document.url, url=document.url, title="")
    return Page(
        entry=entry,
        url=canonical(document.url) or name,
        source_id="",
        outlet="",
        language=None,
        summariser=web.config.summariser,
        now=now,
        document=document,
    )
