"""The pieces of Block Kit that briefbot uses, each within Slack's limits by itself.

What comes from outside goes into rich text or plain text, which Slack shows as it stands; it
parses neither. Limits: docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from briefbot import addresses
from briefbot.blocks.mrkdwn import escape
from briefbot.text import wording
from briefbot.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefbot.models import Block

    Piece = Mapping[str, Any]

HEADER = 150
BUTTON = 75
LABEL = 75
OPTION = 75
PLAIN = 3000
VALUE = 2000
LIST_NAME = 60
"""The most characters of a name in a line: an outlet, a source."""

_HOST = 60
_CHANNEL = re.compile("[CG][A-Z0-9]{2,30}")
_USER = re.compile("[UW][A-Z0-9]{2,30}")
_RLM, _LRM, _FSI, _PDI = "\u200f", "\u200e", "\u2068", "\u2069"


def line(text: str, limit: int) -> str:
    """Return outside text as one clean line of at most `limit` characters.

    Escaped it is at most twice that, so that a title of ampersands can't fill a message.
    """
    short = clean(text[: 4 * limit], limit=limit)
    while len(escape(short)) > 2 * limit:
        short = clean(short, limit=len(short) * 3 // 4)
    return short


def host(url: str) -> str:
    """Return the host of an address as a reader needs it: of a very long one the end."""
    name = addresses.host(url)
    return name if len(name) <= _HOST else f"…{name[-_HOST + 1 :]}"


def isolated(text: str) -> str:
    """Return a name so that a line around it keeps its order, whichever way the name is read."""
    return f"{_FSI}{text}{_PDI}" if _first_strong(text) == "R" else text


def direction(text: str, language: str) -> str:
    """Return the mark to put before a text that begins in the other direction than it is read."""
    first = _first_strong(text)
    if wording.is_rtl(language):
        return "" if first == "R" else _RLM
    return _LRM if first == "R" and language != "und" else ""


def _first_strong(text: str) -> str:
    for character in text:
        side = unicodedata.bidirectional(character)
        if side in ("L", "R", "AL"):
            return "L" if side == "L" else "R"
    return ""


def text(words: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Piece:
    """Return literal text; nothing for empty text, which Slack refuses."""
    style = {"bold": bold, "italic": italic, "code": code}
    chosen = {name: True for name, wanted in style.items() if wanted}
    if not words:
        return {}
    return {"type": "text", "text": words, **({"style": chosen} if chosen else {})}


def link(words: str, url: str, *, bold: bool = False) -> Piece:
    """Return a link that leads where it says, or the literal words."""
    address = addresses.fit(url)
    if not words or address is None or wording.poses(words, addresses.host(address)):
        return text(words, bold=bold)
    piece = {"type": "link", "url": address, "text": words}
    return {**piece, "style": {"bold": True}} if bold else piece


def spans(words: str, *, calls: bool = False) -> Iterator[Piece]:
    """Yield a sentence of ours, with what stands between backticks as code.

    With `calls` an @ and a person's id between them stand for the person.
    """
    for place, part in enumerate(words.split("`")):
        if calls and place % 2 == 1 and part[:1] == "@" and _USER.fullmatch(part[1:]):
            yield person(part[1:])
        else:
            yield text(part, code=place % 2 == 1)


def place(destination: str) -> Piece:
    """Return a channel as Slack shows it; a person only as such, for a name would call them."""
    if _CHANNEL.fullmatch(destination):
        return {"type": "channel", "channel_id": destination}
    if destination[:1] in ("U", "W", "D"):
        return text("a direct message")
    return text(line(destination, 80))


def person(who: str) -> Piece:
    """Return a person by their id, which calls them, or by any other name as it stands."""
    if _USER.fullmatch(who):
        return {"type": "user", "user_id": who}
    return text(isolated(line(who, LIST_NAME)) or "a reader")


def section(*pieces: Piece) -> Piece:
    """Return a paragraph of rich text."""
    return {"type": "rich_text_section", "elements": [piece for piece in pieces if piece]}


def quote(*pieces: Piece) -> Piece:
    """Return a quotation."""
    return {"type": "rich_text_quote", "elements": [piece for piece in pieces if piece]}


def preformatted(words: str) -> Piece:
    """Return lines as they stand, spaces and all."""
    return {
        "type": "rich_text_preformatted",
        "elements": [piece for piece in [text(words)] if piece],
    }


def bullets(rows: Sequence[Sequence[Piece]]) -> Piece:
    """Return a list; rows without a word are left out."""
    items = [section(*row) for row in rows]
    kept = [item for item in items if item["elements"]]
    return {"type": "rich_text_list", "style": "bullet", "elements": kept}


def rich(*parts: Piece) -> Block:
    """Return a block of paragraphs, quotations and lists; those that are empty are left out."""
    return {"type": "rich_text", "elements": [part for part in parts if part["elements"]]}


def plain_text(words: str, limit: int) -> Piece:
    """Return a text object that Slack does not parse; emoji codes stay letters."""
    return {"type": "plain_text", "text": line(words, limit) or "…", "emoji": False}


def header(words: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain_text(words, HEADER)}


def context(*lines: str) -> Block:
    """Return small grey lines, at most ten."""
    return {"type": "context", "elements": [plain_text(words, PLAIN) for words in lines]}


def divider() -> Block:
    """Return a rule across the message."""
    return {"type": "divider"}


def button(words: str, action_id: str, value: str, *, spoken: str = "", style: str = "") -> Piece:
    """Return a button; `spoken` is what a screen reader says for it."""
    piece = {"type": "button", "text": plain_text(words, BUTTON), "action_id": action_id}
    if value:
        piece["value"] = value
    if spoken:
        piece["accessibility_label"] = line(spoken, LABEL)
    return {**piece, "style": style} if style else piece


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Piece:
    """Return a menu of at most five pairs of words and value."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [option(words, value) for words, value in options],
    }


def option(words: str, value: str) -> Piece:
    """Return one choice."""
    return {"text": plain_text(words, OPTION), "value": value}


def actions(*elements: Piece, block_id: str = "") -> Block:
    """Return a row of buttons and menus."""
    block: Block = {"type": "actions", "elements": list(elements)}
    return {**block, "block_id": block_id} if block_id else block


def field(
    name: str, label: str, element: Piece, *, hint: str = "", optional: bool = False
) -> Block:
    """Return a field of a form; its value stands under `name`."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, 200),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain_text(hint, 300)} if hint else block
