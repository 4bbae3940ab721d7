"""HTML to article text: the page's own when it has one, else what the feed brought along."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree
from trafilatura import bare_extraction
from trafilatura.json_metadata import normalize_authors
from trafilatura.metadata import examine_meta, extract_meta_json, extract_sitename, extract_title
from trafilatura.settings import Document
from trafilatura.utils import load_html

from briefbot.addresses import fit
from briefbot.errors import ExtractError
from briefbot.models import Quality
from briefbot.text import dates
from briefbot.text.charset import decode
from briefbot.text.clean import clean, clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PAGE_LIMIT = 2_000_000
"""Beyond this, bytes or characters, a page takes trafilatura more than ten seconds."""
FEED_LIMIT = 400_000
"""The characters of a feed's own text that are read: four long articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page says of itself, and its article text: one paragraph a line."""

    text: str
    title: str = ""
    author: str = ""
    site: str = ""
    date: str | None = None
    """ISO 8601: a moment in UTC, or a day alone when the page gives no time."""
    language: str | None = None
    """As declared, in lower case: `en`, `zh-tw`."""
    image: str | None = None
    canonical: str | None = None
    """The address that the page gives as its own; as written, but absolute."""
    paywalled: bool = False
    """Whether the page says that readers pay; the text may be whole nevertheless."""


def extract(
    html: bytes | str, *, url: str, charset: str | None = None, title: str = "", dated: bool = False
) -> Extracted:
    """Return the article of a page; raise ExtractError when it has none.

    `charset` is the server's word for bytes, `title` the headline that the feed gives.
    With `dated` the date is known already, and only looked for where that costs nothing.
    """
    tree = _parsed(html, charset, url)
    head = _Head(tree)
    headline = head.title()
    text = _without_headline(_text(tree, url), headline, title)
    if not text or (_size(text) < _NOTICE and _WALL.search(text)):
        raise _no_text(url)
    return Extracted(
        text=text,
        title=headline,
        author=head.author(),
        site=head.site,
        date=head.date() or (None if dated else _searched_date(tree, url)),
        language=head.language(),
        image=head.image(url),
        canonical=head.canonical(url),
        paywalled=head.asks_for_money() or (_size(text) < _STUB and bool(_PAYWALL.search(text))),
    )


def choose(page: Extracted | None, feed_text: str) -> tuple[str, Quality]:
    """Return the text to keep, of the page or of the feed, and what it is."""
    text = page.text if page else ""
    if page and page.paywalled and _size(text) < _STUB:
        return max(text, feed_text, key=len), Quality.PAYWALLED
    if feed_text and _is_fragment(text, feed_text):
        return feed_text, Quality.FEED
    return text, Quality.FULL if text else Quality.FEED


def from_feed(content: str, *, title: str = "") -> str:
    """Return the feed's own text, HTML or plain, as clean text: one paragraph a line."""
    if len(content) > FEED_LIMIT:
        content = content[:FEED_LIMIT].rpartition("<")[0] or content[:FEED_LIMIT]
    text = _stripped(_SURROGATES.sub(_LOST, content))
    if _ESCAPED_TAG.search(text):  # escaped once too often, as some feeds do
        text = _stripped(text)
    lines = clean_text(text).split("\n")
    while lines and _FEED_TAIL.match(lines[-1][:400]):
        lines.pop()
    return _without_headline(_CUT.sub("…", "\n".join(lines)), title)


# ---------------------------------------------------------------- text

