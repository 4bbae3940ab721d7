"""Places for pages: who does not come soon gives way to who may, as long as others wait."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from typing import Any

    from briefbot.fetch.turns import Turns

T = TypeVar("T")

HURRY = 1 / 8
"""Which part of its time a page has while others wait: with 32 places or more, 200 sources
whose servers are silent have all had their turn in less than the whole of it."""


class Lanes:
    """A quick lane for pages of whom nothing bad is known, and a slow one, half of all places.

    A page that does not come soon leaves the quick lane when others wait for it, and is asked
    again in the slow one. A server that is silent is so found out before its time is over.
    """

    def __init__(self, turns: Turns, *, patience: float) -> None:
        self._turns = turns
        self._waiting = 0
        self._crowded = asyncio.Event()
        self.set_patience(patience)

    def set_patience(self, seconds: float) -> None:
        """Let pages have so long from now on, when nobody waits for them."""
        self._soon = seconds * HURRY

    @asynccontextmanager
    async def one(self, host: str, *, slow: bool = False) -> AsyncIterator[None]:
        """Hold a place of one lane."""
        turn = self._turns.one(host, doubtful=slow)
        self._count(0 if slow else 1)
        try:
            await turn.__aenter__()
        finally:
            self._count(0 if slow else -1)
        try:
            yield
        finally:
            await turn.__aexit__(None, None, None)

    def _count(self, more: int) -> None:
        """Take note of one more, or one less, who waits for the quick lane."""
        self._waiting += more
        if self._waiting:
            self._crowded.set()
        else:
            self._crowded.clear()

    async def soon(self, page: Coroutine[Any, Any, T]) -> T | None:
        """Return what comes; None when it does not come soon and others wait."""
        try:
            async with asyncio.timeout(None) as limit:
                judge = asyncio.create_task(self._judge(limit))
                try:
                    return await page
                finally:
                    judge.cancel()
        except TimeoutError:
            if not limit.expired():
                raise
            return None

    async def _judge(self, limit: asyncio.Timeout) -> None:
        await asyncio.sleep(self._soon)
        await self._crowded.wait()
        limit.reschedule(asyncio.get_running_loop().time())
