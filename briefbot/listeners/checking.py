"""A form is shown as what it changes before it is saved; what was shown is what is written."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefbot import proposals
from briefbot.blocks.admin import check, fields
from briefbot.errors import BriefbotError, DeliveryError, Impossible, Refused, Stale
from briefbot.listeners import officeforms, opening, rights, seen
from briefbot.listeners.edge import in_words
from briefbot.listeners.front import STOPPING
from briefbot.listeners.itemforms import SAME, Item, answered, as_drawn, data_of, here, newer
from briefbot.models import Change, Spec
from briefbot.store.configedit import Data

if TYPE_CHECKING:
    from slack_bolt.context.ack.async_ack import AsyncAck

    from briefbot.listeners.front import Ask, Front

JSON = dict[str, Any]

ALL = {"response_action": "clear"}
"""Closes the check and the form below it."""
_CARRIED = ("id", "seen", "channel")
NEWER = (
    "Somebody has changed it meanwhile, so nothing of yours is saved. "
    "Back leads to what it says now."
)
TAKEN = "Somebody has added a {noun} of that name meanwhile. Go back, and give yours another name."


@dataclass(frozen=True, kw_only=True)
class Form(Item):
    """A form that says all of an item, or of one that is new."""

    make: Callable[[JSON, Data, Spec | None], Spec]
    """Return the item as the form wants it; raise Wrong with what is wrong at its fields."""
    said: Callable[[Spec | None, Spec], str]
    """Say that it is saved."""


# ---------------------------------------------------------------- looking


async def asked(form: Form, ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Show over a form what it would change; or in it what is wrong, or what is newer."""
    who = here(view, ask)
    task = asyncio.create_task(_checked(form, view, who, front))
    await asyncio.wait({task}, timeout=officeforms.PATIENCE)
    if not task.done():
        await _later(ack, _or_newer(form, task, view, who, front), front)
        return
    try:
        shown = task.result()
    except BriefbotError as error:
        said = await officeforms.at_field(error, form.field, newer(form, who))
        if said is None:
            raise
        await ack(**said)
    else:
        await ack(response_action="push", view=shown)


async def _later(ack: AsyncAck, shown: Awaitable[JSON], front: Front) -> None:
    """Lay something over the form at once, and put into it what it changes when that is known.

    Slack does not tell the id of a view that an acknowledgement shows, so we name it.
    """
    name = secrets.token_hex(16)
    await ack(response_action="push", view={**check.waiting_modal(), "external_id": name})
    await asyncio.sleep(opening.SETTLING)
    await opening.filled(front, shown, external_id=name)


async def _or_newer(
    form: Form, task: asyncio.Task[JSON], view: JSON, who: Ask, front: Front
) -> JSON:
    """Return what a form would change; where somebody was faster, let the form show that."""
    try:
        return await task
    except Stale as stale:
        drawn = await _drawn_anew(form, stale, view.get("id"), who, front)
        return check.unsaved_modal(NEWER if drawn else in_words(stale))


async def _checked(form: Form, view: JSON, who: Ask, front: Front) -> JSON:
    if front.closing():
        raise Refused(STOPPING)
    data = await data_of(front)
    things = {key: officeforms.carried(view).get(key) for key in _CARRIED}
    before = as_drawn(form.part, things, data) if things["id"] else None
    after = form.make(view, data, before)
    changes, briefing = _changes(form, data, before, after), _briefing(form, before)
    if not changes:
        await rights.may(front, who, briefing=briefing)
        raise Refused(SAME)
    diff = await rights.preview(front, who, changes, briefing=briefing)
    carried = _with(things, after, front)
    config = front.desk.config
    return check.check_modal(form.part, before, after, diff, config=config, carried=carried)


def _changes(form: Form, data: Data, before: Spec | None, after: Spec) -> tuple[Change, ...]:
    if before is None:
        return proposals.added(data, form.part, [after])
    return proposals.changed(form.part, before, after)


def _briefing(form: Form, before: Spec | None) -> str | None:
    return str(before["id"]) if before and form.owned else None


def _with(things: JSON, after: Spec, front: Front) -> JSON:
    """Return what the check carries: what is to be written, or by which name it is kept."""
    whole = {**things, "after": after}
    text = fields.carry(whole)
    if len(text) <= fields.METADATA and json.loads(text) == whole:
        return whole
    return {**things, "kept": front.drafts.keep(after, len(text))}


# ---------------------------------------------------------------- saving


async def saved(form: Form, ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Write what was shown, and close all; or show why not, with the form still below."""
    who = here(view, ask)

    async def wrong(error: BriefbotError) -> JSON | None:
        if isinstance(error, Stale):
            return await _overtaken(form, error, view, who, front)
        problems = officeforms.problems_of(error, form.field)
        return _unsaved(" ".join(problems.values())) if problems else None

    work = _written(form, view, who, front)
    if made := await officeforms.acknowledged(ack, work, wrong, done=ALL):
        await answered(made[0], who, front, made[1])


async def _written(form: Form, view: JSON, who: Ask, front: Front) -> tuple[str, int]:
    if front.closing():
        raise Refused(STOPPING)
    things, data = officeforms.carried(view), await data_of(front)
    before = as_drawn(form.part, things, data) if things.get("id") else None
    after = things["after"] if "after" in things else front.drafts.find(str(things.get("kept")))
    if before is None:
        return await _begun(form, data, after, who, front)
    changes = _changes(form, data, before, after)
    async with officeforms.once(front, who):
        made = await rights.change(front, who, changes, briefing=_briefing(form, before))
    return form.said(before, after), made.number


async def _begun(form: Form, data: Data, after: Spec, who: Ask, front: Front) -> tuple[str, int]:
    """Write what is new; raise Refused where somebody has begun one of that name meanwhile.

    Its id comes from its name, which nobody sees in the form.
    """
    async with officeforms.once(front, who):
        try:
            made = await rights.change(front, who, _changes(form, data, None, after))
        except (Impossible, Stale) as error:
            raise Refused(TAKEN.format(noun=form.part.removesuffix("s"))) from error
    return form.said(None, after), made.number


async def _overtaken(form: Form, stale: Stale, view: JSON, who: Ask, front: Front) -> JSON:
    """Let the form below show what the file says now, and close what lies on it.

    Were the newer form laid on the check, three admins in a row would pile up more views
    than Slack takes.
    """
    if await _drawn_anew(form, stale, view.get("previous_view_id"), who, front):
        return {}
    return _unsaved(in_words(stale))


async def _drawn_anew(form: Form, stale: Stale, view_id: object, who: Ask, front: Front) -> bool:
    """Let a form show what the file says now; tell whether it does."""
    if stale.now is None:
        return False
    drawn = form.draw(stale.now, who.channel, seen.CHANGED)
    try:
        await opening.put(front, drawn, view_id=str(view_id))
    except DeliveryError:
        return False
    return True


def _unsaved(words: str) -> JSON:
    return {"response_action": "update", "view": check.unsaved_modal(words)}
