"""Views: a reader's App Home, and the two dialogues that it and the digests open."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from briefbot.blocks import desk, pieces, rows
from briefbot.text import wording
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Block, DigestLine, HomePage, SavedStory, Subscription

_SUBSCRIPTIONS = 15
_SAVED = 15
"""A view has room for 100 blocks; each of these takes two."""
_DIGESTS = 10
_WORDS = 10
"""Slack shows no more choices as buttons."""

_QUERY = 300
_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_USUAL = "08:00"
_OWN = "In your Slack time zone: {zone}"
_TAKEN = "In {zone}: Slack does not tell me your time zone"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def home_view(page: HomePage, *, workspace: str = "", admin: bool = False) -> dict[str, Any]:
    """Return a reader's App Home: today's digests, subscriptions, saved stories, help.

    With the workspace's address, the digests' names lead to them; an admin is led to their part.
    """
    lead = [pieces.actions(pieces.button("Administration", "admin_overview", ""))] if admin else []
    blocks = [*lead, *_digests(page, workspace), *_subscriptions(page), *_saved(page)]
    blocks += [pieces.context(desk.hours(page.zone))] if page.digests or page.saved else []
    blocks += [pieces.header("What you can ask"), desk.help_block(page.command)]
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def closed_view(text: str) -> dict[str, Any]:
    """Return the App Home of whom nothing is shown, with a sentence that says why."""
    said = pieces.rich(pieces.section(pieces.text(text)))
    return {"type": "home", "callback_id": "home", "blocks": [said]}


def _digests(page: HomePage, workspace: str) -> Iterator[Block]:
    yield pieces.header("Today's digests")
    if not page.digests:
        yield pieces.context("None yet today.")
        return
    listed = [tuple(_digest(line, page, workspace)) for line in page.digests]
    yield pieces.rich(pieces.bullets(rows.fitted(listed[:_DIGESTS], 3000, "digest")))


def _digest(line: DigestLine, page: HomePage, workspace: str) -> Iterator[Piece]:
    name = pieces.isolated(pieces.line(line.name, pieces.LIST_NAME)) or "Briefing"
    # The form of Slack's own links to messages; chat.getPermalink is a call for each.
    there = f"{workspace.rstrip('/')}/archives/{line.channel}/p{line.ts.replace('.', '')}"
    yield pieces.link(name, there, bold=True) if workspace else pieces.text(name, bold=True)
    yield pieces.text(f" at {wording.when(line.made, now=page.now, zone=page.zone)} in ")
    yield pieces.place(line.channel)
    yield pieces.text(f", {count(line.stories, 'story', 'stories')}")


def _subscriptions(page: HomePage) -> Iterator[Block]:
    yield pieces.header("My subscriptions")
    for subscription, due in page.subscriptions[:_SUBSCRIPTIONS]:
        yield from desk.subscription_blocks(subscription, due, zone=page.zone, now=page.now)
    left = len(page.subscriptions) - _SUBSCRIPTIONS
    if left > 0:
        yield pieces.context(f"and {left:,} more: remove some to see them.")
    if not page.subscriptions:
        yield pieces.context("None yet. A subscription comes as a direct message, at your hour.")
    near = [pieces.line(name, pieces.LIST_NAME) for name in page.topics]
    first = next(filter(None, near), "")
    yield pieces.actions(pieces.button("New subscription", "answer_subscribe", first))


def _saved(page: HomePage) -> Iterator[Block]:
    yield pieces.header("Saved stories")
    for saved in page.saved[:_SAVED]:
        yield from _saved_story(saved, now=page.now, zone=page.zone)
    left = len(page.saved) - _SAVED
    if left > 0:
        yield pieces.context(f"and {left:,} more: remove some to see them.")
    if not page.saved:
        yield pieces.context("None yet. Save a story with the button below it.")


def _saved_story(saved: SavedStory, *, now: datetime, zone: str) -> tuple[Block, Block]:
    article = saved.article.article
    host, name = pieces.host(article.url), pieces.line(article.outlet, pieces.LIST_NAME)
    title = pieces.line(article.title, 150) or host or "Untitled"
    by = [pieces.isolated(name)] if name and name.casefold() != host else []
    by += [host] if host else []
    by.append(f"saved {wording.when(saved.saved, now=now, zone=zone)}")
    told = pieces.section(
        pieces.text(pieces.direction(title, article.language)),
        pieces.link(title, article.url, bold=True),
        pieces.text(f"\n{' · '.join(by)}"),
    )
    button = pieces.button(
        "Remove", "saved_remove", str(saved.article.id), spoken=f"Remove: {title[:45]}"
    )
    return pieces.rich(told), pieces.actions(button)


def subscription_modal(
    *, subscription: Subscription | None, query: str = "", zone: str, own: bool = True
) -> dict[str, Any]:
    """Return the dialogue that begins or changes a subscription.

    `own` says whether the zone is the reader's, or the one that is taken as Slack tells none.

    Its values: `query.query.value`, `time.time.selected_time`,
    `weekdays.weekdays.selected_options`; `private_metadata` is the subscription's id, or empty.
    """
    query = subscription.query if subscription else query
    days = subscription.weekdays if subscription else ()
    label = subscription.label if subscription else _USUAL
    return _modal(
        "subscription",
        ("Change subscription", "Save") if subscription else ("Subscribe", "Subscribe"),
        str(subscription.id) if subscription else "",
        pieces.field("query", "A topic, or words to look for", _typed(query)),
        pieces.field("time", "At", _clock(label), hint=(_OWN if own else _TAKEN).format(zone=zone)),
        pieces.field("weekdays", "On", _days(days)),
    )


def mute_word_modal(
    *, channel: str, words: Sequence[str], value: str, more: Sequence[Block] = ()
) -> dict[str, Any]:
    """Return the dialogue that mutes a word in a channel: one of the story's words, or another.

    `more` is what may be put right, which stands below. Its values:
    `chosen.chosen.selected_option`, `typed.typed.value`; `private_metadata` is JSON with the
    channel and the story's `value`.
    """
    short = dict.fromkeys(pieces.line(word, pieces.OPTION) for word in words)
    options = [pieces.option(word, word) for word in short if word][:_WORDS]
    blocks = []
    if options:
        choices = {"type": "radio_buttons", "action_id": "chosen", "options": options}
        blocks.append(pieces.field("chosen", "A word of this story", choices, optional=True))
    label = "Or another word" if options else "The word"
    blocks.append(pieces.field("typed", label, _typed("", name="typed"), optional=bool(options)))
    blocks.append(pieces.context("Stories with this word in their headline or text stay out here."))
    carried = json.dumps({"channel": channel, "value": value})
    title = "Mute, or put right" if more else "Mute a word here"
    return _modal("mute_word", (title, "Mute"), carried, *blocks, *more)


def _modal(
    callback_id: str, words: tuple[str, str], private_metadata: str, *blocks: Block
) -> dict[str, Any]:
    title, submit = words
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": pieces.plain_text(title, 24),
        "submit": pieces.plain_text(submit, 24),
        "close": pieces.plain_text("Cancel", 24),
        "private_metadata": private_metadata,
        "blocks": list(blocks),
    }


def _typed(value: str, *, name: str = "query") -> Piece:
    piece = {"type": "plain_text_input", "action_id": name, "max_length": _QUERY}
    shown = pieces.line(value, _QUERY)
    return {**piece, "initial_value": shown} if shown else piece


def _clock(label: str) -> Piece:
    time = label if _TIME.fullmatch(label) else _USUAL
    return {"type": "timepicker", "action_id": "time", "initial_time": time}


def _days(chosen: Sequence[str]) -> Piece:
    """Return the days to tick; all of them where none is chosen yet."""
    options = [pieces.option(day, day[:3].casefold()) for day in _DAYS]
    ticked = [option for option in options if option["value"] in chosen] or options
    return {
        "type": "checkboxes",
        "action_id": "weekdays",
        "options": options,
        "initial_options": ticked,
    }
