"""One story: at length, why it stands where it stands, or a page that is read just now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from briefbot import addresses, digest, orders, pipeline, why
from briefbot.choosing import select
from briefbot.config import Config
from briefbot.desk.room import Room
from briefbot.desk.unread import unread
from briefbot.errors import BriefbotError, SourceError, UsageError
from briefbot.models import Item, Reading, StoredArticle, Story, StoryView
from briefbot.orders import Order
from briefbot.pipeline import Keeper, Web
from briefbot.pipeline.brief import Reader, items
from briefbot.store.library import Library
from briefbot.text import wording

DAY = timedelta(days=1)
LONG = 8
"""Sentences of a story at length."""
SHORT = 5
"""Sentences of a page that is read now."""
PAGES_AT_ONCE = 4
PATIENCE = 25.0
"""Seconds that a reader waits for a page."""
BUSY = "I am still reading a page for you. Please ask again when you have it."
GONE = "That story is no longer in the archive."


class Stories(Room):
    """Tells of one story."""

    def __init__(self, keeper: Keeper, web: Web, clock: Callable[[], datetime]) -> None:
        super().__init__(keeper, web, clock)
        self._pages = asyncio.Semaphore(PAGES_AT_ONCE)
        self._waiting: set[str] = set()
        """Readers for whom a page is being read."""

    async def story(self, story_id: int, article_id: int) -> StoryView | None:
        """Return a story by the article that stands for it; None when that is gone."""
        del story_id  # an article may have found its way into another story since
        return await self.read(_view, article_id)

    async def why(self, url: str, *, zone: str = "UTC") -> tuple[str, tuple[str, ...]]:
        """Return a title and, in sentences, what became of the article at an address."""
        now = self.clock()
        return await self.read(
            _why, _address(url), self.config, _words(self.config, now, zone), now
        )

    async def why_story(
        self, story_id: int, article_id: int, channel: str, *, zone: str = "UTC"
    ) -> tuple[str, tuple[str, ...]]:
        """Return a title and, in sentences, where a story stands for a channel and why."""
        del story_id
        now = self.clock()
        words = _words(self.config, now, zone)
        return await self.read(_why_here, article_id, self.config, channel, words, now)

    async def summarise(self, url: str, *, user: str = "") -> tuple[Item, str]:
        """Read a page now; return it as an item, and what to know of how it was read.

        One at a time for each reader, so that nobody takes all the places. Raise
        BriefbotError, in a sentence for whoever asked, when it can't be read.
        """
        address = _address(url)
        if user in self._waiting:
            raise BriefbotError(BUSY)
        mine = {user} - {""}
        self._waiting |= mine
        try:
            reading = await self._reading(address)
        finally:
            self._waiting -= mine
        body = reading.body
        article = StoredArticle(id=0, story_id=0, article=reading.article)
        chosen = select(body.text, body.sentences, limit=SHORT, language=reading.article.language)
        return digest.item(Story(id=0, articles=(article,)), body, chosen), reading.note

    async def _reading(self, address: str) -> Reading:
        try:
            async with asyncio.timeout(PATIENCE), self._pages:
                return await pipeline.read_address(address, self.web, self.clock())
        except TimeoutError:
            host = addresses.host(address)
            raise BriefbotError(f"{host} took too long. Please try again later.") from None
        except SourceError as error:
            raise BriefbotError(unread(error, addresses.host(address))) from error


def _address(url: str) -> str:
    if addresses.fit(url) is None:
        raise UsageError("That is no web address. It should begin with https:// or http://.")
    return url


def _article(archive: Library, article_id: int) -> StoredArticle:
    stored = archive.articles([article_id]).get(article_id)
    if stored is None:
        raise BriefbotError(GONE)
    return stored


def _view(archive: Library, article_id: int) -> StoryView | None:
    stored = archive.articles([article_id]).get(article_id)
    if stored is None:
        return None
    members = archive.members([stored.story_id])[stored.story_id]
    others = tuple(article for article in members if article.id != stored.id)
    story = Story(id=stored.story_id, articles=(stored, *others))
    (item,) = items([(story, ())], archive, select, limit=LONG)
    return StoryView(item=item, articles=members)


def _words(config: Config, now: datetime, zone: str) -> why.Words:
    return why.Words(
        sources={source.id: source.label for source in config.sources},
        briefings={briefing.id: briefing.name for briefing in config.briefings},
        time=partial(wording.when, now=now, zone=zone),
    )


def _why(
    archive: Library, url: str, config: Config, words: why.Words, now: datetime
) -> tuple[str, tuple[str, ...]]:
    case = pipeline.case(url, config, archive, since=now - DAY, now=now)
    title = case.stored.article.title if case.stored else url
    return title, why.explain(case, words)


def _why_here(
    archive: Library,
    article_id: int,
    config: Config,
    channel: str,
    words: why.Words,
    now: datetime,
) -> tuple[str, tuple[str, ...]]:
    """Explain a story's place among all that the channel's briefings could tell."""
    stored = _article(archive, article_id)
    cases = [
        _case(archive, stored, order, channel, now)
        for order in _here(archive, config, channel, now)
    ]
    standings = tuple(standing for case in cases for standing in case.standings)
    bare = pipeline.case(stored.article.url, config, archive, since=now, now=now, briefings=())
    return stored.article.title, why.explain(replace(bare, standings=standings), words)


def _here(archive: Library, config: Config, channel: str, now: datetime) -> list[Order]:
    """Return the orders that are posted to the channel; all briefings if none is."""
    subscriptions = archive.all_subscriptions()
    here = [
        order
        for order in orders.orders(config, subscriptions, now)
        if any(channel in {place, archive.channel(place)} for place in order.destinations)
    ]
    return here or [orders.of_briefing(config, briefing) for briefing in config.briefings]


def _case(
    archive: Library, stored: StoredArticle, order: Order, channel: str, now: datetime
) -> why.Case:
    """Tell of an article, and where it stands for what is posted to the channel.

    Told or not: what was told a minute ago is just what the reader asks about.
    """
    taste = archive.taste(channel)
    return pipeline.case(
        stored.article.url,
        order.config,
        archive,
        since=min(now - DAY, stored.article.published),
        now=now,
        briefings=[order.briefing],
        reader=Reader(
            taste=replace(taste, words=(*taste.words, *order.without)), language=order.language
        ),
    )
