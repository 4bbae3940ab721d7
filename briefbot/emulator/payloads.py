"""What the app receives when a person does something: commands and interactions."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from briefbot.emulator import mrkdwn, shapes

if TYPE_CHECKING:
    from briefbot.emulator.workspace import Channel, Message, User
    from briefbot.emulator.world import View, World

JSON = dict[str, Any]


def channel_name(channel: Channel) -> str:
    """Return what Slack calls the channel in payloads."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def command(world: World, user: User, channel: Channel, name: str, text: str) -> JSON:
    """Return a slash command as it arrives."""
    workspace = world.workspace
    return {
        "token": "verification_token",
        "team_id": user.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": mrkdwn.typed(text, workspace.names()) if world.options.escapes_commands else text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": world.new_hook("commands", user.id, channel.id),
        "trigger_id": world.new_trigger(user.id),
    }


def _base(world: World, kind: str, user: User) -> JSON:
    workspace = world.workspace
    return {
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id,
        },
        "api_app_id": workspace.app_id,
        "token": "verification_token",
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(world: World, user: User, message: Message, action: JSON) -> JSON:
    """Return the block_actions of a click in a message."""
    channel = world.workspace.channels[message.channel]
    ephemeral = message.ephemeral_to is not None
    payload = _base(world, "block_actions", user) | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        },
        "trigger_id": world.new_trigger(user.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": {}},
        "response_url": world.new_hook("actions", user.id, channel.id, message),
        "actions": [action],
    }
    if message.thread_ts is not None:
        payload["container"]["thread_ts"] = message.thread_ts
    if not ephemeral:
        payload["message"] = shapes.message(world, message)
    return payload


def on_view(world: World, user: User, view: View, action: JSON, state: JSON) -> JSON:
    """Return the block_actions of a click in a modal or on Home."""
    return _base(world, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.new_trigger(user.id, view.id),
        "view": shapes.view(world, view, state=state),
        "actions": [action],
    }


def suggestion(world: World, user: User, view: View, field: tuple[JSON, JSON], text: str) -> JSON:
    """Return the block_suggestion of what is typed into a field whose options the app has."""
    block, element = field
    return _base(world, "block_suggestion", user) | {
        "container": {"type": "view", "view_id": view.id},
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": text,
        "view": shapes.view(world, view),
    }


def submission(world: World, user: User, view: View, state: JSON) -> JSON:
    """Return the view_submission of a modal."""
    return _base(world, "view_submission", user) | {
        "trigger_id": world.new_trigger(user.id, view.id),
        "view": shapes.view(world, view, state=state),
        "response_urls": [],
    }


def closed(world: World, user: User, view: View, *, cleared: bool) -> JSON:
    """Return the view_closed of a modal."""
    return _base(world, "view_closed", user) | {
        "view": shapes.view(world, view),
        "is_cleared": cleared,
    }


def action(world: World, block: JSON, element: JSON, chosen: JSON) -> JSON:
    """Return one action: the element, and what was chosen in it."""
    kept = {name: element[name] for name in _KEPT[element["type"]] if name in element}
    return {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        **copy.deepcopy(kept),
        **copy.deepcopy(chosen),
        "action_ts": f"{world.clock.now().timestamp():.6f}",
    }


class _Kept(dict[str, tuple[str, ...]]):
    def __missing__(self, key: str) -> tuple[str, ...]:
        return ("placeholder",)


_KEPT = _Kept(
    button=("text", "value", "style", "url"), overflow=(), checkboxes=(), radio_buttons=()
)
