"""A feed's bytes to fields under feedparser's names, of which `feed` makes nouns."""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import fastfeedparser
import feedparser

from briefbot import addresses
from briefbot.errors import ParseError
from briefbot.text import markup
from briefbot.text.charset import decode
from briefbot.text.clean import clean

if TYPE_CHECKING:
    from briefbot.ports import Document

_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_FEED_START = re.compile(r"<(?:\?xml\s|(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\b)", re.IGNORECASE)
_HEAD = 8192
# What the quick parser reads only in part: markup inside of a title or a summary.
_NESTED = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:title|summary|description|encoded)\b[^<>]*>[^<]*<(?![/!])"
)
_ENTRY = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)\b", re.IGNORECASE)
_DATE = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(pubdate|published|updated|issued|modified|created|date)\b[^<>]*>"
    rb"\s*(?:<!\[CDATA\[\s*)?([^<>\]]*)",
    re.IGNORECASE,
)
# The quick parser reads other forms too, and some wrongly: it takes 10:30 PM for the morning,
# "+02:00" after an RFC 822 date for nothing, and 05.04.2012 for the fourth of May.
_SURE_DATE = re.compile(
    rb"(?:[A-Za-z]{3,9}, ?)?\d{1,2} [A-Za-z]{3,9} \d{4} \d\d:\d\d(?::\d\d)?"
    rb"(?: (?:[+-]\d{4}|[A-Z]{1,4}))?\s*"
    rb"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\s*|\s*"
)
_LINK = re.compile(rb"<(?:[\w.-]{1,40}:)?link\b", re.IGNORECASE)
_TEXT = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:description|summary|content|encoded|body)\b[^<>]*(?<!/)>"
    rb"(?!\s*(?:<!\[CDATA\[\s*\]\]>\s*)?</)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(rb"<(?:dc:)?language>\s*([A-Za-z]{2,3})\b")

Raw: TypeAlias = Mapping[str, Any]


class Fields(NamedTuple):
    """The feed's own fields, and those of its entries."""

    head: Raw
    entries: list[Raw]


_NOTHING = Fields({}, [])


def read(document: Document) -> Fields:
    """Return a feed's fields; ParseError says what the bytes are when they are no feed."""
    text = decode(document.body, document.charset).lstrip()
    if not text:
        raise ParseError("empty", f"{document.url}: the answer is empty; is the address right?")
    return _read_json(text, document) if text[0] in "{[" else _read_xml(text, document.url)


def _read_xml(text: str, url: str) -> Fields:
    text = _from_start(text, url)
    body = markup.safe_xml(text)
    quick, problem = _quickly(body)
    if _is_enough(quick, body):
        return quick
    thorough, trouble = _thoroughly(body)
    if not quick.entries and not thorough.entries:
        if markup.root(text) not in _ROOTS:
            raise _no_feed(text, url)
        if problem and trouble:
            message = f"{url}: this feed is too damaged to read ({trouble!s:.200})"
            raise ParseError("bad_feed", message)
    return thorough if len(thorough.entries) >= len(quick.entries) else quick


def _from_start(text: str, url: str) -> str:
    """Drop what stands before the feed, as a server's warnings; raise when there is no feed."""
    root = markup.root(text)
    if root in _ROOTS:
        return text
    start = _FEED_START.search(text, 0, _HEAD)
    if start is None or (root == "html" and markup.root(text[start.start() :]) not in _ROOTS):
        raise _no_feed(text, url)
    return text[start.start() :]


def _no_feed(text: str, url: str) -> ParseError:
    """Return the error that says what the text is instead."""
    head, root = text[:_HEAD].lower(), markup.root(text)
    if root == "html" or "<html" in head or "<body" in head:
        if markup.asks_password(text):
            message = "this is a page that asks for a password, not a feed; is the feed public?"
            return ParseError("login_page", f"{url}: {message}")
        return ParseError(
            "bad_feed", f"{url}: this is a web page, not a feed; use kind: page or auto"
        )
    if root in {"urlset", "sitemapindex"}:
        return ParseError("bad_feed", f"{url}: this is a sitemap, not a feed; use kind: sitemap")
    start = clean(text[:200], limit=40)
    return ParseError("bad_feed", f"{url}: this is not a feed; it begins with {start!r}")


