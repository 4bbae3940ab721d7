"""What people send with the two forms; what is wrong with it is said at its field."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot.errors import BriefbotError
from briefbot.listeners import answers, forms, home, rights
from briefbot.listeners.edge import for_readers, kept
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.reach import by_whisper
from briefbot.listeners.reply import Reply

JSON = dict[str, Any]

PATIENCE = 1.5
"""Seconds that a form waits for its change to be made: Slack gives up after three."""
MUTED = "Stories that say {word} stay out of this channel's next digests."


async def subscription(ack: AsyncAck, view: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Begin or change a subscription."""
    wanted = forms.subscription(view)
    if wanted.problems or front.closing():
        await _refused(ack, wanted.problems or {"query": STOPPING})
        return
    said = await _settled(ack, "query", _subscribed(wanted, ask, front))
    if said is None:
        return
    if said:
        await reply.say(said)
    await home.publish(front, ask)


async def _subscribed(wanted: forms.Wanted, ask: Ask, front: Front) -> str:
    """Make the change, once; return what to tell the reader, who sees their Home anyway."""
    person = await front.member(ask)
    if not await front.desk.handled(ask.id):
        return ""
    fields = (wanted.query, wanted.label, wanted.weekdays, person.zone)
    if wanted.id is None:
        return answers.subscribed(await front.desk.subscribe(ask.user, *fields), person)
    await front.desk.change_subscription(wanted.id, ask.user, *fields)
    return ""


async def mute_word(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Keep stories with a word out of a channel, and say so there to who did it."""
    wanted = forms.muted(view)
    if wanted.problems or front.closing():
        await _refused(ack, wanted.problems or {"typed": STOPPING})
        return
    said = await _settled(ack, "typed", _muted(wanted, ask, front))
    if said:
        await by_whisper(front.calls, front.client, wanted.channel, ask.user, None).say(said)


async def _muted(wanted: forms.Muted, ask: Ask, front: Front) -> str:
    await front.member(ask)
    if not await front.desk.handled(ask.id):
        return ""
    admin = await rights.admin(front, replace(ask, channel=wanted.channel))
    await front.desk.mute_word(wanted.channel, ask.user, wanted.word, admin=admin)
    return MUTED.format(word=wanted.word)


async def _settled(ack: AsyncAck, field: str, change: Coroutine[Any, Any, str]) -> str | None:
    """Acknowledge with what became of the change; when it takes long, acknowledge before.

    Return what the change returns, or None when it was refused and its field says why.
    """
    task = asyncio.create_task(change)
    await asyncio.wait({task}, timeout=PATIENCE)
    if not task.done():
        await ack()
    try:
        said = await task
    except BriefbotError as error:
        if ack.response is not None or not for_readers(error):
            raise
        await _refused(ack, {field: str(error)})
        return None
    if ack.response is None:
        await ack()
    return said


async def _refused(ack: AsyncAck, problems: Mapping[str, str]) -> None:
    await ack(response_action="errors", errors=dict(problems))


def register(bolt: AsyncApp) -> None:
    """Listen to the two forms."""
    bolt.view("subscription")(kept(subscription))
    bolt.view("mute_word")(kept(mute_word))
