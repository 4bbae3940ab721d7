"""RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, CDF, JSON Feed 1.x."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefbot import addresses
from briefbot.errors import ParseError
from briefbot.models import Entry, Feed
from briefbot.sources import _readers
from briefbot.sources._wishes import wishes
from briefbot.text import dates, markup
from briefbot.text.clean import clean

if TYPE_CHECKING:
    from briefbot.ports import Document, Parse

_MOST_ENTRIES = 500
_LONGEST_TITLE = 300
_LONGEST_NAME = 120
_LONGEST_CONTENT = 200_000
_LONGEST_ID = 500
_TITLE_FROM_TEXT = 80
_ON_ONE_PAGE = 3

_MAIL = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)


def parse(document: Document) -> Feed:
    """Return the feed's entries in its own order, at most 500: the newest ones.

    ParseError: `empty`, `bad_feed` (no feed), `login_page`, `no_entries` (a feed without any).
    """
    head, raws = _readers.read(document)
    home = _home(head, document.url)
    base = _base(head, document.url, home)
    entries = _shared(_distinct([_entry(raw, base) for raw in _newest(raws)]), home)
    if not entries:
        message = f"{document.url}: this feed has no entries; wait, or check the address"
        raise ParseError("no_entries", message)
    wanted = wishes(document.body)
    return Feed(
        kind="feed",
        title=clean(markup.plain(_text(head.get("title"))), limit=_LONGEST_TITLE),
        entries=entries,
        language=_language(head.get("language")),
        home=home,
        ttl=wanted.ttl,
        skip_hours=wanted.skip_hours,
        skip_days=wanted.skip_days,
    )


def _newest(raws: list[_readers.Raw]) -> list[_readers.Raw]:
    """Return as many as are read: the first ones, or the last where the oldest come first."""
    if len(raws) <= _MOST_ENTRIES:
        return raws
    first, last = _published(raws[0]), _published(raws[-1])
    rising = first is not None and last is not None and first < last
    return raws[-_MOST_ENTRIES:] if rising else raws[:_MOST_ENTRIES]


def _entry(raw: _readers.Raw, base: str) -> Entry:
    url = _url(raw, base)
    content = _content(raw)
    title = clean(markup.plain(_text(raw.get("title"))), limit=_LONGEST_TITLE)
    if not title:
        title = clean(markup.first_words(content, _TITLE_FROM_TEXT), limit=_TITLE_FROM_TEXT)
    author = clean(markup.plain(_text(raw.get("author"))), limit=_LONGEST_NAME)
    published, updated = _published(raw), _moment(raw, "updated")
    return Entry(
        id=_id(raw, url) or url or _fingerprint(title, content),
        url=url,
        title=title,
        published=published,
        content=content,
        author=named[1].strip() if (named := _MAIL.fullmatch(author)) else author,
        language=_language(raw.get("language") or _content_language(raw)),
        image=_image(raw, base),
        updated=updated if updated and published and updated > published else None,
    )


def _id(raw: _readers.Raw, url: str) -> str:
    """Return the entry's own id; its whole address where that is a relative link."""
    name = _text(raw.get("id"))
    relative = name == raw.get("link") and not addresses.is_web(name)
    return url if url and relative else clean(name)[:_LONGEST_ID]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> list[_readers.Raw]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _home(head: _readers.Raw, url: str) -> str | None:
    links = [link for link in _dicts(head.get("links")) if link.get("rel") in (None, "alternate")]
    hrefs = [_text(link.get("href")) for link in links] + [_text(head.get("link"))]
    return next((home for href in hrefs if href and (home := addresses.fit(href, url))), None)


def _base(head: _readers.Raw, url: str, home: str | None) -> str:
    """Return what relative links stand on: xml:base, else the feed's site when it is elsewhere."""
    if base := addresses.fit(_text(head.get("base")), url):
        return base
    return home if home and addresses.host(home) != addresses.host(url) else url


