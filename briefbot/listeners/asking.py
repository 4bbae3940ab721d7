"""What Slack sends, as who did what where, and how they are answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from briefbot.listeners.front import Ask, Front
from briefbot.listeners.reach import by_hook, by_message, by_whisper, unheard
from briefbot.listeners.reply import Reply

JSON = Mapping[str, Any]


def asked(body: JSON, context: AsyncBoltContext) -> Ask:
    """Return who did what, and where."""
    authorized = context.authorize_result
    return Ask(
        id=_id(body),
        user=context.user_id or "",
        channel=context.channel_id or "",
        team=authorized.team_id if authorized else None,
        message=str(_part(body, "container").get("message_ts") or ""),
        trigger=str(body.get("trigger_id") or ""),
        bot=context.bot_user_id or "",
        app=str(body.get("api_app_id") or ""),
        deed=_deed(body),
    )


def _deed(body: JSON) -> str:
    """Return the name of the button, the form or the command."""
    clicks: list[JSON] = body.get("actions") or [{}]
    clicked = clicks[0].get("action_id")
    return str(clicked or _part(body, "view").get("callback_id") or body.get("command") or "")


def _id(body: JSON) -> str:
    """Name what was done so that it has the same name when it comes again.

    A form that was refused may be sent again with other values, so those are part of its name.
    """
    if body.get("type") == "view_submission":
        view = _part(body, "view")
        values = json.dumps(_part(view, "state"), sort_keys=True).encode()
        name = hashlib.sha256(values).hexdigest()[:16]
        return f"view:{view.get('id')}:{view.get('hash')}:{name}"
    return str(body.get("event_id") or body.get("trigger_id") or "")


def reached(body: JSON, ask: Ask, front: Front) -> Reply:
    """Return how whoever did this is answered."""
    event = _part(body, "event")
    if url := body.get("response_url"):
        thread = _part(body, "container").get("thread_ts")
        return by_hook(str(url), front.client, thread=thread)
    if event.get("type") == "app_mention":
        return by_whisper(front.calls, front.client, ask.channel, ask.user, event.get("thread_ts"))
    if event.get("type") == "message":
        return by_message(front.calls, front.client, ask.channel, event.get("thread_ts"))
    if event:
        return unheard()
    return by_message(front.calls, front.client, ask.user, None)


def _part(body: JSON, name: str) -> JSON:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}
