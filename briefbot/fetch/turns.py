"""Whose turn it is: places among the hosts, time for each request, room for large bodies."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from types import TracebackType

SLOW = 5.0
"""Seconds from which a turn was a long one."""
ROOM = 64_000_000
"""Bytes for the large bodies that are being read, over all hosts."""


class Turns:
    """At most `total` requests are under way, and `per_host` to one host.

    Half of the places are for those who were quick last time: however many servers are
    silent, they hold the other half, and a good one waits for none of them.
    """

    def __init__(self, *, per_host: int, total: int, slow: float = SLOW) -> None:
        self._per_host = per_host
        self._slow = slow
        self._all = Places(total)
        self._doubtful = Places(max(1, total // 2))
        self._hosts: WeakValueDictionary[str, Places] = WeakValueDictionary()
        self._slow_hosts: set[str] = set()

    def one(self, host: str, *, doubtful: bool = False) -> AbstractAsyncContextManager[None]:
        """Wait for the host first: who waits for a busy host takes no place from others.

        `doubtful` is one of whom nothing good is known; a host that was slow last time is too.
        """
        one_host = self._hosts.get(host)
        if one_host is None:
            one_host = self._hosts[host] = Places(self._per_host)
        share = (self._doubtful,) if doubtful or host in self._slow_hosts else ()
        return _Turn((one_host, *share, self._all), partial(self._remember, host))

    def _remember(self, host: str, seconds: float) -> None:
        if seconds > self._slow:
            self._slow_hosts.add(host)
        else:
            self._slow_hosts.discard(host)


class Places:
    """So many places, first come, first served; taking a free one costs next to nothing."""

    __slots__ = ("__weakref__", "_free", "_queue")

    def __init__(self, number: int) -> None:
        self._free = number
        self._queue: deque[asyncio.Future[None]] = deque()

    def taken(self) -> bool:
        """Take a place if one is free, and say whether it was."""
        if self._free:  # none is while somebody waits: it is handed on
            self._free -= 1
            return True
        return False

    async def wait(self) -> None:
        """Wait for a place that somebody leaves."""
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.leave()  # it came at the same moment
            raise

    def leave(self) -> None:
        """Hand the place to who waits longest, or leave it free."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class _Turn:
    """A place of each kind, taken one after the other; every poll takes two turns."""

    __slots__ = ("_begun", "_places", "_told")

    def __init__(self, places: Sequence[Places], told: Callable[[float], None]) -> None:
        self._places = places
        self._told = told
        self._begun = 0.0

    async def __aenter__(self) -> None:
        taken = 0
        try:
            for place in self._places:
                if not place.taken():
                    await place.wait()
                taken += 1
        except asyncio.CancelledError:
            self._leave(taken)
            raise
        self._begun = asyncio.get_running_loop().time()

    async def __aexit__(self, *_: object) -> None:
        self._told(asyncio.get_running_loop().time() - self._begun)
        self._leave(len(self._places))

    def _leave(self, taken: int) -> None:
        for place in self._places[:taken]:
            place.leave()


class Time:
    """The seconds that a request may still use; waiting for its turn uses none."""

    def __init__(self, seconds: float) -> None:
        self._all = self._left = seconds
        self._limit: asyncio.Timeout | None = None

    @property
    def used(self) -> float:
        """How many seconds were spent."""
        return self._all - self._left

    def spent(self) -> AbstractAsyncContextManager[None]:
        """Run the clock; raise TimeoutError when nothing is left."""
        return _Spent(self)

    def _begin(self) -> asyncio.Timeout:
        self._limit = asyncio.timeout(self._left)
        return self._limit

    def _use(self, seconds: float) -> None:
        self._left -= seconds

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Stop the clock while waiting for others, within what is being `spent`."""
        clock = asyncio.get_running_loop().time
        start, limit = clock(), self._limit
        end = limit.when() if limit else None
        if limit is None or end is None or limit.expired():
            yield  # the end has come already: it is raised where this waits
            return
        limit.reschedule(None)
        try:
            yield
        finally:
            waited = clock() - start
            self._left += waited
            limit.reschedule(end + waited)


class _Spent:
    """The time of one part of a request."""

    __slots__ = ("_begun", "_limit", "_time")

    def __init__(self, whole: Time) -> None:
        self._time = whole
        self._begun = 0.0
        self._limit: asyncio.Timeout

    async def __aenter__(self) -> None:
        self._begun = asyncio.get_running_loop().time()
        self._limit = self._time._begin()
        await self._limit.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._time._use(asyncio.get_running_loop().time() - self._begun)
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
