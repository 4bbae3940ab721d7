"""How long an event loop did nothing but one thing: everybody else waited meanwhile."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.processes import children

EVERY, GLANCE = 0.01, 0.05
LIMIT = 0.25
"""For so many seconds nothing may hold up a loop."""
SEEN = "STALLS_SEEN"
"""The variable that names the file in which every watched loop writes its stalls down."""
TEST = "PYTEST_CURRENT_TEST"


def delayed(*others: int) -> dict[str, float]:
    """Return for how many seconds each thread of ours could have run and no processor was free.

    `others` are processes whose threads count as ours.

    The kernel counts it (docs.kernel.org/scheduler/sched-stats.html). Whoever sleeps, or waits
    for a lock or a disk, is not meant. All threads count, not this one alone: whichever has
    Python's lock holds the others up while it waits for a processor itself. So does a machine
    that stands still because its host gives it no processor; it has the name "stolen".
    """
    machine = Path("/proc/stat").read_bytes().partition(b"\n")[0].split()
    seconds = {"stolen": int(machine[8]) / os.sysconf("SC_CLK_TCK")}
    for process in ("self", *others):
        for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
            with suppress(OSError):  # it has ended
                seconds[thread.parent.name] = int(thread.read_bytes().split()[1]) / 1e9
    return seconds


def longer(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """Return how much they were delayed in between; one that has ended tells nothing."""
    return sum(seconds - before.get(name, 0.0) for name, seconds in after.items())


class Stopwatch:
    """Tells how long something took of us: time in which we waited for a processor is not counted.

    We are this process and those that it has started. Where several of them may wait at the same
    time, and sleep at others, it is to look often: `async with Stopwatch() as watch: ...`.
    """

    def __init__(self) -> None:
        self._took = 0.0
        self._at, self._before = time.monotonic(), delayed(*children(os.getpid()))

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        now, after = time.monotonic(), delayed(*children(os.getpid()))
        passed = now - self._at
        self._took += max(0.0, passed - longer(self._before, after))
        self._at, self._before = now, after
        return self._took

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        while self.seconds >= 0:  # noqa: ASYNC110  nobody tells of time
            await asyncio.sleep(GLANCE)


class Stalls:
    """Watches the running loop: `async with Stalls() as stalls: ...; stalls.longest`.

    What the kernel says that its threads waited for a processor is not counted, for it is other
    programs' doing; all the rest is.
    """

    def __init__(self, delayed: Callable[[], Mapping[str, float]] = delayed) -> None:
        self.longest = 0.0
        """Seconds of the longest stall."""
        self._delayed = delayed

    async def __aenter__(self) -> Self:
        self._write(0.0)
        self._task = asyncio.create_task(self._watch())
        await asyncio.sleep(0)  # it begins now, and not when the loop is free again
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            began, before = time.monotonic(), self._delayed()
            try:
                await asyncio.sleep(EVERY)
            finally:  # the last one counts too, though it is cancelled
                late = time.monotonic() - began - EVERY
                self._saw(late - longer(before, self._delayed()))

    def _saw(self, stall: float) -> None:
        if stall > self.longest + EVERY:
            self._write(stall)
        self.longest = max(self.longest, stall)

    def _write(self, stall: float) -> None:
        if file := os.environ.get(SEEN):
            with Path(file).open("a", encoding="utf-8") as lines:  # short ones never mix
                where = f"{os.environ.get(TEST, '')} in process {os.getpid()}"
                lines.write(f"{stall:.3f}\t{where}\n")
