"""What a person gets for their words, where it depends on who asks, and where."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from briefbot.emulator import faults
from briefbot.emulator.hand import elements
from briefbot.listeners.front import OUTSIDER, UNKNOWN
from tests.listeners.atwork import Work, work

if TYPE_CHECKING:
    from pathlib import Path

    from briefbot.emulator import Shown


def buttons(message: Shown) -> set[str]:
    """Name what can be clicked below an answer."""
    return {each["action_id"] for _, each in elements(list(message.blocks))}


async def subscribed(bot: Work, user: str = "ben") -> list[tuple[str, str, str]]:
    """Return what a person subscribes to: words, hour, zone."""
    kept = await bot.db(bot.store.subscriptions_of, bot.slack.workspace.user(user).id)
    return [(one.query, one.label, one.zone) for one in kept]


async def test_a_direct_message_is_no_channel_to_share_with(tmp_path: Path) -> None:
    """There the button would only post the same answer again; on no page is one."""
    async with work(tmp_path) as bot:
        act = await bot.slack.say("ben", "briefbot", "taiwan")
        (first,) = await bot.after(act)
        (second,) = await bot.press("ben", "answer_more", first)
        assert "answer_share" not in buttons(first) | buttons(second)
        assert {"answer_more", "answer_subscribe"} <= buttons(first)
        assert "answer_share" in buttons(await bot.ask("taiwan", channel="#news"))


async def test_signs_alone_offer_nothing_that_would_be_refused(tmp_path: Path) -> None:
    """An answer to a dash has no Subscribe, and says that no topic is near."""
    async with work(tmp_path) as bot:
        entry = await bot.ask("-")
        assert buttons(entry) == set()
        assert "Topics here: " in entry.words


async def test_two_times_are_one_too_many(tmp_path: Path) -> None:
    """The reader hears which one was taken."""
    async with work(tmp_path) as bot:
        shown = await bot.after(
            await bot.slack.command("ben", "#news", "subscribe taiwan 7:00 18:00")
        )
        assert "I took 07:00, and left out 18:00" in shown[1].words
        assert await subscribed(bot) == [("taiwan", "07:00", "America/New_York")]


async def test_without_users_read_people_subscribe_in_the_default_zone(tmp_path: Path) -> None:
    """That never passes, so nobody is told to try again; they hear whose hours these are."""
    async with work(tmp_path, post=True) as bot:
        bot.slack.faults.add("users.info", *[faults.refused("missing_scope")] * 9)
        entry = await bot.ask("subscribe taiwan 08:00", user="ben", channel="#news")
        assert "I took UTC" in entry.words
        assert await subscribed(bot) == [("taiwan", "08:00", "UTC")]
        (form,) = await bot.press(
            "ben", "answer_subscribe", await bot.ask("taiwan", user="ben", channel="#news")
        )
        assert "Slack does not tell me your time zone" in form.words
        digest = next(one for one in bot.slack.journal.find(kind="message") if one.ts == bot.posted)
        menu = next(each for _, each in elements(list(digest.blocks)) if each["type"] == "overflow")
        (noted,) = await bot.press("ben", "story_menu", digest, option=menu["options"][0]["value"])
        assert "Noted" in noted.words


async def test_a_passing_failure_is_to_be_tried_again(tmp_path: Path) -> None:
    """The hour would be wrong for ever; in a minute it is right."""
    async with work(tmp_path) as bot:
        bot.slack.faults.add("users.info", *[faults.server_error(503)] * 3)
        entry = await bot.ask("subscribe taiwan 08:00", user="ben", channel="#news")
        assert UNKNOWN in entry.words
        assert await subscribed(bot) == []


async def test_a_subscription_follows_whoever_travels(tmp_path: Path) -> None:
    """Slack says another zone: once Home is opened, the next one comes at the new hour."""
    async with work(tmp_path) as bot:
        await bot.after(await bot.slack.command("ben", "#news", "subscribe taiwan 08:00"))
        ben = bot.slack.workspace.user("ben")
        ((_, before),) = await bot.desk.subscriptions(ben.id)
        ben.tz = "Europe/Berlin"
        bot.front.people._asked.clear()  # ten minutes pass
        await bot.after(await bot.slack.open_home("ben"))
        ((mine, after),) = await bot.desk.subscriptions(ben.id)
        assert mine.zone == "Europe/Berlin"
        assert (after - before) % timedelta(days=1) == timedelta(hours=18)


async def test_bots_get_no_answer(tmp_path: Path) -> None:
    """What answers them might be answered by them."""
    async with work(tmp_path) as bot:
        bot.slack.workspace.user("ben").is_bot = True
        assert OUTSIDER in (await bot.ask("taiwan", user="ben", channel="#news")).words
