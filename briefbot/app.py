"""The composition root: the only place that makes real objects."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from briefbot import __version__, orders, pipeline, schedule, settings
from briefbot.choosing import select
from briefbot.clock import utc_now
from briefbot.config import Briefing, Config, Source
from briefbot.fetch import Fetcher
from briefbot.fetch.allowance import Room
from briefbot.fetch.turns import Turns
from briefbot.models import Digest, Looked
from briefbot.pipeline import Client, Keeper, Lanes, Web
from briefbot.ports import Progress
from briefbot.reading import warm
from briefbot.store.connect import locked
from briefbot.store.sqlite import Store
from briefbot.workers import Workers

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

P = ParamSpec("P")
T = TypeVar("T")

PROCESSES = 2
"""Extraction is one process's work on each of two cores; the main process needs little."""
RECYCLE = 1_000
"""A new worker costs 0.7 s of imports: at 200 jobs that would be 3.5 ms a page."""
PAGES_AT_ONCE = 64
"""Pages on their way, or in memory while they wait for a worker: of 2 MB each at the most."""
LOOKS_AT_ONCE = 100
"""Sources that are asked, and their answers held until they are parsed, at the same time."""

GARBAGE = (50_000, 20, 20)
"""How seldom Python looks for garbage. At its own pace a third of a poll's time goes there, when
thousands of sources are under way."""


class Thread:
    """One thread that runs all of an object's calls: an `Offload` for the store."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run the function after those before it."""
        call = partial(function, *args, **kwargs)
        return asyncio.get_running_loop().run_in_executor(self._executor, call)

    def close(self) -> None:
        """Wait for what runs."""
        self._executor.shutdown()


class Freeing:
    """A `Progress` that lets each source go once it has been looked at."""

    def __init__(self, progress: Progress, ids: set[str], under_way: set[str]) -> None:
        self._ids, self._under_way, self._progress = ids, under_way, progress
        under_way |= ids
        self.started, self.pages, self.page = progress.started, progress.pages, progress.page

    def looked(self, look: Looked) -> None:
        """Free the source."""
        self._ids.discard(look.source_id)
        self._under_way.discard(look.source_id)
        self._progress.looked(look)

    def end(self) -> None:
        """Free those that were not looked at; others may be under way again by now."""
        self._under_way -= self._ids


class App:
    """briefbot at work: one database, one configuration."""

    def __init__(self, web: Web, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._web = web
        self._keeper = keeper
        self._clock = clock
        self._pruned: date | None = None
        self._under_way: set[str] = set()

    @property
    def config(self) -> Config:
        """The configuration that it works by."""
        return self._web.config

    @property
    def keeper(self) -> Keeper:
        """The archive and its thread."""
        return self._keeper

    @property
    def web(self) -> Web:
        """What touches the web."""
        return self._web

    async def ingest(
        self, progress: Progress, *, since: datetime | None = None
    ) -> tuple[Looked, ...]:
        """Look at every source that is due, and forget what is past its time.

        It may be called again while it runs: sources that are under way are left alone,
        so that a slow one holds up no other. `since` is when the bot began; without it a
        person waits, and all that is late or was cut short is looked at now.
        """
        store, db, now = self._keeper.store, self._keeper.db, self._clock()
        if self._pruned != now.date():
            keep = self.config.retention
            await db(store.prune, now, text_days=keep.text_days, seen_days=keep.seen_days)
            self._pruned = now.date()
        states = await db(store.states)
        if since is None:
            cut = [s for s in states.values() if s.asked != s.checked]
            states |= {s.source_id: s.but(asked=s.checked) for s in cut}
        slots = orders.awaited(self.config, now)
        # in the thread: among ten thousand sources it would hold up the loop
        found = await db(schedule.due_sources, self.config.sources, states, now, slots, since=since)
        due = [source for source in found if source.id not in self._under_way]
        with self._busy(due, progress) as watched:
            return await pipeline.ingest(due, states, self._web, self._keeper, watched, now)

    @contextmanager
    def _busy(self, due: Sequence[Source], progress: Progress) -> Iterator[Progress]:
        """Keep the sources from others until each has been looked at."""
        watched = Freeing(progress, {source.id for source in due}, self._under_way)
        try:
            yield watched
        finally:
            watched.end()

    async def compose(self, briefing: Briefing, since: timedelta) -> Digest:
        """Return what the briefing would tell now; nothing is marked as told."""
        now, keeper = self._clock(), self._keeper
        return await keeper.db(
            pipeline.compose,
            briefing,
            self.config,
            keeper.store,
            select,
            since=now - since,
            now=now,
            reader=pipeline.first_reader(briefing),
        )

    async def publish(self, digest: Digest, payload: str) -> None:
        """Remember that this edition was shown, so that nothing in it is told twice."""
        reader = pipeline.first_reader(self.config.briefing(digest.briefing_id))
        await self._keeper.db(self._keeper.store.publish, digest, payload, reader.destination)


@asynccontextmanager
async def running(
    config: Config,
    database: Path,
    *,
    resolver: AbstractResolver | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[App]:
    """Hold the database and all that ingest works with, and let everything go at the end."""
    gc.set_threshold(*GARBAGE)
    with locked(database):
        async with stored(database) as keeper, online(config, resolver) as web:
            yield App(web, keeper, clock)


@asynccontextmanager
async def stored(database: Path) -> AsyncIterator[Keeper]:
    """Hold the archive for writing, in a thread of its own."""
    thread = Thread()
    try:
        store = await thread(Store, database)
        try:
            yield Keeper(store=store, db=thread)
        finally:
            await thread(store.close)
    finally:
        thread.close()


@asynccontextmanager
async def online(config: Config, resolver: AbstractResolver | None = None) -> AsyncIterator[Web]:
    """Hold the three that touch the web: what asks in public, what asks inside, what parses.

    An inside network is opened by the configuration alone, for the sources that stand in it and
    what they lead to. What others lead to, or a reader names, is read as if there were none:
    else anybody could look around in it.
    """
    environ = settings.environment()
    public = config.fetch.model_copy(update={"allow_private": ()})
    login = settings.proxy_login(config.fetch.proxy_login, environ)
    whole = config.fetch.total

    def turns(most: int) -> Turns:
        return Turns(per_host=config.fetch.per_host, total=min(most, whole))

    fetcher = partial(
        Fetcher,
        version=__version__,
        resolver=resolver,
        turns=turns(whole),  # shared: a host has two at most, whoever asks it
        room=Room(),
        proxy_login=login,
    )
    async with (
        Workers(processes=PROCESSES, recycle=RECYCLE, warm=warm) as workers,
        fetcher(public) as outside,
        fetcher(config.fetch) as inside,
    ):
        yield Web(
            config=config,
            outside=Client(fetch=outside, permit=outside.permit),
            inside=Client(fetch=inside, permit=inside.permit),
            work=workers,
            headers=lambda source: settings.headers(source.headers, environ, source.cookies),
            pages=Lanes(turns(PAGES_AT_ONCE), patience=config.fetch.timeout),
            looks=turns(LOOKS_AT_ONCE),
        )
