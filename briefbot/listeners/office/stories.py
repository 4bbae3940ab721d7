"""A digest posted by mistake is deleted, a story wrongly merged is split, by those who may."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot.blocks.admin import fields
from briefbot.blocks.admin import stories as forms
from briefbot.errors import DeliveryError, Refused
from briefbot.listeners import rights
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.front import STOPPING, Ask, Front
from briefbot.listeners.itemforms import answered, here
from briefbot.listeners.officeforms import Wrong, carried, held, sent
from briefbot.listeners.opening import put

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from briefbot.models import Delivery

JSON = dict[str, Any]

OLD = "That button is out of date. Please open the story's menu again."
ALONE = "This story has one article only, so there is nothing to split."
APART = "It stands alone by now, or is gone. Nothing is changed."
SPLIT = "That article has a story of its own now."
GONE = "That digest is no longer there."
DELETED = "The digest is deleted. What it told is told by the next one."
LEFT = "Slack did not delete all of it: {why}. Please try again."
_STORY = re.compile(r"(\d{1,15})\.\d{1,15}", re.ASCII)

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")


async def story_split(action: JSON, body: JSON, ask: Ask, front: Front) -> None:
    """Ask which of a story's articles is about something else."""
    view = body.get("view") or {}
    who = here(view, ask)
    await rights.may(front, who)
    found = _STORY.fullmatch(str(action.get("value")))
    if not found:
        raise Refused(OLD)
    articles = await front.desk.members(int(found[1]))
    things = {"story": found[1], "channel": who.channel}
    shown = forms.split_modal(articles, carried=things)
    if len(articles) < 2:  # noqa: PLR2004  nothing to choose from
        shown = fields.notice("story_alone", "Split a story", ALONE)
    await put(front, shown, view_id=view["id"], hash=view["hash"])


async def digest_delete(action: JSON, body: JSON, ask: Ask, front: Front) -> None:
    """Ask whether a digest is to be deleted."""
    view = body.get("view") or {}
    who, ts = here(view, ask), str(action.get("value") or "")
    parts = await _parts(front, who.channel, ts)
    await rights.may(front, who, briefing=parts[0].order_id)
    things = {"ts": ts, "channel": who.channel}
    shown = forms.delete_modal(len(parts), carried=things)
    await put(front, shown, view_id=view["id"], hash=view["hash"])


async def story_split_form(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Give an article a story of its own."""
    who = here(view, ask)
    if said := await sent(ack, "article", _split(view, who, front)):
        await answered(said, who, front)


async def _split(view: JSON, who: Ask, front: Front) -> str:
    if front.closing():
        raise Refused(STOPPING)
    author = await rights.may(front, who)
    story, article = str(carried(view).get("story")), _chosen(view)
    if not story.isdecimal() or not article.isdecimal():
        raise Wrong({"article": OLD})
    if not await front.desk.split(int(story), int(article), author):
        raise Wrong({"article": APART})
    log.info("story split", story=int(story), article=int(article), by=author.name)
    return SPLIT


def _chosen(view: JSON) -> str:
    option = held(view, "article").get("selected_option") or {}
    return str(option.get("value") or "")


async def digest_delete_form(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Delete all of a digest's messages in a channel, the thread before what it hangs on."""
    who = here(view, ask)
    if said := await sent(ack, "sure", _deleted(view, who, front)):
        await answered(said, who, front)


async def _deleted(view: JSON, who: Ask, front: Front) -> str:
    if front.closing():
        raise Refused(STOPPING)
    parts = await _parts(front, who.channel, str(carried(view).get("ts") or ""))
    author = await rights.may(front, who, briefing=parts[0].order_id)
    number = await front.desk.withdraw(parts[0], author)
    try:
        for part in reversed(parts):
            await _gone(front, part)
            await front.desk.deleted(part, author)
    except Refused as error:
        await front.desk.not_deleted(number, str(error))
        raise
    log.info("digest deleted", order=parts[0].order_id, messages=len(parts), by=author.name)
    return DELETED


async def _gone(front: Front, part: Delivery) -> None:
    """Delete a message; one that somebody deleted before is gone as well."""
    try:
        await front.calls(
            "chat.delete",
            f"{part.channel}",
            front.client.chat_delete,
            channel=part.channel,
            ts=part.ts,
        )
    except DeliveryError as error:
        if error.reason != "message_not_found":
            raise Refused(LEFT.format(why=error)) from error


async def _parts(front: Front, channel: str, ts: str) -> tuple[Delivery, ...]:
    parts = await front.desk.digest_at(channel, ts) if channel and ts else ()
    if not parts:
        raise Refused(GONE)
    return parts


def register(bolt: AsyncApp) -> None:
    """Listen to what `blocks.admin.stories` shows."""
    for listener in (story_split, digest_delete):
        bolt.action(listener.__name__)(clicked(listener))
    bolt.view("story_split")(kept(story_split_form))
    bolt.view("digest_delete")(kept(digest_delete_form))
