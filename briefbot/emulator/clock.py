"""Slack's clock here: a wall that can be moved, and a stopwatch that can be hurried."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

T = TypeVar("T")


class Clock:
    """Tells the wall's time, and lets spans of time (3 s, 30 min, 1 message a second) pass faster.

    `scale` 100 makes each span a hundredth; the wall is not touched by it, so that `ts` and
    the Date header stay true.
    """

    def __init__(self, read: Callable[[], datetime], *, scale: float = 1.0) -> None:
        self._read = read
        self._scale = scale
        self._passed = 0.0
        self._wrong = timedelta()
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Return the wall's time, aware UTC."""
        return self._read() + timedelta(seconds=self._passed) + self._wrong

    def elapsed(self) -> float:
        """Return the seconds on the stopwatch; only differences mean anything."""
        return time.monotonic() * self._scale + self._passed

    def advance(self, seconds: float) -> None:
        """Let time pass at once, on the wall and on the stopwatch."""
        self._passed += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    def set_wrong(self, seconds: float) -> None:
        """Let the wall be ahead of the truth by so many seconds; no time passes."""
        self._wrong = timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Wait until the stopwatch has run so many seconds."""
        end = self.elapsed() + seconds
        while (left := end - self.elapsed()) > 0:
            try:
                async with asyncio.timeout(left / self._scale):
                    await self._moved.wait()
            except TimeoutError:
                pass

    async def wait(self, future: asyncio.Future[T], seconds: float) -> bool:
        """Wait for the future, at most so many seconds; tell whether it is done."""
        rest = asyncio.ensure_future(self.sleep(seconds))
        both: set[asyncio.Future[Any]] = {future, rest}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            rest.cancel()
        return future.done()