_MONSTER = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]{0,30}+)([^<>]{5000,}+)")
_MOST_ATTRIBUTES = 200
_SURROGATES, _LOST = re.compile("[\ud800-\udfff]"), "\ufffd"
"""Half characters, as JSON may hold them: the parser gives up a text with one."""
_STUB = 1000
"""A smaller text may be a teaser (a whole article has 1,500 and more)."""
_NOTICE = 300
"""A smaller text may be a notice about the reader's browser."""
_PAYWALL = re.compile(
    r"(?i)\b(?:subscribe (?:now )?to (?:continue|read|unlock)|to (?:continue|keep) reading"
    r"|already a subscriber|for (?:subscribers|members) only"
    r"|subscriber[- ]exclusive|this (?:article|story) is (?:reserved )?for (?:our )?subscribers"
    r"|unlock (?:this|the full) (?:article|story)|sign in to (?:continue|read)"
    r"|réservé (?:à nos|aux) abonnés|nur für abonnenten|weiterlesen mit|contenido exclusivo para)"
    r"|訂閱.{0,8}閱讀全文|會員專屬|订阅.{0,8}阅读全文|有料会員|会員限定"
)
_WALL = re.compile(
    r"(?i)(?:please )?(?:enable|turn on|activate) (?:javascript|cookies)"
    r"|javascript is (?:disabled|required|not enabled)"
    r"|(?:verify|confirm) (?:that )?you are (?:a )?human|checking (?:if|your) (?:the site|browser)"
    r"|unusual traffic from your|access denied"
)
_FEED_TAIL = re.compile(
    r"(?i)(?:the post .{1,300} appeared first on .{1,100}|(?:continue reading|read more"
    r"|read the full|weiterlesen|lire la suite|leer más|sigue leyendo).{0,200}|\[?(?:…|\.\.\.)\]?"
    r"|(?:submitted|posted) by .{1,100}|comments?|閱讀全文|繼續閱讀|阅读全文)$"
)
_CUT = re.compile(r"\s?\[(?:…|\.\.\.)\]$")
_ESCAPED_TAG = re.compile(
    r"</?(?:p|br|div|a|img|span|strong|em|ul|li|b|i|h[1-6])(?:\s[^<>]{0,500})?/?>"
)
_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6r]|header|li|main|nav|ol|p|pre|section|table|td|th|tr|ul"
)
_SILENT = re.compile(
    "script|style|template|noscript|iframe|object|embed|svg|math|head|select|textarea|button"
    "|audio|video|canvas"
)


def _tree(html: str) -> HtmlElement | None:
    # libxml2 compares each attribute with all others: 100,000 on one element take minutes.
    return load_html(_MONSTER.sub(_tamed, html))


def _tamed(tag: re.Match[str]) -> str:
    return f"<{tag[1]} " if len(tag[2].split()) > _MOST_ATTRIBUTES else tag[0]


def _text(tree: HtmlElement, url: str) -> str:
    document = bare_extraction(tree, url=url, fast=True, include_comments=False)
    return clean_text(document.text or "") if isinstance(document, Document) else ""


def _without_headline(text: str, *headlines: str) -> str:
    """Drop the first lines when they only repeat a headline, unless they are all there is."""
    repeated = {_letters(headline) for headline in headlines}
    first, _, rest = text.partition("\n")
    while rest and _letters(first[:400]) in repeated:
        text = rest
        first, _, rest = text.partition("\n")
    return text


def _size(text: str) -> int:
    """Return the length in letters; a Chinese, Japanese or Korean one says as much as two."""
    return len(text) + sum(character > "\u2e80" for character in text[:_STUB])


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))


def _is_fragment(text: str, feed_text: str) -> bool:
    """Tell whether a page's text is a part of the feed's, or far from reaching it."""
    if 2 * len(text) < len(feed_text):
        return True
    return len(text) < len(feed_text) and _letters(text) in _letters(feed_text)


def _stripped(html: str) -> str:
    """Return the text of a piece of HTML with each block on a line of its own; linear."""
    if "<" not in html and "&" not in html:
        return html
    tree = _tree(f"<html><body><div>{html}</div></body></html>")
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if event in {"start", "end"} else ""
        if event == "start" and _SILENT.fullmatch(tag):
            walk.skip_subtree()
            continue
        pieces.append("\n" if _BLOCKS.fullmatch(tag) else "")
        pieces.append(_unwrapped(element.text if event == "start" else element.tail))
    return "".join(pieces)


def _unwrapped(text: str | None) -> str:
    # HTML shows a line break as a space.
    return " ".join(text.splitlines()) if text and "\n" in text else text or ""


# ---------------------------------------------------------------- the page


def _parsed(html: bytes | str, charset: str | None, url: str) -> HtmlElement:
    if len(html) > PAGE_LIMIT:
        size = f"{len(html) / 1e6:.1f} MB"
        raise ExtractError("too_large", f"{url}: the page has {size}, over {PAGE_LIMIT / 1e6:g} MB")
    text = decode(html, charset) if isinstance(html, bytes) else _SURROGATES.sub(_LOST, html)
    tree = _tree(text)
    if tree is None:
        raise _no_text(url)
    for script in tree.iterfind(_JSON_LD):
        if script.text and len(script.text) > _SCRIPT_LIMIT:
            script.text = None
    return tree


def _no_text(url: str) -> ExtractError:
    message = f"{url}: no article text found; is the page a list, a video or made by scripts?"
    return ExtractError("no_text", message)


