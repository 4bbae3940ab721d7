"""A desk over a small archive, a web of one page, and a clock to move."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from briefbot import pipeline
from briefbot.choosing import select
from briefbot.config import Config, FetchOptions, Source, Topic
from briefbot.desk import Desk
from briefbot.fetch.turns import Turns
from briefbot.live import Live
from briefbot.models import Author, Digest, Message, Request, Response
from briefbot.orders import Order
from briefbot.pipeline import Client, Keeper, Lanes, Press, Web
from briefbot.store.sqlite import Store
from tests.crew import Crew
from tests.editions import briefing, fast, inline
from tests.makers import APART, NOON, nobody_objects, place_all, reading, state

PAGE = (
    b"<html><head><title>A ferry crosses the strait</title></head><body><article>"
    b"<p>The first ferry in nine days crossed the strait on Monday and carried letters.</p>"
    b"<p>Its captain said that the crossing took four hours, twice as long as in summer.</p>"
    b"<p>Another ferry follows on Tuesday, when the swell is expected to be lower.</p>"
    b"</article></body></html>"
)
CONFIG = Config(
    sources=(
        Source(id="ledger", url="https://ledger.example/feed", name="The Ledger"),
        Source(id="herald", url="https://herald.example/feed", name="Herald"),
    ),
    topics=(
        Topic(id="taiwan", name="Taiwan", words=("taiwan", "taipei")),
        Topic(id="chips", name="Chips", words=("semiconductor",)),
    ),
    briefings=(briefing("morning", topics=("taiwan",)),),
    admins=("U0000ADA",),
    fetch=FetchOptions(contact="https://desk.test/about"),
)


def _rendered(digest: Digest) -> tuple[Message, ...]:
    return (Message(text=digest.name),)


async def _nobody_asks(request: Request) -> Response:
    raise AssertionError(request)


@dataclass
class Room:
    """What is behind a desk: the archive, the web, and the clock."""

    store: Store
    now: datetime = NOON
    asked: list[str] = field(default_factory=list)
    """Addresses that were fetched."""
    served: asyncio.Event = field(default_factory=asyncio.Event)
    """Pages come in once it is set."""

    def tell(self, source_id: str, *slugs: str, **fields: Any) -> None:
        """Let an outlet have published articles."""
        self.store.record(state(source_id), [reading(slug, source_id, **fields) for slug in slugs])
        place_all(self.store, APART)

    def post(self, order: Order, channel: str) -> None:
        """Let an edition of the order have been posted to a channel."""
        press = Press(select=select, compose=_rendered, payload=lambda _: "")
        author = Author(name="op", way="cli")
        pipeline.send(order, self.store, press, author, now=self.now)
        delivery = self.store.claim(self.now)
        assert delivery
        self.store.settle_sent(delivery.key, channel, "1764000000.000100")

    async def fetch(self, request: Request) -> Response:
        """Serve the one page at every address."""
        self.asked.append(request.url)
        await self.served.wait()
        return Response(url=request.url, status=200, body=PAGE, content_type="text/html")


@contextmanager
def opened(folder: Path, config: Config = CONFIG) -> Iterator[tuple[Room, Desk]]:
    """Open a desk over an empty archive."""
    room = Room(fast(folder / "briefbot.db"))
    web = Web(
        live=Live(config),
        outside=Client(fetch=room.fetch, permit=nobody_objects),
        inside=Client(fetch=_nobody_asks, permit=nobody_objects),
        work=Crew(),
        headers=lambda _: (),
        pages=Lanes(Turns(per_host=2, total=4), patience=20),
        ahead=Turns(per_host=4, total=8),
        looks=Turns(per_host=2, total=4),
    )
    desk = Desk(Keeper(store=room.store, db=inline), web, lambda: room.now)
    try:
        yield room, desk
    finally:
        desk.close()
        room.store.close()
