"""The menu of a source: edit, test, pause, resume, remove; each is judged when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot import proposals
from briefbot.blocks.admin import source as forms
from briefbot.config import Source, today
from briefbot.desk import trial
from briefbot.desk.yesterday import sifted, yesterday
from briefbot.errors import Refused
from briefbot.listeners import checking, itemforms, modals, officeforms, rights, seen
from briefbot.listeners.checking import Form
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.itemforms import Done, Item, data_of, drawn, item
from briefbot.listeners.opening import filled, opened, put
from briefbot.listeners.sourceforms import PART, draft, edited
from briefbot.text import fares

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck

    from briefbot.listeners.front import Ask, Front
    from briefbot.listeners.reply import Reply
    from briefbot.models import Spec
    from briefbot.store.configedit import Data

JSON = dict[str, Any]

CHANGED = "Changed: {name}."
PAUSED = "is paused."
PAUSED_UNTIL = "is paused until {day}."
REMOVED = "{name} is removed; its stories stay."


def _item(verb: str, front: Front) -> Item:
    """Return the form that a choice in the menu leads to."""
    if verb == "edit":
        return _form(front)
    modal, field = {
        "pause": (forms.pause_modal, "until"),
        "remove": (forms.remove_modal, "sure"),
    }[verb]

    def draw(spec: Spec, _: str, note: str) -> JSON:
        return modal(Source.model_validate(spec), seen=seen.mark(spec), notice=note)

    return Item(part=PART, field=field, draw=draw)


def _form(front: Front) -> Form:
    def draw(spec: Spec, _: str, note: str) -> JSON:
        source, mark = Source.model_validate(spec), seen.mark(spec)
        return forms.edit_modal(source, _topics(front), seen=mark, notice=note)

    def make(view: JSON, _: Data, spec: Spec | None) -> Spec:
        assert spec is not None  # noqa: S101  new ones are added by their address
        return edited(view, spec)

    def said(before: Spec | None, after: Spec) -> str:
        return CHANGED.format(name=itemforms.label(PART, before or after))

    return Form(part=PART, field="weight", draw=draw, make=make, said=said)


def _topics(front: Front) -> list[tuple[str, str]]:
    return [(topic.name, topic.id) for topic in front.desk.config.topics]


# ---------------------------------------------------------------- clicks


async def admin_source(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Do what was chosen in a source's menu.

    An address may hold a secret, so whoever is no admin any more sees no form.
    """
    verb, id_ = itemforms.choice(action)
    if verb == "resume":  # whoever may not do that leaves a trace: it is judged with the change
        await itemforms.resumed(PART, id_, ask, front)
        return
    if verb not in ("edit", "pause", "remove", "test"):
        raise Refused(itemforms.OLD)
    await rights.may(front, ask)
    if verb != "test":
        await opened(front, ask, reply, drawn(_item(verb, front), id_, ask, front))
    elif view_id := await modals.opened(front, ask, reply, forms.testing_modal()):
        await filled(front, _tested(id_, ask, front), view_id=view_id)


async def _tested(id_: str, ask: Ask, front: Front) -> JSON:
    """Look at a source now, as the bot does; nothing is stored."""
    source = Source.model_validate(item(await data_of(front), PART, id_))
    person, now = await ask.person(front), front.clock()
    found = await trial.tested(source, front.desk.web, now)
    return forms.tested_modal(source, found, now=now, zone=person.zone)


async def admin_source_preview(body: JSON, ask: Ask, front: Front) -> None:
    """Show in the form what its words would have kept and dropped of the last day."""
    view = body.get("view") or {}
    carried = officeforms.carried(view)
    id_ = str(carried.get("id"))
    await rights.may(front, ask)
    source = Source.model_validate(item(await data_of(front), PART, id_))
    drafted = source.model_copy(update=draft(view, source))
    entries = await front.desk.read(yesterday, id_, front.clock())
    shown = forms.edit_modal(
        drafted,
        _topics(front),
        seen=str(carried.get("seen")),
        preview=sifted(entries, include=drafted.include, exclude=drafted.exclude),
    )
    await put(front, shown, view_id=view["id"], hash=view["hash"])


# ---------------------------------------------------------------- forms


async def source_edit(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Show what the form of a source would change."""
    await checking.asked(_form(front), ack, view, ask, front)


async def admin_source_check(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Change a source as it was shown."""
    await checking.saved(_form(front), ack, view, ask, front)


async def source_pause(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Read a source no more, until a day or until somebody lets it go on."""

    def paused(view: JSON, data: Data, spec: Spec) -> Done:
        source = Source.model_validate(spec)
        day = officeforms.until(view, today(front.desk.config, source, front.clock()))
        said = PAUSED_UNTIL.format(day=fares.day(day)) if day else PAUSED
        return proposals.paused(data, PART, [spec["id"]], day), f"{source.label} {said}"

    await itemforms.changed(_item("pause", front), paused, ack, view, ask, front)


async def source_remove(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Take a source out of the configuration; its stories stay."""
    await itemforms.changed(_item("remove", front), _removed, ack, view, ask, front)


def _removed(_: JSON, data: Data, spec: Spec) -> Done:
    said = REMOVED.format(name=itemforms.label(PART, spec))
    return proposals.removed(data, PART, [spec["id"]]), said


def register(bolt: AsyncApp) -> None:
    """Listen to the menu, and to the forms that it opens."""
    bolt.action("admin_source")(clicked(admin_source))
    bolt.action("admin_source_preview")(clicked(admin_source_preview))
    for form in (source_edit, admin_source_check, source_pause, source_remove):
        bolt.view(form.__name__)(kept(form))
