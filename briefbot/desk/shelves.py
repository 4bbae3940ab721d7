"""What admins see of the configuration: sources by topic, briefings, topics, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from briefbot import schedule
from briefbot.config import Briefing, Config, Source, on, today
from briefbot.desk.room import Room
from briefbot.desk.state import source_lines, status
from briefbot.models import Condition, OrderLine
from briefbot.models.office import (
    BriefingEntry,
    Fare,
    OfficePage,
    Part,
    SourceEntry,
    SourceShelf,
    TopicEntry,
    Where,
)
from briefbot.store.library import Library

T = TypeVar("T")

SOURCES = 20
"""On a page."""
ITEMS = 20
"""Briefings or topics on a page."""
FEW = 5
"""As many of each stand in the overview."""
WITHOUT = "-"
"""Stands for the sources that belong to no topic."""
_WELL = {Condition.FINE, Condition.NEW, Condition.OFF}


class Shelves(Room):
    """Says what there is to be changed."""

    async def office_page(
        self, where: Where, zone: str, *, only: Sequence[str] | None = None
    ) -> OfficePage:
        """Return what an admin sees; `only` names the briefings of whoever owns no more."""
        return await self.read(_page, self.config, where, zone, self.began, self.clock(), only)


def _page(
    archive: Library,
    config: Config,
    where: Where,
    zone: str,
    began: datetime,
    now: datetime,
    only: Sequence[str] | None,
) -> OfficePage:
    page = OfficePage(
        now=now,
        zone=zone,
        where=where,
        whole=only is None,
        labels=tuple((each.id, each.name) for each in config.topics),
        numbers=(len(config.briefings), len(config.topics)),
    )
    if only is not None:
        return _briefings(page, archive, config, only)
    if where.part is Part.SOURCES:
        return _sources(page, archive, config)
    if where.part is Part.BRIEFINGS:
        return _briefings(page, archive, config)
    if where.part is Part.TOPICS:
        return _topics(page, config)
    if where.part is Part.OVERVIEW:
        return _overview(page, archive, config, began)
    return page


def _overview(page: OfficePage, archive: Library, config: Config, began: datetime) -> OfficePage:
    entries = _entries(archive, config, page.now)
    unwell = tuple(entry for entry in entries if _fits(entry, Fare.UNWELL))
    shelf = SourceShelf(
        groups=(("", unwell[:FEW]),) if unwell else (), all=len(entries), unwell=len(unwell)
    )
    return replace(
        page,
        status=status(archive, config, began, page.now, page.zone),
        sources=shelf,
        briefings=tuple(
            _briefing(archive, config, each, page.now) for each in config.briefings[:FEW]
        ),
        topics=tuple(_topic(config, place) for place in range(len(config.topics[:FEW]))),
    )


def _sources(page: OfficePage, archive: Library, config: Config) -> OfficePage:
    entries = _entries(archive, config, page.now)
    found = selected(config, entries, page.where)
    shown, pages, at = turned(found, page.where.page, SOURCES)
    shelf = SourceShelf(
        groups=tuple(_grouped(shown)),
        found=len(found),
        all=len(entries),
        unwell=sum(_fits(entry, Fare.UNWELL) for entry in entries),
    )
    return replace(page, sources=shelf, pages=pages, where=replace(page.where, page=at))


def _briefings(
    page: OfficePage, archive: Library, config: Config, only: Sequence[str] | None = None
) -> OfficePage:
    mine = [each for each in config.briefings if only is None or each.id in only]
    shown, pages, at = turned(mine, page.where.page, ITEMS)
    return replace(
        page,
        briefings=tuple(_briefing(archive, config, each, page.now) for each in shown),
        pages=pages,
        where=replace(page.where, part=Part.BRIEFINGS, page=at),
    )


def _topics(page: OfficePage, config: Config) -> OfficePage:
    shown, pages, at = turned(range(len(config.topics)), page.where.page, ITEMS)
    topics = tuple(_topic(config, place) for place in shown)
    return replace(page, topics=topics, pages=pages, where=replace(page.where, page=at))


# ---------------------------------------------------------------- one of each


def _entries(archive: Library, config: Config, now: datetime) -> tuple[SourceEntry, ...]:
    names = {topic.id: topic.name for topic in config.topics}
    counts = on(config, now)
    lines = source_lines(archive, counts, now)
    both = zip(config.sources, lines, strict=True)
    return tuple(
        SourceEntry(
            line=line,
            topics=tuple(names[topic] for topic in source.topics),
            paused=source.paused_until if line.state is Condition.OFF else None,
        )
        for source, line in both
    )


def _briefing(archive: Library, config: Config, briefing: Briefing, now: datetime) -> BriefingEntry:
    posts = briefing.enabled and bool(briefing.destinations)
    due = schedule.next_slot(briefing.id, briefing.schedule, now).due if posts else None
    line = OrderLine(
        name=briefing.name,
        destinations=briefing.destinations,
        due=due,
        zone=briefing.schedule.zone,
        posted=archive.last_digest(briefing.id),
    )
    until = briefing.paused_until
    paused = until if until and until > today(config, briefing, now) else None
    return BriefingEntry(
        briefing_id=briefing.id, line=line, enabled=briefing.enabled, paused=paused
    )


def _topic(config: Config, place: int) -> TopicEntry:
    topic = config.topics[place]
    sources = sum(topic.id in source.topics for source in config.sources)
    return TopicEntry(topic_id=topic.id, name=topic.name, words=topic.words, sources=sources)


# ---------------------------------------------------------------- choosing; pure


def selected(
    config: Config, entries: Sequence[SourceEntry], where: Where
) -> tuple[SourceEntry, ...]:
    """Return the sources to show: by topic in the file's order, in each the worst first."""
    order = {topic.id: place for place, topic in enumerate(config.topics)}
    worst = {state: place for place, state in enumerate(Condition)}
    words = where.words.casefold().split()
    found = [
        (source, entry)
        for source, entry in zip(config.sources, entries, strict=True)
        if _about(source, where.topic)
        and _fits(entry, where.fare)
        and all(word in _told(source, entry) for word in words)
    ]

    def place(pair: tuple[Source, SourceEntry]) -> tuple[int, int, str]:
        source, entry = pair
        topic = order[source.topics[0]] if source.topics else len(order)
        return topic, worst[entry.line.state], entry.line.name.casefold()

    return tuple(entry for _, entry in sorted(found, key=place))


def turned(found: Sequence[T], page: int, most: int) -> tuple[Sequence[T], int, int]:
    """Return what stands on a page, how many pages there are, and which one it is."""
    pages = max(1, -(-len(found) // most))
    at = min(max(page, 0), pages - 1)
    return found[at * most : (at + 1) * most], pages, at


def _about(source: Source, topic: str) -> bool:
    if topic == WITHOUT:
        return not source.topics
    return not topic or topic in source.topics


def _fits(entry: SourceEntry, fare: Fare) -> bool:
    if fare is Fare.UNWELL:
        return entry.line.state not in _WELL
    return fare is Fare.ANY or entry.line.state is Condition.OFF


def _told(source: Source, entry: SourceEntry) -> str:
    said = (source.id, source.name, source.url, *entry.topics, *source.include, *source.exclude)
    return " ".join((*said, entry.line.state.value)).casefold()


def _grouped(entries: Sequence[SourceEntry]) -> Iterator[tuple[str, tuple[SourceEntry, ...]]]:
    for name in dict.fromkeys(_heading(entry) for entry in entries):
        yield name, tuple(entry for entry in entries if _heading(entry) == name)


def _heading(entry: SourceEntry) -> str:
    return entry.topics[0] if entry.topics else ""
