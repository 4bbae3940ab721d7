"""Step 1: a source's bytes to its entries; one file for each kind of source.

This front stays light: the parsers are imported with the kind that needs them.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

from briefbot import addresses, plugins
from briefbot.errors import ParseError
from briefbot.models import Entry, Feed
from briefbot.text import markup
from briefbot.text.charset import decode

if TYPE_CHECKING:
    from briefbot.ports import Document, Parse

_HEAD = 100_000
_ROOTS = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "html": "page",
}
_FEED = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\b[^<>]*(?:version|xmlns)", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body|title|main|article|h1)\b", re.IGNORECASE)
_GZIP = b"\x1f\x8b"

_BASE = re.compile(r"<base\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
    "application/xml",
    "text/xml",
)
_SIDE_FEED = re.compile(r"comment|replies|/tag/|/author/|/category/|podcast", re.IGNORECASE)
_NO_FEED = re.compile(r"oembed|wp-json|manifest|opensearch|sitemap", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")

T = TypeVar("T", Entry, Feed)


def parse(document: Document, kind: str = "auto") -> Feed:
    """Return the feed that a source's bytes hold, read as `kind`; `auto` goes by the bytes.

    Raise ParseError when they hold none; UsageError when there is no such kind.
    """
    name = kind if kind != "auto" else recognise(document)
    if name is None:
        raise ParseError("bad_feed", f"{document.url}: {_strange(document)}")
    read = cast("Parse", plugins.load(__name__, name, "PARSE"))
    feed = _scrubbed(read(document))
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
