"""The pages that entries link to, each read into an article."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from briefbot.addresses import stand_in, tidy
from briefbot.config import Config, Source
from briefbot.errors import SourceError, WorkError
from briefbot.intake import has_words
from briefbot.models import Entry, Fate, Passed, Reading, Request, Response
from briefbot.outage import Network
from briefbot.ports import Document, Fetch, Offload, Permit, Progress
from briefbot.reading import Page, read_page

if TYPE_CHECKING:
    from briefbot.fetch.turns import Turns

PASSING = {
    *("timeout", "dns", "no_connection", "unreachable", "disconnected", "proxy"),
    *("robots_unread", *(f"http_{n}" for n in (429, 500, 502, 503, 504))),
}
"""A page that ends so may be there at the next look."""
LOOK_SECONDS = 600
"""One look reads pages for so long; what is left waits for the next."""
LATER = "left for the next look"
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
    outside: Fetch
    """Reads what a reader names: like `fetch`, but never anything inside our own networks."""
    permit: Permit
    work: Offload
    headers: Callable[[Source], tuple[tuple[str, str], ...]]
    """A source's request headers with their secret values; raises SourceError."""
    pages: Turns
    """Whose page is in memory."""
    looks: Turns
    """Whose answer is, until it is parsed."""
    network: Network = field(default_factory=Network)
    """Whether we have a network ourselves."""


def request(source: Source, url: str, web: Web, *, limit: int) -> Request:
    """Return a request for what a source leads to; its secret headers stay with its own host."""
    own = urlsplit(url)[:2] == urlsplit(source.url)[:2]
    headers = web.headers(source) if own else ()
    return Request(url=url, limit=limit, headers=headers, user_agent=source.user_agent or "")


async def work_on(web: Web, function: Callable[[A], T], argument: A, address: str) -> T:
    """Run the function in a worker; when it is too much for one, say whose bytes they were."""
    try:
        return await web.work(function, argument)
    except WorkError as error:
        said = TOO_MUCH.get(error.reason, str(error))
        raise WorkError(error.reason, f"{urlsplit(address).netloc or address}: {said}") from error


def document(response: Response, links: str | None = None) -> Document:
    """Return an answer's bytes as parsers and extraction take them."""
    return Document(
        body=response.body,
        url=response.url,
        charset=response.charset,
        content_type=response.content_type,
        links=links,
    )


async def read_all(
    source: Source,
    language: str | None,
    entries: Sequence[Entry],
    web: Web,
    progress: Progress,
    now: datetime,
) -> tuple[list[Reading], list[Passed]]:
    """Read the pages of the entries; what gives no text is passed, with its reason."""
    # A source whose pages are slow keeps to its own few places, and leaves others theirs.
    turns = asyncio.Semaphore(web.config.fetch.per_host)
    clock = asyncio.get_running_loop().time
    until = clock() + LOOK_SECONDS

    async def one(entry: Entry) -> Reading | Passed:
        try:
            async with turns:
                if clock() > until:
                    return Passed(entry=entry, fate=Fate.WAITING, detail=LATER)
                return await read(source, language, entry, web, now)
        finally:
            progress.page()

    progress.pages(len(entries))
    results = await asyncio.gather(*map(one, entries))
    readings = [result for result in results if isinstance(result, Reading)]
    passed = [result for result in results if isinstance(result, Passed)]
    return await _told_apart(readings, web), passed


async def read(
    source: Source, language: str | None, entry: Entry, web: Web, now: datetime
) -> Reading | Passed:
    """Return the article that an entry leads to, or why there is none."""
    own = (None if entry.shared else tidy(entry.url)) or stand_in(entry, source.url)
    async with web.pages.one(urlsplit(own).netloc):
        found, note, again = await _page(source, entry, web)
        page = Page(
            entry=entry,
            url=own,
            end=tidy(found.url) if found else None,
            source_id=source.id,
            outlet=source.label,
            language=source.language or language,
            summariser=web.config.summariser,
            now=now,
            document=found,
            note=note,
            selector=source.text_selector,
        )
        try:
            return await _article(page, web)
        except SourceError as error:
            fate = Fate.WAITING if again else Fate.UNREADABLE
            return Passed(entry=entry, fate=fate, detail=str(error))


async def _told_apart(readings: list[Reading], web: Web) -> list[Reading]:
    """Give entries that all ended at one page (a consent form, a login) their own text back.

    An entry without a text of its own keeps the page.
    """
    ends = Counter(reading.article.url for reading in readings)
    return [
        await _by_itself(reading, web) if ends[reading.article.url] > 1 else reading
        for reading in readings
    ]


async def _by_itself(reading: Reading, web: Web) -> Reading:
    article, own = reading.article, tidy(reading.entry.url)
    if own is None or own == article.url or reading.entry.shared:
        return reading
    page = Page(
        entry=reading.entry,
        url=own,
        source_id=article.source_id,
        outlet=article.outlet,
        language=article.language,
        summariser=reading.body.summariser,
        now=article.found,
        document=None,
        note=f"its link and others lead to one page, {article.url}",
    )
    try:
        return await work_on(web, read_page, page, own)
    except SourceError:
        return reading


async def _article(page: Page, web: Web) -> Reading:
    """Read the page; when it is too much for a worker, the feed's own text has to do."""
    try:
        return await work_on(web, read_page, page, page.url)
    except WorkError as error:
        if page.document is None:
            raise
        alone = replace(page, document=None, note=str(error))
        return await work_on(web, read_page, alone, page.url)


async def _page(source: Source, entry: Entry, web: Web) -> tuple[Document | None, str, bool]:
    """Return the page, or why the feed's own text has to do and whether to try again later."""
    if not entry.url:
        return None, "the entry has no address", False
    if entry.shared:
        return None, "its page is that of several entries", False
    if source.text == "feed" and has_words(entry.content):
        return None, "the source is set to `text: feed`", False
    try:
        asked = request(source, entry.url, web, limit=web.config.fetch.page_limit)
        return document(await web.fetch(replace(asked, crawled=True))), "", False
    except SourceError as error:
        return None, str(error), error.reason in PASSING


async def read_address(url: str, web: Web, now: datetime, *, inside: bool = False) -> Reading:
    """Read one page as an article, and store nothing; raise SourceError.

    It is read as a reader may read it; `inside` is for the operator, who may name what
    `fetch.allow_private` opens.
    """
    fetch = web.fetch if inside else web.outside
    response = await fetch(Request(url=url, limit=web.config.fetch.page_limit))
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
        url=tidy(found.url) or name,
        source_id="",
        outlet="",
        language=None,
        summariser=web.config.summariser,
        now=now,
        document=found,
    )
