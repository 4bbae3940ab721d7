"""One ingest of many sources on loopback, each on an address of its own, with all that it cost."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time as clock_time
from pathlib import Path

from briefbot.app import App, running
from briefbot.cli.progress import Quiet
from briefbot.config import Briefing, Config, FetchOptions, Schedule, Source
from briefbot.models import Looked, SourceState, StoredArticle
from briefbot.reach import PROCESSES
from briefbot.reading import warm
from briefbot.store.archive import Archive
from tests.badserver import BadServer, Behaviour
from tests.processes import children, memory
from tests.stalls import Stalls, Stopwatch

ANY = "0.0.0.0"
GLANCE = 0.05


def host(number: int) -> str:
    """Return an address of this machine that is one source's alone."""
    return f"127.0.{1 + number // 250}.{number % 250 + 1}"


def configured(*sources: Source, patience: float = 20) -> Config:
    """Return a configuration of sources on loopback."""
    return Config(
        sources=sources,
        briefings=(Briefing(id="desk", name="Desk", schedule=Schedule(times=(clock_time(0, 1),))),),
        fetch=FetchOptions(
            contact="https://desk.test/about", allow_private=("127.0.0.0/8",), timeout=patience
        ),
    )


class Seconds(Quiet):
    """Keeps when each source was done, in seconds since the start."""

    def __init__(self) -> None:
        self.watch, self._begun = Stopwatch(), time.monotonic()
        self.done: dict[str, float] = {}
        """What it took of us: waits for a processor are not counted."""
        self.passed: dict[str, float] = {}
        """What a clock on the wall shows."""

    def looked(self, look: Looked) -> None:
        """Remember the moment."""
        self.done[look.source_id] = self.watch.seconds
        self.passed[look.source_id] = time.monotonic() - self._begun


@dataclass
class Cost:
    """What an ingest takes of the machine."""

    workers: int = 0
    """The most bytes that a worker held."""
    main: int = 0
    """By how many bytes this process grew at the most."""
    stall: float = 0.0
    pids: set[int] = field(default_factory=set)
    """Worker processes that were there at some time."""


@asynccontextmanager
async def watched() -> AsyncIterator[Cost]:
    """Watch the processes and the loop."""
    cost, before = Cost(), memory(os.getpid())

    async def watch() -> None:
        while True:
            workers = children(os.getpid())
            cost.pids |= set(workers)
            cost.workers = max(cost.workers, *(memory(pid, "VmHWM") for pid in workers), 0)
            cost.main = max(cost.main, memory(os.getpid()) - before)
            await asyncio.sleep(GLANCE)

    async with Stalls() as stalls:
        task = asyncio.create_task(watch())
        try:
            yield cost
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    cost.stall = stalls.longest


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an ingest."""

    states: Mapping[str, SourceState]
    articles: Mapping[str, tuple[StoredArticle, ...]]
    texts: Mapping[int, str]
    seconds: Mapping[str, float]
    """What it took of us until each source was done."""
    passed: Mapping[str, float]
    """And what a clock showed."""
    cost: Cost

    def titles(self, source_id: str) -> list[str]:
        """Return what was stored of a source."""
        return [one.article.title for one in self.articles.get(source_id, ())]


@asynccontextmanager
async def warmed(config: Config, database: Path) -> AsyncIterator[App]:
    """Run briefbot, its workers ready: what a case takes is its own time alone."""
    async with running(config, database) as app:
        await asyncio.gather(*(app.web.work(warm) for _ in range(2 * PROCESSES)))
        yield app


async def read(
    folder: Path,
    feeds: Mapping[str, Behaviour],
    pages: Mapping[str, Behaviour] | None = None,
    *,
    patience: float = 20,
) -> Outcome:
    """Serve each feed as a source, read all at once, and say what came of it."""
    database = folder / "briefbot.db"
    async with BadServer(ANY) as server:
        server.pages |= {f"/{name}/feed": feed for name, feed in feeds.items()} | dict(pages or {})
        sources = (
            Source(id=name, url=server.url(f"/{name}/feed", host=host(number)))
            for number, name in enumerate(feeds)
        )
        async with warmed(configured(*sources, patience=patience), database) as app:
            seconds = Seconds()
            async with watched() as cost, seconds.watch:
                await app.ingest(seconds)
    return found(database, seconds, cost)


def found(database: Path, seconds: Seconds, cost: Cost) -> Outcome:
    """Read the archive after an ingest."""
    archive = Archive(database)
    ids = [row["id"] for row in archive._rows("SELECT id FROM articles ORDER BY id")]
    articles: dict[str, tuple[StoredArticle, ...]] = {}
    for one in archive.articles(ids).values():
        source_id = one.article.source_id
        articles[source_id] = (*articles.get(source_id, ()), one)
    outcome = Outcome(
        states=archive.states(),
        articles=articles,
        texts={number: body.text for number, body in archive.bodies(ids).items()},
        seconds=seconds.done,
        passed=seconds.passed,
        cost=cost,
    )
    archive.close()
    return outcome
