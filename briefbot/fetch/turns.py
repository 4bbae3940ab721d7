"""Whose turn it is: places over all hosts, and places of one host."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

SLOW = 5.0
"""Seconds from which a turn was a long one."""
REMEMBERED = 5_000
"""Hosts that were slow; of more, the one that was slow longest ago counts as quick again."""


class Turns:
    """At most `total` requests are under way, and `per_host` to one host.

    Half of the places are for those who were quick last time: however many servers are
    silent, they hold the other half, and a good one waits for none of them.
    """

    def __init__(self, *, per_host: int, total: int, slow: float = SLOW) -> None:
        self._per_host, self._slow = per_host, slow
        self._all = Places(total)
        self._doubtful = Places(max(1, total // 2))
        self._hosts: WeakValueDictionary[str, Places] = WeakValueDictionary()
        self._slow_hosts: OrderedDict[str, None] = OrderedDict()

    def one(self, host: str, *, doubtful: bool = False) -> AbstractAsyncContextManager[None]:
        """Wait for the host first: who waits for a busy host takes no place from others.

        `doubtful` is one of whom nothing good is known; a host that was slow last time is too.
        """
        one_host = self._hosts.get(host)
        if one_host is None:
            one_host = self._hosts[host] = Places(self._per_host)
        share = (self._doubtful,) if doubtful or host in self._slow_hosts else ()
        return _Turn((one_host, *share, self._all), partial(self._remember, host))

    def resize(self, *, per_host: int, total: int) -> None:
        """Let more or fewer be under way; who has a turn by now keeps it to its end."""
        self._per_host = per_host
        self._all.resize(total)
        self._doubtful.resize(max(1, total // 2))
        for places in list(self._hosts.values()):
            places.resize(per_host)

    def _remember(self, host: str, seconds: float) -> None:
        self._slow_hosts.pop(host, None)
        if seconds > self._slow:
            self._slow_hosts[host] = None
            if len(self._slow_hosts) > REMEMBERED:
                self._slow_hosts.popitem(last=False)


class Places:
    """So many places, first come, first served; taking a free one costs next to nothing."""

    __slots__ = ("__weakref__", "_free", "_loop", "_number", "_queue")

    def __init__(self, number: int) -> None:
        self._number = self._free = number
        """Less than none are free when they became fewer than are taken."""
        self._queue: deque[asyncio.Future[None]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        """Kept: to find it, Python asks the system each time which process this is."""

    def taken(self) -> bool:
        """Take a place if one is free, and say whether it was."""
        if self._free > 0:  # none is while somebody waits: it is handed on
            self._free -= 1
            return True
        return False

    async def wait(self) -> None:
        """Wait for a place that somebody leaves."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        turn = self._loop.create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self.leave()  # it came at the same moment
            raise

    def leave(self) -> None:
        """Hand the place to who waits longest, or leave it free."""
        self._free += 1
        self._hand_on()

    def resize(self, number: int) -> None:
        """Let there be more places or fewer; those that are taken are so until they are left."""
        self._free += number - self._number
        self._number = number
        self._hand_on()

    def _hand_on(self) -> None:
        while self._free > 0 and self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                self._free -= 1
                turn.set_result(None)


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
        self._begun = monotonic()

    async def __aexit__(self, *_: object) -> None:
        self._told(monotonic() - self._begun)
        self._leave(len(self._places))

    def _leave(self, taken: int) -> None:
        for place in self._places[:taken]:
            place.leave()
