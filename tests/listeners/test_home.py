"""App Home: drawn when it is opened, and quiet when it can't be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefbot.emulator import events, faults
from briefbot.listeners.front import OUTSIDER
from tests.listeners.atwork import Work, work


async def opened(bot: Work, user: str = "chi") -> list[str]:
    """Open Home; return what is shown for it."""
    act = await bot.slack.open_home(user)
    return [f"{one.kind}: {one.words}" for one in await bot.after(act)]


async def test_home_shows_todays_digests_and_what_a_reader_can_ask(tmp_path: Path) -> None:
    """The digest of the morning is there, with its hour in the reader's zone."""
    async with work(tmp_path, post=True) as bot:
        (home,) = await opened(bot)
        assert home.startswith("home: ")
        assert "Morning" in home
        assert "at 16:00" in home
        assert "/brief unsubscribe taiwan" in home
        assert bot.slack.journal.live == ()


async def test_a_home_that_slack_does_not_take_is_drawn_next_time(tmp_path: Path) -> None:
    """Whoever opens Home asked nothing, so no message comes of it."""
    async with work(tmp_path) as bot:
        bot.slack.faults.add("views.publish", faults.refused("internal_error"))
        assert await opened(bot) == []
        assert len(await opened(bot)) == 1


async def test_the_messages_tab_is_slacks_own(tmp_path: Path) -> None:
    """The same event comes for it, and nothing is drawn."""
    async with work(tmp_path) as bot:
        event = {
            "type": "app_home_opened",
            "user": bot.slack.workspace.user("chi").id,
            "channel": "D1",
            "tab": "messages",
            "event_ts": "1.0",
        }
        wrapped = events.wrap(bot.slack.world, event)
        assert (await bot.slack.world.send("events_api", wrapped)).ok
        await bot.settled()
        assert bot.slack.journal.find() == []


async def test_home_leads_to_todays_digests(tmp_path: Path) -> None:
    """A digest's name is the link to its message."""
    address = "https://paper.slack.com/"
    async with work(tmp_path, post=True, workspace=lambda: address) as bot:
        act = await bot.slack.open_home("chi")
        (home,) = await bot.after(act)
        channel = bot.slack.workspace.channel("#news").id
        link = f"{address}archives/{channel}/p{bot.posted.replace('.', '')}"
        assert link in json.dumps(home.view)


@pytest.mark.parametrize("fields", [{"team_id": "T0OTHER001"}, {"is_bot": True}])
async def test_the_home_of_outsiders_holds_a_sentence(
    tmp_path: Path, fields: dict[str, Any]
) -> None:
    """The archive is the workspace's: neither its digests nor its topics are listed for others."""
    async with work(tmp_path, post=True) as bot:
        bot.slack.workspace.add_user("eve", **fields)
        (home,) = await opened(bot, "eve")
        assert set(home.removeprefix("home: ").split("\n")) - {""} == {OUTSIDER}
