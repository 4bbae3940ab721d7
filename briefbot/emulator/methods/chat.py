"""chat.*: post, change and take away messages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefbot.emulator import posting, shapes
from briefbot.emulator.calls import Args, Method, Refusal, limited
from briefbot.emulator.methods import rooms

if TYPE_CHECKING:
    from briefbot.emulator.posting import Content
    from briefbot.emulator.workspace import Channel, Message
    from briefbot.emulator.world import World

JSON = dict[str, Any]
LONGEST_UPDATE = 4000
LARGEST_METADATA = 8192
"""Bytes; Slack publishes no number, so this one is a guess."""
_KEY = re.compile(r"[a-z][a-z0-9_]*")


def _post(world: World, args: Args) -> JSON:
    channel = rooms.writable(world, args.text("channel"))
    if wait := world.limits.message(channel.id, world.clock.elapsed):
        raise limited(wait)
    content = posting.content(_content(args))
    metadata = _metadata(args) if world.options.keeps_metadata else None
    thread = _thread(channel, args)
    message = posting.show(
        world, channel.id, content, via="chat.postMessage", thread_ts=thread, metadata=metadata
    )
    message.broadcast = thread is not None and args.flag("reply_broadcast")
    answer: JSON = {"channel": channel.id, "ts": message.ts}
    answer["message"] = shapes.message(world, message, metadata=True)
    if len(args.text("text")) > posting.LONGEST:
        answer["warning"] = "message_truncated"
        answer["response_metadata"] = {"warnings": ["message_truncated"]}
    return answer


def _content(args: Args) -> JSON:
    blocks = args.json("blocks", "invalid_blocks_format")
    attachments = args.json("attachments", "invalid_attachments")
    return args.values | {"blocks": blocks, "attachments": attachments}


def _metadata(args: Args) -> JSON | None:
    """Return the message's metadata, flat as Slack wants it."""
    metadata = args.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    match metadata:
        case {"event_type": str(kind), "event_payload": dict(payload)} if kind:
            pass
        case _:
            raise Refusal("invalid_metadata_format")
    if not all(_KEY.fullmatch(key) for key in payload):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise Refusal("metadata_too_large")
    return {"event_type": kind, "event_payload": payload}


def _thread(channel: Channel, args: Args) -> str | None:
    ts = args.text("thread_ts")
    if not ts:
        return None
    first = channel.messages.get(ts)
    if first is None:
        raise Refusal("cannot_reply_to_message")
    # A reply to a reply stands in the same thread: there is only one level.
    return first.thread_ts or first.ts


def _post_to_one(world: World, args: Args) -> JSON:
    channel = rooms.writable(world, args.text("channel"))
    user = args.needed("user")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    content = posting.content(_content(args))
    if len(args.text("text")) > posting.LONGEST:
        raise Refusal("msg_too_long")
    message = posting.show(
        world,
        channel.id,
        content,
        to=user,
        thread_ts=_thread(channel, args),
        via="chat.postEphemeral",
    )
    return {"message_ts": message.ts}


def _own(world: World, args: Args, error: str) -> Message:
    """Return the message that the call names, which must be the bot's."""
    channel = rooms.readable(world, args.text("channel"))
    message = channel.messages.get(args.needed("ts"))
    if message is None:
        raise Refusal("message_not_found")
    if message.bot_id != world.workspace.bot_id:
        raise Refusal(error)
    return message


def _update(world: World, args: Args) -> JSON:
    message = _own(world, args, "cant_update_message")
    if len(args.text("text")) > LONGEST_UPDATE:
        raise Refusal("msg_too_long")
    content = _changed(message, args)
    if "metadata" in args.values and world.options.keeps_metadata:
        message.metadata = _metadata(args)
    posting.change(world, message, content, via="chat.update")
    shape = shapes.message(world, message, metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shape}


def _changed(message: Message, args: Args) -> Content:
    """Return what is to stand in the message: with text alone, its blocks go, as Slack has it."""
    content = posting.content(_content(args))
    return content if content.text else replace(content, text=message.text)


def _delete(world: World, args: Args) -> JSON:
    message = _own(world, args, "cant_delete_message")
    posting.remove(world, message, via="chat.delete")
    return {"channel": message.channel, "ts": message.ts}


def _permalink(world: World, args: Args) -> JSON:
    channel = rooms.readable(world, args.text("channel"))
    ts = args.needed("message_ts")
    if ts not in channel.messages:
        raise Refusal("message_not_found")
    host = f"https://{world.workspace.domain}.slack.com"
    return {
        "channel": channel.id,
        "permalink": f"{host}/archives/{channel.id}/p{ts.replace('.', '')}",
    }


_WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(run=_post, scopes=_WRITE),
    "chat.postEphemeral": Method(run=_post_to_one, scopes=_WRITE, tier=4),
    "chat.update": Method(run=_update, scopes=_WRITE, tier=3),
    "chat.delete": Method(run=_delete, scopes=_WRITE, tier=3),
    "chat.getPermalink": Method(run=_permalink),
}
