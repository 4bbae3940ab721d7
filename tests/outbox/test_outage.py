"""The fault table's K-04 with briefer and outbox together: Slack is away for hours, then back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from briefbot.briefer import Briefer
from briefbot.live import Live
from briefbot.models import DeliveryState
from briefbot.outbox import Outbox, Pace
from briefbot.pipeline import Keeper
from briefbot.posting import VERSIONS, press
from briefbot.store.sqlite import Store
from tests.editions import briefing, config, fast, inline, tell
from tests.makers import NOON
from tests.slack.world import Desk, desk
from tests.virtual import run, wall

NOWHERE = "http://127.0.0.1:1/api/"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TICK = 300
OFTEN = briefing("often", "13:00", "15:00", "17:00", to=["#news"])
MORNING = briefing("morning", to=["#desk"])


@asynccontextmanager
async def at_work(store: Store, briefer: Briefer, outbox: Outbox) -> AsyncIterator[None]:
    """Let the briefer tick and the outbox post."""

    async def tick() -> None:
        while True:
            await briefer.tick()
            await asyncio.sleep(TICK)

    tasks = [asyncio.create_task(outbox.run()), asyncio.create_task(tick())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        store.close()


async def until(moment: datetime) -> None:
    """Let time pass."""
    await asyncio.sleep((moment - wall()).total_seconds())


async def away(place: Desk, begin: datetime, end: datetime) -> None:
    """Let Slack refuse every connection between the two moments."""
    await until(begin)
    there, place.client.base_url = place.client.base_url, NOWHERE
    await until(end)
    place.client.base_url = there


def posted(place: Desk) -> list[str]:
    """Return the keys of the messages in the workspace."""
    channels = place.slack.workspace.channels.values()
    return [
        str(message.metadata["event_payload"]["key"])
        for channel in channels
        for message in channel.posted()
        if message.metadata
    ]


def ends(store: Store, state: DeliveryState) -> list[str]:
    """Return which digests ended so: the briefing, and when it was due."""
    rows = store._rows(
        "SELECT * FROM deliveries WHERE state = ? AND part = 0 ORDER BY created, order_id",
        state.value,
    )
    return [f"{row['order_id']} {row['created'][8:10]} {row['created'][11:13]}" for row in rows]


@pytest.mark.fault
def test_k04_each_slot_inside_its_window_is_posted_once(
    tmp_path: Path, figure: Callable[[str, str], None]
) -> None:
    """After six hours all three are posted; after 38, those that are not over; admins hear."""
    told: list[str] = []
    kept = Keeper(store=fast(tmp_path / "briefbot.db"), db=inline)

    async def life() -> None:
        async with desk() as place:
            outbox = Outbox(kept, place.deliver, wall, Pace(idle=TICK), versions=VERSIONS)
            made = config(OFTEN, MORNING)
            briefer = Briefer(kept, Live(made), press(), wall, wake=outbox.wake)
            tell(kept.store, "port", at=NOON - HOUR)
            async with at_work(kept.store, briefer, outbox):
                await away(place, NOON + MINUTE, NOON + 6 * HOUR)
                assert posted(place) == []
                assert len(kept.store.waiting()) == 3
                await until(NOON + 6 * HOUR + 6 * MINUTE)
                assert ends(kept.store, DeliveryState.SENT) == [
                    f"often 23 {h}" for h in (13, 15, 17)
                ]
                assert kept.store.alerts() == ()
                await away(place, NOON + 19 * HOUR, NOON + 57 * HOUR)
                await until(NOON + 57 * HOUR + 6 * MINUTE)
                assert ends(kept.store, DeliveryState.SENT)[3:] == [
                    "often 24 17",
                    "morning 25 08",
                    *(f"often 25 {h}" for h in (13, 15, 17)),
                ]
                assert ends(kept.store, DeliveryState.SKIPPED) == [
                    "morning 24 08",
                    "often 24 13",
                    "often 24 15",
                ]
                told.extend(alert.text for alert in kept.store.alerts())
                assert kept.store.waiting() == ()
                keys = Counter(posted(place))
                assert (len(keys), max(keys.values())) == (8, 1)

    with capture_logs():
        run(life())
    assert len(told) == 3
    assert all("was not posted in its time" in text for text in told)
    figure(
        "K-04",
        "away 6 h: 3 slots, 3 posts; away 38 h: 5 in their windows posted, 3 skipped and told",
    )
