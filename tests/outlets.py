"""A fake web for the pipeline: what is published, what is asked, and a clock to move."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from briefbot import settings
from briefbot.app import App, stored
from briefbot.cli.progress import Quiet
from briefbot.config import Config, check
from briefbot.errors import FetchError
from briefbot.fetch.turns import Turns
from briefbot.live import Live
from briefbot.models import Looked, Request, Response
from briefbot.pipeline import Client, Lanes, Web
from tests.crew import Crew
from tests.makers import NOON
from tests.press import Piece, item, page, rss


def config(*sources: Mapping[str, object]) -> Config:
    """Return a configuration of these sources, and one briefing of them all."""
    data = {
        "fetch": {"contact": "https://desk.test/about"},
        "sources": [
            {"url": f"https://{source['id']}.test/feed", "max_interval": "1h", **source}
            for source in sources
        ],
        "briefings": [
            {
                "id": "desk",
                "name": "Desk",
                "sources": [source["id"] for source in sources],
                "schedule": {"times": ["08:00"]},
            }
        ],
    }
    return check.parse(data, file="test")


@dataclass
class Outlets:
    """A fake web, a fake worker in this very process, and a clock that stands until it is moved."""

    database: Path
    config: Config
    now: datetime = NOON
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)
    """Where an address redirects to."""
    moved: dict[str, str] = field(default_factory=dict)
    """Where an address says that it has moved to for good."""
    failing: dict[str, FetchError] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    """Addresses that a robots.txt closes."""
    secrets: dict[str, str] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    """An address that answers only when its event is set."""

    def publish(self, source: str, *pieces: Piece) -> None:
        """Let an outlet have these articles."""
        base = f"https://{source}.test"
        items = [
            item(piece.title, f"{base}/{piece.slug}", published=NOON - piece.age)
            for piece in pieces
        ]
        self.pages[f"{base}/feed"] = rss(source, items)
        self.pages |= {f"{base}/{piece.slug}": page(piece) for piece in pieces}

    async def fetch(self, request: Request) -> Response:
        """Answer as a server with ETags does."""
        if request.crawled:
            await self.permit(request)
        self.asked.append(request.url)
        self.requests.append(request)
        if request.url in self.held:
            await self.held[request.url].wait()
        if request.url in self.failing:
            raise self.failing[request.url]
        moved = self.moved.get(request.url)
        end = self.ends.get(request.url, moved or request.url)
        body = self.pages.get(end)
        if body is None:
            raise FetchError("http_404", f"404 from {request.url}: nothing is there")
        tag = hashlib.sha256(body).hexdigest()
        if request.etag == tag and end == (request.validators_from or request.url):
            self.unchanged.append(request.url)
            return Response(url=end, status=304, etag=tag, moved=moved)
        return Response(url=end, status=200, body=body, etag=tag, moved=moved)

    async def permit(self, request: Request) -> None:
        """Let bots read everything but what is closed to them."""
        if request.url in self.closed:
            raise FetchError("robots", f"{request.url} is closed to bots; use its feed")

    @asynccontextmanager
    async def app(self) -> AsyncIterator[App]:
        """Run briefbot over the fakes, with a real archive."""
        async with stored(self.database) as keeper:
            client = Client(fetch=self.fetch, permit=self.permit)
            web = Web(
                live=Live(self.config),
                outside=client,
                inside=client,
                work=Crew(),
                headers=lambda source: settings.headers(
                    source.headers, self.secrets, source.cookies
                ),
                pages=Lanes(Turns(per_host=2, total=4), patience=20),
                ahead=Turns(per_host=4, total=8),
                looks=Turns(per_host=2, total=4),
            )
            yield App(web, keeper, lambda: self.now)


async def look(app: App) -> dict[str, Looked]:
    """Ingest once."""
    return {look.source_id: look for look in await app.ingest(Quiet())}
