"""Slack's own markup, for the few places that have nothing else: notifications, plain messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefbot import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefbot.models import Block

LONGEST = 3900
"""Slack asks for at most 4,000 characters of text in a message."""

_MORE = "…"
_BLANKS = re.compile("\n{3,}")


def escape(text: str) -> str:
    """Return the text so that nothing in it is markup: no mention, no link, no date.

    Slack knows three characters, `&` first, and nothing else may be escaped:
    docs.slack.dev/messaging/formatting-message-text.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, label: str) -> str:
    """Return a link, or the escaped label where the address is not fit to open."""
    address = addresses.fit(url)
    # A bar ends the address; in a label it would only confuse older clients.
    shown = escape(label.replace("|", "¦").replace("\n", " "))
    return f"<{escape(address)}|{shown}>" if address else shown


def plain(blocks: Sequence[Block]) -> str:
    """Return what the blocks say as lines of escaped text, at most 3,900 characters.

    When it is too long, quotations go first, the last before the first; the headlines stay.
    """
    lines = [line for block in blocks for line in _block(block)]
    for place in reversed(range(len(lines))):
        if _size(lines) <= LONGEST:
            break
        if lines[place][0]:
            del lines[place]
    return _cut([text for _, text in lines])


def _size(lines: Sequence[tuple[bool, str]]) -> int:
    return sum(len(text) + 1 for _, text in lines)


def _cut(lines: Sequence[str]) -> str:
    kept: list[str] = []
    room = LONGEST - len(_MORE) - 1
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            kept.append(_MORE)
            break
        kept.append(line)
    return _BLANKS.sub("\n\n", "\n".join(kept)).strip("\n")


def _block(block: Block) -> Iterator[tuple[bool, str]]:
    """Yield the block's lines, each with whether it is a quotation."""
    kind = block["type"]
    if kind == "rich_text":
        for part in block["elements"]:
            yield from _part(part)
    elif kind == "header":
        yield False, ""
        yield False, f"*{escape(block['text']['text'])}*"
    elif kind in ("section", "context"):
        texts = [block["text"]] if kind == "section" else block["elements"]
        yield from ((False, escape(text["text"])) for text in texts)
    elif kind == "actions":
        yield False, ""


def _part(part: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    if part["type"] == "rich_text_list":
        for row in part["elements"]:
            yield False, f"• {_spoken(row['elements'])}"
    else:
        quoted = part["type"] == "rich_text_quote"
        yield quoted, f"{'&gt; ' if quoted else ''}{_spoken(part['elements'])}"


def _spoken(elements: Sequence[Mapping[str, Any]]) -> str:
    return "".join(map(_element, elements))


def _element(element: Mapping[str, Any]) -> str:
    if element["type"] == "link":
        return link(element["url"], element["text"])
    if element["type"] == "channel":
        return f"<#{element['channel_id']}>"
    if element["type"] == "user":
        return f"<@{element['user_id']}>"
    return escape(element["text"])
