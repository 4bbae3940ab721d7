"""conversations.*: which channels there are, who is in them, joining and opening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator import shapes
from briefbot.emulator.calls import Args, Method, Refusal, lacking, missing
from briefbot.emulator.methods import pages, rooms

if TYPE_CHECKING:
    from briefbot.emulator.workspace import Channel
    from briefbot.emulator.world import World

JSON = dict[str, Any]
_KINDS = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
"""Kind of channel and the first half of its scopes."""


def kind(channel: Channel) -> str:
    """Return what kind of channel it is, in Slack's word."""
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def need(world: World, channel: Channel, right: str) -> None:
    """Refuse when the scope for this kind of channel lacks; right: read or history."""
    scope = f"{_KINDS[kind(channel)]}:{right}"
    if scope not in world.options.scopes:
        raise lacking(scope, world.options.scopes)


def _listed(world: World, args: Args) -> list[Channel]:
    """Return the channels of the kinds asked for, as far as the bot can see them."""
    kinds = args.text("types", "public_channel").replace(" ", "").split(",")
    if unknown := [name for name in kinds if name not in _KINDS]:
        raise Refusal("invalid_types", messages=[f"invalid type {unknown[0]}"])
    for name in kinds:
        if f"{_KINDS[name]}:read" not in world.options.scopes:
            raise lacking(f"{_KINDS[name]}:read", world.options.scopes)
    bot = world.workspace.bot.id
    return [
        channel
        for channel in world.workspace.channels.values()
        if kind(channel) in kinds
        and (not channel.is_private or bot in channel.members)
        and not (channel.is_archived and args.flag("exclude_archived"))
    ]


def _list(world: World, args: Args) -> JSON:
    found, cursor = pages.page(_listed(world, args), args, default=100, most=999)
    return {"channels": [shapes.channel(world, room) for room in found]} | pages.more(cursor)


def _of_user(world: World, args: Args) -> JSON:
    user = args.text("user") or world.workspace.bot.id
    if user not in world.workspace.users:
        raise Refusal("user_not_found")
    mine = [room for room in _listed(world, args) if user in room.members]
    found, cursor = pages.page(mine, args, default=100, most=999)
    return {"channels": [shapes.channel(world, room) for room in found]} | pages.more(cursor)


def _info(world: World, args: Args) -> JSON:
    channel = rooms.visible(world, args.needed("channel"))
    need(world, channel, "read")
    shape = shapes.channel(world, channel)
    if not args.flag("include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


def _join(world: World, args: Args) -> JSON:
    channel = rooms.visible(world, args.needed("channel"))
    if channel.is_private:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    bot = world.workspace.bot.id
    answer: JSON = {}
    if bot in channel.members:
        answer = {"warning": "already_in_channel"}
        answer["response_metadata"] = {"warnings": ["already_in_channel"]}
    channel.members.add(bot)
    return answer | {"channel": shapes.channel(world, channel)}


def _leave(world: World, args: Args) -> JSON:
    channel = rooms.visible(world, args.needed("channel"))
    if channel.is_im:
        raise Refusal("method_not_supported_for_channel_type")
    if world.workspace.bot.id not in channel.members:
        return {"not_in_channel": True}
    channel.members.discard(world.workspace.bot.id)
    return {}


def _open(world: World, args: Args) -> JSON:
    if name := args.text("channel"):
        channel = rooms.visible(world, name)
        if not channel.is_im:
            raise Refusal("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}, "no_op": True}
    users = [user for user in args.text("users").split(",") if user]
    if not users:
        raise Refusal("users_list_not_supplied")
    if len(users) > 1:
        raise lacking("mpim:write", world.options.scopes)
    person = world.workspace.users.get(users[0])
    if person is None:
        raise Refusal("user_not_found")
    if person.deleted:
        raise Refusal("user_disabled")
    if person.is_bot:
        raise Refusal("cannot_dm_bot")
    channel = world.workspace.direct(person.id)
    return {
        "channel": shapes.channel(world, channel) if args.flag("return_im") else {"id": channel.id}
    }


def _members(world: World, args: Args) -> JSON:
    if not args.text("channel"):
        raise missing("channel")
    channel = rooms.visible(world, args.text("channel"))
    need(world, channel, "read")
    found, cursor = pages.page(sorted(channel.members), args, default=100, most=999)
    return {"members": list(found)} | pages.more(cursor)


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
METHODS = {
    "conversations.list": Method(run=_list, scopes=_READ, tier=2),
    "conversations.info": Method(run=_info, scopes=_READ, tier=3),
    "conversations.join": Method(run=_join, scopes=("channels:join",), tier=3),
    "conversations.leave": Method(run=_leave, scopes=("channels:manage",), tier=3),
    "conversations.open": Method(run=_open, scopes=("im:write", "mpim:write"), tier=3),
    "conversations.members": Method(run=_members, scopes=_READ, tier=4),
    "users.conversations": Method(run=_of_user, scopes=_READ, tier=3),
}
