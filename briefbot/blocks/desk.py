"""What the bot tells of itself: topics, sources, status, subscriptions, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks import pieces, rows, size
from briefbot.blocks.mrkdwn import escape
from briefbot.models import Condition
from briefbot.text import fares, wording
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefbot.blocks.pieces import Piece
    from briefbot.models import (
        Alert,
        Block,
        Message,
        OrderLine,
        SourceLine,
        Status,
        Subscription,
        TopicLine,
    )

_ROOM = size.ROOM - 1000
_SUBSCRIPTIONS = 15
"""Each takes two blocks of a message's 40."""

_EXAMPLES = (
    ("", "this channel's latest digest, or the day's top stories"),
    (" taiwan", "the last seven days on a topic, or on any words"),
    (' "undersea cable" -rumour 30d', "an exact phrase, without a word, of the last 30 days"),
    (" quake or typhoon since:monday", "one word or the other, since Monday"),
    (" taiwan source:reuters lang:zh", "from one source, in one language"),
    (" https://news.example/story", "a summary of this page, read now"),
    (" why https://news.example/story", "why a story was told, or was not"),
    (" topics", "what the briefings look for"),
    (" sources", "how each source fares"),
    (" status", "how the bot fares, and when the next digests come"),
    (" subscribe taiwan 08:00 weekdays", "a briefing of your own, as a direct message"),
    (" unsubscribe taiwan", "end it"),
    (" suggest https://news.example", "propose a source to the admins"),
    (" reset", "forget what was said of stories here with More or Less like this"),
    (" admin", "change sources, briefings and topics: for admins"),
    (" help", "this list"),
)


def topics_message(lines: Sequence[TopicLine], *, command: str = "/brief") -> Message:
    """Return the topics, each with its words and how much there is of it."""
    if not lines:
        said = f"No topics yet. Any words do: `{command} words`."
        return size.made(escape(said), pieces.rich(pieces.section(*pieces.spans(said))))
    kept = rows.fitted([tuple(_topic(line)) for line in lines], _ROOM, "topic")
    example = pieces.line(lines[0].name, 60)
    tip = pieces.section(
        pieces.text("Ask for one: "), pieces.text(f"{command} {example}", code=True)
    )
    text = f"{count(len(lines), 'topic')}: {rows.names([line.name for line in lines], 600)}"
    return size.made(escape(text), pieces.header("Topics"), pieces.rich(pieces.bullets(kept), tip))


def _topic(line: TopicLine) -> Iterator[Piece]:
    name = pieces.line(line.name or line.topic_id, pieces.LIST_NAME) or "a topic"
    yield pieces.text(pieces.isolated(name), bold=True)
    yield pieces.text(f" · {count(line.articles, 'article')} in the last 7 days")
    words = [word for word in line.words if word.casefold() != name.casefold()]
    if words:
        yield pieces.text(f"\n{rows.names(words, 300)}")


def sources_message(lines: Sequence[SourceLine], *, now: datetime, zone: str) -> Message:
    """Return how the sources fare: those that fail first and at length, those that are well last.

    A thousand fit: past what a message holds they are counted.
    """
    tally = f"{count(len(lines), 'source')}: {_tally(lines)}" if lines else "No sources yet"
    blocks = [pieces.header("Sources"), pieces.context(f"{tally}.")]
    for heading, states, room in _GROUPS:
        group = [line for line in lines if line.state in states]
        group.sort(key=lambda line: tuple(Condition).index(line.state))
        if group:
            told = _told(group, room, now=now, zone=zone)
            blocks.append(pieces.rich(_heading(heading), told))
    return size.made(escape(f"{tally}."), *blocks)


