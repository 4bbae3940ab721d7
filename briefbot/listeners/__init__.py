"""Slack, Bolt's word for what people do: commands, messages, clicks, forms, App Home.

Each listener acknowledges, calls the desk, and shows what it says; blocks come from `blocks/`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from briefbot.listeners import actions, commands, events, home, office, views
from briefbot.listeners.asking import asked, reached
from briefbot.listeners.edge import kept
from briefbot.listeners.front import Front
from briefbot.listeners.people import People

__all__ = ["Front", "People", "bring", "register"]


def register(bolt: AsyncApp, front: Front) -> None:
    """Let the application answer people."""
    bolt.use(bring(front))
    commands.register(bolt, front.command)
    for part in (events, actions, views, home, office):
        part.register(bolt)
    _acknowledge_the_rest(bolt)


def bring(front: Front) -> Callable[..., Awaitable[None]]:
    """Return what gives each listener `front`, `ask` and `reply`."""

    async def bring_along(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Callable[[], Awaitable[None]],  # noqa: A002  Bolt's name
    ) -> None:
        ask = asked(body, context)
        context.update(front=front, ask=ask, reply=reached(body, ask, front))
        await next()

    return bring_along


def _acknowledge_the_rest(bolt: AsyncApp) -> None:
    """Acknowledge what nobody listens to: Bolt does not, and Slack would deliver it again."""
    every: tuple[Callable[[re.Pattern[str]], Any], ...] = (
        bolt.event,
        bolt.action,
        bolt.view,
        bolt.view_closed,
        bolt.shortcut,
        bolt.command,
    )
    for listen in every:
        listen(re.compile(""))(kept(nothing))


async def nothing(ack: AsyncAck) -> None:
    """Do nothing."""
    await ack()
