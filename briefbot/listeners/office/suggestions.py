"""What admins do with proposals: look at one and add it, or decline it; each is decided once."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from briefbot import blocks
from briefbot.blocks.admin import sources
from briefbot.blocks.admin.suggestions import suggestion_message
from briefbot.errors import Refused
from briefbot.listeners import modals, rights, suggesting
from briefbot.listeners.edge import clicked
from briefbot.listeners.office import adding, home
from briefbot.models.suggestions import Suggestion, Verdict
from briefbot.store import suggestions

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from briefbot.listeners.front import Ask, Front
    from briefbot.listeners.reply import Reply

JSON = dict[str, Any]

NONE = "That proposal is not known any more."
DECIDED = "Somebody has decided that already: {word}."
BEGUN = "Somebody is just adding it. Please look again in a minute."
DECLINED = "An admin looked at {url}, and declined it."


async def suggestion_approve(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Look at what is proposed, in the form that adds it."""
    view_id = await modals.opened(front, ask, reply, sources.waiting_modal(()))
    if not view_id:
        return
    number = _number(action)
    try:
        wanted = (await waiting(front, number)).url
    except Refused as error:
        await adding.fill_with(front, view_id, str(error))
        raise
    await adding.fill(front, ask, view_id, [wanted], number)


async def suggestion_decline(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Decline what is proposed, and tell who proposed it."""
    number = _number(action)
    author = await rights.may(front, ask)
    found = await waiting(front, number)
    file, now = front.desk.store.file, front.clock()
    call = partial(suggestions.decline, file, number, author.name, now)
    if not await asyncio.to_thread(call):
        await waiting(front, number)
    await reply.replace(suggestion_message(await _found(front, number)))
    told = blocks.notice(DECLINED.format(url=found.url))
    await suggesting.tell(front, found.who, told)
    await home.redraw(front, ask)


async def waiting(front: Front, number: int) -> Suggestion:
    """Return a proposal that nobody has decided on; raise Refused."""
    found = await _found(front, number)
    if found.state is Verdict.ADDING:
        raise Refused(BEGUN)
    if found.state is not Verdict.OPEN:
        raise Refused(DECIDED.format(word=found.state.value))
    return found


async def _found(front: Front, number: int) -> Suggestion:
    found = await asyncio.to_thread(suggestions.find, front.desk.store.file, number)
    if found is None:
        raise Refused(NONE)
    return found


def _number(action: JSON) -> int:
    value = str(action.get("value"))
    if not value.isascii() or not value.isdigit() or len(value) > 15:  # noqa: PLR2004  none of ours
        raise Refused(NONE)
    return int(value)


def register(bolt: AsyncApp) -> None:
    """Listen to the two buttons of a proposal."""
    bolt.action("suggestion_approve")(clicked(suggestion_approve))
    bolt.action("suggestion_decline")(clicked(suggestion_decline))
