"""What a request may use: time of its own, and room for a large body."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from types import TracebackType

ROOM = 64_000_000
"""Bytes for the large bodies that are being read, over all hosts."""


class Time:
    """The seconds that a request may still use; waiting for its turn uses none."""

    def __init__(self, seconds: float) -> None:
        self._all = self._left = seconds
        self._since: float | None = None
        """When the clock began to run, if it does."""
        self._limit: asyncio.Timeout | None = None

    @property
    def used(self) -> float:
        """How many seconds were spent, up to now."""
        spent = self._all - self._left
        if self._since is None:
            return spent
        return spent + monotonic() - self._since

    @property
    def short(self) -> bool:
        """Whether less than half is left: who does not answer in that may be no slow one."""
        return self._left < self._all / 2

    def spent(self) -> AbstractAsyncContextManager[None]:
        """Run the clock; raise TimeoutError when nothing is left."""
        return _Spent(self)

    def _begin(self) -> asyncio.Timeout:
        self._since = monotonic()
        self._limit = asyncio.timeout(self._left)
        return self._limit

    def _end(self) -> None:
        self._left, self._since = self._all - self.used, None

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Stop the clock while waiting for others, within what is being `spent`."""
        start, limit = monotonic(), self._limit
        end = limit.when() if limit else None
        if limit is None or end is None or limit.expired():
            yield  # the end has come already: it is raised where this waits
            return
        limit.reschedule(None)
        try:
            yield
        finally:
            waited = monotonic() - start
            self._left += waited
            limit.reschedule(end + waited)


class _Spent:
    """The time of one part of a request."""

    __slots__ = ("_limit", "_time")

    def __init__(self, whole: Time) -> None:
        self._time = whole
        self._limit: asyncio.Timeout

    async def __aenter__(self) -> None:
        self._limit = self._time._begin()
        await self._limit.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._time._end()
        await self._limit.__aexit__(kind, error, trace)


class Room:
    """So many bytes, given out first come, first served: a large body is not passed for ever."""

    def __init__(self, size: int = ROOM) -> None:
        self._size = self._free = size
        self._door = asyncio.Lock()
        self._freed = asyncio.Event()

    @property
    def free(self) -> int:
        """How many bytes nobody has taken."""
        return self._free

    @asynccontextmanager
    async def taken(self, wanted: int, time: Time) -> AsyncIterator[None]:
        """Wait for so many bytes, or for all there are, and give them back at the end."""
        share = min(wanted, self._size)
        async with time.paused(), self._door:  # asyncio's locks are fair
            while self._free < share:
                self._freed.clear()
                await self._freed.wait()
            self._free -= share
        try:
            yield
        finally:
            self._free += share
            self._freed.set()
