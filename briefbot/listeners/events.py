"""The same words without the command: as a direct message, and after the bot's name."""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot.command import parse
from briefbot.listeners import answers
from briefbot.listeners.edge import kept
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.people import SLACKBOT
from briefbot.listeners.reply import Reply
from briefbot.listeners.spoken import spoken

JSON = dict[str, Any]


async def message(ack: AsyncAck, event: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Answer a direct message; messages in channels are not for us."""
    await ack()
    if event.get("channel_type") == "im":
        await _answered(event, ask, reply, front)


async def app_mention(ack: AsyncAck, event: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Answer whoever names the bot, so that they alone see it."""
    await ack()
    await _answered(event, ask, reply, front)


async def _answered(event: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Answer what a person wrote, once: Slack delivers an event again when in doubt."""
    if not written_by_a_person(event) or not front.seen.new(ask.id):
        return
    if front.closing():
        await reply.say(STOPPING)
        return
    refusal = front.questions.take(ask.user)
    if refusal is None:
        text = spoken(str(event.get("text") or ""), bot=ask.bot, command=front.command)
        await answers.answer(parse(text), ask, reply, front)
    elif refusal.first:
        await reply.say(refusal.text)


def written_by_a_person(event: JSON) -> bool:
    """Tell whether a person wrote this just now: no bot, no edit, nothing that Slack says itself.

    A bot that answers bots may answer itself, for ever.
    """
    strange = ("bot_id", "bot_profile", "subtype", "edited", "hidden")
    return not any(event.get(name) for name in strange) and event.get("user") not in {
        None,
        SLACKBOT,
    }


def register(bolt: AsyncApp) -> None:
    """Listen to direct messages and mentions."""
    bolt.event("message")(kept(message))
    bolt.event("app_mention")(kept(app_mention))
