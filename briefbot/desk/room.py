"""What the desk works with: the configuration, the archive, and the clock."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from briefbot.config import Config
from briefbot.pipeline import Keeper, Web
from briefbot.store.library import Library

P = ParamSpec("P")
T = TypeVar("T")

READERS = 2


class Readers:
    """A few threads, each with the archive open for reading: no ingest holds up an answer."""

    def __init__(self, database: Path, threads: int = READERS) -> None:
        self._database = database
        self._own = threading.local()
        self._open: list[Library] = []
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    async def __call__(
        self, ask: Callable[Concatenate[Library, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a question of the archive gives; raise what it raises."""
        call = partial(self._ask, ask, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def _ask(
        self, ask: Callable[Concatenate[Library, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        if not hasattr(self._own, "library"):
            self._own.library = Library(self._database)
            self._open.append(self._own.library)
        return ask(self._own.library, *args, **kwargs)

    def close(self) -> None:
        """Wait for what runs, and let the archives go."""
        self._pool.shutdown()
        for library in self._open:
            library.close()


class Room:
    """What every part of the desk has at hand."""

    def __init__(self, keeper: Keeper, web: Web, clock: Callable[[], datetime]) -> None:
        self.web = web
        self.clock = clock
        self.began = clock()
        self.store, self.db = keeper.store, keeper.db
        self.read = Readers(keeper.store.file)

    @property
    def config(self) -> Config:
        """The configuration that it answers by."""
        return self.web.config

    def close(self) -> None:
        """Let the archives go."""
        self.read.close()
