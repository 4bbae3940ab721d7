"""Step 1: a source's bytes to its entries; one file for each kind of source.

This front stays light: the parsers are imported with the kind that needs them. All of it is for
a worker process that can be killed: bytes can be made to take long.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from briefbot import plugins
from briefbot.errors import ParseError
from briefbot.models import Entry, Feed
from briefbot.text import markup
from briefbot.text.charset import decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefbot.ports import Document, Parse

_HEAD = 100_000
_ROOTS = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "channel": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "html": "page",
}
_FEED = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\b[^<>]*(?:version|xmlns)", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body|title|main|article|h1)\b", re.IGNORECASE)
_GZIP = b"\x1f\x8b"

_SURROGATE = re.compile("[\ud800-\udfff]")

T = TypeVar("T", Entry, Feed)


def parse(document: Document, kind: str = "auto") -> Feed:
    """Return the feed that a source's bytes hold, read as `kind`; `auto` goes by the bytes.

    Raise ParseError when they hold none; UsageError when there is no such kind; TypeError when
    its file does not keep to `Parse`.
    """
    name = kind if kind != "auto" else recognise(document)
    if name is None:
        reason = "bad_feed" if document.body.strip() else "empty"
        raise ParseError(reason, f"{document.url}: {_strange(document)}")
    read: Parse = plugins.load(__name__, name, "PARSE")
    try:
        feed = _scrubbed(_sound(read(document), name))
    except ValueError as error:
        # lxml repairs a damaged name into bytes that it then cannot decode itself.
        raise ParseError("bad_feed", f"{document.url}: too damaged ({error!s:.200})") from error
    return replace(feed, entries=tuple(map(_scrubbed, feed.entries)))


def recognise(document: Document) -> str | None:
    """Return the source kind that the bytes are: feed, sitemap, page, or None.

    The server's content type only decides when the bytes do not: many feeds are served as HTML.
    """
    if document.body.startswith(_GZIP):
        return "sitemap"
    head = decode(document.body[:_HEAD], document.charset).lstrip()
    if head.startswith("{"):
        return "feed" if "jsonfeed.org" in head or '"items"' in head else None
    root = markup.root(head)
    if root in _ROOTS:
        return _ROOTS[root]
    if _FEED.search(head):
        return "feed"
    if _PAGE.search(head) or (root and "html" in document.content_type):
        return "page"
    return None


def feeds_of(document: Document) -> tuple[str, ...]:
    """Return the feeds that a web page announces, the one to prefer first; empty for other bytes.

    A feed of comments only where there is no other; on the page of a section, the section's
    feed comes first.
    """
    if recognise(document) != "page":
        return ()
    announced: Callable[[Document], tuple[str, ...]] = plugins.load(__name__, "page", "FEEDS")
    try:
        return announced(document)
    except (ParseError, ValueError):
        return ()


def _strange(document: Document) -> str:
    if not document.body.strip():
        return "the answer is empty; is the address right?"
    kind = document.content_type.partition(";")[0].strip()[:60]
    called = f"the server calls it {kind or 'nothing'}"
    return f"this is no feed, no web page and no sitemap ({called}); check the address"


def _sound(feed: Feed, kind: str) -> Feed:
    """Return what a kind's file gave; what relies on it stands where all sources share it."""
    if not isinstance(feed, Feed):
        raise TypeError(f"kind {kind!r} returns {type(feed).__name__}, not Feed")
    for number, entry in enumerate(feed.entries):
        where = f"kind {kind!r}: entries[{number}]"
        if not isinstance(entry, Entry):
            raise TypeError(f"{where} is {type(entry).__name__}, not Entry")
        for name, text in (("id", entry.id), ("url", entry.url), ("title", entry.title)):
            if not isinstance(text, str):
                raise TypeError(f"{where}.{name} is {type(text).__name__}, not str")
        for name, moment in (("published", entry.published), ("updated", entry.updated)):
            if moment is not None and moment.tzinfo is None:
                raise TypeError(f"{where}.{name} has no time zone")
    return feed


def _scrubbed(noun: T) -> T:
    """Replace lone surrogates, which JSON can hold and which no database and no message takes."""
    broken: dict[str, Any] = {
        field.name: _SURROGATE.sub("\ufffd", value)
        for field in fields(noun)
        if isinstance(value := getattr(noun, field.name), str) and _SURROGATE.search(value)
    }
    return replace(noun, **broken) if broken else noun
