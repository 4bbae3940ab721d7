"""An index page, as a home page or a list of advisories: the links on it that lead to articles.

trafilatura run on such a page jumbles the teasers, so this only reads links and what stands
around them. A link gets points for each sign that it leads to an article.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml.cssselect import CSSSelector

from briefbot import addresses
from briefbot.errors import ParseError
from briefbot.models import Entry, Feed
from briefbot.sources import _cards, _signs
from briefbot.text import markup
from briefbot.text.charset import decode
from briefbot.text.clean import clean

if TYPE_CHECKING:
    from briefbot.ports import Document, Parse

_MOST_ENTRIES = 200
_MOST_ANCHORS = 5000
_LONGEST_PAGE = 3_000_000
_LONGEST_TITLE, _LONGEST_TEASER = 300, 1000
_FEWEST = 2
_ENOUGH, _ENOUGH_WHEN_FEW = 4, 3
_LESS = 2
_SPEAKING = 3
"""An address with these points needs no parameter to tell its page."""
_LIST = 4
"""Links whose addresses differ in the last part only make a list from here."""

_DIGIT = re.compile(r"\d")
_FEED_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json|json|xml)|text/xml")
_FEED_NOT = re.compile(r"oembed|wp-json|manifest|opensearch|sitemap", re.IGNORECASE)
_FEED_OF_COMMENTS = re.compile(r"comment|kommentar|replies|留言|评论|評論", re.IGNORECASE)


def parse(document: Document) -> Feed:
    """Return the articles that an index page links to, in the page's order, at most 200.

    The content is the teaser where one stands beside the link. ParseError: `empty`, `bad_feed`,
    `login_page`, and `no_entries` when fewer than two links look like articles.
    """
    text, tree = _tree(document)
    if document.links:
        return _feed(tree, document.url, _picked(tree, document.url, document.links))
    links = _links(tree, document.url)
    cards, chrome = _cards.Cards(links), _cards.Chrome(tree)
    judged = _judge([(link, cards.of(link)) for link in links])
    entries = _chosen([found for found in judged if not chrome.holds(found.link)], _ENOUGH)
    if len(entries) < _FEWEST:
        entries = _chosen(judged, _ENOUGH_WHEN_FEW)
    if len(entries) < _FEWEST:
        raise _nothing(text, tree, document.url)
    return _feed(tree, document.url, entries)


def _feed(tree: _cards.Element, url: str, entries: list[Entry]) -> Feed:
    return Feed(
        kind="page",
        title=clean(_cards.words(tree.find(".//title")), limit=_LONGEST_TITLE),
        entries=tuple(entries[:_MOST_ENTRIES]),
        language=_language(tree),
        home=addresses.fit(url),
    )


def _picked(tree: _cards.Element, url: str, selector: str) -> list[Entry]:
    """Return what a source's own selector picks, links or the elements around them."""
    base, found = _base(tree, url), dict[str, _cards.Link]()
    for element in CSSSelector(selector, translator="html")(tree)[:_MOST_ANCHORS]:
        for anchor in islice(element.iter("a"), _MOST_ENTRIES):
            address = addresses.fit(anchor.get("href", ""), base)
            if address and (key := addresses.canonical(address)):
                link = found.setdefault(key, _cards.Link(address))
                link.anchors.extend([] if anchor in link.anchors else [anchor])
    cards = _cards.Cards(list(found.values()))
    judged = [(link, cards.of(link)) for link in islice(found.values(), _MOST_ENTRIES)]
    entries = [_entry(link, card) for link, card in judged if card.title]
    if not entries:
        message = (
            f"{url}: link_selector picks no link with a title on this page; is it still right?"
        )
        raise ParseError("no_entries", message)
    return entries


@dataclass(frozen=True)
class _Judged:
    link: _cards.Link
    card: _cards.Card
    points: int


def _judge(found: list[tuple[_cards.Link, _cards.Card]]) -> list[_Judged]:
    """Add the points of the address, of the card, and of being one of a list."""
    judged = [
        _Judged(link, card, _signs.points(link.url) + card.points)
        for link, card in found
        if card.title
    ]
    lists = Counter(_signs.group(one.link.url) for one in judged if one.points >= _FEWEST)
    return [
        replace(one, points=one.points + (lists[_signs.group(one.link.url)] >= _LIST))
        for one in judged
    ]


