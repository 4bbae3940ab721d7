"""Places for pages: who does not come soon gives way, as long as others wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from briefbot.fetch.turns import Turns
from briefbot.pipeline import Lanes
from tests.virtual import run

PATIENCE = 8.0
SOON = PATIENCE / 8


def timeless(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Run a test in virtual time, in which no machine is slow."""

    @wraps(test)
    def in_virtual_time() -> None:
        run(test())

    return in_virtual_time


def lanes(total: int = 2) -> Lanes:
    """Make so many places."""
    return Lanes(Turns(per_host=9, total=total), patience=PATIENCE)


async def never() -> str:
    """Do not come."""
    await asyncio.sleep(99)
    return "late"


@timeless
async def test_a_page_that_nobody_waits_behind_has_its_time() -> None:
    """Slowness alone costs nothing."""
    made = lanes()

    async def page() -> str:
        await asyncio.sleep(3 * SOON)
        return "page"

    async with made.one("slow.example"):
        assert await made.soon(page()) == "page"


@timeless
async def test_a_page_that_does_not_come_soon_gives_way() -> None:
    """As soon as somebody waits, and not only when it began."""
    made = lanes(total=1)
    clock = asyncio.get_running_loop().time

    async def hold() -> str | None:
        async with made.one("silent.example"):
            return await made.soon(never())

    holding = asyncio.create_task(hold())
    await asyncio.sleep(2 * SOON)
    begun = clock()
    async with made.one("good.example"):
        assert clock() - begun < SOON
    assert await holding is None


@timeless
async def test_who_waits_in_the_slow_lane_hurries_nobody() -> None:
    """Half of the places are theirs, and no more."""
    made = lanes(total=2)
    async with made.one("a.example", slow=True), made.one("c.example"):
        waiting = asyncio.create_task(_through(made, slow=True))
        await asyncio.sleep(0)
        page = asyncio.create_task(made.soon(asyncio.sleep(3 * SOON, "page")))
        assert await page == "page"
        assert not waiting.done()
    await waiting


@timeless
async def test_200_silent_pages_are_through_in_one_time_limit() -> None:
    """Each is asked on its own host, which nobody knows; the last one in line is a good one."""
    made = lanes(total=64)
    clock, begun = asyncio.get_running_loop().time, asyncio.get_running_loop().time()

    async def silent(number: int) -> None:
        async with made.one(f"{number}.example"):
            if await made.soon(never()):
                return
        async with made.one(f"{number}.example", slow=True):
            await asyncio.sleep(PATIENCE)

    tasks = [asyncio.create_task(silent(number)) for number in range(200)]
    await asyncio.sleep(0)
    async with made.one("good.example"):
        took = clock() - begun
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert took < 1.1 * PATIENCE


async def _through(made: Lanes, *, slow: bool) -> None:
    async with made.one("b.example", slow=slow):
        pass
