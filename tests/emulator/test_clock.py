"""The clock can be moved, set wrong, and hurried."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

from briefbot.emulator.clock import Clock

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_advancing_moves_the_wall_and_wakes_who_sleeps() -> None:
    """An hour passes at once for everybody."""
    clock = Clock(lambda: NOON)
    sleeper = asyncio.ensure_future(clock.sleep(3600))
    await asyncio.sleep(0)
    before = clock.elapsed()
    clock.advance(3000)
    for _ in range(5):
        await asyncio.sleep(0)
    assert not sleeper.done()
    clock.advance(600)
    await asyncio.wait_for(sleeper, 60)
    assert clock.now() == NOON + timedelta(hours=1)
    assert 3600 <= clock.elapsed() - before < 3700


async def test_a_hurried_clock_sleeps_less_and_tells_the_true_time() -> None:
    """Scale divides spans of time; the wall stays the wall."""
    clock = Clock(lambda: NOON, scale=100)
    began = time.perf_counter()
    await clock.sleep(50)
    assert 0.4 <= time.perf_counter() - began < 50
    assert clock.now() == NOON


async def test_waiting_for_something_ends_with_it_or_with_patience() -> None:
    """The answer says whether it came."""
    clock = Clock(lambda: NOON, scale=100)
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    assert await clock.wait(done, 3)
    assert not await clock.wait(never, 3)
