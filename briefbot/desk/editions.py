"""What admins try before readers see it: an edition as it would be now, and one posted at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from briefbot import blocks, pipeline
from briefbot.choosing import select
from briefbot.config import Config, on
from briefbot.desk.room import Room
from briefbot.errors import Refused
from briefbot.models import Author, Message
from briefbot.models.counted import Matches
from briefbot.orders import Order, of_briefing
from briefbot.pipeline import Press
from briefbot.store.library import Library
from briefbot.store.sqlite import Store

DAY = timedelta(days=1)
TITLES = 5
NOWHERE = "{name} is posted to no channel yet."


class Editions(Room):
    """Composes at an admin's word."""

    async def edition(self, briefing_id: str) -> tuple[Message, ...]:
        """Return what a briefing would tell its first destination now; nothing is marked as told.

        Raise UsageError when there is no such briefing.
        """
        return await self.read(_edition, self._order(briefing_id), self.clock())

    async def send(self, briefing_id: str, press: Press, author: Author, request_id: str) -> bool:
        """Put an edition for each destination into the outbox, once for a request.

        Return whether it was the first time; raise Refused where it goes nowhere.
        """
        order = self._order(briefing_id)
        if not order.destinations:
            raise Refused(NOWHERE.format(name=order.briefing.name))
        return await self.db(_send, self.store, order, press, author, request_id, self.clock())

    def _order(self, briefing_id: str) -> Order:
        config: Config = on(self.config, self.clock())
        return of_briefing(config, config.briefing(briefing_id))

    async def matches(self, words: Sequence[str]) -> Matches:
        """Return how many articles of the last day are about each of the words, and about any."""
        return await self.read(_matches, tuple(words), self.clock())


def _edition(archive: Library, order: Order, now: datetime) -> tuple[Message, ...]:
    destination = next(iter(order.destinations), "")
    found = pipeline.edition(order, destination, archive, select, now=now)
    return blocks.digest_messages(found)


def _send(
    store: Store, order: Order, press: Press, author: Author, request_id: str, now: datetime
) -> bool:
    with store.transaction():  # an edition that can't be made leaves the request to come again
        if not store.handled(request_id, now):
            return False
        pipeline.send(order, store, press, author, now=now)
    return True


def _matches(archive: Library, words: tuple[str, ...], now: datetime) -> Matches:
    since = now - DAY
    found = {word: archive.about([word], since) for word in words}
    every = sorted({number for ids in found.values() for number in ids}, reverse=True)
    shown = archive.articles(every[:TITLES])
    return Matches(
        words=tuple((word, len(found[word])) for word in words),
        articles=len(every),
        titles=tuple(shown[number].article.title for number in every[:TITLES] if number in shown),
    )