_JSON_LD = './/script[@type="application/ld+json"]'
_SCRIPT_LIMIT = 200_000
"""A longer JSON-LD is a catalogue; reading 3 MB of it takes 2.5 s and 400 MB."""
_UNPAID = re.compile(r'"isAccessibleForFree"\s{0,9}:\s{0,9}"?(?:false|no)\b', re.IGNORECASE)
_PUBLISHED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"\\]{8,60})"')
_DATES = ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date")
_LESSER_DATES = ("dc.date.issued", "dcterms.created", "sailthru.date", "pubdate", "date")
_YEARS = range(1990, 2100)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_BYLINES = tuple(
    etree.XPath(f"(//a|//span|//p|//div|//address|//strong|//li)[{test}]")
    for test in (
        "@rel='author' or @itemprop='author' or @class='author' or @class='byline'",
        "contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'Byline')",
    )
)
_LONGEST_AUTHOR = 100
_JSON_TROUBLE = (TypeError, ValueError, AttributeError, LookupError, RecursionError)
"""What trafilatura's reading of JSON-LD raises when the data are not as it thinks."""


def _byline(tree: HtmlElement) -> str:
    for search in _BYLINES:
        for element in search(tree)[:5]:
            line = " ".join(islice(element.itertext(), 50)).strip()
            if len(line) < _LONGEST_AUTHOR and (names := normalize_authors(None, line)):
                return names
    return ""


def _searched_date(tree: HtmlElement, url: str) -> str | None:
    # The extensive search takes twice as long, and finds any day of the text.
    day: str | None = find_date(tree, original_date=True, extensive_search=False, url=url)
    return day


class _Head:
    """What a page says of itself in its meta elements and its JSON-LD.

    trafilatura's `with_metadata` also looks for categories, tags and a licence, and searches
    the whole text for an author and a date: 10 of 26 ms, and nothing that a digest shows.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._about = examine_meta(tree)
        with suppress(*_JSON_TROUBLE):
            self._about = extract_meta_json(tree, self._about)
        self._scripts = [script.text or "" for script in tree.iterfind(_JSON_LD)]
        self._said: dict[str, str] = {}
        for meta in tree.iterfind(".//meta[@content]"):
            names = map(meta.get, ("property", "name", "itemprop", "http-equiv"))
            self._said.setdefault(next(filter(None, names), "").lower(), meta.get("content"))
        self.site = clean(self._about.sitename or extract_sitename(tree) or "", limit=100).lstrip(
            "@"
        )

    def title(self) -> str:
        """Return the headline without the name of the site that often stands behind it."""
        title = clean(self._about.title or extract_title(self._tree) or "", limit=300)
        if self.site and title.casefold().endswith(self.site.casefold()):
            head = title[: -len(self.site)].rstrip()
            return head[:-1].rstrip() if head[-1:] in {*"|–—•·-:»"} else title
        return title

    def author(self) -> str:
        named = self._about.author or _byline(self._tree)
        author = clean(named.replace("; ", ", "))
        return "" if len(author) > _LONGEST_AUTHOR or author == self.site else author

    def date(self) -> str | None:
        data = (match[1] for script in self._scripts if (match := _PUBLISHED.search(script)))
        said = (*map(self._said.get, _DATES), *data, *map(self._said.get, _LESSER_DATES))
        for text in filter(None, said):
            moment = dates.read(text)
            if moment and moment.year in _YEARS:
                is_day = len(text.strip()) <= len("2026-11-22")
                return moment.date().isoformat() if is_day else moment.isoformat()
        return None

    def language(self) -> str | None:
        html = self._tree.getroottree().getroot()
        names = (html.get("lang"), self._said.get("content-language"), self._said.get("og:locale"))
        for name in filter(None, names):
            language: str = name.strip().lower().replace("_", "-")
            if _LANGUAGE.fullmatch(language):
                return language
        return None

    def image(self, url: str) -> str | None:
        address: str = self._about.image or ""
        return fit(address, url) if address else None

    def canonical(self, url: str) -> str | None:
        """Return the page's own word for its address, unless that is its site's front door."""
        link = self._tree.find('.//link[@rel="canonical"][@href]')
        address = fit(link.get("href", ""), url) if link is not None else None
        if address and urlsplit(address).path == "/" != urlsplit(url).path:
            return None
        return address

    def asks_for_money(self) -> bool:
        tier = self._said.get("article:content_tier", "").lower()
        return tier in {"locked", "metered"} or any(map(_UNPAID.search, self._scripts))
