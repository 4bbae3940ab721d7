"""The text of elements as a browser lays it out: each block on a line of its own."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml.cssselect import CSSSelector

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_SELECTED = 500

_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6r]|header|li|main|nav|ol|p|pre|section|table|td|th|tr|ul"
)
_SILENT = re.compile(
    "script|style|template|noscript|iframe|object|embed|svg|math|head|select|textarea|button"
    "|audio|video|canvas"
)


def selected(root: HtmlElement, selector: str) -> str:
    """Return the text of what a CSS selector picks, in the page's order; what is inside once."""
    found = islice(CSSSelector(selector, translator="html")(root), _MOST_SELECTED)
    taken: set[HtmlElement] = set()
    texts = []
    for element in found:
        if taken.isdisjoint(element.iterancestors()):
            taken.add(element)
            texts.append(text_of(element))
    return "\n".join(texts)


def text_of(root: HtmlElement) -> str:
    """Return the text of an element with each block on a line of its own; linear."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if event in {"start", "end"} else ""
        if event == "start" and _SILENT.fullmatch(tag):
            walk.skip_subtree()
            continue
        pieces.append("\n" if _BLOCKS.fullmatch(tag) else "")
        if event == "start" or element is not root:
            pieces.append(_unwrapped(element.text if event == "start" else element.tail))
    return "".join(pieces)


def _unwrapped(text: str | None) -> str:
    # HTML shows a line break as a space.
    return " ".join(text.splitlines()) if text and "\n" in text else text or ""
