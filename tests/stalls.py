"""How long an event loop did nothing but one thing: everybody else waited meanwhile."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Self

EVERY = 0.01


class Stalls:
    """Watches the running loop: `async with Stalls() as stalls: ...; stalls.longest`.

    On a machine that has more to do than it can, every process stands still at times; there
    only what this one computed meanwhile counts.
    """

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
        while True:
            due, computed = clock() + EVERY, time.process_time()
            await asyncio.sleep(EVERY)
            late, computed = clock() - due, time.process_time() - computed
            crowded = os.getloadavg()[0] > (os.cpu_count() or 1)
            self.longest = max(self.longest, min(late, computed) if crowded else late)
