"""The two forms, and App Home from which they are opened, with a real desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from briefbot.emulator import Shown, faults
from briefbot.listeners import forms, modals, views
from briefbot.listeners.front import OUTSIDER, STOPPING
from tests.listeners.atwork import Work, work
from tests.stalls import Stopwatch

JSON = dict[str, Any]
DAYS = ["mon", "wed"]


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Work]:
    """Run the bot over a filled archive."""
    async with work(tmp_path) as running:
        yield running


def view_of(shown: Shown) -> str:
    """Return the id of the view that was shown."""
    assert shown.view
    return str(shown.view["id"])


async def asked(bot: Work, user: str = "ben") -> Shown:
    """Let a person ask for taiwan."""
    return await bot.ask("taiwan", user=user, channel="#news")


async def form(bot: Work, user: str = "ben") -> str:
    """Open the form of a subscription from an answer; return its view."""
    (shown,) = await bot.press(user, "answer_subscribe", await asked(bot, user))
    assert shown.kind == "modal"
    assert "America/New_York" in shown.words
    return view_of(shown)


async def mine(bot: Work, user: str = "ben") -> list[tuple[str, str, tuple[str, ...], str]]:
    """Return a person's subscriptions."""
    kept = await bot.db(bot.store.subscriptions_of, bot.slack.workspace.user(user).id)
    return [(one.query, one.label, one.weekdays, one.zone) for one in kept]


async def home(bot: Work, user: str = "ben") -> Shown:
    """Open Home and return it as it is then."""
    return (await bot.after(await bot.slack.open_home(user)))[-1]


# ---------------------------------------------------------------- a subscription


async def test_a_subscription_is_begun_with_a_form(bot: Work) -> None:
    """It comes at the hour that was chosen in the reader's own zone, which they are told."""
    act = await bot.slack.submit("ben", await form(bot), {"time": "07:30", "weekdays": DAYS})
    shown = await bot.after(act)
    assert await mine(bot) == [("taiwan", "07:30", ("mon", "wed"), "America/New_York")]
    assert "at 07:30 on Mon and Wed (America/New_York)" in shown[0].words
    assert shown[1].kind == "home"


async def test_what_is_wrong_is_said_at_its_field(bot: Work) -> None:
    """The form stays open, and nothing is kept; then it is sent again, and is."""
    view = await form(bot)
    act = await bot.slack.submit("ben", view, {"query": "  - "})
    assert act.ok
    assert list(act.errors) == ["query"]
    assert await mine(bot) == []
    again = await bot.slack.submit("ben", view, {"query": "taiwan strait"})
    assert (again.ok, again.errors) == (True, {})
    await bot.after(again)
    assert [query for query, *_ in await mine(bot)] == ["taiwan strait"]


async def test_no_day_is_said_at_the_days(bot: Work) -> None:
    """Slack lets a form without a day through when it does not ask for one."""
    act = await bot.slack.submit("ben", await form(bot), {"weekdays": []})
    assert "weekdays" in act.errors


async def test_a_form_that_comes_in_again_changes_nothing(bot: Work) -> None:
    """A replay of what was sent is acknowledged and has no second effect."""
    act = await bot.slack.submit("ben", await form(bot), {"time": "07:30"})
    await bot.after(act)
    await bot.after(await bot.slack.command("ben", "#news", "unsubscribe all"))
    ack = await bot.slack.world.send("interactive", act.payload)
    await bot.settled()
    assert ack.ok
    assert await mine(bot) == []


async def test_a_subscription_is_edited_and_removed_in_home(bot: Work) -> None:
    """Home is drawn again after each change."""
    await bot.after(await bot.slack.command("ben", "#news", "subscribe taiwan 08:00"))
    shown = await home(bot)
    assert "08:00 every day" in shown.words
    (modal,) = await bot.after(
        await bot.slack.click_view("ben", view_of(shown), "subscription_edit")
    )
    act = await bot.slack.submit("ben", view_of(modal), {"time": "18:15", "weekdays": DAYS})
    (redrawn,) = await bot.after(act)
    assert "18:15 on Mon and Wed" in redrawn.words
    (last,) = await bot.after(
        await bot.slack.click_view("ben", view_of(redrawn), "subscription_remove")
    )
    assert "None yet. A subscription" in last.words
    assert await mine(bot) == []


async def test_a_subscription_is_removed_where_an_answer_lists_it(bot: Work) -> None:
    """The list is drawn again in its place."""
    await bot.after(await bot.slack.command("ben", "#news", "subscribe taiwan 08:00"))
    listed = await bot.ask("subscriptions", user="ben", channel="#news")
    shown = await bot.press("ben", "subscription_remove", listed)
    assert [one.kind for one in shown] == ["update", "home"]
    assert "You have no subscriptions" in shown[0].words


async def test_a_subscription_begins_in_home_too(bot: Work) -> None:
    """The button there opens the same form."""
    shown = await home(bot)
    act = await bot.slack.click_view("ben", view_of(shown), "answer_subscribe")
    (modal,) = await bot.after(act)
    assert modal.kind == "modal"


