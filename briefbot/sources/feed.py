"""RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, JSON Feed 1.x."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import fastfeedparser
import feedparser

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
_LONGEST_NAME = 120
_LONGEST_CONTENT = 200_000
_LONGEST_ID = 500
_TITLE_FROM_TEXT = 80

_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_FEED_START = re.compile(r"<(?:\?xml\s|(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\b)", re.IGNORECASE)
_HEAD = 8192
# What the quick parser reads only in part: markup inside of a title or a summary.
_NESTED = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:title|summary|description|encoded)\b[^<>]*>[^<]*<(?![/!])"
)
_DATE = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:pubdate|published|updated|issued|modified|created|date)\b",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(rb"<(?:dc:)?language>\s*([A-Za-z]{2,3})\b")
_MAIL = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)

Raw = Mapping[str, Any]


def parse(document: Document) -> Feed:
    """Return the feed's entries in its own order, at most 500.

    ParseError: `empty`, `bad_feed` (no feed), `login_page`, `no_entries` (a feed without any).
    """
    text = decode(document.body, document.charset).lstrip()
    if not text:
        raise ParseError("empty", f"{document.url}: the answer is empty; is the address right?")
    head, raws = _read_json(text, document) if text[0] in "{[" else _read_xml(text, document)
    home = _home(head, document.url)
    base = _base(head, document.url, home)
    entries = _distinct([_entry(raw, base) for raw in raws[:_MOST_ENTRIES]])
    if not entries:
        raise ParseError("no_entries", f"{document.url}: this feed has no entries at the moment")
    return Feed(
        kind="feed",
        title=clean(markup.plain(_text(head.get("title"))), limit=_LONGEST_TITLE),
        entries=entries,
        language=_language(head.get("language")),
        home=home,
    )


# ------------------------------------------------------------------ what the bytes are


def _read_xml(text: str, document: Document) -> tuple[Raw, list[Raw]]:
    """Return the feed's own fields and its entries' as a parser names them (feedparser's names)."""
    text = _from_start(text, document.url)
    body = markup.safe_xml(text)
    quick, problem = _quickly(body)
    if _is_enough(quick, body):
        return quick
    thorough, trouble = _thoroughly(body, document.url)
    best = max(quick, thorough, key=lambda found: len(found[1]))
    if not best[1] and markup.root(text) not in _ROOTS:
        raise _no_feed(text, document.url)
    if not best[1] and problem and trouble:
        raise ParseError(
            "bad_feed", f"{document.url}: this feed is too damaged to read ({trouble:.200})"
        )
    return thorough if len(thorough[1]) >= len(quick[1]) else quick


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


def _quickly(body: bytes) -> tuple[tuple[Raw, list[Raw]], Exception | None]:
    try:
        parsed = fastfeedparser.parse(body, include_tags=False)
        head = dict(parsed.feed)
        head["base"] = (head.get("title_detail") or {}).get("base")
        if not head.get("language") and (found := _LANGUAGE.search(body, 0, _HEAD)):
            head["language"] = found[1].decode()
        return (head, list(parsed.entries)), None
    except Exception as error:  # noqa: BLE001  hostile bytes make it raise anything
        return ({}, []), error


def _thoroughly(body: bytes, url: str) -> tuple[tuple[Raw, list[Raw]], Exception | None]:
    """Read with feedparser: slower, and it repairs more. A stream, never bytes: see reliability."""
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(body),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        # Plain dictionaries: feedparser's own warn when a date is asked for by another name.
        return (dict(parsed.feed), [dict(entry) for entry in parsed.entries]), None
    except Exception as error:  # noqa: BLE001  hostile bytes make it raise anything
        return ({}, []), error


def _is_enough(quick: tuple[Raw, list[Raw]], body: bytes) -> bool:
    """Tell whether the quick parser read all that is there, without guessing.

    It stops at markup inside of a title, knows no xml:base below the top, and takes an entry
    without a date to be as old as a number in its guid says.
    """
    entries = quick[1]
    if not entries or _NESTED.search(body) or len(_DATE.findall(body)) < len(entries):
        return False
    return b"xml:base" not in body or all(
        addresses.is_web(_text(entry.get("link"))) for entry in entries
    )


def _read_json(text: str, document: Document) -> tuple[Raw, list[Raw]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError("bad_feed", f"{document.url}: broken JSON ({error!s:.200})") from error
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise ParseError("bad_feed", f"{document.url}: this is JSON, but no JSON Feed (no items)")
    head = {"title": found.get("title"), "link": found.get("home_page_url")}
    return head | {"language": found.get("language")}, [
        _json_entry(item) for item in items if isinstance(item, dict)
    ]


def _json_entry(item: Mapping[str, Any]) -> Raw:
    plain = _text(item.get("content_text"))
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


# ------------------------------------------------------------------ from names to nouns


def _entry(raw: Raw, base: str) -> Entry:
    url = _url(raw, base)
    content = _content(raw)
    title = clean(markup.plain(_text(raw.get("title"))), limit=_LONGEST_TITLE)
    if not title:
        title = clean(markup.first_words(content, _TITLE_FROM_TEXT), limit=_TITLE_FROM_TEXT)
    author = clean(markup.plain(_text(raw.get("author"))), limit=_LONGEST_NAME)
    return Entry(
        id=clean(_text(raw.get("id")))[:_LONGEST_ID] or url or _fingerprint(title, content),
        url=url,
        title=title,
        published=_published(raw),
        content=content,
        author=named[1].strip() if (named := _MAIL.fullmatch(author)) else author,
        language=_language(raw.get("language") or _content_language(raw)),
        image=_image(raw, base),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> list[Raw]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _home(head: Raw, url: str) -> str | None:
    links = [link for link in _dicts(head.get("links")) if link.get("rel") in (None, "alternate")]
    hrefs = [_text(link.get("href")) for link in links] + [_text(head.get("link"))]
    return next((home for href in hrefs if href and (home := addresses.fit(href, url))), None)


def _base(head: Raw, url: str, home: str | None) -> str:
    """Return what relative links stand on: xml:base, else the feed's site when it is elsewhere."""
    if base := addresses.fit(_text(head.get("base")), url):
        return base
    return home if home and addresses.host(home) != addresses.host(url) else url


def _url(raw: Raw, base: str) -> str:
    """Return the page that an entry is about; empty when it names none that is fit to open."""
    links = [link for link in _dicts(raw.get("links")) if link.get("href")]
    pages = [link for link in links if link.get("rel") in (None, "", "alternate")]
    pages.sort(key=lambda link: "html" not in _text(link.get("type") or "html"))
    others = {link["href"] for link in links if link not in pages}
    link, name = _text(raw.get("link")), _text(raw.get("id"))
    hrefs = [_text(page["href"]) for page in pages]
    # An Atom entry's first link may be its comments or its recording.
    hrefs = [*hrefs, link] if link in others else [link, *hrefs]
    hrefs += [name] if addresses.is_web(name) else []
    fit = (
        addresses.fit(href.replace("&amp;", "&"), base) for href in hrefs if href and href not in others
    )
    return next(filter(None, fit), "")


def _content(raw: Raw) -> str:
    texts = [_text(part.get("value")) for part in _dicts(raw.get("content"))]
    texts += [_text(raw.get("description")), _text(raw.get("summary"))]
    return max(texts, key=len).strip()[:_LONGEST_CONTENT]


def _content_language(raw: Raw) -> object:
    return next(
        (part["language"] for part in _dicts(raw.get("content")) if part.get("language")), None
    )


def _published(raw: Raw) -> datetime | None:
    for name in ("published", "updated", "created"):
        if moment := dates.read(_text(raw.get(name))):
            return moment
        if (parsed := raw.get(f"{name}_parsed")) and (moment := _from_parts(parsed)):
            return moment
    return None


def _from_parts(parsed: Any) -> datetime | None:  # noqa: ANN401  time.struct_time, as feedparser has it
    try:
        return dates.read(datetime(*parsed[:6]).isoformat())  # noqa: DTZ001  feedparser's is UTC
    except (TypeError, ValueError):
        return None


def _language(value: object) -> str | None:
    code = re.split("[-_]", _text(value).strip().lower(), maxsplit=1)[0]
    return code if re.fullmatch("[a-z]{2}", code) else None


def _image(raw: Raw, base: str) -> str | None:
    media = _dicts(raw.get("media_thumbnail")) + _dicts(raw.get("media_content"))
    found = [raw.get("image")] + [
        item.get("url") or item.get("href")
        for item in media + _dicts(raw.get("enclosures"))
        if _is_picture(item)
    ]
    fit = (addresses.fit(url, base) for url in map(_text, found) if url)
    return next(filter(None, fit), None)


def _is_picture(item: Raw) -> bool:
    kind = _text(item.get("type")) or _text(item.get("medium"))
    url = _text(item.get("url") or item.get("href"))
    return kind.startswith("image") or (not kind and bool(_PICTURE.search(url.partition("?")[0])))


def _fingerprint(title: str, content: str) -> str:
    return hashlib.sha256(f"{title}\n{content}".encode("utf-8", "replace")).hexdigest()[:32]


def _distinct(entries: list[Entry]) -> tuple[Entry, ...]:
    """Keep one of each id; ids that stand for several pages give way to the pages' addresses."""
    pages: dict[str, set[str]] = {}
    for entry in entries:
        pages.setdefault(entry.id, set()).add(entry.url)
    kept: dict[str, Entry] = {}
    for entry in entries:
        shared = len(pages[entry.id]) > 1
        own = replace(entry, id=entry.url or _fingerprint(entry.title, entry.content))
        chosen = own if shared else entry
        kept.setdefault(chosen.id, chosen)
    return tuple(kept.values())


PARSE: Parse = parse
