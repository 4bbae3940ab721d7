"""How long an event loop did nothing but one thing: everybody else waited meanwhile."""

from __future__ import annotations

import asyncio
from typing import Self

EVERY = 0.01


class Stalls:
    """Watches the running loop: `async with Stalls() as stalls: ...; stalls.longest`."""

    def __init__(self) -> None:
        self.longest = 0.0
        """Seconds of the longest stall."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        clock = asyncio.get_running_loop().time
        due = clock() + EVERY
        while True:
            await asyncio.sleep(EVERY)
            self.longest = max(self.longest, clock() - due)
            due = clock() + EVERY
