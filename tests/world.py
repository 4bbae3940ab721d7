"""A newsroom on loopback, an archive, and a clock that a test can move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from briefbot import newsroom
from briefbot.app import App, running
from briefbot.cli.progress import Quiet
from briefbot.clock import utc_now
from briefbot.config import Config
from briefbot.models import Digest, Looked
from briefbot.store import configfile
from briefbot.store.versions import Versions

DAY = timedelta(hours=24)


@dataclass
class World:
    """A newsroom that was never looked at, and briefbot to look at it."""

    room: newsroom.Newsroom
    config: Config
    database: Path
    now: datetime

    @asynccontextmanager
    async def app(self) -> AsyncIterator[App]:
        """Run briefbot at the world's time."""
        async with running(
            self.config, self.database, resolver=self.room.resolver, clock=lambda: self.now
        ) as app:
            yield app

    async def look(self) -> dict[str, Looked]:
        """Ingest once."""
        async with self.app() as app:
            return {look.source_id: look for look in await app.ingest(Quiet())}

    async def digest(self) -> Digest:
        """Compose the briefing."""
        async with self.app() as app:
            return await app.compose(self.config.briefings[0], DAY)

    def archive(self) -> Versions:
        """Read what is stored."""
        return Versions(self.database)

    def later(self, hours: float = 1.3) -> None:
        """Move the clock."""
        self.now += timedelta(hours=hours)


def _hourly(config: Config) -> Config:
    """Have every source read within an hour and a quarter, whatever its rhythm."""
    hour = {"max_interval": timedelta(hours=1)}
    sources = tuple(source.model_copy(update=hour) for source in config.sources)
    return config.model_copy(update={"sources": sources})


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[World]:
    """Serve a newsroom and keep its archive in the folder."""
    started = utc_now()
    async with newsroom.serve(started, delay=0.1) as room:
        file = folder / "briefbot.yaml"
        file.write_text(room.config_text, encoding="utf-8")
        yield World(room, _hourly(configfile.load(file)), folder / "briefbot.db", started)
