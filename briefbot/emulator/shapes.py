"""The JSON that Slack gives of people, channels, messages and views."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from briefbot.emulator.workspace import Channel, Message, User
    from briefbot.emulator.world import View, World

JSON = dict[str, Any]


def user(world: World, person: User) -> JSON:
    """Return a person as users.info does."""
    now = world.clock.now().astimezone(ZoneInfo(person.tz))
    offset = now.utcoffset()
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": now.tzname() or person.tz,
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "team": person.team_id,
        },
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_stranger": person.is_stranger,
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }


def channel(world: World, room: Channel) -> JSON:
    """Return a channel as conversations.info does."""
    shape: JSON = {
        "id": room.id,
        "created": room.created,
        "is_archived": room.is_archived,
        "is_im": room.is_im,
        "is_mpim": False,
        "is_org_shared": False,
        "context_team_id": world.workspace.team_id,
    }
    if room.is_im:
        return shape | {"user": room.person, "is_open": True}
    return shape | {
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": not room.is_private,
        "is_group": room.is_private,
        "is_private": room.is_private,
        "is_general": room.name == "general",
        "is_shared": room.is_shared,
        "is_ext_shared": room.is_shared,
        "is_pending_ext_shared": room.is_pending,
        "is_member": world.workspace.bot.id in room.members,
        "num_members": len(room.members),
        "creator": "",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message(world: World, shown: Message, *, metadata: bool = False) -> JSON:
    """Return a message as conversations.history does; its metadata only when asked for."""
    shape: JSON = {
        "type": "message",
        "user": shown.user,
        "text": shown.text,
        "ts": shown.ts,
        "team": world.workspace.team_id,
    }
    if shown.bot_id is not None:
        shape |= {"bot_id": shown.bot_id, "app_id": world.workspace.app_id}
        shape["bot_profile"] = {
            "id": shown.bot_id,
            "app_id": world.workspace.app_id,
            "name": world.workspace.bot.name,
            "team_id": world.workspace.team_id,
        }
    if shown.blocks:
        # Shared, not copied: blocks are replaced as a whole and never changed in place.
        shape["blocks"] = shown.blocks
    if shown.edited is not None:
        shape["edited"] = {"user": shown.user, "ts": shown.edited}
    if metadata and shown.metadata is not None:
        shape["metadata"] = shown.metadata
    return shape | _threading(world, shown)


def _threading(world: World, shown: Message) -> JSON:
    if shown.thread_ts is None:
        return {}
    room = world.workspace.channels[shown.channel]
    if shown.is_reply:
        first = room.messages.get(shown.thread_ts)
        shape: JSON = {"thread_ts": shown.thread_ts}
        if shown.broadcast:
            shape["subtype"] = "thread_broadcast"
        return shape | ({"parent_user_id": first.user} if first else {})
    replies = room.thread(shown.ts)
    return {
        "thread_ts": shown.ts,
        "reply_count": len(replies),
        "reply_users": sorted({reply.user for reply in replies}),
        "reply_users_count": len({reply.user for reply in replies}),
        "latest_reply": replies[-1].ts if replies else shown.ts,
    }


def view(world: World, shown: View, *, state: JSON | None = None) -> JSON:
    """Return a modal or a Home as views.* and interactions give it."""
    content = copy.deepcopy(shown.content)
    content.pop("state", None)
    return {
        "id": shown.id,
        "team_id": world.workspace.team_id,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        **content,
        "state": {"values": state or {}},
        "hash": shown.hash,
        "previous_view_id": shown.previous,
        "root_view_id": shown.root,
        "app_id": world.workspace.app_id,
        "app_installed_team_id": world.workspace.team_id,
        "bot_id": world.workspace.bot_id,
    }


def rich_text(text: str, block_id: str) -> JSON:
    """Return the block that Slack makes of what a person types."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}
