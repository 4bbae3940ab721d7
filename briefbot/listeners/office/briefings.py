"""Briefings: begun, changed, looked at, posted at once, paused, taken away by those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot import proposals, schedule
from briefbot.blocks.admin import briefings as forms
from briefbot.config import Briefing
from briefbot.errors import Refused
from briefbot.listeners import briefing_form, modals, rights, seen
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.itemforms import Item, answered, changed, data_of, here, item
from briefbot.listeners.officeforms import carried, once, sent
from briefbot.listeners.reach import by_message
from briefbot.listeners.reply import Reply
from briefbot.posting import press
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.app.async_app import AsyncApp

    from briefbot.models import Change, Spec
    from briefbot.store.configedit import Data

JSON = dict[str, Any]
Done = tuple["tuple[Change, ...]", str]

PART = "briefings"
OLD = "That button is out of date. Please open my Home tab again."
NEITHER = "{name} is not paused."
PREVIEW = "A preview of {name}, which you alone see. Nothing in it counts as told."
SENT = "{name} is on its way."
SAVED = "{name} is saved."
CREATED = "{name} is there now: {when}."
REMOVED = "{name} is removed."
PAUSED = "{name} is paused."
RESUMED = "{name} goes on."


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
    chosen = str((action.get("selected_option") or {}).get("value") or "")
    verb, _, id_ = chosen.partition(":")
    if verb != "resume":  # whoever may not do that leaves a trace: it is judged with the change
        await rights.may(front, ask, briefing=id_)
    spec = item(await data_of(front), PART, id_)
    if verb == "preview":
        await _preview(id_, ask, front)
    elif verb == "resume":
        await _resume(spec, ask, front)
    elif verb in _FORMS:
        await modals.opened(front, ask, reply, _drawn(verb, front)(spec, ask.channel, ""))
    else:
        raise Refused(OLD)


async def _preview(id_: str, ask: Ask, front: Front) -> None:
    messages = await front.desk.edition(id_)
    reply = by_message(front.calls, front.client, ask.user, None)
    await reply.say(PREVIEW.format(name=front.desk.config.briefing(id_).name))
    await reply.show(*messages)


async def _resume(spec: Spec, ask: Ask, front: Front) -> None:
    """Let it go on, once for a click: one that comes again ends no later pause."""
    if not await front.desk.handled(ask.id):
        return
    changes = proposals.resumed({PART: [spec]}, PART, [spec["id"]])
    if changes:
        await rights.change(front, ask, changes, briefing=spec["id"])
    else:
        await rights.may(front, ask, briefing=spec["id"])
    said = RESUMED if changes else NEITHER
    await answered(said.format(name=spec["name"]), ask, front)


# ---------------------------------------------------------------- forms


_FORMS: dict[str, Callable[..., JSON]] = {
    "edit": forms.briefing_modal,
    "pause": forms.pause_modal,
    "send": forms.send_modal,
    "remove": forms.remove_modal,
}


def _drawn(verb: str, front: Front) -> Callable[[Spec, str, str], JSON]:
    """Return what draws the form for it, from what the file says, with a sentence on top."""

    def draw(spec: Spec, channel: str, note: str) -> JSON:
        things = {"id": spec["id"], "seen": seen.mark(spec), "channel": channel}
        about = (front.desk.config,) if verb == "edit" else ()
        briefing = Briefing.model_validate(spec)
        return _FORMS[verb](briefing, *about, carried=things, note=note)

    return draw


async def admin_briefing_form(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Keep a new briefing, or what one says from now on."""
    if carried(view).get("id"):
        owned = Item(part=PART, field="name", owned=True, draw=_drawn("edit", front))
        await changed(owned, _edited, ack, view, ask, front)
        return
    who = here(view, ask)
    await answered(await sent(ack, "name", _created(view, who, front)), who, front)


async def _created(view: JSON, ask: Ask, front: Front) -> str:
    if front.closing():
        raise Refused(STOPPING)
    data = await data_of(front)
    spec = briefing_form.spec_of(view, data, None)
    async with once(front, ask):
        await rights.change(front, ask, proposals.added(data, PART, [spec]))
    briefing, now = Briefing.model_validate(spec), front.clock()
    due = schedule.next_slot(briefing.id, briefing.schedule, now).due
    zone = briefing.schedule.zone
    when = f"it is posted next {wording.upcoming(due, now=now, zone=zone)} ({zone})"
    return CREATED.format(name=briefing.name, when=when)


def _edited(view: JSON, data: Data, spec: Spec) -> Done:
    after = briefing_form.spec_of(view, data, spec)
    return proposals.changed(PART, spec, after), SAVED.format(name=after["name"])


async def admin_briefing_pause(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Pause a briefing, until a day or until somebody lets it go on."""

    def paused(view: JSON, data: Data, spec: Spec) -> Done:
        zone = ZoneInfo(Briefing.model_validate(spec).schedule.zone)
        day = briefing_form.until(view, front.clock().astimezone(zone).date())
        changes = proposals.paused(data, PART, [spec["id"]], day)
        return changes, PAUSED.format(name=spec["name"])

    owned = Item(part=PART, field="until", owned=True, draw=_drawn("pause", front))
    await changed(owned, paused, ack, view, ask, front)


async def admin_briefing_remove(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Take a briefing away; its owners may not."""
    whole = Item(part=PART, field="sure", owned=False, draw=_drawn("remove", front))
    await changed(whole, _removed, ack, view, ask, front)


def _removed(_: JSON, data: Data, spec: Spec) -> Done:
    return proposals.removed(data, PART, [spec["id"]]), REMOVED.format(name=spec["name"])


async def admin_briefing_send(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Post a briefing now, once however often the form arrives."""
    await ack()
    if front.closing():
        raise Refused(STOPPING)
    who, id_ = here(view, ask), str(carried(view).get("id"))
    await rights.may(front, who, briefing=id_)
    name = front.desk.config.briefing(id_).name
    if await front.desk.send(id_, press(), ask.id):
        await answered(SENT.format(name=name), who, front)


async def offered(ack: AsyncAck, body: JSON, ask: Ask, front: Front) -> None:
    """Offer the topics or sources that fit what is typed, those that begin with it first."""
    await front.reader(ask)
    config, typed = front.desk.config, str(body.get("value") or "").strip().casefold()
    named = {
        "topics": [(each.name, each.id) for each in config.topics],
        "sources": [(each.label, each.id) for each in config.sources],
    }[str(body["action_id"])]
    fit = [pair for pair in named if any(typed in words.casefold() for words in pair)]
    fit.sort(key=lambda pair: not pair[0].casefold().startswith(typed))
    await ack(options=[dict(option) for option in forms.options(fit)])


def register(bolt: AsyncApp) -> None:
    """Listen to what `blocks.admin` shows of briefings."""
    for listener in (admin_briefing_add, admin_briefing):
        bolt.action(listener.__name__)(clicked(listener))
    bolt.view("admin_briefing")(kept(admin_briefing_form))
    for form in (admin_briefing_pause, admin_briefing_remove, admin_briefing_send):
        bolt.view(form.__name__)(kept(form))
    for name in ("topics", "sources"):
        bolt.options(name)(kept(offered))
