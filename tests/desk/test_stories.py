"""One story in its channel, and pages that are read while their readers wait."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from briefbot import orders
from briefbot.errors import BriefbotError
from tests.desk.room import CONFIG, opened

ANN, BEN = "U0000ANN", "U0000BEN"
ALL = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FERRY = "https://pages.example/ferry"


async def test_a_reader_has_one_page_read_at_a_time(tmp_path: Path) -> None:
    """A second one is refused until the first is there; others are served meanwhile."""
    with opened(tmp_path) as (room, desk):
        first = asyncio.create_task(desk.summarise(FERRY, user=ANN))
        await asyncio.sleep(0)
        with pytest.raises(BriefbotError, match="still reading a page for you"):
            await desk.summarise(f"{FERRY}2", user=ANN)
        room.served.set()
        assert (await desk.summarise(f"{FERRY}3", user=BEN))[0].sentences
        assert (await first)[0].headline == "A ferry crosses the strait"
        await desk.summarise(f"{FERRY}4", user=ANN)
    assert room.asked == [FERRY, f"{FERRY}3", f"{FERRY}4"]


async def test_who_gave_up_may_ask_again(tmp_path: Path) -> None:
    """A page that was given up on keeps nobody from the next one."""
    with opened(tmp_path) as (room, desk):
        first = asyncio.create_task(desk.summarise(FERRY, user=ANN))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        room.served.set()
        assert (await desk.summarise(FERRY, user=ANN))[0].sentences


async def test_why_in_direct_messages_speaks_of_the_readers_own_subscription(
    tmp_path: Path,
) -> None:
    """There the subscription's words decide, not the team's briefings."""
    with opened(tmp_path) as (room, desk):
        room.tell("ledger", "port", title="The port opened")
        mine = await desk.subscribe(ANN, "port", "08:00", ALL, "UTC")
        await desk.subscribe(BEN, "semiconductor", "08:00", ALL, "UTC")
        room.post(orders.of_subscription(CONFIG, mine, room.now), "D0000ANN")
        _, here = await desk.why_story(1, 1, "D0000ANN")
        _, news = await desk.why_story(1, 1, "C0000NEWS")
    assert [line.partition(":")[0] for line in here[2:]] == ["port now"]
    assert "1st of 1 story" in here[2]
    assert [line.partition(":")[0] for line in news[2:]] == ["Morning now"]
    assert "neither title nor first lines name taiwan" in news[2]


async def test_why_needs_no_briefing(tmp_path: Path) -> None:
    """A bot that posts nothing yet still tells what became of an article."""
    with opened(tmp_path, CONFIG.model_copy(update={"briefings": ()})) as (room, desk):
        room.tell("ledger", "port")
        title, lines = await desk.why_story(1, 1, "C0000NEWS")
    assert title == "News of the port"
    assert [("read and stored" in line) for line in lines] == [True]
