"""An archive that can't be used for long: the admins hear of it, once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from briefbot.errors import DeliveryError, StoreError
from briefbot.models import Alert
from briefbot.slack.stuck import LONG, Stuck
from tests.makers import NOON

FULL = StoreError("/data/briefbot.db: the disk is full; free some space")
TICK = timedelta(seconds=20)


class World:
    """A clock to move, and admins who can be out of reach."""

    def __init__(self) -> None:
        self.now = NOON
        self.told: list[Alert] = []
        self.away = False
        self.stuck = Stuck(self.tell, self.clock)

    def clock(self) -> datetime:
        return self.now

    async def tell(self, alert: Alert) -> None:
        if self.away:
            raise DeliveryError("unreachable", "Slack is away")
        self.told.append(alert)

    async def ticks(self, error: StoreError | None, time: timedelta) -> None:
        """Look at each tick of so much time."""
        end = self.now + time
        while self.now < end:
            await self.stuck.look(error)
            self.now += TICK


async def test_admins_hear_of_a_full_disk_once() -> None:
    """After ten minutes they hear what is wrong; that it goes on is no news."""
    world = World()
    await world.ticks(FULL, LONG)
    assert world.told == []
    await world.ticks(FULL, timedelta(days=1))
    text = f"Nothing is read, and no digest is made: {FULL}"
    assert world.told == [Alert(key="archive", text=text, since=NOON)]


async def test_what_passes_by_itself_is_told_to_nobody() -> None:
    """A backup that holds the archive for a moment, now and then, calls no one."""
    world = World()
    for _ in range(5):
        await world.ticks(FULL, LONG)
        await world.ticks(None, TICK)
    assert world.told == []


async def test_a_second_time_is_told_again() -> None:
    """Once it was in order in between."""
    world = World()
    for _ in range(2):
        await world.ticks(FULL, 2 * LONG)
        await world.ticks(None, TICK)
    assert len(world.told) == 2


async def test_admins_out_of_reach_hear_of_it_later() -> None:
    """Each look tries again, until they are told."""
    world = World()
    world.away = True
    await world.ticks(FULL, 2 * LONG)
    world.away = False
    await world.ticks(FULL, 2 * LONG)
    assert len(world.told) == 1


async def test_a_slow_slack_does_not_make_it_twice() -> None:
    """The next looks come while the admins are still being told."""
    world, open_ = World(), asyncio.Event()

    async def slow(alert: Alert) -> None:
        world.told.append(alert)
        await open_.wait()

    world.stuck = Stuck(slow, world.clock)
    await world.ticks(FULL, LONG)
    async with asyncio.TaskGroup() as looks:
        for _ in range(3):
            looks.create_task(world.stuck.look(FULL))
            await asyncio.sleep(0)
        open_.set()
    assert len(world.told) == 1
