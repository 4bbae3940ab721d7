"""A form of one item of the configuration: sent, judged against what the file says by then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefbot import blocks, proposals
from briefbot.blocks.admin import fields
from briefbot.blocks.admin.changes import done_message
from briefbot.config import Source
from briefbot.errors import ConfigError, Refused, Stale, UsageError
from briefbot.listeners import adminhome, officeforms, rights, seen
from briefbot.listeners.edge import in_words
from briefbot.listeners.front import STOPPING
from briefbot.listeners.reach import by_message, by_whisper
from briefbot.models import Change, Spec
from briefbot.store.configedit import Data
from briefbot.text import edits

if TYPE_CHECKING:
    from slack_bolt.context.ack.async_ack import AsyncAck

    from briefbot.listeners.front import Ask, Front

JSON = dict[str, Any]
Done = tuple[tuple[Change, ...], str]
"""Changes, and what to say of them."""
Make = Callable[[JSON, Data, Spec], Done]
"""Return what a form asks for of an item."""

GONE = "It is no longer there: somebody has removed it."
SAME = "That is as it was, so nothing is changed."
NOT_PAUSED = "{name} is not paused."
RESUMED = "{name} goes on."
OLD = "That button is out of date. Please open my Home tab again."


@dataclass(frozen=True, kw_only=True)
class Item:
    """What a form is about."""

    part: str
    field: str
    """Where it is said why nothing was changed."""
    owned: bool = False
    """Whether the owners of a briefing may send it too."""
    draw: Callable[[Spec, str, str], JSON]
    """Draw it from what the file says, for a channel, with a sentence on top."""


def choice(action: JSON) -> tuple[str, str]:
    """Return what was chosen in an item's menu, and of which item."""
    chosen = str((action.get("selected_option") or {}).get("value") or "")
    verb, _, id_ = chosen.partition(":")
    return verb, id_


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


async def drawn(about: Item, id_: str, ask: Ask, front: Front) -> JSON:
    """Return the form of an item, by what the file says now."""
    return about.draw(item(await data_of(front), about.part, id_), ask.channel, "")


def label(part: str, spec: Spec) -> str:
    """Return what people call an item."""
    return Source.model_validate(spec).label if part == "sources" else str(spec["name"])


async def changed(
    about: Item, make: Make, ack: AsyncAck, view: JSON, ask: Ask, front: Front
) -> None:
    """Make the changes that a form asks for, or show in it why not, or what is newer."""
    who = here(view, ask)
    work = _made(about, make, view, who, front)
    if made := await officeforms.sent(ack, about.field, work, newer(about, who)):
        await answered(made[0], who, front, made[1])


def newer(about: Item, who: Ask) -> Callable[[Stale], Awaitable[JSON]]:
    """Return what draws a form anew where somebody else was faster."""

    async def draw(stale: Stale) -> JSON:
        if stale.now is None or stale.part != about.part:
            return fields.notice("admin_gone", "Nothing is changed", in_words(stale))
        return about.draw(stale.now, who.channel, seen.CHANGED)

    return draw


async def _made(about: Item, make: Make, view: JSON, who: Ask, front: Front) -> tuple[str, int]:
    if front.closing():
        raise Refused(STOPPING)
    data = await data_of(front)
    spec = as_drawn(about.part, officeforms.carried(view), data)
    changes, said = make(view, data, spec)
    briefing = str(spec["id"]) if about.owned else None
    if not changes:
        await rights.may(front, who, briefing=briefing)
        raise Refused(SAME)
    async with officeforms.once(front, who):
        made = await rights.change(front, who, changes, briefing=briefing)
    return f"{said} {edits.written(changes)}", made.number


def as_drawn(part: str, things: JSON, data: Data) -> Spec:
    """Return the item of a form as it is; raise Stale when it is not what was drawn."""
    id_ = str(things.get("id"))
    return seen.same(part, id_, proposals.items(data, part).get(id_), things.get("seen"))


async def resumed(part: str, id_: str, ask: Ask, front: Front, *, owned: bool = False) -> None:
    """Let an item go on, once for a click: one that comes again ends no later pause."""
    if not await front.desk.handled(ask.id):
        return
    data, briefing = await data_of(front), id_ if owned else None
    name = label(part, item(data, part, id_))
    changes = proposals.resumed(data, part, [id_])
    if not changes:
        await rights.may(front, ask, briefing=briefing)
        await answered(NOT_PAUSED.format(name=name), ask, front)
        return
    made = await rights.change(front, ask, changes, briefing=briefing)
    said = f"{RESUMED.format(name=name)} {edits.written(changes)}"
    await answered(said, ask, front, made.number)


async def answered(said: str, who: Ask, front: Front, number: int = 0) -> None:
    """Say what became of it: on the admins' page if they look at it, and where they were.

    With the number of a change comes a button that takes it back, for those who may.
    """
    undo = number and await rights.may_undo(front, who, number)
    message = done_message(said, number) if undo else blocks.notice(said)
    if who.channel:
        await by_whisper(front.calls, front.client, who.channel, who.user, None).show(message)
    elif undo or who.user not in front.at:
        await by_message(front.calls, front.client, who.user, None).show(message)
    if who.user in front.at:
        await adminhome.publish(front, who, front.at[who.user], said)
