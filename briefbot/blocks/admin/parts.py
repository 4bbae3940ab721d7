"""What the pages of admins are made of: a line with its menu, choices, a field to search in."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from briefbot.blocks import pieces, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Block

TITLE = 150
DETAIL = 400
_PLACES = 10
_CHOICES = 99
"""Slack takes a hundred in one list."""


def row(title: str, detail: str, menu: Piece) -> Block:
    """Return two lines of outside text, with a menu or a button at their right."""
    lines = (pieces.line(title, TITLE), pieces.line(detail, DETAIL))
    text = "\n".join(filter(None, lines)) or "…"
    shown = {"type": "plain_text", "text": text, "emoji": False}
    return {"type": "section", "text": shown, "accessory": menu}


def places(destinations: Sequence[str]) -> Iterator[Piece]:
    """Yield where something is posted, each channel by its name."""
    for at, destination in enumerate(destinations[:_PLACES]):
        yield pieces.text(", " if at else "")
        yield pieces.place(destination)
    left = len(destinations) - _PLACES
    yield pieces.text(f" and {rows.more(left, 'place')}" if left > 0 else "")
    yield pieces.text("" if destinations else "nowhere yet")


def select(action_id: str, options: Sequence[tuple[str, str]], chosen: str) -> Piece:
    """Return a list of words and values of which one is chosen; the first when none is."""
    kept = list(options[:_CHOICES])
    kept += [pair for pair in options[_CHOICES:] if pair[1] == chosen]
    listed = [pieces.option(words, value) for words, value in kept]
    first = next((each for each in listed if each["value"] == chosen), listed[0])
    return {
        "type": "static_select",
        "action_id": action_id,
        "options": listed,
        "initial_option": first,
    }


def search(action_id: str, label: str, words: str, *, most: int) -> Block:
    """Return a field that is sent with the Enter key.

    Slack keeps what was typed in a block of the same name; so the name changes with the words.
    """
    element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "max_length": most,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    shown = pieces.line(words, most)
    return {
        "type": "input",
        "block_id": f"{action_id}.{zlib.crc32(shown.encode())}",
        "dispatch_action": True,
        "optional": True,
        "label": pieces.plain_text(label, 200),
        "element": {**element, "initial_value": shown} if shown else element,
    }


def opening(words: str, action_id: str, url: str) -> Piece:
    """Return a button that leads to an address of ours."""
    return {**pieces.button(words, action_id, ""), "url": url}