_AT_LENGTH = 40
"""More sources that are well than these are not tried at length: thousands would take long."""
_GROUPS = (
    ("Not read", {c for c in Condition if c.fails} | {Condition.UNREAD}, 4700),
    (
        "Read, and to be looked at",
        {c for c in Condition if c.read} - {Condition.FINE},
        1400,
    ),
    ("Not read yet", {Condition.NEW}, 500),
    ("Off", {Condition.OFF}, 300),
    ("Fine", {Condition.FINE}, 1800),
)
"""Headings, the states under them, and how many characters each has in a message."""


def _tally(lines: Sequence[SourceLine]) -> str:
    numbers = ((sum(line.state is each for line in lines), each) for each in Condition)
    names = {Condition.NEW: "not read yet", Condition.ROBOTS: "closed to bots"}
    return ", ".join(f"{n:,} {names.get(each, each.value)}" for n, each in numbers if n)


def _told(lines: Sequence[SourceLine], room: int, *, now: datetime, zone: str) -> Piece:
    """Return the sources of a group: at length, or by their names where these alone have room."""
    fine = lines[0].state is Condition.FINE
    if lines[0].state in {Condition.NEW, Condition.OFF} or (fine and len(lines) > _AT_LENGTH):
        return _names(lines, room)
    listed = [tuple(_line(line, now=now, zone=zone)) for line in lines]
    if fine and size.characters(listed) > room:
        return _names(lines, room)
    return pieces.bullets(rows.fitted(listed, room, "source"))


def _names(lines: Sequence[SourceLine], room: int) -> Piece:
    return pieces.section(pieces.text(rows.names([line.name for line in lines], room)))


def _line(line: SourceLine, *, now: datetime, zone: str) -> Iterator[Piece]:
    name = pieces.line(line.name or line.source_id, pieces.LIST_NAME) or "a source"
    host = pieces.host(line.url)
    yield pieces.text(pieces.isolated(name), bold=True)
    yield pieces.text(f" ({host})" if host and host != name.casefold() else "")
    if line.state is not Condition.FINE:
        said = wording.fares(line.state, line.since, line.advice, now=now, zone=zone)
        yield pieces.text(" ")
        yield from rows.sentence(said)
    yield pieces.text(f" · {fares.looks(line, now=now, zone=zone)}")


def _heading(words: str) -> Piece:
    return pieces.section(pieces.text(words, bold=True))


