"""What a message becomes: checked, kept, shown, and told to the app as an event."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefbot.emulator import events, mrkdwn, validate
from briefbot.emulator.calls import Refusal
from briefbot.emulator.workspace import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefbot.emulator.world import World

JSON = dict[str, Any]
LONGEST = 40_000
"""Characters of `text` beyond which Slack cuts it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The text and blocks of a message, checked."""

    text: str
    blocks: list[JSON]
    link_names: bool = False
    metadata: JSON | None = None


def content(payload: Mapping[str, Any], *, status: int = 200) -> Content:
    """Check what is to be shown; raise Refusal, with this HTTP status, as Slack refuses it."""
    text = str(payload.get("text") or "")
    blocks = payload.get("blocks") or []
    try:
        if payload.get("markdown_text"):
            text, blocks = _markdown(payload, text, blocks)
        if not text and not blocks and not payload.get("attachments"):
            raise Refusal("no_text")
        validate.message(blocks)
    except Refusal as refusal:
        refusal.status = status
        raise
    named = str(payload.get("link_names", "")).casefold() in {"1", "true"}
    return Content(
        text=mrkdwn.kept(text[:LONGEST]),
        blocks=copy.deepcopy(blocks),
        link_names=named or payload.get("parse") == "full",
    )


def _markdown(payload: Mapping[str, Any], text: str, blocks: object) -> tuple[str, list[JSON]]:
    if text or blocks:
        raise Refusal("markdown_text_conflict")
    return "", [{"type": "markdown", "text": str(payload["markdown_text"])}]


def show(
    world: World,
    channel: str,
    what: Content,
    *,
    via: str,
    to: str | None = None,
    thread_ts: str | None = None,
    metadata: JSON | None = None,
) -> Message:
    """Show a new message of the app's, in the channel or to one person alone."""
    workspace = world.workspace
    message = Message(
        channel=channel,
        ts=workspace.next_ts(),
        user=workspace.bot.id,
        bot_id=workspace.bot_id,
        text=what.text,
        blocks=_named(world, what.blocks),
        thread_ts=thread_ts,
        metadata=metadata,
        ephemeral_to=to,
    )
    if to is None:
        keep(world, message)
    else:
        workspace.ephemerals[message.ts] = message
    _note(world, "message" if to is None else "ephemeral", message, what, via)
    if to is None:
        events.posted(world, message)
    return message


def keep(world: World, message: Message) -> None:
    """Put a message into its channel, and its thread's first message into the thread."""
    messages = world.workspace.channels[message.channel].messages
    messages[message.ts] = message
    if message.is_reply and message.thread_ts is not None:
        messages[message.thread_ts].thread_ts = message.thread_ts


def change(world: World, message: Message, what: Content, *, via: str) -> None:
    """Put other content in a message's place."""
    message.text = what.text
    message.blocks = _named(world, what.blocks)
    if message.ephemeral_to is None:
        message.edited = world.workspace.next_ts()
    _note(world, "update", message, what, via)


def remove(world: World, message: Message, *, via: str) -> None:
    """Take a message away."""
    world.workspace.ephemerals.pop(message.ts, None)
    world.workspace.channels[message.channel].messages.pop(message.ts, None)
    _note(world, "delete", message, None, via)


def _note(world: World, kind: str, message: Message, what: Content | None, via: str) -> None:
    world.journal.note(
        kind,
        via,
        link_names=what is not None and what.link_names,
        channel=message.channel,
        user=message.ephemeral_to,
        ts=message.ts,
        thread_ts=message.thread_ts,
        text=what.text if what else "",
        blocks=tuple(message.blocks) if what else (),
    )


def _named(world: World, blocks: list[JSON]) -> list[JSON]:
    """Give every block an id, as Slack does; a markdown block never keeps its own."""
    for block in blocks:
        if "block_id" not in block or block["type"] == "markdown":
            block["block_id"] = new_block_id(world)
        name_actions(world, block)
    return blocks


def new_block_id(world: World) -> str:
    """Return a short random id."""
    return "".join(
        world.rng.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=5)
    )


def name_actions(world: World, block: JSON) -> None:
    """Give every element that a person can act on an action_id."""
    elements = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    for element in elements:
        if isinstance(element, dict) and element.get("type") in validate.INTERACTIVE:
            element.setdefault("action_id", new_block_id(world))
