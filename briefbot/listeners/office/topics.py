"""Topics: begun and changed with a look at what their words find, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot import proposals
from briefbot.blocks.admin import topics as forms
from briefbot.errors import DeliveryError, Refused, UsageError
from briefbot.listeners import modals, rights, seen, topic_form
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.itemforms import Item, answered, changed, data_of, here, item
from briefbot.listeners.officeforms import carried, once, sent, typed
from briefbot.listeners.reply import Reply

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from briefbot.models import Change, Spec
    from briefbot.store.configedit import Data

JSON = dict[str, Any]
Done = tuple["tuple[Change, ...]", str]

PART = "topics"
OLD = "That button is out of date. Please open my Home tab again."
SAVED = "{name} is saved."
CREATED = "{name} is there now. A briefing tells it once it is chosen there."
REMOVED = "{name} is removed."
OUTRUN = "hash_conflict"
"""Slack's word: the form shows something newer already."""


async def admin_topic_add(ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form of a new topic."""
    await rights.may(front, ask)
    things = {"id": "", "channel": ask.channel}
    await modals.opened(front, ask, reply, forms.topic_modal("", (), carried=things))


async def admin_topic(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form that was chosen in a topic's menu."""
    chosen = str((action.get("selected_option") or {}).get("value") or "")
    verb, _, id_ = chosen.partition(":")
    await rights.may(front, ask)
    data = await data_of(front)
    spec = item(data, PART, id_)
    if verb == "edit":
        found = await front.desk.matches(spec["words"])
        await modals.opened(front, ask, reply, _form(spec, ask.channel, found=found))
    elif verb == "remove":
        try:
            proposals.removed(data, PART, [id_])
        except UsageError as error:
            await answered(f"{error}.", ask, front)
            return
        await modals.opened(front, ask, reply, _removal(data, spec, ask.channel))
    else:
        raise Refused(OLD)


def _form(spec: Spec, channel: str, note: str = "", **more: Any) -> JSON:  # noqa: ANN401  the form's
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
    try:
        await front.calls(
            "views.update",
            "a form",
            front.client.views_update,
            view_id=view["id"],
            hash=view.get("hash"),
            view=shown,
        )
    except DeliveryError as error:
        if error.reason != OUTRUN:
            raise


async def admin_topic_form(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Keep a new topic, or what one says from now on."""
    if carried(view).get("id"):
        about = Item(part=PART, field="name", owned=False, draw=_form)
        await changed(about, _edited, ack, view, ask, front)
        return
    who = here(view, ask)
    await answered(await sent(ack, "name", _created(view, who, front)), who, front)


async def _created(view: JSON, ask: Ask, front: Front) -> str:
    if front.closing():
        raise Refused(STOPPING)
    data = await data_of(front)
    spec = topic_form.spec_of(view, data, None)
    async with once(front, ask):
        await rights.change(front, ask, proposals.added(data, PART, [spec]))
    return CREATED.format(name=spec["name"])


def _edited(view: JSON, data: Data, spec: Spec) -> Done:
    after = topic_form.spec_of(view, data, spec)
    return proposals.changed(PART, spec, after), SAVED.format(name=after["name"])


async def admin_topic_remove(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Take a topic away that no briefing tells; sources that belong to it stay."""
    data = await data_of(front)

    def draw(spec: Spec, channel: str, note: str) -> JSON:
        return _removal(data, spec, channel, note)

    about = Item(part=PART, field="sure", owned=False, draw=draw)
    await changed(about, _removed, ack, view, ask, front)


def _removed(_: JSON, data: Data, spec: Spec) -> Done:
    return proposals.removed(data, PART, [spec["id"]]), REMOVED.format(name=spec["name"])


def register(bolt: AsyncApp) -> None:
    """Listen to what `blocks.admin` shows of topics."""
    for listener in (admin_topic_add, admin_topic, admin_topic_count):
        bolt.action(listener.__name__)(clicked(listener))
    bolt.view("admin_topic")(kept(admin_topic_form))
    bolt.view("admin_topic_remove")(kept(admin_topic_remove))
