"""Sitemaps: a news sitemap, or a plain list of pages; gzip as files have it."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import etree

from briefbot import addresses
from briefbot.errors import ParseError
from briefbot.models import Entry, Feed
from briefbot.text import dates, markup
from briefbot.text.charset import decode
from briefbot.text.clean import clean

if TYPE_CHECKING:
    from briefbot.ports import Document, Parse

_MOST_ENTRIES = 500
_LONGEST_TITLE = 300
_MOST_BYTES = 5_000_000
_HOME_SLASHES = 3
_GZIP = b"\x1f\x8b"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def parse(document: Document) -> Feed:
    """Return the pages that a sitemap lists, the newest first, at most 500.

    Of more without any date, those at both ends.

    A plain sitemap gives no titles: they stay empty for the page to say. ParseError: `empty`,
    `too_large`, `bad_feed`, `no_entries`, and `sitemap_index` when this only lists other sitemaps.
    """
    text = decode(_unpacked(document), document.charset)
    if not text.strip():
        raise ParseError("empty", f"{document.url}: the answer is empty; is the address right?")
    root = _root(text, document.url)
    if _name(root) == "sitemapindex":
        raise _index(root, document.url)
    entries = [entry for element in _children(root, "url") if (entry := _entry(element, document))]
    if not entries:
        raise ParseError("no_entries", f"{document.url}: this sitemap lists no pages")
    unique = {entry.id: entry for entry in entries}.values()
    newest = sorted(unique, key=lambda entry: entry.published or _LONG_AGO, reverse=True)
    languages = {entry.language for entry in newest}
    return Feed(
        kind="sitemap",
        title=addresses.host(document.url),
        entries=tuple(_part(newest)),
        language=languages.pop() if len(languages) == 1 else None,
    )


def _part(newest: list[Entry]) -> list[Entry]:
    """Return as many as are read; without dates those at both ends, where new pages come in."""
    if len(newest) <= _MOST_ENTRIES or newest[0].published:
        return newest[:_MOST_ENTRIES]
    half = _MOST_ENTRIES // 2
    return newest[:half] + newest[-half:]


def _unpacked(document: Document) -> bytes:
    """Return the body, unpacked when it is a gzip file; never more than 5 MB of it."""
    if not document.body.startswith(_GZIP):
        return document.body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = unpacker.decompress(document.body, _MOST_BYTES + 1)
    except zlib.error as error:
        raise ParseError("bad_feed", f"{document.url}: broken gzip file ({error})") from error
    if not body:
        raise ParseError("bad_feed", f"{document.url}: this gzip file holds nothing")
    if len(body) > _MOST_BYTES:
        raise ParseError(
            "too_large",
            f"{document.url}: this sitemap unpacks to more than {_MOST_BYTES // 1_000_000} MB;"
            " use the site's news sitemap or its feed",
        )
    return body


def _root(text: str, url: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(markup.safe_xml(text), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError("bad_feed", f"{url}: this is not a sitemap ({error!s:.200})") from error
    if root is None or _name(root) not in {"urlset", "sitemapindex"}:
        start = clean(text[:200], limit=40)
        raise ParseError("bad_feed", f"{url}: this is not a sitemap; it begins with {start!r}")
    return root


def _index(root: etree._Element, url: str) -> ParseError:
    """Return the error that names the sitemap to use: the newest, of the news kind if there is."""
    listed = []
    for element in _children(root, "sitemap"):
        if address := addresses.fit(_value(element, "loc"), url):
            changed = dates.read(_value(element, "lastmod")) or _LONG_AGO
            listed.append(("news" in address.lower(), changed, address))
    if not listed:
        return ParseError("no_entries", f"{url}: this index of sitemaps lists none")
    newest = max(listed, key=lambda item: item[:2])[2]
    message = f"{url}: this only lists {len(listed)} other sitemaps; use one of them, as {newest}"
    return ParseError("sitemap_index", message)


def _entry(element: etree._Element, document: Document) -> Entry | None:
    url = addresses.fit(_value(element, "loc"), document.url)
    if url is None or (url.count("/") == _HOME_SLASHES and url.endswith("/")):
        return None  # a site's first page is no article
    news = next(iter(_children(element, "news")), None)
    publication = None if news is None else next(iter(_children(news, "publication")), None)
    published = dates.read(_value(news, "publication_date"))
    changed = dates.read(_value(element, "lastmod"))
    language = _value(publication, "language").strip().lower()[:2]
    return Entry(
        id=url,
        url=url,
        title=clean(markup.plain(_value(news, "title")), limit=_LONGEST_TITLE),
        published=published or changed,
        language=language if language.isalpha() and language.isascii() else None,
        updated=changed if published and changed and changed > published else None,
    )


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace: half of the sitemaps get that wrong."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if _name(child) == name]


def _value(element: etree._Element | None, name: str) -> str:
    found = _children(element, name) if element is not None else []
    return (found[0].text or "").strip() if found else ""


PARSE: Parse = parse
