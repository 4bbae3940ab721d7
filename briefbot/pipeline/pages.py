"""The pages that entries link to, each read into an article."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from briefbot.addresses import canonical
from briefbot.config import Config, Source
from briefbot.errors import SourceError, WorkError
from briefbot.models import Entry, Fate, Feed, Passed, Reading, Request, Response, SourceState
from briefbot.ports import Document, Fetch, Offload, Progress
from briefbot.reading import Page, read_page

PASSING = {
    "timeout",
    "dns",
    "unreachable",
    "http_429",
    "http_500",
    "http_502",
    "http_503",
    "http_504",
}
"""A page that ends so may be there at the next look."""

TOO_MUCH = {
    "work_timeout": "reading it took too long and was stopped; is it very large or damaged?",
    "work_memory": "reading it took too much memory and was stopped; is it very large or damaged?",
    "work_died": "reading it ended its worker process; is it damaged?",
}

A = TypeVar("A")
T = TypeVar("T")

_HTML = re.compile(rb"<(?:!doctype|html|head|body|article|div|p|h[1-6])[\s>]", re.IGNORECASE)


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
    looks: asyncio.Semaphore
    """How many sources' own bytes are."""


async def work_on(web: Web, function: Callable[[A], T], argument: A, address: str) -> T:
    """Run the function in a worker; when it is too much for one, say whose bytes they were."""
    try:
        return await web.work(function, argument)
    except WorkError as error:
        said = TOO_MUCH.get(error.reason, str(error))
        raise WorkError(error.reason, f"{urlsplit(address).netloc or address}: {said}") from error


def document(response: Response) -> Document:
    """Return an answer's bytes as parsers and extraction take them."""
    return Document(
        body=response.body,
        url=response.url,
        charset=response.charset,
        content_type=response.content_type,
    )


async def read_all(
    source: Source,
    state: SourceState,
    feed: Feed,
    entries: Sequence[Entry],
    web: Web,
    progress: Progress,
) -> tuple[list[Reading], list[Passed]]:
    """Read the pages of the entries; what gives no text is passed, with its reason."""
    # A source whose pages are slow keeps to its own few places, and leaves others theirs.
    turns = asyncio.Semaphore(web.config.fetch.per_host)

    async def one(entry: Entry) -> Reading | Passed:
        try:
            async with turns:
                return await read(source, state, feed, entry, web)
        finally:
            progress.page()

    progress.pages(len(entries))
    results = await asyncio.gather(*map(one, entries))
    readings = [result for result in results if isinstance(result, Reading)]
    return readings, [result for result in results if isinstance(result, Passed)]


async def read(
    source: Source, state: SourceState, feed: Feed, entry: Entry, web: Web
) -> Reading | Passed:
    """Return the article that an entry leads to, or why there is none."""
    assert state.checked is not None  # noqa: S101  _ingest sets it
    async with web.pages:
        found, note, again = await _page(source, entry, web)
        page = Page(
            entry=entry,
            url=canonical(found.url if found else entry.url) or _stand_in(source, entry),
            source_id=source.id,
            outlet=source.label,
            language=source.language or feed.language,
            summariser=web.config.summariser,
            now=state.checked,
            document=found,
            note=note,
        )
        try:
            return await _article(page, web)
        except SourceError as error:
            return Passed(entry=entry, fate=Fate.UNREADABLE, detail=str(error), again=again)


async def _article(page: Page, web: Web) -> Reading:
    """Read the page; when it is too much for a worker, the feed's own text has to do."""
    try:
        return await work_on(web, read_page, page, page.url)
    except WorkError as error:
        if page.document is None:
            raise
        alone = replace(page, document=None, note=str(error))
        return await work_on(web, read_page, alone, page.url)


def _stand_in(source: Source, entry: Entry) -> str:
    """Return an address for an entry that has none: its source's, marked with the entry's id."""
    mark = hashlib.sha256(entry.id.encode("utf-8", "replace")).hexdigest()[:16]
    return f"{source.url.partition('#')[0]}#{mark}"


async def _page(source: Source, entry: Entry, web: Web) -> tuple[Document | None, str, bool]:
    """Return the page, or why the feed's own text has to do and whether to try again later."""
    if not entry.url:
        return None, "the entry has no address", False
    request = Request(url=entry.url, limit=web.config.fetch.page_limit, headers=web.headers(source))
    try:
        return document(await web.fetch(request)), "", False
    except SourceError as error:
        return None, str(error), error.reason in PASSING


async def read_address(url: str, web: Web, now: datetime) -> Reading:
    """Read one page as an article, and store nothing; raise SourceError."""
    response = await web.fetch(Request(url=url, limit=web.config.fetch.page_limit))
    page = _loose_page(document(response), "", web, now)
    return await work_on(web, read_page, page, url)


async def read_bytes(body: bytes, name: str, web: Web, now: datetime) -> Reading:
    """Read bytes as an article: an HTML page, or plain text."""
    kind = "text/html" if _HTML.search(body[:10_000]) else "text/plain"
    found = Document(body=body, url=f"file:{name}", content_type=kind)
    return await work_on(web, read_page, _loose_page(found, name, web, now), name)


def _loose_page(found: Document, name: str, web: Web, now: datetime) -> Page:
    entry = Entry(id=found.url, url=found.url, title="")
    return Page(
        entry=entry,
        url=canonical(found.url) or name,
        source_id="",
        outlet="",
        language=None,
        summariser=web.config.summariser,
        now=now,
        document=found,
    )
