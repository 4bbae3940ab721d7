"""How long a message is, and where it may be cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from briefbot.blocks import mrkdwn
from briefbot.blocks.mrkdwn import escape
from briefbot.models import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefbot.models import Block

MOST_BLOCKS = 40
"""Slack takes 50."""

ROOM = 9500
"""Counted characters of a message. Slack refuses somewhat above 12,000, and publishes no number:
github.com/slackapi/bolt-js/issues/2509."""

_HEADER = 100
"""What a heading seems to cost beyond its text."""

_READ = frozenset({"text", "accessibility_label", "alt_text"})


def characters(thing: object) -> int:
    """Return the counted characters of blocks or of a part of one: escaped text, and headings."""
    if isinstance(thing, Mapping):
        own = _HEADER if thing.get("type") == "header" else 0
        return own + sum(
            len(escape(value)) if isinstance(value, str) else characters(value)
            for key, value in thing.items()
            if key in _READ or not isinstance(value, str)
        )
    return sum(map(characters, thing)) if isinstance(thing, list | tuple) else 0


def counted(message: Message) -> int:
    """Return how many characters Slack counts in the message, at most by a little too many."""
    return characters(message.blocks) if message.blocks else len(message.text)


def fits(message: Message) -> bool:
    """Tell whether the message is within the limits that briefbot keeps."""
    return (
        len(message.blocks) <= MOST_BLOCKS
        and counted(message) <= ROOM
        and max(len(message.text), len(message.plain)) <= mrkdwn.LONGEST
    )


def made(text: str, *blocks: Block) -> Message:
    """Return a message of blocks; `text`, escaped already, is for notifications."""
    return Message(text=text, blocks=blocks, plain=mrkdwn.plain(blocks) or text)


def split(
    blocks: Sequence[Block], *, most: int = MOST_BLOCKS, room: int = ROOM
) -> list[tuple[Block, ...]]:
    """Return the blocks in their order, in as few parts as they fit in, no story cut in two."""
    parts: list[tuple[Block, ...]] = []
    for chunk in _chunks(blocks):
        grown = (*(parts[-1] if parts else ()), *chunk)
        if parts and len(grown) <= most and characters(grown) <= room:
            parts[-1] = grown
        else:
            parts.append(chunk)
    return parts


def _chunks(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return what stays together: buttons with their story, a heading with what follows it."""
    chunks: list[tuple[Block, ...]] = []
    for place, block in enumerate(blocks):
        leads = place > 0 and blocks[place - 1]["type"] in ("header", "divider")
        if place and (block["type"] == "actions" or leads):
            chunks[-1] = (*chunks[-1], block)
        else:
            chunks.append((block,))
    return chunks


def halve(message: Message) -> tuple[Message, Message]:
    """Return the message as two, cut between stories.

    One story alone is cut between its paragraphs; what can't be cut at all goes as its plain text.
    """
    first, second = _halves(message.blocks)
    if not first or not second:
        return _plain_halves(message)
    return made(message.text, *first), made(f"{message.text[:3000]} (continued)", *second)


def _halves(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    chunks = _chunks(blocks)
    if len(chunks) > 1:
        at = _middle([characters(chunk) for chunk in chunks])
        return tuple(b for c in chunks[:at] for b in c), tuple(b for c in chunks[at:] for b in c)
    for place, block in enumerate(blocks):
        if block["type"] == "rich_text" and len(block["elements"]) > 1:
            at = _middle([characters(part) for part in block["elements"]])
            before = {**block, "elements": block["elements"][:at]}
            after: dict[str, Any] = {"type": "rich_text", "elements": block["elements"][at:]}
            return (*blocks[:place], before), (after, *blocks[place + 1 :])
    return (), ()


def _middle(sizes: Sequence[int]) -> int:
    """Return where to cut so that both sides are as equal as can be; never at an end."""
    total = sum(sizes)
    return min(range(1, len(sizes)), key=lambda at: abs(2 * sum(sizes[:at]) - total))


def _plain_halves(message: Message) -> tuple[Message, Message]:
    lines = (message.plain or message.text).split("\n")
    at = _middle([len(line) for line in lines]) if len(lines) > 1 else 1
    first, second = "\n".join(lines[:at]), "\n".join(lines[at:])
    return _plain(first), _plain(second or "…")


def _plain(text: str) -> Message:
    return Message(text=text, plain=text)


def plain_message(message: Message) -> Message:
    """Return the message as text alone, for when Slack refuses its blocks."""
    return _plain(message.plain or message.text)
