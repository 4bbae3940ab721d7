"""What a worker process does with untrusted bytes: parse, extract, summarise, take features.

The main process imports this file too, to name its functions; what is heavy (lxml,
trafilatura, sumy, numpy) is therefore imported inside them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefbot.corrections import said
from briefbot.errors import ExtractError, ParseError
from briefbot.intake import published
from briefbot.models import Article, Body, Entry, Feed, Quality, Reading
from briefbot.ports import Document

if TYPE_CHECKING:
    from briefbot.extract import Extracted

TITLE = 80
"""Characters of the text that stand for a title where nobody gives one."""
_WALLS = {wall.value: wall for wall in (Quality.CONSENT, Quality.CAPTCHA, Quality.SCRIPTED)}
"""What an error of extraction says stands before the article."""
WALL_LIMIT = 500_000
"""Bytes that no check for robots and no consent form has; an index page may be slow to read."""
_NOTHING = {"no_entries", "bad_feed"}
_SHUT = {
    "captcha": "a fetch.user_agent that names you may help, or asking its owner",
    "consent": "name the site's feed, which asks for none",
}
"""What keeps us out of a source whatever its address, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One entry with what its address gave, ready to be read."""

    entry: Entry
    url: str
    """The address that the entry gives, tidied."""
    end: str | None = None
    """The one that its link led to: the article's, when its text stands there."""
    source_id: str
    outlet: str
    language: str | None
    summariser: str
    now: datetime
    document: Document | None
    """The page's bytes; None when it could not be fetched."""
    note: str = ""
    """Why it could not."""
    selector: str | None = None
    """A CSS selector of the elements that hold the text; None when they are to be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address holds: entries, or the addresses of the feeds that it announces."""

    feed: Feed | None
    announced: tuple[str, ...] = ()


def warm() -> None:
    """Import what every page needs, while the worker still waits for its first one."""
    from briefbot import cluster, extract, sources, summarise  # noqa: F401
    from briefbot.text import language

    language.detect("Warm up the language model with a short sentence.")
    summarise.weigh(
        "One short sentence. And another one.", title="", language="en", summariser="coverage"
    )


def read_source(document: Document, kind: str) -> Found:
    """Parse a source's bytes; for `auto`, a web page first names the feeds that it announces."""
    from briefbot import sources

    if kind == "auto" and sources.recognise(document) == "page":
        announced = tuple(url for url in sources.feeds_of(document) if url != document.url)
        if announced:
            return Found(feed=None, announced=announced)
    try:
        return Found(feed=_marked(sources.parse(document, kind)))
    except ParseError as error:
        raise _walled(document, error) from error


def _walled(document: Document, error: ParseError) -> ParseError:
    """Return what stands in the place of the entries; the error itself when nothing does."""
    from briefbot import extract, sources

    small = len(document.body) <= WALL_LIMIT
    if error.reason not in _NOTHING or not small or sources.recognise(document) != "page":
        return error
    try:
        extract.extract(document.body, url=document.url, charset=document.charset)
    except ExtractError as wall:
        if wall.reason in _SHUT:
            return ParseError(wall.reason, f"{wall}; {_SHUT[wall.reason]}")
    return error


def _marked(feed: Feed) -> Feed:
    """Give each entry what tells it from a later state; a page's teasers have none."""
    if feed.kind == "page":
        return feed
    return replace(feed, entries=tuple(replace(each, said=said(each)) for each in feed.entries))


def read_page(page: Page) -> Reading:
    """Return the article of a page: its own text, or else the feed's; raise ExtractError."""
    from briefbot import cluster, summarise
    from briefbot.text.indexed import columns

    extracted, note, without = _extracted(page)
    article, text = _article(page, extracted, note, without)
    title, language = article.title, article.language
    sentences = summarise.weigh(text, title=title, language=language, summariser=page.summariser)
    return Reading(
        entry=page.entry,
        article=article,
        body=Body(text=text, sentences=sentences, summariser=page.summariser),
        features=cluster.features(title=title, text=text, language=language),
        index=columns(title=title, text=text, language=language),
        note=note,
    )


def _extracted(page: Page) -> tuple[Extracted | None, str, Quality]:
    """Return what the page itself gives; or why it gives nothing, and what that is called."""
    from briefbot import extract

    found = page.document
    if found is None:
        return None, page.note, extract.named(page.entry.url) or Quality.FEED
    if (form := extract.form(found.body, found.content_type)) is not None:
        return None, f"{found.url}: {extract.said(form)}", form
    try:
        if found.content_type.startswith("text/plain"):
            return extract.from_plain(found.body, found.charset), "", Quality.FULL
        read = extract.extract(
            found.body,
            url=found.url,
            charset=found.charset,
            title=page.entry.title,
            dated=page.entry.published is not None,
            selector=page.selector,
        )
    except ExtractError as error:
        return None, str(error), _WALLS.get(error.reason, Quality.FEED)
    return read, f"{found.url}: {read.note}" if read.note else "", Quality.FULL


def _article(
    page: Page, extracted: Extracted | None, note: str, without: Quality
) -> tuple[Article, str]:
    """Return the article and its text; raise ExtractError when there is none."""
    from briefbot import extract
    from briefbot.text import language
    from briefbot.text.clean import clean
    from briefbot.text.sitename import without_site
    from briefbot.text.words import words

    entry = page.entry
    feed_text = extract.from_feed(entry.content, title=entry.title)
    text, quality = extract.choose(extracted, feed_text, without)
    if not text and not (quality.told and (entry.title or (extracted and extracted.title))):
        nothing = f"{entry.url or entry.id}: neither the page nor the feed has text"
        raise ExtractError("no_text", note or nothing)
    given = without_site(entry.title, page.end or page.url)
    title = given or (extracted.title if extracted else "") or clean(text, limit=TITLE)
    declared = extracted.language if extracted else None
    spoken = language.detect(f"{title}\n{text}", hint=page.language or entry.language or declared)
    article = Article(
        url=page.end or page.url if quality is Quality.FULL else page.url,
        source_id=page.source_id,
        outlet=page.outlet,
        title=title,
        author=entry.author or (extracted.author if extracted else "") or "",
        language=spoken,
        quality=quality,
        words=len(words(text, spoken)),
        found=page.now,
        published=published(entry.published or _date(extracted), page.now),
        image=entry.image or (extracted.image if extracted else None),
    )
    return article, text


def _date(extracted: Extracted | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((extracted.date if extracted else None) or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
