"""The pages that entries link to, each read into an article."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from briefbot.addresses import stand_in, tidy
from briefbot.config import Source
from briefbot.errors import SourceError, WorkError
from briefbot.fetch.turns import SLOW
from briefbot.intake import has_words
from briefbot.models import Entry, Fate, Passed, Reading, Request
from briefbot.pipeline.web import ABSENT, Web, document, request, work_on
from briefbot.ports import Document, Progress
from briefbot.reading import Page, read_page

PASSING = {
    *("timeout", "dns", "no_connection", "unreachable", "disconnected", "proxy"),
    *("robots_unread", *(f"http_{n}" for n in (408, 425, 429, *range(500, 600)))),
}
"""A page that ends so may be there at the next look."""
PATIENCE = timedelta(days=3)
"""One that is not there for so long is given up: until then its feed is read whole each time."""
LOOK_SECONDS = 600
"""One look reads pages for so long; what is left waits for the next."""
LATER = "left for the next look"
SILENT = {"timeout", "no_connection"}
"""Ends of a page that took all of its time."""

_HTML = re.compile(rb"<(?:!doctype|html|head|body|article|div|p|h[1-6])[\s>]", re.IGNORECASE)


@dataclass(slots=True)
class Pace:
    """How the pages of one source come at one look."""

    slow: bool = False
    """Whether one of them did not come soon: the others then leave room too."""


async def read_all(
    source: Source,
    language: str | None,
    entries: Sequence[Entry],
    web: Web,
    progress: Progress,
    now: datetime,
    pace: Pace | None = None,
) -> tuple[list[Reading], list[Passed]]:
    """Read the pages of the entries; what gives no text is passed, with its reason.

    The first page comes alone: it tells whether the others shall leave room for other sources.
    """
    turns = asyncio.Semaphore(web.config.fetch.per_host)
    pace = pace or Pace()
    clock = asyncio.get_running_loop().time
    until = clock() + LOOK_SECONDS

    async def one(entry: Entry) -> Reading | Passed:
        try:
            async with turns:
                if clock() > until:
                    return Passed(entry=entry, fate=Fate.WAITING, detail=LATER)
                return await read(source, language, entry, web, now, pace)
        finally:
            progress.page()

    progress.pages(len(entries))
    results = [await one(entry) for entry in entries[:1]]
    results += await asyncio.gather(*map(one, entries[1:]))
    readings = [result for result in results if isinstance(result, Reading)]
    passed = [result for result in results if isinstance(result, Passed)]
    return await _told_apart(readings, web), passed


def given_up(item: Passed, waits: Mapping[str, datetime], now: datetime) -> Passed:
    """Return what became of a page, given since when entries wait for theirs.

    One that no look had time for yet is read when there is time.
    """
    since = waits.get(item.entry.id, now)
    tried = item.fate is Fate.WAITING and item.detail != LATER
    late = tried and now - since >= PATIENCE
    return replace(item, fate=Fate.UNREADABLE) if late else item


async def read(
    source: Source, language: str | None, entry: Entry, web: Web, now: datetime, pace: Pace
) -> Reading | Passed:
    """Return the article that an entry leads to, or why there is none."""
    own = (None if entry.shared else tidy(entry.url)) or stand_in(entry, source.url)
    page = Page(
        entry=entry,
        url=own,
        source_id=source.id,
        outlet=source.label,
        language=source.language or language,
        summariser=web.config.summariser,
        now=now,
        document=None,
        selector=source.text_selector,
    )
    host = urlsplit(own).netloc
    if not pace.slow and not web.work.is_heavy(source.id):
        async with web.pages.one(host):
            if came := await web.pages.soon(_page(source, entry, web, pace)):
                return await _result(page, came, web)
        pace.slow = True
    async with web.pages.one(host, slow=True):
        return await _result(page, await _page(source, entry, web, pace), web)


async def _result(page: Page, came: _Came, web: Web) -> Reading | Passed:
    found = came.document
    page = replace(page, document=found, end=tidy(found.url) if found else None, note=came.note)
    try:
        return await _article(page, web)
    except SourceError as error:
        later = came.again or error.reason == ABSENT
        fate = Fate.WAITING if later else Fate.UNREADABLE
        return Passed(entry=page.entry, fate=fate, detail=str(error))


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
        return await work_on(web, read_page, page, own, page.source_id)
    except SourceError:
        return reading


async def _article(page: Page, web: Web) -> Reading:
    """Read the page; when it is too much for a worker, the feed's own text has to do."""
    try:
        return await work_on(web, read_page, page, page.url, page.source_id)
    except WorkError as error:
        if page.document is None:
            raise
        alone = replace(page, document=None, note=str(error))
        return await work_on(web, read_page, alone, page.url, page.source_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    """What came of asking for a page."""

    document: Document | None = None
    note: str = ""
    """Why the feed's own text has to do."""
    again: bool = False
    """Whether to try again at the next look."""


async def _page(source: Source, entry: Entry, web: Web, pace: Pace) -> _Came:
    if not entry.url:
        return _Came(note="the entry has no address")
    if entry.shared:
        return _Came(note="its page is that of several entries")
    if source.text == "feed" and has_words(entry.content):
        return _Came(note="the source is set to `text: feed`")
    try:
        asked = request(source, entry.url, web, limit=web.config.fetch.page_limit)
        asked = replace(asked, crawled=True, doubtful=pace.slow)
        response = await web.client(source).fetch(asked)
    except SourceError as error:
        pace.slow = pace.slow or error.reason in SILENT
        return _Came(note=str(error), again=error.reason in PASSING)
    pace.slow = pace.slow or (response.took or 0) > SLOW
    return _Came(document=document(response))


async def read_address(url: str, web: Web, now: datetime, *, inside: bool = False) -> Reading:
    """Read one page as an article, and store nothing; raise SourceError.

    It is read as a reader may read it; `inside` is for the operator, who may name what
    `fetch.allow_private` opens.
    """
    client = web.inside if inside else web.outside
    response = await client.fetch(Request(url=url, limit=web.config.fetch.page_limit))
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
