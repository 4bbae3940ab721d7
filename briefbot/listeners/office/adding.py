"""Adding sources: addresses are typed, tried, named and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefbot import blocks, proposals
from briefbot.blocks import rows
from briefbot.blocks.admin import fields, sources
from briefbot.config import Config, Source
from briefbot.config.naming import Names, Others, host_name
from briefbot.desk import trial
from briefbot.errors import BriefbotError, Refused, Stale
from briefbot.listeners import modals, officeforms, rights, suggesting
from briefbot.listeners.drafts import OLD
from briefbot.listeners.edge import clicked, kept
from briefbot.listeners.front import STOPPING
from briefbot.listeners.itemforms import answered, data_of, label
from briefbot.listeners.officeforms import Wrong
from briefbot.listeners.opening import SETTLING, put
from briefbot.store import configedit, suggestions
from briefbot.text import edits

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck

    from briefbot.admin import Done, Judge
    from briefbot.listeners.front import Ask, Front
    from briefbot.listeners.reply import Reply
    from briefbot.models import Change
    from briefbot.store.configedit import Data

JSON = dict[str, Any]

NOTHING = "Paste at least one address."
NONE_TICKED = "Tick at least one, or close this."
DECIDED = "Somebody has decided that proposal already, so nothing is added."
THANKS = "An admin added what you proposed: {url}."
READ = "I read it within some minutes: its newest entries first."
TOLD = "Told in: {names}."
UNTOLD = "No briefing tells of it yet: each one names its own sources."
LONGEST = 300
READ_THEM = "I read them within some minutes: their newest entries first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A source as the form has it."""

    place: int
    """Its place in the form."""
    url: str
    found: str
    language: str
    name: str


async def admin_source_add(ask: Ask, reply: Reply, front: Front) -> None:
    """Open the form that asks for addresses."""
    await modals.opened(front, ask, reply, sources.add_modal())


