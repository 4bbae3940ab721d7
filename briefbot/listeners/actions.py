"""Clicks: on a story of a digest, on an answer, on what a reader keeps in App Home."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from briefbot import blocks
from briefbot.errors import DeliveryError, Refused, Uncertain
from briefbot.listeners import answers, correcting, home, modals, rights
from briefbot.listeners.edge import clicked
from briefbot.listeners.front import Ask, Front
from briefbot.listeners.reply import Reply

JSON = dict[str, Any]

GONE = "That story is no longer in the archive."
SAVED = "Saved. You find it in my Home tab."
ENDED = "You no longer have that subscription."
OLD = "That button is out of date. Please ask again."
NOT_SHARED = "Slack did not take it. Please ask again, and share the new answer."
SHARED = "Shared with the channel."
PERHAPS = "Slack did not say whether the channel has it. Please look before you share it again."
DONE = {
    "more": "Noted: more like this here.",
    "less": "Noted: less like this here.",
    "hide": "This story stays out of this channel's next digests.",
    "source": "This source stays out of this channel's next digests.",
}

_STORY = re.compile(r"(\d{1,15})\.(\d{1,15})", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)


async def story_more(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Show a story at length."""
    story_id, article_id = _story(action.get("value"))
    person = await ask.person(front)
    view = await front.desk.story(story_id, article_id)
    if view is None:
        await reply.say(GONE)
        return
    await reply.show(blocks.story_message(view, now=front.clock(), zone=person.zone))


async def story_why(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Show why a story stands where it stands."""
    story_id, article_id = _story(action.get("value"))
    zone = (await ask.person(front)).zone
    title, lines = await front.desk.why_story(story_id, article_id, ask.channel, zone=zone)
    await reply.show(blocks.why_message(title, lines))


async def story_save(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Keep a story for the reader."""
    _, article_id = _story(action.get("value"))
    await front.desk.save(ask.user, article_id)
    await reply.say(SAVED)


async def story_menu(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Take a reader's word on a story: more or less like it, not this one, not this source."""
    await front.member(ask)
    verb, _, value = str(action["selected_option"]["value"]).partition(":")
    story_id, article_id = _story(value)
    if verb == "word":
        await _mute_word(ask, reply, front, story_id, article_id)
        return
    if verb in DONE and await front.desk.handled(ask.id):
        await _told(verb, front, ask, story_id, article_id)
        await reply.say(DONE[verb])


async def _told(verb: str, front: Front, ask: Ask, story_id: int, article_id: int) -> None:
    desk = front.desk
    if verb == "hide":
        admin = await rights.admin(front, ask)
        await desk.hide(ask.channel, ask.user, story_id, admin=admin)
    elif verb == "source":
        admin = await rights.admin(front, ask)
        await desk.mute_source(ask.channel, ask.user, article_id, admin=admin)
    else:
        value = 1 if verb == "more" else -1
        await desk.vote(ask.channel, ask.user, story_id, article_id, value)


async def _mute_word(ask: Ask, reply: Reply, front: Front, story_id: int, article_id: int) -> None:
    """Open the form with the story's own words, for those who may mute one here, or put right."""
    value = f"{story_id}.{article_id}"
    more = await correcting.offered(front, ask, value)
    admin = await rights.admin(front, ask)
    try:
        words = await front.desk.words(ask.channel, ask.user, story_id, article_id, admin=admin)
    except Refused:
        if not more:
            raise
        words = ()  # an owner of the briefing, who mutes nothing
    await modals.open_mute_word(front, ask, reply, words=words, value=value, more=more)


async def answer_more(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Show the next page of an answer."""
    page = blocks.next_page(action["block_id"])
    await reply.show(await answers.page(front, ask, str(action.get("value") or ""), page))


async def answer_share(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Show an answer to the whole channel, once however often it is clicked."""
    page = max(0, blocks.next_page(action["block_id"]) - 1)
    message = await answers.page(
        front, ask, str(action.get("value") or ""), page, shared_by=ask.user
    )
    if not await front.desk.handled(f"share:{ask.channel}:{ask.message}:{ask.user}"):
        return
    try:
        await reply.share(message)
    except Uncertain:
        await reply.say(PERHAPS)
    except DeliveryError:
        await reply.say(NOT_SHARED)
    else:
        await reply.replace(blocks.notice(SHARED))


async def answer_subscribe(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form of a new subscription to what was asked."""
    await modals.open_subscription(front, ask, reply, query=str(action.get("value") or ""))


async def subscription_edit(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form of a subscription that is there."""
    number = _number(action.get("value"))
    mine = {one.id: one for one, _ in await front.desk.subscriptions(ask.user)}
    if number not in mine:
        await reply.say(ENDED)
        return
    await modals.open_subscription(front, ask, reply, subscription=mine[number])


async def subscription_remove(action: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """End a subscription, and show those that are left where it was shown."""
    ended = await front.desk.unsubscribe(ask.user, _number(action.get("value")))
    if ask.channel:
        await reply.replace(await answers.subscriptions(ask, front))
    elif not ended:
        await reply.say(ENDED)
    await home.publish(front, ask)


async def saved_remove(action: JSON, ask: Ask, front: Front) -> None:
    """Let a saved story go."""
    await front.desk.unsave(ask.user, _number(action.get("value")))
    await home.publish(front, ask)


def _story(value: object) -> tuple[int, int]:
    """Return the story and the article that a button carries."""
    found = _STORY.fullmatch(str(value))
    if not found:
        raise Refused(OLD)
    return int(found[1]), int(found[2])


def _number(value: object) -> int:
    if not _NUMBER.fullmatch(str(value)):
        raise Refused(OLD)
    return int(str(value))


def register(bolt: AsyncApp) -> None:
    """Listen to every button and menu that `blocks` makes."""
    for listener in (
        story_more,
        story_why,
        story_save,
        story_menu,
        answer_more,
        answer_share,
        answer_subscribe,
        subscription_edit,
        subscription_remove,
        saved_remove,
    ):
        bolt.action(listener.__name__)(clicked(listener))