def _chosen(judged: list[_Judged], enough: int) -> list[Entry]:
    """Keep what has enough points, and the less striking ones of the same list."""
    shapes = Counter(one.card.shape for one in judged if one.points >= enough)
    return [
        _entry(one.link, one.card)
        for one in judged
        if one.points >= enough
        or (one.points >= enough - _LESS and shapes[one.card.shape] >= _FEWEST)
    ]


def feeds(document: Document) -> tuple[str, ...]:
    """Return the feeds that the page announces, the one to prefer first.

    A feed of comments is one only where there is no other: else it would be read for good when
    the other fails once.
    """
    _, tree = _tree(document)
    found: dict[str, tuple[bool, bool]] = {}
    here = document.url.partition("?")[0].rstrip("/")
    base = _base(tree, document.url)
    for link in tree.iter("link"):
        href, title = link.get("href", ""), link.get("title", "")
        address = addresses.fit(href, base)
        if address is None or not _announces_feed(link) or _FEED_NOT.search(href):
            continue
        side = bool(_FEED_OF_COMMENTS.search(f"{title} {href}"))
        found.setdefault(address, (side, not address.startswith(here)))
    mains = [address for address, (side, _) in found.items() if not side]
    return tuple(sorted(mains or found, key=found.__getitem__))


def _announces_feed(link: _cards.Element) -> bool:
    kind = link.get("type", "").partition(";")[0].strip().lower()
    rel = link.get("rel", "").lower().split()
    if (
        kind == "application/json"
        and "feed" not in f"{link.get('href')} {link.get('title')}".lower()
    ):
        return False
    return "feed" in rel or ("alternate" in rel and bool(_FEED_TYPES.fullmatch(kind)))


# ---------------------------------------------------------------- the page


def _tree(document: Document) -> tuple[str, _cards.Element]:
    text = markup.without_doctype(decode(document.body, document.charset)[:_LONGEST_PAGE])
    if not text.strip():
        raise ParseError("empty", f"{document.url}: the answer is empty; is the address right?")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError("bad_feed", f"{document.url}: no web page ({error!s:.200})") from error
    if tree is None:
        raise ParseError("bad_feed", f"{document.url}: this is not a web page")
    return text, tree


def _base(tree: _cards.Element, url: str) -> str:
    base = tree.find(".//base[@href]")
    return (addresses.fit(base.get("href", ""), url) if base is not None else None) or url


def _language(tree: _cards.Element) -> str | None:
    code = (tree.get("lang") or "").strip().lower()[:2]
    return code if re.fullmatch("[a-z]{2}", code) else None


def _nothing(text: str, tree: _cards.Element, url: str) -> ParseError:
    if markup.asks_password(text):
        message = f"{url}: this page asks for a password; give the address of a public page or feed"
        return ParseError("login_page", message)
    scripts = sum(1 for _ in tree.iter("script"))
    if scripts and not any(True for _ in tree.iter("a")):
        hint = "a script builds it in the browser; look for the site's feed or news sitemap"
    else:
        hint = "name the page that lists the articles, or the site's feed"
    return ParseError("no_entries", f"{url}: no list of articles on this page: {hint}")


def _links(tree: _cards.Element, url: str) -> list[_cards.Link]:
    """Return what the page links to on its own site, in the page's order."""
    base, found = _base(tree, url), dict[str, _cards.Link]()
    for _, anchor in zip(range(_MOST_ANCHORS), tree.iter("a"), strict=False):
        address = addresses.fit(anchor.get("href", ""), base)
        if address and (key := addresses.canonical(address)) and _signs.may_lead(address, url):
            found.setdefault(key, _cards.Link(address)).anchors.append(anchor)
    return list(_merged(found).values())


def _merged(found: dict[str, _cards.Link]) -> dict[str, _cards.Link]:
    """Join `/a-long-story?ref=lead` to `/a-long-story` where a page links to both."""
    merged: dict[str, _cards.Link] = {}
    for key, link in found.items():
        plain, _, query = key.partition("?")
        joined = plain in found and not _DIGIT.search(query) and _signs.points(plain) >= _SPEAKING
        name = plain if joined else key
        merged.setdefault(name, found.get(name, link))
        if name != key:
            merged[name].anchors.extend(link.anchors)
    return merged


def _entry(link: _cards.Link, card: _cards.Card) -> Entry:
    return Entry(
        id=link.url,
        url=link.url,
        title=clean(card.title, limit=_LONGEST_TITLE),
        published=card.published or _signs.date_in(link.url),
        content=clean(card.teaser, limit=_LONGEST_TEASER),
    )


PARSE: Parse = parse
FEEDS = feeds
