"""The menu of a source: edit, test, pause, resume, remove; each is judged when it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from briefbot import proposals
from briefbot.blocks.admin import fields, sources
from briefbot.blocks.admin import source as forms
from briefbot.config import Source, today
from briefbot.desk import trial
from briefbot.desk.yesterday import sifted, yesterday
from briefbot.errors import Refused, Stale
from briefbot.listeners import modals, officeforms, rights
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.front import STOPPING
from briefbot.listeners.office import home
from briefbot.listeners.officeforms import Wrong
from briefbot.listeners.sourceforms import PART, Item, draft, edited, item

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck

    from briefbot.listeners.front import Ask, Front
    from briefbot.listeners.reply import Reply
    from briefbot.models import Change

JSON = dict[str, Any]
SOON = 1.0
"""Seconds that a form waits for what the file says."""
WAITING = "Others are changing the configuration. This takes a moment."
NEWER = "Somebody has changed it meanwhile: this is how it is now. Nothing of yours is kept."
SAME = "That is as it was, so nothing is changed."
NOT_PAUSED = "It is not paused."
PAST = "That day is over, or today. Choose a later one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that an admin sent."""

    ack: AsyncAck
    view: JSON
    ask: Ask
    reply: Reply
    front: Front
    field: str
    """Where it is said when nothing else is wrong but the whole."""


