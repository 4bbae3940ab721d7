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

from briefbot import orders, pipeline, schedule, standing
from briefbot.choosing import select
from briefbot.clock import utc_now
from briefbot.config import Briefing, Config, Source
from briefbot.live import Live
from briefbot.models import Digest, Looked
from briefbot.pipeline import Keeper, Web
from briefbot.ports import Progress
from briefbot.reach import online
from briefbot.store.connect import locked
from briefbot.store.sqlite import Store

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

P = ParamSpec("P")
T = TypeVar("T")

BEHIND = timedelta(hours=1)
"""A clock that is behind is believed after so long: many a machine begins in the past, and has
the right time a minute later."""
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
        self._behind: datetime | None = None
        """Since when the clock has been behind what is written of looks."""
        self._under_way: set[str] = set()

    @property
    def config(self) -> Config:
        """The configuration that it works by at this moment."""
        return self._web.config

    @property
    def live(self) -> Live:
        """What gives it another one."""
        return self._web.live

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
        await self._set_right(now)
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

    async def _set_right(self, now: datetime) -> None:
        """Put right what a clock that was ahead has left behind."""
        store, db = self._keeper.store, self._keeper.db
        if not await db(store.is_ahead, now):
            self._behind = None
            return
        self._behind = min(self._behind or now, now)
        if now - self._behind >= BEHIND:
            await db(store.set_back, now, standing.set_back)

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
        async with stored(database) as keeper, online(config, resolver, clock) as web:
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
