"""conversations.history and conversations.replies: what stands in a channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefbot.emulator import shapes
from briefbot.emulator.calls import Args, Method, Refusal
from briefbot.emulator.methods import conversations, pages, rooms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefbot.emulator.workspace import Message
    from briefbot.emulator.world import World

JSON = dict[str, Any]
_TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


def _moment(args: Args, name: str, default: float) -> float:
    text = args.text(name)
    if not text or text == "now":
        return default
    if not _TS.fullmatch(text):
        raise Refusal(f"invalid_ts_{name}")
    return float(text)


def _between(messages: Iterable[Message], args: Args) -> list[Message]:
    """Return those between `oldest` and `latest`; on the edge only when `inclusive`."""
    oldest, latest = _moment(args, "oldest", 0.0), _moment(args, "latest", float("inf"))
    inclusive = args.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < float(message.ts) < latest
        or (inclusive and float(message.ts) in {oldest, latest})
    ]


def _history(world: World, args: Args) -> JSON:
    channel = rooms.visible(world, args.needed("channel"))
    conversations.need(world, channel, "history")
    rooms.readable(world, channel.id)
    shown = [m for m in channel.posted() if not m.is_reply or m.broadcast]
    return _answer(world, list(reversed(_between(shown, args))), args)


def _replies(world: World, args: Args) -> JSON:
    channel = rooms.visible(world, args.needed("channel"))
    conversations.need(world, channel, "history")
    rooms.readable(world, channel.id)
    first = channel.messages.get(args.needed("ts"))
    if first is None:
        raise Refusal("thread_not_found")
    thread = first.thread_ts or first.ts
    replies = _between(channel.thread(thread), args)
    opening = [channel.messages[thread]] if thread in channel.messages else []
    return _answer(world, opening + replies, args)


def _answer(world: World, messages: list[Message], args: Args) -> JSON:
    found, cursor = pages.page(messages, args, default=100, most=999)
    metadata = args.flag("include_all_metadata")
    answer: JSON = {
        "messages": [shapes.message(world, message, metadata=metadata) for message in found],
        "has_more": bool(cursor),
    }
    return answer | (pages.more(cursor) if cursor else {})


_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
METHODS = {
    "conversations.history": Method(run=_history, scopes=_HISTORY, tier=3),
    "conversations.replies": Method(run=_replies, scopes=_HISTORY, tier=3),
}