def _quickly(body: bytes) -> tuple[Fields, Exception | None]:
    try:
        parsed = fastfeedparser.parse(body, include_tags=False)
        head = dict(parsed.feed)
        head["base"] = (head.get("title_detail") or {}).get("base")
        if not head.get("language") and (found := _LANGUAGE.search(body, 0, _HEAD)):
            head["language"] = found[1].decode()
        return Fields(head, list(parsed.entries)), None
    except Exception as error:  # noqa: BLE001  hostile bytes make it raise anything
        return _NOTHING, error


def _thoroughly(body: bytes) -> tuple[Fields, Exception | None]:
    """Read with feedparser: slower, and it repairs more. A stream, never bytes: see reliability.

    It is not told the feed's address: it would write ids anew that look like relative links.
    """
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        # Plain dictionaries: feedparser's own warn when a date is asked for by another name.
        return Fields(dict(parsed.feed), [dict(entry) for entry in parsed.entries]), None
    except Exception as error:  # noqa: BLE001  hostile bytes make it raise anything
        return _NOTHING, error


def _is_enough(quick: Fields, body: bytes) -> bool:
    """Tell whether the quick parser read all that is there, without guessing.

    It stops at markup inside of a title, knows no xml:base below the top and not every namespace,
    and takes an entry without a date to be as old as a number in its guid says.
    """
    entries = quick.entries
    if not entries or not quick.head.get("title") or _NESTED.search(body):
        return False
    first = _ENTRY.search(body)
    start = first.start() if first else 0
    found = {
        "link": len(_LINK.findall(body, start)),
        "text": len(_TEXT.findall(body, start)),
    }
    read = {
        "link": sum(1 for entry in entries if entry.get("link")),
        "text": sum(1 for entry in entries if entry.get("description") or entry.get("content")),
    }
    if any(read[name] < min(found[name], len(entries)) for name in read):
        return False
    if not _are_dated(entries, _DATE.findall(body, start)):
        return False
    return b"xml:base" not in body or all(
        addresses.is_web(str(entry.get("link"))) for entry in entries
    )


def _are_dated(entries: list[Raw], written: list[tuple[bytes, bytes]]) -> bool:
    """Tell whether the entries' dates are those that stand there, in forms that are read right.

    No more of one name than entries: else one has two, and which is meant is not guessed.
    """
    dated = sum(1 for entry in entries if entry.get("published"))
    most = max(Counter(name.lower() for name, _ in written).values(), default=0)
    return min(most, len(entries)) <= dated <= len(written) and (
        most <= len(entries) and all(_SURE_DATE.fullmatch(text) for _, text in written)
    )


def _read_json(text: str, document: Document) -> Fields:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError("bad_feed", f"{document.url}: broken JSON ({error!s:.200})") from error
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise ParseError("bad_feed", f"{document.url}: this is JSON, but no JSON Feed (no items)")
    head = {
        "title": found.get("title"),
        "link": found.get("home_page_url"),
        "language": found.get("language"),
    }
    return Fields(head, [_json_entry(item) for item in items if isinstance(item, dict)])


def _json_entry(item: Mapping[str, Any]) -> Raw:
    plain = str(item.get("content_text") or "")
    authors = item.get("authors")
    author = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return {
        "id": str(item.get("id") or ""),
        "link": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "content": [
            {"value": item.get("content_html")},
            {"value": html.escape(plain, quote=False)},
        ],
        "summary": item.get("summary"),
        "author": author.get("name") if isinstance(author, dict) else None,
        "language": item.get("language"),
        "image": item.get("image") or item.get("banner_image"),
    }
