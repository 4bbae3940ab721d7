"""Whose turn it is: places among the hosts, time for each request, room for large bodies."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOM = 64_000_000
"""Bytes for the large bodies that are being read, over all hosts."""


class Turns:
    """At most `total` requests are under way, and `per_host` to one host."""

    def __init__(self, *, per_host: int, total: int) -> None:
        self._per_host = per_host
        self._all = asyncio.Semaphore(total)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def one(self, host: str) -> AsyncIterator[None]:
        """Wait for the host first: who waits for a busy host takes no place from others."""
        one_host = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with one_host, self._all:
            yield


class Time:
    """The seconds that a request may still use; waiting for its turn uses none."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._limit = asyncio.timeout(None)

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """Run the clock; raise TimeoutError when nothing is left."""
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(self._left) as self._limit:
                yield
        finally:
            self._left -= clock() - start

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Stop the clock while waiting for others, within what is being `spent`."""
        clock = asyncio.get_running_loop().time
        start, end = clock(), self._limit.when()
        if end is None or self._limit.expired():
            yield  # the end has come already: it is raised where this waits
            return
        self._limit.reschedule(None)
        try:
            yield
        finally:
            waited = clock() - start
            self._left += waited
            self._limit.reschedule(end + waited)


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