def status_message(status: Status) -> Message:
    """Return how the bot fares: sources, archive, what comes next, what is wrong."""
    parts = [pieces.bullets([(pieces.text(fact),) for fact in facts(status)])]
    if status.orders:
        listed = [tuple(_order(order, now=status.now)) for order in status.orders]
        kept = rows.fitted(listed, _ROOM // 2, "briefing")
        parts += [_heading("Briefings"), pieces.bullets(kept)]
    if status.alerts:
        alerts = [tuple(alert_line(alert, status)) for alert in status.alerts]
        kept = rows.fitted(alerts, _ROOM // 3, "alert")
        parts += [_heading("What needs an admin"), pieces.bullets(kept)]
    text = f"Status: {'. '.join(facts(status)[:2])}."
    return size.made(escape(text), pieces.header("Status"), pieces.rich(*parts))


def facts(status: Status) -> tuple[str, ...]:
    """Return how the bot fares, in a few lines."""

    def when(moment: datetime) -> str:
        return wording.when(moment, now=status.now, zone=status.zone)

    failing = f", {status.failing:,} failing" if status.failing else ""
    newest = f", the newest found {when(status.newest)}" if status.newest else ""
    waiting = count(status.pending, "message")
    waits = f"{waiting} {'waits' if status.pending == 1 else 'wait'} to be posted"
    return (
        f"{status.read:,} of {count(status.sources, 'source')} read{failing}",
        f"{count(status.articles, 'article')} in the archive{newest}",
        waits if status.pending else "Nothing waits to be posted",
        f"Running since {when(status.since)}",
    )


def hours(zone: str) -> str:
    """Say whose times a page shows; a subscription or a briefing names its own."""
    return f"Times here are in {wording.clock_of(zone) or zone}, unless they name another."


def _order(order: OrderLine, *, now: datetime) -> Iterator[Piece]:
    name = pieces.line(order.name, pieces.LIST_NAME) or "Briefing"
    yield pieces.text(pieces.isolated(name), bold=True)
    for place, destination in enumerate(order.destinations[:5]):
        yield pieces.text(", " if place else " to ")
        yield pieces.place(destination)
    if len(order.destinations) > 5:  # noqa: PLR2004  a reader needs no more to know which it is
        yield pieces.text(f" and {len(order.destinations) - 5:,} more")
    zone = order.zone
    if order.due:
        clock = wording.clock_of(zone) or zone
        yield pieces.text(f": next {wording.upcoming(order.due, now=now, zone=zone)} ({clock})")
    if order.posted:
        yield pieces.text(f", last posted {wording.when(order.posted, now=now, zone=zone)}")


def alert_line(alert: Alert, status: Status) -> Iterator[Piece]:
    """Yield what needs an admin, and since when."""
    yield from rows.sentence(alert.text)
    since = wording.when(alert.since, now=status.now, zone=status.zone)
    yield pieces.text(f" (since {since})")


def subscriptions_message(
    subscriptions: Sequence[tuple[Subscription, datetime]],
    *,
    zone: str,
    now: datetime | None = None,
    command: str = "/brief",
) -> Message:
    """Return a reader's subscriptions, each with when it is next due, to change or to end."""
    if not subscriptions:
        said = f"You have no subscriptions. Start one: `{command} subscribe taiwan 08:00 weekdays`."
        return size.made(escape(said), pieces.rich(pieces.section(*pieces.spans(said))))
    blocks = [pieces.header("Your subscriptions")]
    for subscription, due in subscriptions[:_SUBSCRIPTIONS]:
        blocks += subscription_blocks(subscription, due, zone=zone, now=now)
    if left := len(subscriptions) - _SUBSCRIPTIONS:
        blocks += [pieces.context(f"and {left:,} more: remove some to see them.")] * (left > 0)
    queries = rows.names([one.query for one, _ in subscriptions], 600)
    text = f"{count(len(subscriptions), 'subscription')}: {queries}"
    return size.made(escape(text), *blocks)


def subscription_blocks(
    subscription: Subscription, due: datetime, *, zone: str, now: datetime | None
) -> tuple[Block, ...]:
    """Return one subscription and the buttons that change and end it."""
    query = pieces.line(subscription.query, 150) or "everything"
    next_ = wording.upcoming(due, now=now or due, zone=zone) if now else wording.at(due, zone)
    days = wording.weekdays(subscription.weekdays)
    label, clock = pieces.line(subscription.label, 5), pieces.line(subscription.zone, 40)
    words = f"\n{label} {days}, {clock} · next {next_}"
    told = pieces.section(pieces.text(pieces.isolated(query), bold=True), pieces.text(words))
    buttons = [
        pieces.button(name, action, str(subscription.id), spoken=f"{name}: {query[:45]}")
        for name, action in (("Edit", "subscription_edit"), ("Remove", "subscription_remove"))
    ]
    return pieces.rich(told), pieces.actions(*buttons)


def help_message(command: str = "/brief") -> Message:
    """Return what can be asked, as examples to copy."""
    text = f"What you can ask with {command}, and in a direct message without it"
    return size.made(escape(text), pieces.header("What you can ask"), help_block(command))


def help_block(command: str) -> Block:
    """Return the examples and what holds for all of them."""
    listed = [
        (pieces.text(f"{command}{words}", code=True), pieces.text(f"  {what}"))
        for words, what in _EXAMPLES
    ]
    end = (
        f"The same words work without {command} in a direct message to me, and after my name in a "
        "channel. Every sentence is quoted word for word; […] marks where its article says more."
    )
    return pieces.rich(pieces.bullets(listed), pieces.section(pieces.text(end)))
