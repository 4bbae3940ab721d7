"""What stands around a link on a web page: its box, its heading, its date, its teaser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from briefbot.text import dates
from briefbot.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

Element: TypeAlias = etree._Element  # lxml has no other name for it

_SHORTEST_TEASER = 40
_SHORTEST_TITLE, _GOOD_TITLE, _CARD_TEXT = 12, 24, 150
_LONGEST_DATE = 40
_CARD_DEPTH, _CARD_ANCHORS = 6, 30

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg"})
_INLINE = frozenset({"b", "i", "em", "strong", "mark", "sub", "sup", "u", "font", "wbr", "code"})
_CHROME_TAGS = frozenset({"nav", "footer", "form", "menu", "dialog", "aside"})
_CHROME_ROLES = frozenset({"navigation", "contentinfo", "search", "dialog", "complementary"})
_CHROME_NAMES = frozenset({
    "nav", "navbar", "navigation", "menu", "submenu", "dropdown", "footer", "breadcrumb",
    "breadcrumbs", "pagination", "pager", "social", "share", "sharing", "cookie", "cookies",
    "consent", "toolbar", "topbar", "sidebar", "taglist", "login", "newsletter", "sponsored",
    "advert", "ads", "comments", "legal", "copyright", "skip",
})  # fmt: skip
_WORDY = re.compile(r"[^\W\d_]{4,}|[\u2e80-\uffff]{2,}")
_GENERIC = re.compile(
    r"\W*(?:(?:read|learn|see|show|view|find out)?\s*(?:more|full story|article|details|all)"
    r"|continue reading|share|read|here|link|weiterlesen|mehr|lire la suite|leer más|saiba mais"
    r"|閱讀更多|阅读更多|繼續閱讀|继续阅读|閱讀全文|阅读全文|更多|詳全文"
    r"|続きを読む|もっと見る|자세히 보기|더보기"
    r"|\d+\s*(?:comments?|replies|kommentare|則留言)?)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Link:
    """All the anchors of a page that lead to one address."""

    url: str
    anchors: list[Element] = field(default_factory=list)


@dataclass(frozen=True)
class Card:
    """What a page says about one link."""

    title: str
    published: datetime | None
    teaser: str
    points: int
    """How much it is shown as an article is: heading, length, date, teaser."""
    shape: tuple[str, ...]
    """What the boxes of one list share."""


class Cards:
    """The boxes that links stand in, each with what is said about one link alone."""

    def __init__(self, links: list[Link]) -> None:
        self._link_of = {anchor: link for link in links for anchor in link.anchors}

    def of(self, link: Link) -> Card:
        """Return what stands in the link's box."""
        box = self._box(link)
        title = _title(link, box)
        published, teaser = _date(box, title), _teaser(box, title)
        width = sum(2 if character > "\u2e80" else 1 for character in title)
        points = (width >= _SHORTEST_TITLE) + (width >= _GOOD_TITLE) - (width < _SHORTEST_TITLE / 2)
        points += 2 * any(map(_has_heading, link.anchors))
        points += _within_article(box) + (published is not None) + bool(teaser)
        return Card(
            title=_full(title, box),
            published=published,
            teaser=teaser,
            points=points,
            shape=_shape(link.anchors[0], box),
        )

    def _box(self, link: Link) -> Element:
        """Return the largest box around the link that holds no other candidate."""
        box = max(link.anchors, key=lambda anchor: len(words(anchor)))
        for parent in islice(box.iterancestors(), _CARD_DEPTH):
            if parent.tag in ("body", "main") or self._is_shared(parent, link):
                break
            box = parent
            if box.tag in ("article", "li", "tr"):
                break
        return box

    def _is_shared(self, box: Element, link: Link) -> bool:
        for count, anchor in enumerate(box.iter("a")):
            if count >= _CARD_ANCHORS or self._link_of.get(anchor, link) is not link:
                return True
        return False


