"""Briefings: begun, changed, looked at, posted at once, paused, taken away by those who may."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot import proposals, schedule
from briefbot.blocks.admin import briefings as forms
from briefbot.config import Briefing, today
from briefbot.errors import Refused
from briefbot.listeners import briefing_form, checking, itemforms, modals, officeforms, rights, seen
from briefbot.listeners.checking import Form
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.itemforms import Done, Item, answered, changed, drawn, here
from briefbot.listeners.officeforms import carried
from briefbot.listeners.opening import opened
from briefbot.listeners.reach import by_message
from briefbot.listeners.reply import Reply
from briefbot.posting import press
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.app.async_app import AsyncApp

    from briefbot.models import Spec
    from briefbot.store.configedit import Data

JSON = dict[str, Any]

PART = "briefings"
PREVIEW = "A preview of {name}, which you alone see. Nothing in it counts as told."
SENT = "{name} is on its way."
SAVED = "{name} is saved."
CREATED = "{name} is there now: {when}."
REMOVED = "{name} is removed."
PAUSED = "{name} is paused."


# ---------------------------------------------------------------- clicks


async def admin_briefing_add(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form of a new briefing; the button carries the channel that it is for, if any."""
    await rights.may(front, ask)
    zone = (await ask.person(front)).zone
    things = {"id": "", "channel": ask.channel}
    channel = str(action.get("value") or "")
    view = forms.briefing_modal(None, front.desk.config, carried=things, zone=zone, channel=channel)
    await modals.opened(front, ask, reply, view)


async def admin_briefing(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Do what was chosen in a briefing's menu, or open the form for it."""
    verb, id_ = itemforms.choice(action)
    if verb == "resume":  # whoever may not do that leaves a trace: it is judged with the change
        await itemforms.resumed(PART, id_, ask, front, owned=True)
        return
    if verb not in (*_FORMS, "preview"):
        raise Refused(itemforms.OLD)
    await rights.may(front, ask, briefing=id_)
    if verb == "preview":
        await _preview(id_, ask, front)
    else:
        await opened(front, ask, reply, drawn(_item(verb, front), id_, ask, front))


async def _preview(id_: str, ask: Ask, front: Front) -> None:
    messages = await front.desk.edition(id_)
    reply = by_message(front.calls, front.client, ask.user, None)
    await reply.say(PREVIEW.format(name=front.desk.config.briefing(id_).name))
    await reply.show(*messages)


# ---------------------------------------------------------------- forms


_FORMS: dict[str, Callable[..., JSON]] = {
    "edit": forms.briefing_modal,
    "pause": forms.pause_modal,
    "send": forms.send_modal,
    "remove": forms.remove_modal,
}


def _item(verb: str, front: Front) -> Item:
    """Return the form that a choice in the menu leads to."""
    field = {"edit": "name", "pause": "until"}.get(verb, "sure")
    draw = partial(_drawn, verb, front)
    return Item(part=PART, field=field, owned=verb != "remove", draw=draw)


def _drawn(verb: str, front: Front, spec: Spec, channel: str, note: str) -> JSON:
    things = {"id": spec["id"], "seen": seen.mark(spec), "channel": channel}
    about = (front.desk.config,) if verb == "edit" else ()
    return _FORMS[verb](Briefing.model_validate(spec), *about, carried=things, note=note)


def _form(front: Front) -> Form:
    def said(before: Spec | None, after: Spec) -> str:
        return SAVED.format(name=after["name"]) if before else _created(after, front)

    draw = partial(_drawn, "edit", front)
    make = briefing_form.spec_of
    return Form(part=PART, field="name", owned=True, draw=draw, make=make, said=said)


def _created(spec: Spec, front: Front) -> str:
    """Say when a new briefing is posted first."""
    briefing, now = Briefing.model_validate(spec), front.clock()
    due = schedule.next_slot(briefing.id, briefing.schedule, now).due
    zone = briefing.schedule.zone
    when = f"it is posted next {wording.upcoming(due, now=now, zone=zone)} ({zone})"
    return CREATED.format(name=briefing.name, when=when)


async def admin_briefing_form(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Show what a new briefing says, or what one would say from now on."""
    await checking.asked(_form(front), ack, view, ask, front)


async def admin_briefing_check(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Keep a briefing as it was shown."""
    await checking.saved(_form(front), ack, view, ask, front)


async def admin_briefing_pause(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Pause a briefing, until a day or until somebody lets it go on."""

    def paused(view: JSON, data: Data, spec: Spec) -> Done:
        briefing = Briefing.model_validate(spec)
        day = officeforms.until(view, today(front.desk.config, briefing, front.clock()))
        changes = proposals.paused(data, PART, [spec["id"]], day)
        return changes, PAUSED.format(name=spec["name"])

    await changed(_item("pause", front), paused, ack, view, ask, front)


async def admin_briefing_remove(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Take a briefing away; its owners may not."""
    await changed(_item("remove", front), _removed, ack, view, ask, front)


def _removed(_: JSON, data: Data, spec: Spec) -> Done:
    return proposals.removed(data, PART, [spec["id"]]), REMOVED.format(name=spec["name"])


async def admin_briefing_send(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Post a briefing now, once however often the form arrives."""
    await ack()
    if front.closing():
        raise Refused(STOPPING)
    who, id_ = here(view, ask), str(carried(view).get("id"))
    author = await rights.may(front, who, briefing=id_)
    name = front.desk.config.briefing(id_).name
    if await front.desk.send(id_, press(), author, ask.id):
        await answered(SENT.format(name=name), who, front)


_OFFERED = re.compile(r"^(topics|sources)(\.[0-9a-f]+)?$")
"""The fields; a form's elements are named from what it was drawn from too."""


async def offered(ack: AsyncAck, body: JSON, ask: Ask, front: Front) -> None:
    """Offer the topics or sources that fit what is typed, those that begin with it first."""
    await front.reader(ask)
    config, typed = front.desk.config, str(body.get("value") or "").strip().casefold()
    named = {
        "topics": [(each.name, each.id) for each in config.topics],
        "sources": [(each.label, each.id) for each in config.sources],
    }[str(body["block_id"])]
    fit = [pair for pair in named if any(typed in words.casefold() for words in pair)]
    fit.sort(key=lambda pair: not pair[0].casefold().startswith(typed))
    await ack(options=[dict(option) for option in forms.options(fit)])


def register(bolt: AsyncApp) -> None:
    """Listen to what `blocks.admin` shows of briefings."""
    for listener in (admin_briefing_add, admin_briefing):
        bolt.action(listener.__name__)(clicked(listener))
    bolt.view("admin_briefing")(kept(admin_briefing_form))
    for form in (
        admin_briefing_check,
        admin_briefing_pause,
        admin_briefing_remove,
        admin_briefing_send,
    ):
        bolt.view(form.__name__)(kept(form))
    bolt.options(_OFFERED)(kept(offered))
