"""What a person gets for their words: for each kind of command, what the desk says, as blocks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from briefbot import blocks
from briefbot.command import Command, Kind
from briefbot.desk import Found
from briefbot.errors import DeliveryError
from briefbot.listeners import administration, rights, suggesting
from briefbot.listeners.front import Ask, Front
from briefbot.listeners.people import Person
from briefbot.listeners.reply import Reply
from briefbot.models import Forgotten, Message, Subscription
from briefbot.text import wording

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

PATIENCE = 2.0
"""Seconds without a word; said any sooner, it could come after the answer."""
READING = "I am reading the page. That can take half a minute."
ZONE_TAKEN = " Slack does not tell me your own time zone, so I took {zone}."
NONE_TO_END = "You have no such subscription."
NONE_TO_RESET = "There is nothing to reset: nobody asked for more or less of anything here."
NONE_OF_YOURS = "There is nothing of yours to reset here."

Messages = tuple[Message, ...]


async def answer(command: Command, ask: Ask, reply: Reply, front: Front) -> None:
    """Show what the desk says to the command."""
    await front.reader(ask)
    work = asyncio.create_task(_ANSWERS[command.kind](command, ask, front))
    try:
        if command.kind is Kind.SUMMARISE:
            await asyncio.wait({work}, timeout=PATIENCE)
            if not work.done():
                await _announce(reply)
        await reply.show(*await work)
    finally:
        work.cancel()  # who stops waiting for it must not leave it behind


async def _announce(reply: Reply) -> None:
    """Say that it takes a while; the answer is worth a try even where that could not be shown."""
    try:
        await reply.say(READING)
    except DeliveryError as error:
        log.warning("answer not shown", error=str(error))


async def page(
    front: Front, ask: Ask, text: str, number: int = 0, *, shared_by: str = ""
) -> Message:
    """Return a page of what a search finds."""
    person = await ask.person(front)
    found = await front.desk.search(text, page=number, zone=person.zone)
    return _found(found, person.zone, ask, front, shared_by=shared_by)


def _found(found: Found, zone: str, ask: Ask, front: Front, *, shared_by: str = "") -> Message:
    return blocks.answer_message(
        found.answer,
        ask=found.ask,
        nearest=found.nearest,
        topics=found.topics,
        page=found.page,
        pages=found.pages,
        zone=zone,
        command=front.command,
        shared_by=shared_by,
        direct=ask.channel.startswith("D"),
        subscribable=found.subscribable,
    )


async def _search(command: Command, ask: Ask, front: Front) -> Messages:
    return (await page(front, ask, command.text),)


async def _latest(_: Command, ask: Ask, front: Front) -> Messages:
    person = await ask.person(front)
    latest = await front.desk.latest(ask.channel)
    if isinstance(latest, Found):
        return (_found(latest, person.zone, ask, front),)
    return latest


async def _summarise(command: Command, ask: Ask, front: Front) -> Messages:
    person = await ask.person(front)
    item, note = await front.desk.summarise(command.text, user=ask.user)
    now = front.clock()
    return (blocks.summary_message(item, note=note, now=now, zone=person.zone),)


async def _why(command: Command, ask: Ask, front: Front) -> Messages:
    person = await ask.person(front)
    title, lines = await front.desk.why(command.text, zone=person.zone)
    return (blocks.why_message(title, lines),)


async def _topics(_: Command, __: Ask, front: Front) -> Messages:
    return (blocks.topics_message(await front.desk.topics(), command=front.command),)


async def _sources(_: Command, ask: Ask, front: Front) -> Messages:
    person = await ask.person(front)
    lines = await front.desk.sources()
    return (blocks.sources_message(lines, now=front.clock(), zone=person.zone),)


async def _status(_: Command, ask: Ask, front: Front) -> Messages:
    person = await ask.person(front)
    return (blocks.status_message(await front.desk.status(person.zone)),)


async def _subscribe(command: Command, ask: Ask, front: Front) -> Messages:
    """Subscribe once, however often the command comes in, and show what the person has now."""
    person = await front.member(ask)
    if not command.text:
        return (await subscriptions(ask, front),)
    if not await front.desk.handled(ask.id):
        return ()
    made = await front.desk.subscribe(
        ask.user, command.text, command.label, command.weekdays, person.zone
    )
    said = (subscribed(made, person), command.note)
    return (*map(blocks.notice, filter(None, said)), await subscriptions(ask, front))


async def _unsubscribe(command: Command, ask: Ask, front: Front) -> Messages:
    if not command.text:
        return (await subscriptions(ask, front),)
    if not await front.desk.handled(ask.id):
        return ()
    ended = await front.desk.unsubscribe(ask.user, command.text)
    said = blocks.notice(unsubscribed(ended) if ended else NONE_TO_END)
    return (said, await subscriptions(ask, front))


async def subscriptions(ask: Ask, front: Front) -> Message:
    """Return what a person subscribes to."""
    person = await ask.person(front)
    mine = await front.desk.subscriptions(ask.user)
    return blocks.subscriptions_message(
        mine, zone=person.zone, now=front.clock(), command=front.command
    )


async def _reset(_: Command, ask: Ask, front: Front) -> Messages:
    await front.member(ask)
    if not await front.desk.handled(ask.id):
        return ()
    admin = await rights.admin(front, ask)
    return (blocks.notice(reset(await front.desk.reset(ask.channel, ask.user, admin=admin))),)


def reset(gone: Forgotten) -> str:
    """Say what no longer counts in a channel, and who may do the rest."""
    votes, mutes = wording.count(gone.votes, "vote"), wording.count(gone.mutes, "mute")
    if gone.whole:
        both = gone.votes or gone.mutes
        return f"Forgotten here: {votes} and {mutes}." if both else NONE_TO_RESET
    rest = "What others said, and what is muted, only an admin of this bot can reset."
    mine = f"Forgotten here: {votes} of yours." if gone.votes else NONE_OF_YOURS
    return f"{mine} {rest}"


async def _help(command: Command, _: Ask, front: Front) -> Messages:
    said = (blocks.notice(command.note),) if command.note else ()
    return (*said, blocks.help_message(front.command))


def subscribed(made: Subscription, person: Person) -> str:
    """Say what a subscription brings, and when."""
    days = wording.weekdays(made.weekdays)
    taken = "" if person.zoned else ZONE_TAKEN.format(zone=made.zone)
    return (
        f"Subscribed to {made.query}: it comes as a direct message at {made.label} "
        f"{days} ({made.zone}).{taken}"
    )


def unsubscribed(ended: tuple[Subscription, ...]) -> str:
    """Say what no longer comes."""
    return f"Ended: {', '.join(one.query for one in ended)}."


_ANSWERS: dict[Kind, Callable[[Command, Ask, Front], Coroutine[Any, Any, Messages]]] = {
    Kind.LATEST: _latest,
    Kind.SEARCH: _search,
    Kind.SUMMARISE: _summarise,
    Kind.WHY: _why,
    Kind.TOPICS: _topics,
    Kind.SOURCES: _sources,
    Kind.STATUS: _status,
    Kind.RESET: _reset,
    Kind.SUBSCRIBE: _subscribe,
    Kind.UNSUBSCRIBE: _unsubscribe,
    Kind.ADMIN: administration.admin,
    Kind.SUGGEST: suggesting.suggest,
    Kind.HELP: _help,
}
