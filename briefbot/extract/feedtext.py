"""A feed's own text, HTML or plain, as clean lines without the tails that feeds add."""

from __future__ import annotations

import re

from lxml import etree

from briefbot.extract import tree
from briefbot.extract.lines import prose, without_headline
from briefbot.text.clean import clean_text

FEED_LIMIT = 400_000
"""The characters of a feed's own text that are read: four long articles."""

_TAIL = re.compile(
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


def from_feed(content: str, *, title: str = "") -> str:
    """Return the feed's own text, HTML or plain, as clean text: one paragraph a line."""
    if len(content) > FEED_LIMIT:
        content = content[:FEED_LIMIT].rpartition("<")[0] or content[:FEED_LIMIT]
    text = _stripped(content)
    if _ESCAPED_TAG.search(text):  # escaped once too often, as some feeds do
        text = _stripped(text)
    lines = clean_text(text).split("\n")
    while lines and _TAIL.match(lines[-1][:400]):
        lines.pop()
    return without_headline(prose(_CUT.sub("…", "\n".join(lines))), title)


def _stripped(html: str) -> str:
    """Return the text of a piece of HTML with each block on a line of its own; linear."""
    if "<" not in html and "&" not in html:
        return html
    root = tree.parse(f"<html><body><div>{html}</div></body></html>")
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
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
