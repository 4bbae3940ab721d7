"""What asks servers, made anew when the configuration says another way to do it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Self

from briefbot import __version__, settings
from briefbot.clock import utc_now
from briefbot.config import Config, FetchOptions, Source
from briefbot.fetch import Fetcher
from briefbot.fetch.allowance import Room
from briefbot.fetch.turns import Turns
from briefbot.live import Live
from briefbot.models import Request, Response
from briefbot.pipeline import Client, Lanes, Web
from briefbot.reading import warm
from briefbot.workers import Workers

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

PROCESSES = 2
"""Extraction is one process's work on each of two cores; the main process needs little."""
RECYCLE = 1_000
"""A worker that has read many pages may hold memory that it needs no more."""
PAGES_AT_ONCE = 64
"""Pages on their way, or in memory while they wait for a worker: of 2 MB each at the most."""
LOOKS_AT_ONCE = 100
"""Sources that are asked, and their answers held until they are parsed, at the same time."""


class Pair:
    """Two that ask by the same options, one in public and one inside; held while they are busy.

    An inside network is opened by the configuration alone, for the sources that stand in it and
    what they lead to. What others lead to, or a reader names, is read as if there were none:
    else anybody could look around in it.
    """

    def __init__(self, outside: Fetcher, inside: Fetcher) -> None:
        self.outside, self.inside = outside, inside
        self._open = AsyncExitStack()
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def open(self) -> None:
        """Open their connections."""
        await self._open.enter_async_context(self.outside)
        await self._open.enter_async_context(self.inside)

    def __enter__(self) -> Self:
        """Keep them open meanwhile."""
        self._busy += 1
        self._idle.clear()
        return self

    def __exit__(self, *_: object) -> None:
        self._busy -= 1
        if not self._busy:
            self._idle.set()

    async def close(self) -> None:
        """Close their connections."""
        await self._open.aclose()

    async def retire(self) -> None:
        """Close their connections once nothing is under way."""
        await self._idle.wait()
        await self.close()


class Reach:
    """Asks servers by the options of the moment; what is under way ends as it began."""

    def __init__(self, options: FetchOptions, resolver: AbstractResolver | None) -> None:
        self._options = options
        self._resolver = resolver
        self._room = Room()
        self._environ: Mapping[str, str] = {}
        # Shared: a host has two requests at most, whoever asks it.
        self._turns = Turns(per_host=options.per_host, total=options.total)
        total = min(LOOKS_AT_ONCE, options.total)
        self.looks = Turns(per_host=options.per_host, total=total)
        # A turn of it is mostly waiting, which tells of no host that it is slow.
        self.ahead = Turns(per_host=2 * options.per_host, total=2 * total, slow=inf)
        self._pages = Turns(per_host=options.per_host, total=min(PAGES_AT_ONCE, options.total))
        self.pages = Lanes(self._pages, patience=options.timeout)
        self._pair: Pair
        self._old: dict[asyncio.Task[None], Pair] = {}
        """Pairs that end what they have begun."""

    async def open(self) -> None:
        """Make ready to ask; raise SetupError for options that nobody can ask by."""
        self._environ, self._pair = await asyncio.to_thread(self._made, self._options)
        await self._pair.open()

    async def take(self, config: Config) -> None:
        """Ask by other options from now on; raise SetupError, and go on by those before."""
        if config.fetch == self._options:
            self._environ = await asyncio.to_thread(settings.environment)
            return
        environ, pair = await asyncio.to_thread(self._made, config.fetch)
        await pair.open()
        old, self._pair, self._environ = self._pair, pair, environ
        self._options = config.fetch
        self._resize(config.fetch)
        task = asyncio.create_task(old.retire())
        self._old[task] = old
        task.add_done_callback(self._old.pop)

    def _made(self, options: FetchOptions) -> tuple[Mapping[str, str], Pair]:
        """Return the environment and what asks by the options; certificates take a while."""
        environ = settings.environment()
        make = partial(
            Fetcher,
            version=__version__,
            resolver=self._resolver,
            turns=self._turns,
            room=self._room,
            proxy_login=settings.proxy_login(options.proxy_login, environ),
        )
        public = options.model_copy(update={"allow_private": ()})
        return environ, Pair(make(public), make(options))

    def _resize(self, options: FetchOptions) -> None:
        per_host, total = options.per_host, options.total
        self._turns.resize(per_host=per_host, total=total)
        looks = min(LOOKS_AT_ONCE, total)
        self.looks.resize(per_host=per_host, total=looks)
        self.ahead.resize(per_host=2 * per_host, total=2 * looks)
        self._pages.resize(per_host=per_host, total=min(PAGES_AT_ONCE, total))
        self.pages.set_patience(options.timeout)

    async def close(self) -> None:
        """Close all connections."""
        pairs = (*self._old.values(), self._pair)
        for task in tuple(self._old):
            task.cancel()
        for pair in pairs:
            await pair.close()

    def headers(self, source: Source) -> tuple[tuple[str, str], ...]:
        """Return a source's request headers with their secret values; raise SourceError."""
        if not source.headers and not source.cookies:
            return ()
        return settings.headers(source.headers, self._environ, source.cookies)

    def client(self, which: Callable[[Pair], Fetcher]) -> Client:
        """Return what asks by the options of each moment."""

        async def fetch(request: Request) -> Response:
            with self._pair as pair:
                return await which(pair)(request)

        async def permit(request: Request) -> None:
            with self._pair as pair:
                await which(pair).permit(request)

        return Client(fetch=fetch, permit=permit)


@asynccontextmanager
async def online(
    config: Config,
    resolver: AbstractResolver | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Web]:
    """Hold the three that touch the web: what asks in public, what asks inside, what parses."""
    live = Live(config, clock)
    reach = Reach(live.config.fetch, resolver)
    async with Workers(processes=PROCESSES, recycle=RECYCLE, warm=warm) as workers:
        await reach.open()
        try:
            live.follow(reach.take)
            yield Web(
                live=live,
                outside=reach.client(lambda pair: pair.outside),
                inside=reach.client(lambda pair: pair.inside),
                work=workers,
                headers=reach.headers,
                pages=reach.pages,
                ahead=reach.ahead,
                looks=reach.looks,
            )
        finally:
            await reach.close()
