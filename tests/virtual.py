"""An event loop whose clock jumps: hours of waiting take no time, sockets work as ever."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tests.makers import NOON

T = TypeVar("T")
GRACE = 0.002
"""Real seconds in which loopback delivers what was written, before time jumps."""


class _Jumping(selectors.BaseSelector):
    """Asks the real selector; when nothing comes, lets the time pass at once."""

    def __init__(self) -> None:
        self._real = selectors.DefaultSelector()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = self._real.select(0)
        if events or timeout == 0:
            return events
        events = self._real.select(GRACE if len(self._real.get_map()) > 1 else 0)
        if not events:
            if timeout is None:
                raise RuntimeError("nothing will ever happen: every task waits for another")
            self.now += timeout
        return events

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def close(self) -> None:
        self._real.close()

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop; `wall()` is noon of the test day and what has passed since."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def wall() -> datetime:
    """Return the virtual time as a clock on the wall shows it."""
    return NOON + timedelta(seconds=asyncio.get_running_loop().time())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
