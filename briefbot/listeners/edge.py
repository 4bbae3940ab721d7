"""The edge of every listener: whatever goes wrong is acknowledged, logged, and said in words."""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from briefbot.errors import BriefbotError, ConfigError, DeliveryError, Stale, StoreError
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.reply import Reply
from briefbot.text.clean import clean

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

Listener = Callable[..., Awaitable[None]]
JSON = dict[str, Any]

NAME = 80
"""Characters of an item's name."""

FAILED = (
    "Something went wrong on our side. Please try again; if it stays so, tell an admin the "
    "reference {reference}."
)


def kept(listener: Listener) -> Listener:
    """Return the listener as Bolt may call it: it raises nothing and is acknowledged always.

    Bolt takes an acknowledgement back when the listener raises soon after it
    (`listener/asyncio_runner.py`), and the person sees `operation_timeout`. The listener gets
    what it names of `ack`, `body`, `command`, `event`, `action`, `view`, `ask`, `reply`, `front`.
    """
    names = inspect.signature(listener).parameters

    async def wrapped(ack: AsyncAck, body: JSON, payload: JSON, context: AsyncBoltContext) -> None:
        front: Front = context["front"]
        given = {
            **dict.fromkeys(("command", "event", "action", "view"), payload),
            **{name: context[name] for name in ("ask", "reply", "front")},
            "ack": ack,
            "body": body,
        }
        with front.under_way.counted():
            try:
                await listener(**{name: given[name] for name in names})
            except DeliveryError as error:
                log.warning("answer not shown", listener=listener.__name__, error=str(error))
            except Exception as error:
                reference, name = secrets.token_hex(3), listener.__name__
                text = in_words(error)
                if not for_readers(error):
                    log.exception("listener failed", listener=name, reference=reference)
                    text = FAILED.format(reference=reference)
                await _acknowledged(ack)
                await _told(context["reply"], text)
            await _acknowledged(ack)

    wrapped.__name__ = listener.__name__
    return wrapped


def clicked(listener: Listener) -> Listener:
    """Return a listener to clicks, acknowledged before it runs.

    A person may click so many times a minute, an outsider not at all, nobody while we stop.
    """
    names = inspect.signature(listener).parameters

    async def wrapped(
        ack: AsyncAck, body: JSON, action: JSON, ask: Ask, reply: Reply, front: Front
    ) -> None:
        given = locals()
        await ack()
        refusal = front.clicks.take(ask.user)
        if refusal is None and not front.closing():
            await front.reader(ask)
            front.looks(ask.user, body)
            await listener(**{name: given[name] for name in names})
        elif refusal is None:
            await reply.say(STOPPING)
        elif refusal.first:
            await reply.say(refusal.text)

    wrapped.__name__ = listener.__name__
    return kept(wrapped)


def for_readers(error: Exception) -> bool:
    """Tell whether a reader can do something about it; what names files is for an admin."""
    return isinstance(error, BriefbotError) and not isinstance(error, ConfigError | StoreError)


def in_words(error: Exception) -> str:
    """Return what a reader is told of an error.

    Of what somebody else has changed not what it says now, key for key: that is no sentence,
    and may hold a secret.
    """
    if not isinstance(error, Stale):
        return str(error)
    held = error.now if isinstance(error.now, Mapping) else {}
    what = f"{error.part.removesuffix('s')} {clean(str(held.get('name') or error.id), limit=NAME)}"
    if error.now is None:
        return f"Somebody has removed {what} meanwhile: it is gone, so nothing is changed."
    return f"Somebody has changed {what} meanwhile, so nothing is changed."


async def _acknowledged(ack: AsyncAck) -> None:
    if ack.response is None:
        await ack()


async def _told(reply: Reply, text: str) -> None:
    try:
        await reply.say(text)
    except DeliveryError as error:
        log.warning("answer not shown", error=str(error))
