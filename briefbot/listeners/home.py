"""App Home: a reader's subscriptions, saved stories, and today's digests."""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot import blocks
from briefbot.errors import Refused
from briefbot.listeners import adminhome, rights
from briefbot.listeners.edge import kept
from briefbot.listeners.front import OUTSIDER, Ask, Front
from briefbot.listeners.reply import Reply


async def app_home_opened(
    ack: AsyncAck,
    event: dict[str, Any],
    ask: Ask,
    reply: Reply,  # noqa: ARG001  the edge's
    front: Front,
) -> None:
    """Draw the Home of whoever opens it; the Messages tab is Slack's own."""
    await ack()
    if event.get("tab") == "home":
        await publish(front, ask)


async def publish(front: Front, ask: Ask) -> None:
    """Draw somebody's Home as it is now: of an admin the part that they were in.

    For an outsider there is nothing in it.
    """
    admin = await _admin(front, ask)
    if admin and ask.user in front.at:
        await adminhome.publish(front, ask, front.at[ask.user])
        return
    person = await ask.person(front)
    if person.outsider:
        view = blocks.closed_view(OUTSIDER)
    else:
        page = await front.desk.home(ask.user, person.zone)
        view = blocks.home_view(page, workspace=front.workspace(), admin=admin)
    await front.calls(
        "views.publish", "App Home", front.client.views_publish, user_id=ask.user, view=view
    )


async def _admin(front: Front, ask: Ask) -> bool:
    try:
        await rights.own(front, ask)
    except Refused:
        front.at.pop(ask.user, None)
        return False
    return True


def register(bolt: AsyncApp) -> None:
    """Listen to who opens App Home."""
    bolt.event("app_home_opened")(kept(app_home_opened))
