"""A form of one item of the configuration: sent, judged against what the file says by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefbot import proposals
from briefbot.blocks.admin import fields
from briefbot.errors import ConfigError, Refused, Stale, UsageError
from briefbot.listeners import adminhome, officeforms, rights, seen
from briefbot.listeners.front import STOPPING
from briefbot.listeners.reach import by_message, by_whisper
from briefbot.models import Change, Spec
from briefbot.store.configedit import Data

if TYPE_CHECKING:
    from slack_bolt.context.ack.async_ack import AsyncAck

    from briefbot.listeners.front import Ask, Front

JSON = dict[str, Any]
Make = Callable[[JSON, Data, Spec], tuple[tuple[Change, ...], str]]
"""Return the changes that a form asks for of an item, and what to say of them."""

GONE = "It is no longer there: somebody has removed it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a form is about."""

    part: str
    field: str
    """Where it is said why nothing was changed."""
    owned: bool
    """Whether the owners of a briefing may send it too."""
    draw: Callable[[Spec, str, str], JSON]
    """Draw it from what the file says, for a channel, with a sentence on top."""


def here(view: JSON, ask: Ask) -> Ask:
    """Return who sends a form, and the channel in which it was opened, if it was in one."""
    return replace(ask, channel=str(officeforms.carried(view).get("channel") or ask.channel))


async def data_of(front: Front) -> Data:
    """Return what the file says; raise Refused when there is none."""
    if front.office is None:
        raise Refused(rights.NO_FILE)
    try:
        return await front.office.data()
    except ConfigError as error:
        raise rights.unfit(error) from error


def item(data: Data, part: str, id_: str) -> Spec:
    """Return what the file says of an item; raise UsageError when it is gone."""
    found = proposals.items(data, part).get(id_)
    if found is None:
        raise UsageError(GONE)
    return found


async def changed(
    about: Item, make: Make, ack: AsyncAck, view: JSON, ask: Ask, front: Front
) -> None:
    """Make the changes that a form asks for, or show in it why not, or what is newer."""
    who = here(view, ask)

    async def newer(stale: Stale) -> JSON:
        if stale.now is None or stale.part != about.part:
            return fields.notice("admin_gone", "Nothing is changed", str(stale))
        return about.draw(stale.now, who.channel, seen.CHANGED)

    said = await officeforms.sent(ack, about.field, _made(about, make, view, who, front), newer)
    await answered(said, who, front)


async def _made(about: Item, make: Make, view: JSON, who: Ask, front: Front) -> str:
    if front.closing():
        raise Refused(STOPPING)
    things = officeforms.carried(view)
    id_, data = str(things.get("id")), await data_of(front)
    spec = seen.same(
        about.part, id_, proposals.items(data, about.part).get(id_), things.get("seen")
    )
    changes, said = make(view, data, spec)
    briefing = id_ if about.owned else None
    if changes:
        async with officeforms.once(front, who):
            await rights.change(front, who, changes, briefing=briefing)
    else:
        await rights.may(front, who, briefing=briefing)
    return said


async def answered(said: str | None, who: Ask, front: Front) -> None:
    """Say what became of it: on the admins' page if they look at it, else where they were."""
    if not said:
        return
    if who.channel:
        await by_whisper(front.calls, front.client, who.channel, who.user, None).say(said)
    elif who.user not in front.at:
        await by_message(front.calls, front.client, who.user, None).say(said)
    if who.user in front.at:
        await adminhome.publish(front, who, front.at[who.user], said)
