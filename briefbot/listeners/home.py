"""App Home: a reader's subscriptions, saved stories, and today's digests."""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot import blocks
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
    """Draw a reader's Home as it is now; for an outsider there is nothing in it."""
    person = await ask.person(front)
    if person.outsider:
        view = blocks.closed_view(OUTSIDER)
    else:
        page = await front.desk.home(ask.user, person.zone)
        view = blocks.home_view(page, workspace=front.workspace())
    await front.calls(
        "views.publish", "App Home", front.client.views_publish, user_id=ask.user, view=view
    )


def register(bolt: AsyncApp) -> None:
    """Listen to who opens App Home."""
    bolt.event("app_home_opened")(kept(app_home_opened))
