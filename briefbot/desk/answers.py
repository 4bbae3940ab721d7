"""Answers to words: what a search finds, or what a channel was told last."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from briefbot import pipeline
from briefbot.choosing import select
from briefbot.config import Briefing, Config, Schedule
from briefbot.desk.nearest import NEAREST, nearest
from briefbot.desk.room import Room
from briefbot.models import Answer, Message, Query, Taste
from briefbot.pipeline import Keeper, Reader, Web
from briefbot.search import parse
from briefbot.store.library import Library
from briefbot.text.words import fold

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
PAGE = 5
MOST = 25
"""Stories that a search looks at: five pages."""
SENTENCES = 3
RANKED = 2_000
"""Articles that are ranked when nothing is looked for: the newest; all of a week take seconds."""
EVERYTHING = Query()
KEPT = timedelta(seconds=60)
MOST_KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what a search found."""

    answer: Answer
    ask: str
    """The words by which another page is asked for; empty for the day's top stories."""
    nearest: tuple[str, ...] = ()
    """Names of topics like the words, when nothing was found."""
    topics: tuple[str, ...] = ()
    """Names of topics to try, when nothing was found and none is like the words."""
    subscribable: bool = False
    """Whether the words say what to look for: a time or an outlet alone does not."""
    page: int = 0
    pages: int = 1


class Kept:
    """Answers of the last minute, and those being worked out: who asks the same shares them."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._tasks: OrderedDict[str, tuple[datetime, asyncio.Task[Answer]]] = OrderedDict()

    async def __call__(self, key: str, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return the answer that is kept under the key, or work it out."""
        now = self._clock()
        at, task = self._tasks.get(key, (now, None))
        failed = task and task.done() and (task.cancelled() or task.exception())
        if task is None or failed or not timedelta() <= now - at <= KEPT:
            task = asyncio.ensure_future(_awaited(work()))
            self._tasks[key] = (now, task)
            self._tasks.move_to_end(key)
        while len(self._tasks) > MOST_KEPT:
            self._tasks.popitem(last=False)
        # Whoever gives up waiting must not take the answer from the others.
        return await asyncio.shield(task)


async def _awaited(work: Awaitable[Answer]) -> Answer:
    return await work


class Answers(Room):
    """Finds what readers ask for."""

    def __init__(self, keeper: Keeper, web: Web, clock: Callable[[], datetime]) -> None:
        super().__init__(keeper, web, clock)
        self._kept = Kept(clock)

    async def search(self, text: str, *, page: int = 0, zone: str = "UTC") -> Found:
        """Return a page of what is found in the last seven days, or since the text says."""
        text = " ".join(text.split())
        if not text:
            return await self.top(page=page)
        key = f"{zone}\n{fold(text)}"
        answer = await self._kept(key, lambda: self.read(_search, text, self._asking(), zone))
        found = replace(_page(answer, text, page), subscribable=self._says_something(text))
        if answer.items:
            return found
        near = await asyncio.to_thread(_near, text, self._asking())
        names = tuple(topic.name for topic in self.config.topics)
        return replace(found, nearest=near, topics=() if near else names[:NEAREST])

    async def latest(self, channel: str) -> tuple[Message, ...] | Found:
        """Return the channel's latest digest as it was posted, or the day's top stories."""
        posted = await self.read(Library.latest, channel) if channel else ()
        return tuple(delivery.message for delivery in posted) or await self.top()

    async def top(self, *, page: int = 0) -> Found:
        """Return the stories of the last 24 hours that stand highest, whatever their topic."""
        answer = await self._kept("", lambda: self.read(_top, self._asking()))
        return _page(answer, "", page)

    def _says_something(self, text: str) -> bool:
        wanted = parse(text, now=self.clock(), sources=self.config.sources).wanted
        return any(character.isalnum() for words in wanted for character in words)

    def _asking(self) -> tuple[Config, datetime]:
        return self.config, self.clock()


def _search(archive: Library, text: str, asking: tuple[Config, datetime], zone: str) -> Answer:
    config, now = asking
    query = parse(text, now=now, sources=config.sources, topics=config.topics, zone=zone)
    narrowed = query != Query()
    query = replace(query, since=query.since or now - WEEK)
    if narrowed and not query.wanted:  # "source:wire" alone: all of it, the best first
        return _top(archive, asking, query)
    return pipeline.answer(text, query, archive, select, now=now, limit=MOST, sentences=SENTENCES)


def _near(text: str, asking: tuple[Config, datetime]) -> tuple[str, ...]:
    config, now = asking
    return nearest(parse(text, now=now, sources=config.sources).wanted, config.topics)


def _top(
    archive: Library,
    asking: tuple[Config, datetime],
    query: Query = EVERYTHING,
    ranked: int = RANKED,
) -> Answer:
    """Return what stands highest of a day, or of what the options of a query leave."""
    config, now = asking
    since = query.since or now - DAY
    since = max(since, archive.reaches_back(ranked) or since)
    reader = Reader(taste=Taste(words=query.without), language=query.language, floor=0)
    briefing = Briefing(
        id="top-stories",
        name="Top stories",
        schedule=Schedule(times=(time(0),)),
        sources=(query.source_id,) if query.source_id else (),
        max_stories=MOST,
        sentences=SENTENCES,
    )
    digest = pipeline.compose(
        briefing, config, archive, select, since=since, now=now, reader=reader
    )
    shown = len(digest.items)
    counted = not query.language and not query.without  # else how many there are is not known
    return Answer(
        query="",
        made=now,
        since=digest.since,
        searched=digest.coverage.articles,
        items=digest.items,
        total=shown,
        more=digest.coverage.stories > shown and (counted or shown == MOST),
    )


def _page(answer: Answer, ask: str, page: int) -> Found:
    pages = max(1, -(-len(answer.items) // PAGE))
    page = min(max(page, 0), pages - 1)
    items = answer.items[page * PAGE : (page + 1) * PAGE]
    shown = replace(answer, query=ask, items=items)  # as this reader wrote it
    return Found(answer=shown, ask=ask, page=page, pages=pages)
