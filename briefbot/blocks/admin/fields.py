"""Forms and their fields: each within Slack's limits, whatever the configuration holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Block

METADATA = 3000
"""Characters that a form may carry unseen."""
GROUP = 100
MOST_OPTIONS = 300
"""Slack takes more, but a view of more options with long names is too large for it."""
TYPED = 3000
NEXT = "Next"
"""Sends a form that is not saved yet: what it changes is shown first."""


def modal(
    callback_id: str,
    title: str,
    *blocks: Block,
    submit: str = "",
    carried: Mapping[str, Any] | None = None,
    close: str = "Cancel",
) -> dict[str, Any]:
    """Return a form; one without `submit` has nothing to send.

    One that carries what was `seen` has its elements' names from that too. Slack keeps what
    was typed where the names stay the same, so a form that is drawn anew of something newer
    would show the older values.
    """
    seen = str((carried or {}).get("seen") or "")
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback_id,
        "title": pieces.plain_text(title, 24),
        "close": pieces.plain_text(close, 24),
        "private_metadata": carry(carried or {}),
        "blocks": [_of(seen, block) for block in blocks] if seen else list(blocks),
    }
    return {**view, "submit": pieces.plain_text(submit, 24)} if submit else view


def _of(seen: str, block: Block) -> Block:
    if block["type"] != "input":
        return block
    element = block["element"]
    return {**block, "element": {**element, "action_id": f"{element['action_id']}.{seen}"}}


def carry(things: Mapping[str, Any]) -> str:
    """Write what a form carries unseen."""
    return json.dumps(things, ensure_ascii=False, separators=(",", ":"))


def field(
    name: str, label: str, element: Piece, *, hint: str = "", optional: bool = False
) -> Block:
    """Return a field of a form whose value stands under `name`, twice."""
    named = {**element, "action_id": name}
    return pieces.field(name, label, named, hint=hint, optional=optional)


def typed(value: str = "", *, most: int = TYPED, several: bool = False, like: str = "") -> Piece:
    """Return a field to type in; with several lines on request."""
    piece: dict[str, Any] = {"type": "plain_text_input", "max_length": most, "multiline": several}
    whole = value[:most].encode("utf-8", "replace").decode()  # no lone surrogates
    shown = whole if several else pieces.line(value, most)
    if shown:
        piece["initial_value"] = shown
    return {**piece, "placeholder": pieces.plain_text(like, 150)} if like else piece


def choices(options: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> Piece:
    """Return a menu of pairs of words and value, of which any number may be chosen.

    What is chosen already is offered first, so that nothing of it gets lost.
    """
    first = sorted(options, key=lambda pair: pair[1] not in chosen)[:MOST_OPTIONS]
    made = [pieces.option(words or value, value) for words, value in first]
    piece: dict[str, Any] = {
        "type": "multi_static_select",
        "placeholder": pieces.plain_text("Choose", 150),
    }
    if len(made) <= GROUP:
        piece["options"] = made
    else:
        piece["option_groups"] = [
            {
                "label": pieces.plain_text(f"{at + 1} to {at + len(made[at : at + GROUP])}", 75),
                "options": made[at : at + GROUP],
            }
            for at in range(0, len(made), GROUP)
        ]
    ticked = [option for option in made if option["value"] in chosen]
    return {**piece, "initial_options": ticked} if ticked else piece


def ticks(options: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> Piece:
    """Return at most ten boxes to tick, as pairs of words and value."""
    made = [pieces.option(words, value) for words, value in options[:10]]
    piece: dict[str, Any] = {"type": "checkboxes", "options": made}
    ticked = [option for option in made if option["value"] in chosen]
    return {**piece, "initial_options": ticked} if ticked else piece


def said(*words: str) -> Block:
    """Return paragraphs of plain words; what stands between backticks as code."""
    rows = [row for row in words if row]
    parts = [
        pieces.section(*pieces.spans(row + ("\n" if at < len(rows) else "")))
        for at, row in enumerate(rows, 1)
    ]
    return pieces.rich(*parts)


def notice(callback_id: str, title: str, *words: str, close: str = "Close") -> dict[str, Any]:
    """Return a view that only says something."""
    return modal(callback_id, title, said(*words), close=close)