async def source_find(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Say that the addresses are read, read them, and show what is there."""
    wanted = trial.typed(officeforms.typed(view, "addresses"))
    refusal = front.clicks.take(ask.user)
    problem = STOPPING if front.closing() else refusal.text if refusal else ""
    if problem or not wanted:
        await ack(response_action="errors", errors={"addresses": problem or NOTHING})
        return
    suggestion = _number(officeforms.carried(view).get("suggestion"))
    await ack(response_action="update", view=sources.waiting_modal(wanted))
    if front.seen.new(ask.id):
        settled = asyncio.create_task(asyncio.sleep(SETTLING))
        await fill(front, ask, str(view["id"]), wanted, suggestion, after=settled)


async def fill(
    front: Front,
    ask: Ask,
    view_id: str,
    wanted: Sequence[str],
    suggestion: int = 0,
    *,
    after: Awaitable[None] | None = None,
) -> None:
    """Read the addresses, and put what is there into the view that is open."""
    try:
        await rights.may(front, ask)
        view = await _found(front, ask, wanted, suggestion)
    except Refused as error:
        view = fields.notice("source_wait", sources.TITLE, str(error))
    if after is not None:
        await after
    await put(front, view, view_id=view_id)


async def fill_with(front: Front, view_id: str, words: str) -> None:
    """Say a sentence in the view that is open."""
    await put(front, fields.notice("source_wait", sources.TITLE, words), view_id=view_id)


async def _found(front: Front, ask: Ask, wanted: Sequence[str], suggestion: int) -> JSON:
    person, now = await ask.person(front), front.clock()
    found = await trial.tried(wanted, front.desk.web, now)
    return sources.found_modal(
        sources.fitting(found),
        [(topic.name, topic.id) for topic in front.desk.config.topics],
        now=now,
        zone=person.zone,
        suggestion=suggestion,
    )


async def source_save(ack: AsyncAck, view: JSON, ask: Ask, front: Front) -> None:
    """Add the sources of the form, all or none, and say how to take them back."""
    if made := await officeforms.sent(ack, "name0", _saved(view, ask, front)):
        await answered(made[0], ask, front, made[1])


async def _saved(view: JSON, ask: Ask, front: Front) -> tuple[str, int]:
    if front.closing():
        raise Refused(STOPPING)
    wishes, topics = wished(view), officeforms.chosen(view, "topics")
    number = _number(officeforms.carried(view).get("suggestion"))
    remembered = await front.desk.read(trial.remembered)
    async with officeforms.once(front, ask):
        while True:
            made = made_of(wishes, topics, await data_of(front), remembered)
            changes = configedit.additions(sources=made)
            with suppress(Stale):  # somebody has taken an id at the same moment: take another
                done = await _changed(front, ask, changes, number, partial(refuse_known, wishes))
                break
    names = [each.label for each in made]
    rest = f"{READ_THEM if names[1:] else READ} {told_in(done.config)}"
    return sources.added(names, f"{rest} {edits.written(changes)}"), done.number


def told_in(config: Config) -> str:
    """Say which briefings tell of a new source: those that name no sources of their own."""
    telling = [each.name for each in config.briefings if not each.sources]
    return TOLD.format(names=rows.names(telling, LONGEST)) if telling else UNTOLD


async def _changed(
    front: Front, ask: Ask, changes: tuple[Change, ...], number: int, judge: Judge
) -> Done:
    """Make the change; one that was proposed is decided with it, by one admin alone."""
    if not number:
        return await rights.change(front, ask, changes, judge=judge)
    file = front.desk.store.file
    author = await rights.may(front, ask)
    begin = partial(suggestions.begin, file, number, changes[0].id, author.name, front.clock())
    if not await asyncio.to_thread(begin):
        raise Refused(DECIDED)
    try:
        done = await rights.change(front, ask, changes, judge=judge)
    except BriefbotError:
        await asyncio.to_thread(suggestions.reopen, file, number)
        raise
    await asyncio.to_thread(suggestions.approve, file, number)
    await thank(front, number)
    return done


async def thank(front: Front, number: int) -> None:
    """Tell who proposed a source that it was added."""
    found = await asyncio.to_thread(suggestions.find, front.desk.store.file, number)
    if found is not None:
        told = blocks.notice(THANKS.format(url=found.url))
        await suggesting.tell(front, found.who, told)


def wished(view: JSON) -> tuple[Wish, ...]:
    """Read the form; raise Wrong or Refused."""
    listed = officeforms.carried(view).get("found")
    if not isinstance(listed, list) or not listed:
        raise Refused(OLD)
    ticked = {str(at) for at in range(len(listed))}
    if len(listed) > 1:
        ticked = set(officeforms.chosen(view, "add"))
    if not ticked:
        raise Wrong({"add": NONE_TICKED})
    return tuple(
        Wish(
            place=at,
            url=str(url),
            found=str(found),
            language=str(language),
            name=officeforms.typed(view, f"name{at}"),
        )
        for at, (url, found, language) in enumerate(listed)
        if str(at) in ticked
    )


def made_of(
    wishes: Sequence[Wish], topics: tuple[str, ...], data: Data, remembered: Mapping[str, str]
) -> tuple[Source, ...]:
    """Return the sources that are wished for; raise Wrong with what is wrong at each field.

    `remembered` are the archive's ids, each with its address: under an old id a new source
    would be taken for the old one.
    """
    refuse_known(wishes, data)
    if gone := [each for each in topics if each not in proposals.items(data, "topics")]:
        raise Wrong({"topics": f"There is no topic {gone[0]} any more."})
    names = Names(proposals.items(data, "sources"))
    made, problems = [], {}
    for wish in wishes:
        try:
            made.append(_source(wish, topics, names, Others(remembered, wish.url)))
        except ValidationError as error:
            problems[f"name{wish.place}"] = officeforms.reason(error)
    if problems:
        raise Wrong(problems)
    return tuple(made)


def refuse_known(wishes: Sequence[Wish], data: Data) -> None:
    """Raise Wrong where an address is that of a source which the file has."""
    known = {trial.key(each["url"]): each for each in proposals.items(data, "sources").values()}
    problems = {
        f"name{wish.place}": trial.THERE.format(name=label("sources", known[key]))
        for wish in wishes
        for key in map(trial.key, (wish.found, wish.url))
        if key in known
    }
    if problems:
        raise Wrong(problems)


def _source(wish: Wish, topics: tuple[str, ...], names: Names, besides: Container[str]) -> Source:
    return Source(
        id=names.new(wish.name, host_name(wish.found), otherwise="source", besides=besides),
        url=wish.url,
        name=wish.name,
        topics=topics,
        language=wish.language or None,
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def register(bolt: AsyncApp) -> None:
    """Listen to the button and to the two forms."""
    bolt.action("admin_source_add")(clicked(admin_source_add))
    bolt.view("source_find")(kept(source_find))
    bolt.view("source_save")(kept(source_save))
