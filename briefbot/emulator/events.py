"""Events API: what happens in the workspace, told to the app until it acknowledges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator import shapes
from briefbot.emulator.world import Ack

if TYPE_CHECKING:
    from briefbot.emulator.workspace import Message
    from briefbot.emulator.world import World

JSON = dict[str, Any]
RETRIES = (0.0, 60.0, 300.0)
"""Seconds before each further delivery of an event that nobody acknowledged."""

_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history"}


def wants(world: World, name: str) -> bool:
    """Tell whether the app is subscribed to an event and may have it."""
    scope = _SCOPES.get(name)
    return name in world.options.events and (scope is None or scope in world.options.scopes)


def wrap(world: World, event: JSON) -> JSON:
    """Return an event in what goes around it."""
    workspace = world.workspace
    room = workspace.channels.get(event.get("channel", ""))
    return {
        "token": "verification_token",
        "team_id": workspace.team_id,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(float(event["event_ts"])),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": room is not None and room.is_shared,
        "event_context": f"4-{workspace.new_id('E')}",
    }


async def deliver(world: World, event: JSON) -> Ack:
    """Deliver an event; while it is not acknowledged it comes three times more, on its own."""
    payload = wrap(world, event)
    ack = await world.send("events_api", payload)
    if not ack.ok:
        world.start(_again(world, payload))
    return ack


async def _again(world: World, payload: JSON) -> None:
    for retry, pause in enumerate(RETRIES, start=1):
        await world.clock.sleep(pause)
        if (await world.send("events_api", payload, retry=retry)).ok:
            break


def posted(world: World, message: Message) -> None:
    """Tell the app of its own message in a direct message: Slack does, and apps must not answer."""
    channel = world.workspace.channels[message.channel]
    if channel.is_im and wants(world, "message.im"):
        world.start(deliver(world, of_message(world, message)))


def of_message(world: World, message: Message) -> JSON:
    """Return the message event of a direct message."""
    shape = shapes.message(world, message)
    if message.bot_id is None:
        shape["client_msg_id"] = f"{world.rng.getrandbits(128):032x}"
    return shape | {"channel": message.channel, "event_ts": message.ts, "channel_type": "im"}


def of_mention(world: World, message: Message) -> JSON:
    """Return the app_mention event of a message that names the bot."""
    shape = shapes.message(world, message)
    shape["client_msg_id"] = f"{world.rng.getrandbits(128):032x}"
    return shape | {"type": "app_mention", "channel": message.channel, "event_ts": message.ts}
