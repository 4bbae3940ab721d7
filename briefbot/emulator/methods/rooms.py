"""Which channel a call means, and whether the bot may see it, read it or write in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.emulator.calls import Refusal

if TYPE_CHECKING:
    from briefbot.emulator.workspace import Channel
    from briefbot.emulator.world import World


def visible(world: World, name: str) -> Channel:
    """Return the channel with this id; one that the bot can't see is not found."""
    channel = world.workspace.channels.get(name)
    if channel is None or (channel.is_private and world.workspace.bot.id not in channel.members):
        raise Refusal("channel_not_found")
    return channel


def readable(world: World, name: str) -> Channel:
    """Return the channel whose messages the bot may read, being a member."""
    channel = visible(world, name)
    if world.workspace.bot.id not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def writable(world: World, name: str) -> Channel:
    """Return the channel that the bot may post in; an id of a person opens a direct message."""
    channel = _named(world, name)
    if channel.is_archived:
        raise Refusal("is_archived")
    member = world.workspace.bot.id in channel.members
    if not member and "chat:write.public" not in world.options.scopes:
        raise Refusal("not_in_channel")
    if channel.is_restricted:
        raise Refusal("restricted_action")
    if channel.is_im and not world.options.messages_tab:
        raise Refusal("messages_tab_disabled")
    return channel


def _named(world: World, name: str) -> Channel:
    user = world.workspace.users.get(name)
    if user is not None:
        if user.is_bot or user.deleted:
            raise Refusal("channel_not_found")
        return world.workspace.direct(user.id)
    for channel in world.workspace.channels.values():
        if name.removeprefix("#") == channel.name and not channel.is_im:
            return visible(world, channel.id)
    return visible(world, name)