class Chrome:
    """What every page of a site repeats: navigation, footers, boxes at the side."""

    def __init__(self, tree: Element) -> None:
        self._anchors = sum(1 for _ in tree.iter("a"))
        self._judged: dict[Element, bool] = {}

    def holds(self, link: Link) -> bool:
        """Tell whether all anchors of a link stand there."""
        return all(any(map(self._is_chrome, a.iterancestors())) for a in link.anchors)

    def _is_chrome(self, box: Element) -> bool:
        if box not in self._judged:
            self._judged[box] = self._judge(box)
        return self._judged[box]

    def _judge(self, box: Element) -> bool:
        if box.tag in _CHROME_TAGS or box.get("role") in _CHROME_ROLES:
            return True
        if box.tag == "header":
            return next(box.iterancestors("article", "main", "section", "li"), None) is None
        if box.tag in ("body", "html", "main", "article") or _names(box).isdisjoint(_CHROME_NAMES):
            return False
        # Themes call the box around everything "content-sidebar-wrap".
        return sum(1 for _ in box.iter("a")) * 2 <= self._anchors


def words(box: Element | None) -> str:
    """Return the text of a box that people see, as one line."""
    return "" if box is None else " ".join("".join(_texts(box)).split())


def _texts(box: Element) -> Iterator[str]:
    for element in box.iter():
        apart = "" if element.tag in _INLINE else " "
        yield apart
        if element.tag not in _UNSEEN and element.text:
            yield element.text
        if element is not box:
            yield apart + (element.tail or "")


def _names(box: Element) -> set[str]:
    return set(re.split("[^a-z]+", f"{box.get('class', '')} {box.get('id', '')}".lower()[:500]))


def _has_heading(anchor: Element) -> bool:
    around = any(parent.tag in _HEADINGS for parent in islice(anchor.iterancestors(), 2))
    return around or next(anchor.iter(*_HEADINGS), None) is not None


def _within_article(box: Element) -> bool:
    return box.tag == "article" or next(box.iterancestors("article"), None) is not None


def _title(link: Link, box: Element) -> str:
    """Return the heading in an anchor; else what an anchor says; else the heading beside it."""
    for anchor in link.anchors:
        if heading := words(next(anchor.iter(*_HEADINGS), None)):
            return heading
    said = [text for a in link.anchors if not _GENERIC.fullmatch(text := _said(a))]
    beside = words(next(box.iter(*_HEADINGS), None))
    labels = [anchor.get(name, "") for anchor in link.anchors for name in ("title", "aria-label")]
    labels += [image.get("alt", "") for anchor in link.anchors for image in anchor.iter("img")]
    return max(said, key=len, default="") or beside or max(map(clean, labels), key=len, default="")


def _full(title: str, box: Element) -> str:
    """Add to a bare number, as BX-26-031, what the row of the table says about it."""
    if box.tag != "tr" or _WORDY.search(title):
        return title
    cells = (words(cell) for cell in box.iter("td"))
    return " ".join([title, *sorted(filter(_WORDY.search, cells), key=len)[-1:]])


def _shape(anchor: Element, box: Element) -> tuple[str, ...]:
    """Return what tells the boxes of one list: their class; without one, where they stand."""
    within = takewhile(lambda inner: inner is not box, islice(anchor.iterancestors(), _CARD_DEPTH))
    name, parent = box.get("class", ""), box.getparent()
    place = "" if name or parent is None else parent.getroottree().getpath(parent)
    return (place, box.tag, name, *(inner.tag for inner in within))


def _said(anchor: Element) -> str:
    """Return an anchor's text; of an anchor around a whole card, the first line that is a title."""
    text = words(anchor)
    if len(text) <= _CARD_TEXT:
        return text
    lines = (" ".join(line.split()) for line in _texts(anchor))
    return next((line for line in lines if len(line) >= _SHORTEST_TITLE), text)


def _teaser(box: Element, title: str) -> str:
    texts = (words(paragraph) for paragraph in box.iter("p"))
    return next((text for text in texts if len(text) >= _SHORTEST_TEASER and text != title), "")


def _date(box: Element, title: str) -> datetime | None:
    for stamp in box.iter("time"):
        if moment := dates.read(stamp.get("datetime") or words(stamp)):
            return moment
    for text in _texts(box):
        line = " ".join(text.split())
        short = 0 < len(line) <= _LONGEST_DATE and line not in title
        if short and any(map(str.isdigit, line)) and (moment := dates.read(line)):
            return moment
    return None
