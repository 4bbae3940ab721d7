"""What Slack said lately, so that it is not asked again within a minute."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")

KEPT = 60.0
"""Seconds."""


class Lately:
    """Keeps answers by a name for a minute; those who ask at the same time wait for one call."""

    def __init__(self, most: int = 1_000, timer: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._timer = timer
        self._asked: OrderedDict[str, tuple[float, asyncio.Future[Any]]] = OrderedDict()

    async def __call__(self, name: str, ask: Callable[[], Awaitable[T]]) -> T:
        """Return what was said lately, or ask; what it raises is kept for nobody."""
        found = self._asked.get(name)
        if found is None or self._timer() - found[0] > KEPT or _failed(found[1]):
            found = self._timer(), asyncio.ensure_future(ask())
            self._asked[name] = found
            self._asked.move_to_end(name)
            if len(self._asked) > self._most:
                self._asked.popitem(last=False)
        answer: T = await asyncio.shield(found[1])
        return answer


def _failed(answer: asyncio.Future[Any]) -> bool:
    return answer.done() and (answer.cancelled() or answer.exception() is not None)
