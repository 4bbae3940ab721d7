"""Opening the two forms: at once, while the click can still open one."""

from __future__ import annotations

from typing import Any

from briefbot import blocks
from briefbot.errors import DeliveryError
from briefbot.listeners.front import Ask, Front
from briefbot.listeners.reply import Reply
from briefbot.models import Block, Subscription

LATE = "That took too long, so Slack opens nothing any more. Please click again."
_LATE = frozenset(
    {
        "exchanged_trigger_id",
        "expired_trigger_id",
        "invalid_trigger_id",
        "trigger_exchanged",
        "trigger_expired",
    }
)
"""Slack's guide and its method page spell the same errors differently."""


async def open_subscription(
    front: Front,
    ask: Ask,
    reply: Reply,
    *,
    subscription: Subscription | None = None,
    query: str = "",
) -> None:
    """Open the form of a subscription: of one that is there, or of a new one."""
    person = await front.member(ask)
    view = blocks.subscription_modal(
        subscription=subscription, query=query, zone=person.zone, own=person.zoned
    )
    await opened(front, ask, reply, view)


async def open_mute_word(
    front: Front,
    ask: Ask,
    reply: Reply,
    *,
    words: tuple[str, ...],
    value: str,
    more: tuple[Block, ...] = (),
) -> None:
    """Open the form that mutes a word in the channel; what may be put right stands below it."""
    view = blocks.mute_word_modal(channel=ask.channel, words=words, value=value, more=more)
    await opened(front, ask, reply, view)


async def opened(front: Front, ask: Ask, reply: Reply, view: dict[str, Any]) -> str:
    """Open a form; return its id, or nothing when the click is too old, which is said."""
    try:
        done = await front.calls(
            "views.open", "a form", front.client.views_open, trigger_id=ask.trigger, view=view
        )
    except DeliveryError as error:
        if error.reason not in _LATE:
            raise
        await reply.say(LATE)
        return ""
    return str(done["view"]["id"])
