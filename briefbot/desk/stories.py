"""One story: at length, why it stands where it stands, or a page that is read just now."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from briefbot import addresses, digest, pipeline, why
from briefbot.config import Config
from briefbot.desk.room import Room
from briefbot.errors import BriefbotError, UsageError
from briefbot.models import Item, StoredArticle, Story, StoryView
from briefbot.pipeline.brief import Reader, items
from briefbot.store.library import Library
from briefbot.summarise import select

DAY = timedelta(days=1)
LONG = 8
"""Sentences of a story at length."""
SHORT = 5
"""Sentences of a page that is read now."""
PAGES_AT_ONCE = 4
PATIENCE = 25.0
"""Seconds that a reader waits for a page."""
GONE = "That story is no longer in the archive."


class Stories(Room):
    """Tells of one story."""

    _pages: asyncio.Semaphore | None = None

    async def story(self, story_id: int, article_id: int) -> StoryView | None:
        """Return a story by the article that stands for it; None when that is gone."""
        del story_id  # an article may have found its way into another story since
        return await self.read(_view, article_id)

    async def why(self, url: str) -> tuple[str, tuple[str, ...]]:
        """Return a title and, in sentences, what became of the article at an address."""
        now = self.clock()
        return await self.read(_why, _address(url), self.config, now)

    async def why_story(
        self, story_id: int, article_id: int, channel: str
    ) -> tuple[str, tuple[str, ...]]:
        """Return a title and, in sentences, where a story stands for a channel and why."""
        del story_id
        return await self.read(_why_here, article_id, self.config, channel, self.clock())

    async def summarise(self, url: str) -> tuple[Item, str]:
        """Read a page now; return it as an item, and what to know of how it was read.

        Raise BriefbotError, in a sentence for whoever asked, when it can't be read.
        """
        address, now = _address(url), self.clock()
        self._pages = self._pages or asyncio.Semaphore(PAGES_AT_ONCE)
        host = addresses.host(address)
        try:
            async with asyncio.timeout(PATIENCE), self._pages:
                reading = await pipeline.read_address(address, self.web, now)
        except TimeoutError:
            raise BriefbotError(f"{host} took too long. Please try again later.") from None
        body = reading.body
        article = StoredArticle(id=0, story_id=0, article=reading.article)
        chosen = select(body.text, body.sentences, limit=SHORT)
        return digest.item(Story(id=0, articles=(article,)), body, chosen), reading.note


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


def _names(config: Config) -> dict[str, str]:
    return {source.id: source.label for source in config.sources}


def _why(archive: Library, url: str, config: Config, now: datetime) -> tuple[str, tuple[str, ...]]:
    case = pipeline.case(url, config, archive, since=now - DAY, now=now)
    title = case.stored.article.title if case.stored else url
    return title, why.explain(case, _names(config))


def _why_here(
    archive: Library, article_id: int, config: Config, channel: str, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """Explain a story's place among all that the channel's briefings could tell."""
    stored = _article(archive, article_id)
    here = [
        briefing
        for briefing in config.briefings
        if any(channel in {place, archive.channel(place)} for place in briefing.destinations)
    ]
    # Told or not: what was told a minute ago is just what the reader asks about.
    case = pipeline.case(
        stored.article.url,
        config,
        archive,
        since=min(now - DAY, stored.article.published),
        now=now,
        briefings=here or config.briefings,
        reader=Reader(taste=archive.taste(channel)),
    )
    return stored.article.title, why.explain(case, _names(config))
