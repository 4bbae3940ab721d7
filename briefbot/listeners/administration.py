"""`/brief admin`: leads to the admins' part of App Home; `admin claim CODE` makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from briefbot import blocks
from briefbot.blocks.admin.home import admin_message
from briefbot.desk.claiming import claim
from briefbot.errors import ConfigError, Refused
from briefbot.listeners import adminhome, rights
from briefbot.models import Author
from briefbot.models.office import Where

if TYPE_CHECKING:
    from briefbot.command import Command
    from briefbot.listeners.front import Ask, Front
    from briefbot.models import Message

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

WRONG = (
    "That is no code that counts: it may be mistyped, used, or older than 15 minutes. "
    "`briefbot admins claim` prints another."
)
ADMITTED = "You are one of my admins now."


async def admin(command: Command, ask: Ask, front: Front) -> tuple[Message, ...]:
    """Lead to App Home; who has a code is made an admin before."""
    if command.text:
        return await _claimed(command.text, ask, front)
    await adminhome.publish(front, ask, Where())
    return (admin_message(_home(ask), ask.channel),)


async def _claimed(code: str, ask: Ask, front: Front) -> tuple[Message, ...]:
    person = await rights.insider(front, ask)
    if front.office is None:
        raise Refused(rights.NO_FILE)
    try:
        author = Author(name=person.id, way="slack", called=person.called)
        if not await claim(front.office, author, code):
            log.warning("claim refused", user=ask.user)
            raise Refused(WRONG)
    except ConfigError as error:
        raise rights.unfit(error) from error
    await adminhome.publish(front, ask, Where())
    return blocks.notice(ADMITTED), admin_message(_home(ask), ask.channel)


def _home(ask: Ask) -> str:
    """Return the address of the app's Home tab: docs.slack.dev/interactivity/deep-linking."""
    return f"slack://app?team={ask.team}&id={ask.app}&tab=home"
