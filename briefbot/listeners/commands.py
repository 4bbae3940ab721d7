"""The slash command: `/brief`, or what the operator calls it."""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot.command import parse
from briefbot.listeners import answers
from briefbot.listeners.edge import kept
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.reply import Reply


async def brief(
    ack: AsyncAck, command: dict[str, Any], ask: Ask, reply: Reply, front: Front
) -> None:
    """Answer the command; who asks too much hears so in the acknowledgement itself."""
    if front.closing():
        await ack(STOPPING)
    elif refusal := front.questions.take(ask.user):
        await ack(refusal.text)
    else:
        await ack()
        await answers.answer(parse(command.get("text") or ""), ask, reply, front)


def register(bolt: AsyncApp, command: str) -> None:
    """Listen to the command by its name."""
    bolt.command(command)(kept(brief))
