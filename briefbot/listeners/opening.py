"""Opening a form from a menu: at once, also while what it shows is not known yet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import TYPE_CHECKING, Any

from briefbot.blocks.admin import fields
from briefbot.desk.trial import sentence
from briefbot.errors import BriefbotError, DeliveryError
from briefbot.listeners import modals
from briefbot.listeners.edge import for_readers, in_words

if TYPE_CHECKING:
    from briefbot.listeners.front import Ask, Front
    from briefbot.listeners.reply import Reply

JSON = dict[str, Any]

SOON = 1.0
"""Seconds that a click waits for what its form shows: Slack opens nothing after three."""
SETTLING = 1.0
"""Seconds from an acknowledgement that shows a view until another may take its place.

Slack works off both by itself: one that comes too soon would be covered by the one before.
"""
TITLE = "One moment"
WAITING = "Others are changing the configuration. This takes a moment."
UNSHOWN = "That did not work. A message says why."
OUTRUN = "hash_conflict"
"""Slack's word: the form shows something newer already."""


async def opened(front: Front, ask: Ask, reply: Reply, form: Coroutine[Any, Any, JSON]) -> None:
    """Open a form; while it takes long to draw, a view that it is then put into.

    Whoever calls this has asked whether the person may see it. What is wrong is raised, or
    stands in the view that is open by then.
    """
    task = asyncio.create_task(form)
    await asyncio.wait({task}, timeout=SOON)
    if task.done():
        await modals.opened(front, ask, reply, task.result())
        return
    waiting = fields.notice("admin_wait", TITLE, WAITING)
    if view_id := await modals.opened(front, ask, reply, waiting):
        await filled(front, task, view_id=view_id)
    else:
        task.cancel()


async def filled(front: Front, form: Awaitable[JSON], **where: str) -> None:
    """Put a form into a view that is open, or a sentence that says why there is none."""
    try:
        view = await form
    except BriefbotError as error:
        told = for_readers(error)
        words = sentence(in_words(error)) if told else UNSHOWN
        await put(front, fields.notice("admin_wait", TITLE, words), **where)
        if not told:
            raise
    else:
        await put(front, view, **where)


async def put(front: Front, view: JSON, **where: str) -> None:
    """Show something else in a view that is open: `view_id` or `external_id`, and its `hash`.

    With a hash, what is newer there by now stays.
    """
    call = front.client.views_update
    try:
        await front.calls("views.update", "a form", call, view=view, **where)
    except DeliveryError as error:
        if error.reason != OUTRUN:
            raise