def _url(raw: _readers.Raw, base: str) -> str:
    """Return the page that an entry is about; empty when it names none that is fit to open."""
    links = [link for link in _dicts(raw.get("links")) if link.get("href")]
    pages = [link for link in links if link.get("rel") in (None, "", "alternate")]
    pages.sort(key=lambda link: "html" not in _text(link.get("type") or "html"))
    link, name = _text(raw.get("link")), _text(raw.get("id"))
    hrefs = [_text(page["href"]) for page in pages]
    others = {link["href"] for link in links if link not in pages and link["href"] not in hrefs}
    if raw.get("guidislink") and "/" not in link:
        link, hrefs = "", []  # the guid is no permalink and does not say so
    # RSS has its link beside these; Atom's is the first of these, be it comments or a recording.
    hrefs = hrefs if link in hrefs else [link, *hrefs]
    hrefs += [name] if name.startswith(("https://", "http://")) else []
    fit = (addresses.fit(href, base) for href in hrefs if href and href not in others)
    return next(filter(None, fit), "")


def _content(raw: _readers.Raw) -> str:
    texts = [_text(part.get("value")) for part in _dicts(raw.get("content"))]
    texts += [_text(raw.get("description")), _text(raw.get("summary"))]
    return max(texts, key=len).strip()[:_LONGEST_CONTENT]


def _content_language(raw: _readers.Raw) -> object:
    return next(
        (part["language"] for part in _dicts(raw.get("content")) if part.get("language")), None
    )


def _published(raw: _readers.Raw) -> datetime | None:
    moments = (_moment(raw, name) for name in ("published", "updated", "created"))
    return next(filter(None, moments), None)


def _moment(raw: _readers.Raw, name: str) -> datetime | None:
    if moment := dates.read(_text(raw.get(name))):
        return moment
    parsed = raw.get(f"{name}_parsed")
    return _from_parts(parsed) if parsed else None


def _from_parts(parsed: Any) -> datetime | None:  # noqa: ANN401  time.struct_time, as feedparser has it
    try:
        return dates.read(datetime(*parsed[:6]).isoformat())  # noqa: DTZ001  feedparser's is UTC
    except (TypeError, ValueError):
        return None


def _language(value: object) -> str | None:
    code = re.split("[-_]", _text(value).strip().lower(), maxsplit=1)[0]
    return code if re.fullmatch("[a-z]{2}", code) else None


def _image(raw: _readers.Raw, base: str) -> str | None:
    media = _dicts(raw.get("media_thumbnail")) + _dicts(raw.get("media_content"))
    found = [raw.get("image")] + [
        item.get("url") or item.get("href")
        for item in media + _dicts(raw.get("enclosures"))
        if _is_picture(item)
    ]
    fit = (addresses.fit(url, base) for url in map(_text, found) if url)
    return next(filter(None, fit), None)


def _is_picture(item: _readers.Raw) -> bool:
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


def _shared(entries: tuple[Entry, ...], home: str | None) -> tuple[Entry, ...]:
    """Mark the entries that stand on one page: not two, as an article may be listed again.

    What the whole feed belongs to is the page of none, even where one alone leads there and
    has a text: the next one would be taken for it.
    """
    whole = addresses.canonical(home) if home else None
    pages: dict[str, set[str]] = {}
    for entry in entries:
        if entry.url:
            pages.setdefault(entry.url, set()).add(entry.title)
    return tuple(
        replace(entry, shared=True)
        if len(pages.get(entry.url, ())) >= _ON_ONE_PAGE or _leads_to(whole, entry)
        else entry
        for entry in entries
    )


def _leads_to(page: str | None, entry: Entry) -> bool:
    """Tell whether an entry with a text of its own leads to this page."""
    return bool(page and entry.content and entry.url) and addresses.canonical(entry.url) == page


PARSE: Parse = parse
