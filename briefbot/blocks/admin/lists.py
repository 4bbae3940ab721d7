"""Sources, briefings and topics as admins see them: a line each, with a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks import pieces, rows
from briefbot.blocks.admin import parts
from briefbot.blocks.admin.where import LONGEST
from briefbot.models import Condition
from briefbot.models.office import Fare
from briefbot.text import fares, wording
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefbot.models import Block
    from briefbot.models.office import BriefingEntry, OfficePage, SourceEntry, TopicEntry

_ADVICE = 160
_FARES = (("Any state", ""), ("To be looked at", Fare.UNWELL), ("Off or paused", Fare.OFF))
_WORDS = {Condition.NEW: "not read yet", Condition.ROBOTS: "closed to bots"}


def source_filters(page: OfficePage) -> Iterator[Block]:
    """Yield what narrows the sources down: words, a topic, a state."""
    where = page.where
    yield parts.search(
        "admin_search", "Search by name, address or topic", where.words, most=LONGEST
    )
    # No option's value may be empty.
    topics = [("All topics", "all"), *((name, f"topic:{id_}") for id_, name in page.labels)]
    topics.insert(1, ("Without a topic", "topic:-"))
    yield pieces.actions(
        parts.select("admin_topic_filter", topics, f"topic:{where.topic}"),
        parts.select("admin_fare", [(w, f"fare:{v}") for w, v in _FARES], f"fare:{where.fare}"),
    )


def source_groups(page: OfficePage) -> Iterator[Block]:
    """Yield the sources that are shown, under their topics."""
    for name, entries in page.sources.groups:
        shown = pieces.line(name, pieces.LIST_NAME)
        yield pieces.context(f"Topic: {shown}" if shown else "Without a topic")
        for entry in entries:
            yield source_row(entry, page)


def source_row(entry: SourceEntry, page: OfficePage) -> Block:
    """Return a source: its name and host, how it fares, what it brings."""
    line = entry.line
    name = pieces.line(line.name or line.source_id, pieces.LIST_NAME) or "a source"
    host = pieces.host(line.url)
    title = f"{name} ({host})" if host and host != name.casefold() else name
    detail = f"{_state(entry, page)} · {fares.looks(line, now=page.now, zone=page.zone)}"
    off = line.state is Condition.OFF
    menu = [
        ("Edit", f"edit:{line.source_id}"),
        ("Test now", f"test:{line.source_id}"),
        ("Resume", f"resume:{line.source_id}") if off else ("Pause", f"pause:{line.source_id}"),
        ("Remove", f"remove:{line.source_id}"),
    ]
    return parts.row(title, detail, pieces.overflow("admin_source", menu))


def _state(entry: SourceEntry, page: OfficePage) -> str:
    if entry.paused:
        return f"paused until {fares.day(entry.paused)}"
    line = entry.line
    if line.state in _WORDS and not line.since:
        return _WORDS[line.state]
    advice = pieces.line(line.advice, _ADVICE)
    return wording.fares(line.state, line.since, advice, now=page.now, zone=page.zone)


def briefing_rows(entry: BriefingEntry, page: OfficePage) -> Iterator[Block]:
    """Yield a briefing: when it is posted next, and where."""
    line, id_ = entry.line, entry.briefing_id
    off = not entry.enabled or entry.paused is not None
    menu = [
        ("Edit", f"edit:{id_}"),
        ("Preview to me", f"preview:{id_}"),
        ("Send now", f"send:{id_}"),
        ("Resume", f"resume:{id_}") if off else ("Pause", f"pause:{id_}"),
    ]
    menu += [("Remove", f"remove:{id_}")] if page.whole else []
    name = pieces.line(line.name, pieces.LIST_NAME) or "Briefing"
    yield parts.row(name, _next(entry, page), pieces.overflow("admin_briefing", menu))
    # In plain text, as beside a menu, a channel's id would stand as it is.
    where = parts.places(line.destinations)
    yield pieces.rich(pieces.section(pieces.text("Posted to "), *where))


def _next(entry: BriefingEntry, page: OfficePage) -> str:
    line = entry.line
    if entry.paused:
        return f"paused until {fares.day(entry.paused)}"
    if not entry.enabled:
        return "off"
    if line.due is None:
        return "not posted"
    clock = wording.clock_of(line.zone) or line.zone
    return f"next {wording.upcoming(line.due, now=page.now, zone=line.zone)} ({clock})"


def topic_row(entry: TopicEntry) -> Block:
    """Return a topic: its words, and how many sources are about it as a whole."""
    name = pieces.line(entry.name, pieces.LIST_NAME) or entry.topic_id
    words = rows.names(entry.words, 200)
    sources = f" · {count(entry.sources, 'source')} of its own" if entry.sources else ""
    menu = [("Edit", f"edit:{entry.topic_id}"), ("Remove", f"remove:{entry.topic_id}")]
    return parts.row(name, f"{words}{sources}", pieces.overflow("admin_topic", menu))
