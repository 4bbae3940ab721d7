"""Topics: begun and changed with a look at what their words find, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot import proposals
from briefbot.blocks.admin import topics as forms
from briefbot.errors import Impossible, Refused
from briefbot.listeners import checking, itemforms, modals, rights, seen, topic_form
from briefbot.listeners.checking import Form
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.front import Ask, Front
from briefbot.listeners.itemforms import Done, Item, answered, changed, data_of, here, item
from briefbot.listeners.officeforms import carried, typed
from briefbot.listeners.opening import opened, put
from briefbot.listeners.reply import Reply

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from briefbot.models import Spec
    from briefbot.store.configedit import Data

JSON = dict[str, Any]

PART = "topics"
SAVED = "{name} is saved."
CREATED = "{name} is there now. A briefing tells it once it is chosen there."
REMOVED = "{name} is removed."


# ---------------------------------------------------------------- clicks


async def admin_topic_add(ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form of a new topic."""
    await rights.may(front, ask)
    things = {"id": "", "channel": ask.channel}
    await modals.opened(front, ask, reply, forms.topic_modal("", (), carried=things))


async def admin_topic(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form that was chosen in a topic's menu."""
    verb, id_ = itemforms.choice(action)
    await rights.may(front, ask)
    if verb == "edit":
        await opened(front, ask, reply, _editing(id_, ask, front))
    elif verb == "remove":
        try:
            await opened(front, ask, reply, _removing(id_, ask, front))
        except Impossible as error:
            await answered(f"{error}.", ask, front)
    else:
        raise Refused(itemforms.OLD)


async def _editing(id_: str, ask: Ask, front: Front) -> JSON:
    """Draw the form of a topic, with what its words find."""
    spec = item(await data_of(front), PART, id_)
    return _drawn(spec, ask.channel, found=await front.desk.matches(spec["words"]))


async def _removing(id_: str, ask: Ask, front: Front) -> JSON:
    """Draw the form that takes a topic away; raise Impossible where a briefing tells it."""
    data = await data_of(front)
    spec = item(data, PART, id_)
    proposals.removed(data, PART, [id_])
    return _removal(data, spec, ask.channel)


def _drawn(spec: Spec, channel: str, note: str = "", **more: Any) -> JSON:  # noqa: ANN401  the form's
    things = {"id": spec["id"], "seen": seen.mark(spec), "channel": channel}
    return forms.topic_modal(spec["name"], spec["words"], carried=things, note=note, **more)


def _removal(data: Data, spec: Spec, channel: str, note: str = "") -> JSON:
    things = {"id": spec["id"], "seen": seen.mark(spec), "channel": channel}
    own = [each for each in data["sources"] if spec["id"] in (each.get("topics") or ())]
    return forms.remove_modal(spec["name"], len(own), carried=things, note=note)


async def admin_topic_count(body: JSON, ask: Ask, front: Front) -> None:
    """Show in the form what the words that stand there find; what was typed stays."""
    view = body.get("view") or {}
    await rights.may(front, here(view, ask))
    found = await front.desk.matches(topic_form.good(view))
    name, words = typed(view, "name"), topic_form.written(view)
    shown = forms.topic_modal(name, words, carried=carried(view), found=found)
    await put(front, shown, view_id=view["id"], hash=view["hash"])


# ---------------------------------------------------------------- forms


def _said(before: Spec | None, after: Spec) -> str:
    return (SAVED if before else CREATED).format(name=after["name"])


FORM = Form(part=PART, field="name", draw=_drawn, make=topic_form.spec_of, said=_said)


async def admin_topic_form(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Show what a new topic says, or what one would say from now on."""
    await checking.asked(FORM, ack, view, ask, front)


async def admin_topic_check(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Keep a topic as it was shown."""
    await checking.saved(FORM, ack, view, ask, front)


async def admin_topic_remove(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Take a topic away that no briefing tells; sources that belong to it stay."""
    data = await data_of(front)

    def draw(spec: Spec, channel: str, note: str) -> JSON:
        return _removal(data, spec, channel, note)

    about = Item(part=PART, field="sure", draw=draw)
    await changed(about, _removed, ack, view, ask, front)


def _removed(_: JSON, data: Data, spec: Spec) -> Done:
    return proposals.removed(data, PART, [spec["id"]]), REMOVED.format(name=spec["name"])


def register(bolt: AsyncApp) -> None:
    """Listen to what `blocks.admin` shows of topics."""
    for listener in (admin_topic_add, admin_topic, admin_topic_count):
        bolt.action(listener.__name__)(clicked(listener))
    bolt.view("admin_topic")(kept(admin_topic_form))
    for form in (admin_topic_check, admin_topic_remove):
        bolt.view(form.__name__)(kept(form))
