"""A feed's own text, HTML or plain, as clean lines without the tails that feeds add."""

from __future__ import annotations

import re

from briefbot.extract import tree
from briefbot.extract.blocks import text_of
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
    return "" if root is None else text_of(root)