async def admin_source(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Do what was chosen in a source's menu."""
    chosen = str((action.get("selected_option") or {}).get("value") or "")
    verb, _, name = chosen.partition(":")
    if verb in _MENU:
        await _MENU[verb](name, ask, reply, front)


# ---------------------------------------------------------------- its form


async def _edit(name: str, ask: Ask, reply: Reply, front: Front) -> None:
    def drawn(found: Item) -> JSON:
        return forms.edit_modal(found.source, _topics(front), seen=found.seen)

    await _opened(name, ask, reply, front, drawn)


async def _opened(
    name: str, ask: Ask, reply: Reply, front: Front, drawn: Callable[[Item], JSON]
) -> None:
    """Open a source's form; while the file is busy, something that it is then put into.

    Slack opens nothing three seconds after a click, and others may be changing the file.
    An address may hold a secret, so whoever is no admin any more sees none.
    """
    await rights.may(front, ask)
    task = asyncio.create_task(item(front, name))
    await asyncio.wait({task}, timeout=SOON)
    if task.done():
        await modals.opened(front, ask, reply, drawn(task.result()))
        return
    waiting = fields.notice("source_wait", forms.TITLE, WAITING)
    view_id = await modals.opened(front, ask, reply, waiting)
    view = drawn(await task)
    if view_id:
        call = front.client.views_update
        await front.calls("views.update", "a form", call, view_id=view_id, view=view)


def _topics(front: Front) -> list[tuple[str, str]]:
    return [(topic.name, topic.id) for topic in front.desk.config.topics]


async def admin_source_preview(body: JSON, ask: Ask, front: Front) -> None:
    """Show in the form what its words would have kept and dropped of the last day."""
    view = body.get("view") or {}
    carried = officeforms.carried(view)
    name = str(carried.get("id"))
    await rights.may(front, ask)
    found = await item(front, name)
    drafted = Source.model_validate(found.spec).model_copy(update=draft(view, found.source))
    seen = await front.desk.read(yesterday, name, front.clock())
    drawn = forms.edit_modal(
        drafted,
        _topics(front),
        seen=str(carried.get("seen")),
        preview=sifted(seen, include=drafted.include, exclude=drafted.exclude),
    )
    call = front.client.views_update
    await front.calls("views.update", "a form", call, view_id=str(view.get("id")), view=drawn)


async def source_edit(ack: AsyncAck, view: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Change a source as its form says."""

    async def wanted(found: Item) -> tuple[Change, ...]:
        return proposals.changed(PART, found.spec, edited(view, found))

    def drawn(found: Item) -> JSON:
        return forms.edit_modal(found.source, _topics(front), seen=found.seen, notice=NEWER)

    form = Sent(ack=ack, view=view, ask=ask, reply=reply, front=front, field="weight")
    await _sent(form, wanted, drawn, "Changed")


# ---------------------------------------------------------------- pausing, removing


async def _pause(name: str, ask: Ask, reply: Reply, front: Front) -> None:
    def drawn(found: Item) -> JSON:
        return forms.pause_modal(found.source, seen=found.seen)

    await _opened(name, ask, reply, front, drawn)


async def source_pause(ack: AsyncAck, view: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Read a source no more until a day."""
    said = officeforms.typed(view, "until")

    async def wanted(found: Item) -> tuple[Change, ...]:
        until = date.fromisoformat(said) if said else None
        if until and until <= today(front.desk.config, found.source, front.clock()):
            raise Wrong({"until": PAST})
        data = {PART: [found.spec]}
        return proposals.paused(data, PART, [found.source.id], until)

    def drawn(found: Item) -> JSON:
        return forms.pause_modal(found.source, seen=found.seen, notice=NEWER)

    done = f"Paused until {said}" if said else "Paused"
    form = Sent(ack=ack, view=view, ask=ask, reply=reply, front=front, field="until")
    await _sent(form, wanted, drawn, done)


async def _resume(name: str, ask: Ask, reply: Reply, front: Front) -> None:
    found = await item(front, name)
    changes = proposals.resumed({PART: [found.spec]}, PART, [name])
    if not changes:
        raise Refused(NOT_PAUSED)
    async with officeforms.once(front, ask):
        done = await rights.change(front, ask, changes)
    said = f"Resumed: {found.source.label}. It is read within some minutes."
    await reply.show(sources.done_message(said, done.number))
    await home.redraw(front, ask, said)


async def _remove(name: str, ask: Ask, reply: Reply, front: Front) -> None:
    def drawn(found: Item) -> JSON:
        return forms.remove_modal(found.source, seen=found.seen)

    await _opened(name, ask, reply, front, drawn)


async def source_remove(ack: AsyncAck, view: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Take a source out of the configuration; its stories stay."""

    async def wanted(found: Item) -> tuple[Change, ...]:
        assert front.office is not None  # noqa: S101  `item` has asked it
        data = await front.office.data()
        return proposals.removed(data, PART, [found.source.id])

    def drawn(found: Item) -> JSON:
        return forms.remove_modal(found.source, seen=found.seen, notice=NEWER)

    form = Sent(ack=ack, view=view, ask=ask, reply=reply, front=front, field="sure")
    await _sent(form, wanted, drawn, "Removed; its stories stay")


async def _sent(
    form: Sent,
    wanted: Callable[[Item], Awaitable[tuple[Change, ...]]],
    drawn: Callable[[Item], JSON],
    what: str,
) -> None:
    """Make the change that a form wants of its source, unless the source is another by now."""
    front, ask = form.front, form.ask

    async def work() -> tuple[str, int]:
        if front.closing():
            raise Refused(STOPPING)
        carried = officeforms.carried(form.view)
        found = await item(front, str(carried.get("id")))
        if found.seen != carried.get("seen"):
            raise Stale(PART, found.source.id, found.spec)
        changes = await wanted(found)
        if not changes:
            raise Refused(SAME)
        async with officeforms.once(front, ask):
            done = await rights.change(front, ask, changes)
        return f"{what}: {found.source.label}.", done.number

    async def newer(error: Stale) -> JSON:
        return drawn(await item(front, error.id))

    done = await officeforms.sent(form.ack, form.field, work(), newer)
    if done is not None:
        await form.reply.show(sources.done_message(*done))
        await home.redraw(front, ask, done[0])


# ---------------------------------------------------------------- a look at it now


async def _test(name: str, ask: Ask, reply: Reply, front: Front) -> None:
    """Look at a source now, as the bot does; nothing is stored."""
    found = await item(front, name)
    view_id = await modals.opened(front, ask, reply, forms.testing_modal(found.source))
    if not view_id:
        return
    await rights.may(front, ask)
    person, now = await ask.person(front), front.clock()
    seen = await trial.tested(found.source, front.desk.web, now)
    view = forms.tested_modal(found.source, seen, now=now, zone=person.zone)
    call = front.client.views_update
    await front.calls("views.update", "a form", call, view_id=view_id, view=view)


_MENU: dict[str, Callable[[str, Ask, Reply, Front], Awaitable[None]]] = {
    "edit": _edit,
    "test": _test,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
}


def register(bolt: AsyncApp) -> None:
    """Listen to the menu, and to the forms that it opens."""
    bolt.action("admin_source")(clicked(admin_source))
    bolt.action("admin_source_preview")(clicked(admin_source_preview))
    for form in (source_edit, source_pause, source_remove):
        bolt.view(form.__name__)(kept(form))