async def test_a_subscription_that_is_gone_is_edited_no_more(bot: Work) -> None:
    """The form was open while it was ended elsewhere: the form says so, and nothing comes back."""
    await bot.after(await bot.slack.command("ben", "#news", "subscribe taiwan 08:00"))
    shown = await home(bot)
    act = await bot.slack.click_view("ben", view_of(shown), "subscription_edit")
    (modal,) = await bot.after(act)
    await bot.after(await bot.slack.command("ben", "#news", "unsubscribe all"))
    late = await bot.slack.submit("ben", view_of(modal), {"time": "18:15"})
    assert "no longer" in late.errors["query"]
    assert await mine(bot) == []


async def test_who_may_is_judged_when_the_form_is_sent(bot: Work) -> None:
    """Strangers and bots get no form; and one that they have all the same keeps nothing."""
    entry = await asked(bot)
    view = await form(bot)
    ben = bot.slack.workspace.user("ben")
    ben.team_id = "T0OTHER001"
    bot.front.people._asked.clear()
    (refusal,) = await bot.press("ben", "answer_subscribe", entry)
    assert OUTSIDER in refusal.words
    act = await bot.slack.submit("ben", view, {})
    assert act.errors == {"query": OUTSIDER}
    assert await mine(bot) == []


async def test_a_person_of_whom_slack_tells_nothing_keeps_nothing(bot: Work) -> None:
    """Their zone is not known either, so the hour would be wrong."""
    bot.slack.faults.add("users.info", *[faults.server_error(503)] * 3)
    entry = await bot.ask("subscribe taiwan 08:00", user="ben", channel="#news")
    assert "Slack does not tell me who you are" in entry.words
    assert await mine(bot) == []


async def test_a_click_that_is_too_old_opens_nothing_and_says_so(bot: Work) -> None:
    """Slack has two spellings for it; both are understood."""
    entry = await asked(bot)
    for error in ("expired_trigger_id", "trigger_exchanged"):
        bot.slack.faults.add("views.open", faults.refused(error))
        (shown,) = await bot.press("ben", "answer_subscribe", entry)
        assert modals.LATE in shown.words


async def test_a_slow_archive_closes_the_form_first(bot: Work) -> None:
    """Slack gives up after three seconds; the change is made all the same."""
    release = asyncio.Event()
    real = bot.desk.db

    async def slow(*args: Any, **kwargs: Any) -> Any:
        await release.wait()
        return await real(*args, **kwargs)

    view = await form(bot)
    bot.desk.db = slow
    watch = Stopwatch()
    act = await bot.slack.submit("ben", view, {})
    assert watch.seconds <= 2.5
    assert act.ok
    assert act.took >= views.PATIENCE * 1000
    release.set()
    await bot.after(act)
    assert len(await mine(bot)) == 1


async def test_while_the_bot_stops_the_form_stays_open(tmp_path: Path) -> None:
    """What was typed is not lost: it can be sent again."""
    stopping: list[bool] = []
    async with work(tmp_path, closing=lambda: bool(stopping)) as bot:
        view = await form(bot)
        stopping.append(True)
        act = await bot.slack.submit("ben", view, {})
        assert act.errors == {"query": STOPPING}


# ---------------------------------------------------------------- a word to mute


async def muting(bot: Work, user: str = "ana") -> Shown:
    """Choose to mute a word of the digest's first story."""
    digest = next(one for one in bot.slack.journal.find(kind="message") if one.ts == bot.posted)
    menu = next(
        element
        for block in digest.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "story_menu"
    )
    option = next(o["value"] for o in menu["options"] if o["value"].startswith("word:"))
    return (await bot.press(user, "story_menu", digest, option=option))[0]


async def test_an_admin_mutes_a_word(tmp_path: Path) -> None:
    """One of the story's own words, or another that is typed."""
    async with work(tmp_path, post=True) as bot:
        shown = await muting(bot)
        assert "Taiwan" in shown.words
        empty = await bot.slack.submit("ana", view_of(shown), {})
        assert empty.errors == {"typed": forms.NO_WORD}
        act = await bot.slack.submit("ana", view_of(shown), {"chosen": "Taiwan"})
        (said,) = await bot.after(act)
        assert "Stories that say Taiwan stay out" in said.words
        channel = bot.slack.workspace.channel("#news").id
        assert (await bot.db(bot.store.taste, channel)).words == ("Taiwan",)


async def test_who_is_no_admin_any_more_mutes_nothing(tmp_path: Path) -> None:
    """The form is judged when it is sent, not when it was drawn."""
    async with work(tmp_path, post=True) as bot:
        shown = await muting(bot)
        bot.desk.web = bot.without_admins()
        act = await bot.slack.submit("ana", view_of(shown), {"typed": "port"})
        assert "Only the admins" in act.errors["typed"]
        channel = bot.slack.workspace.channel("#news").id
        assert (await bot.db(bot.store.taste, channel)).words == ()
