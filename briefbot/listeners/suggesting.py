"""`/brief suggest URL`: a member proposes a source, and each admin hears of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import structlog

from briefbot import blocks
from briefbot.blocks.admin.suggestions import suggestion_message
from briefbot.desk import trial
from briefbot.errors import DeliveryError, Refused
from briefbot.listeners import rights
from briefbot.listeners.reach import by_message
from briefbot.store import suggestions

if TYPE_CHECKING:
    from briefbot.command import Command
    from briefbot.listeners.front import Ask, Front
    from briefbot.models import Message

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

NO_ADMIN = "I have no admin yet who could add it. {rest}"
PROPOSED = "Proposed: {url}. The admins have it, and I tell you what they decide."
KEPT = "Proposed: {url}. I could not reach an admin just now; it waits in their Home tab."
WAITS = "Proposed: {url}. It waits in the Home tab of this workspace's admins."


async def suggest(command: Command, ask: Ask, front: Front) -> tuple[Message, ...]:
    """Keep a member's proposal, once, and tell the admins."""
    await rights.insider(front, ask)
    url = trial.address(command.text)
    if same := trial.there(front.desk.config, url):
        raise Refused(trial.THERE.format(name=same.label))
    config = front.desk.config
    if not config.admins and not config.workspace_admins:
        raise Refused(NO_ADMIN.format(rest=rights.refusal(front, ask.user)))
    admins = await rights.everybody(front)
    if not await front.desk.handled(ask.id):
        return ()
    file = front.desk.store.file
    call = partial(suggestions.add, file, url, trial.key(url), ask.user, front.clock())
    made = await asyncio.to_thread(call)
    message = suggestion_message(made)
    told = await asyncio.gather(*(tell(front, admin, message) for admin in admins))
    said = PROPOSED if any(told) else KEPT if config.admins else WAITS
    return (blocks.notice(said.format(url=url)),)


async def tell(front: Front, user: str, message: Message) -> bool:
    """Send somebody a direct message; say whether it was sent."""
    try:
        await by_message(front.calls, front.client, user, None).show(message)
    except DeliveryError as error:
        log.warning("proposal not told", user=user, error=str(error))
        return False
    return True
