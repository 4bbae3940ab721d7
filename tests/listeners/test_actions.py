"""Clicks on a posted digest, on answers, and on what a reader keeps, with a real desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefbot.emulator import Shown, faults
from briefbot.emulator.hand import elements
from briefbot.listeners import actions
from briefbot.listeners.front import OUTSIDER
from briefbot.listeners.limits import Limits
from briefbot.models import Taste
from tests.listeners.atwork import Work, work


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Work]:
    """Run the bot, which has posted the morning's digest."""
    async with work(tmp_path, post=True) as running:
        yield running


def digest(bot: Work) -> Shown:
    """Return the digest in #news."""
    return next(one for one in bot.slack.journal.find(kind="message") if one.ts == bot.posted)


def values(message: Shown, action_id: str) -> list[str]:
    """Return what the buttons or options with this name carry."""
    found = [each for _, each in elements(list(message.blocks)) if each["action_id"] == action_id]
    return [
        value
        for each in found
        for value in [each.get("value"), *(o["value"] for o in each.get("options", []))]
        if value
    ]


async def click(bot: Work, action_id: str, *, user: str = "ana", nth: int = 0) -> list[str]:
    """Click a button of the digest; return what its reader sees."""
    value = values(digest(bot), action_id)[nth]
    return [one.words for one in await bot.press(user, action_id, digest(bot), value=value)]


async def choose(bot: Work, verb: str, *, user: str = "ana") -> list[str]:
    """Choose from the menu of the first story; return what its reader sees."""
    option = next(v for v in values(digest(bot), "story_menu") if v.startswith(f"{verb}:"))
    shown = await bot.press(user, "story_menu", digest(bot), option=option)
    return [one.words for one in shown]


# ---------------------------------------------------------------- a story of a digest


async def test_more_shows_a_story_at_length(bot: Work) -> None:
    """It is seen by who clicked alone, with hours of their zone."""
    value = values(digest(bot), "story_more")[0]
    (entry,) = await bot.press("chi", "story_more", digest(bot), value=value)
    assert (entry.kind, entry.user) == ("ephemeral", bot.slack.workspace.user("chi").id)
    assert "Taiwan opens port" in entry.words
    assert "15:00" in entry.words


async def test_why_says_where_a_story_stands(bot: Work) -> None:
    """Why is about this channel's briefing."""
    (words,) = await click(bot, "story_why")
    assert "Morning" in words


async def test_a_saved_story_stands_in_home_until_it_is_removed(bot: Work) -> None:
    """Save, see it in Home, remove it there."""
    assert actions.SAVED in (await click(bot, "story_save", user="ben"))[0]
    home = (await bot.after(await bot.slack.open_home("ben")))[0]
    assert home.view
    assert "Taiwan opens port" in home.words
    act = await bot.slack.click_view("ben", home.view["id"], "saved_remove")
    (redrawn,) = await bot.after(act)
    assert redrawn.kind == "home"
    assert "None yet. Save a story" in redrawn.words


@pytest.mark.parametrize("verb", ["more", "less"])
async def test_anybody_may_say_more_or_less(bot: Work, verb: str) -> None:
    """A vote is for the channel, and a later one takes the place of the earlier."""
    assert actions.DONE[verb] in (await choose(bot, verb, user="ben"))[0]
    channel = bot.slack.workspace.channel("#news").id
    taste = await bot.db(bot.store.taste, channel)
    assert taste.source_votes == (("ledger", 1 if verb == "more" else -1),)


@pytest.mark.parametrize("verb", ["hide", "source", "word"])
async def test_only_admins_decide_what_a_channel_does_not_get(bot: Work, verb: str) -> None:
    """Everybody sees the same menu, so it is judged at the click."""
    (words,) = await choose(bot, verb, user="ben")
    assert "Only the admins" in words
    channel = bot.slack.workspace.channel("#news").id
    taste = await bot.db(bot.store.taste, channel)
    assert (taste.stories, taste.sources, taste.words) == (frozenset(), frozenset(), ())


async def test_an_admin_hides_a_story_and_mutes_a_source(bot: Work) -> None:
    """The channel's next digests are without them."""
    await choose(bot, "hide")
    await choose(bot, "source")
    channel = bot.slack.workspace.channel("#news").id
    taste = await bot.db(bot.store.taste, channel)
    assert len(taste.stories) == 1
    assert taste.sources == {"ledger"}


async def test_an_admin_resets_what_was_said_in_a_channel(bot: Work) -> None:
    """Votes and mutes are gone and counted; a second time there is nothing to reset."""
    await choose(bot, "less", user="ben")
    await choose(bot, "source")
    told = await bot.ask("reset", user="ana", channel="#news")
    assert "Forgotten here: 1 vote and 1 mute." in told.words
    channel = bot.slack.workspace.channel("#news").id
    assert await bot.db(bot.store.taste, channel) == Taste()
    again = await bot.ask("reset", user="ana", channel="#news")
    assert "There is nothing to reset" in again.words


async def test_a_reader_resets_their_own_votes(bot: Work) -> None:
    """Whoever is no admin takes back what they said themselves, and hears who may do more."""
    await choose(bot, "less", user="ben")
    await choose(bot, "more")
    told = await bot.ask("reset", user="ben", channel="#news")
    assert "Forgotten here: 1 vote of yours. What others said" in told.words
    taste = await bot.db(bot.store.taste, bot.slack.workspace.channel("#news").id)
    assert taste.source_votes == (("ledger", 1),)
    again = await bot.ask("reset", user="ben", channel="#news")
    assert "There is nothing of yours to reset here." in again.words


async def test_what_comes_in_again_changes_nothing_again(bot: Work) -> None:
    """A click that is replayed is acknowledged and has no second effect."""
    option = next(v for v in values(digest(bot), "story_menu") if v.startswith("less:"))
    act = await bot.slack.click("ben", "#news", bot.posted, "story_menu", option=option)
    await bot.after(act)
    more = option.replace("less:", "more:")
    again = {**act.payload} if act.payload else {}
    assert again
    again["actions"] = [{**again["actions"][0], "selected_option": {"value": more}}]
    ack = await bot.slack.world.send("interactive", again)
    await bot.settled()
    assert ack.ok
    taste = await bot.db(bot.store.taste, bot.slack.workspace.channel("#news").id)
    assert taste.source_votes == (("ledger", -1),)


async def test_people_of_other_workspaces_vote_on_nothing(bot: Work) -> None:
    """By Slack Connect they see the digest and its menu."""
    eve = bot.slack.workspace.add_user("eve", team_id="T0OTHER001")
    bot.slack.workspace.channel("#news").members.add(eve.id)
    (words,) = await choose(bot, "less", user="eve")
    assert "of this workspace only" in words


@pytest.mark.parametrize("action_id", ["story_more", "story_why", "story_save"])
async def test_people_of_other_workspaces_read_no_more_than_is_posted(
    bot: Work, action_id: str
) -> None:
    """The archive behind the buttons is the workspace's, and keeps nothing for others."""
    eve = bot.slack.workspace.add_user("eve", team_id="T0OTHER001")
    bot.slack.workspace.channel("#news").members.add(eve.id)
    (words,) = await click(bot, action_id, user="eve")
    assert set(words.splitlines()) == {OUTSIDER}
    assert await bot.db(bot.store.saved_of, eve.id) == ()


async def test_whoever_clicks_too_much_hears_it_once(tmp_path: Path) -> None:
    """Reading fast is fine; a flood of clicks is not answered one by one."""
    async with work(tmp_path, post=True, clicks=Limits(2)) as bot:
        said = [await click(bot, "story_more", nth=nth) for nth in range(5)]
    assert ["faster than I can answer" in "".join(words) for words in said] == [
        False,
        False,
        True,
        False,
        False,
    ]


async def test_while_the_bot_stops_a_click_is_answered_politely(tmp_path: Path) -> None:
    """Nothing is begun that could not be ended."""
    stopping: list[bool] = []
    async with work(tmp_path, post=True, closing=lambda: bool(stopping)) as bot:
        stopping.append(True)
        (words,) = await click(bot, "story_save")
        assert "I am being restarted" in words
        assert await bot.db(bot.store.saved_of, bot.slack.workspace.user("ana").id) == ()


# ---------------------------------------------------------------- an answer


async def test_more_of_an_answer_is_its_next_page(bot: Work) -> None:
    """Twelve stories are three pages; each shows others."""
    first = await bot.ask("taiwan")
    (second,) = await bot.press("ana", "answer_more", first)
    (third,) = await bot.press("ana", "answer_more", second)
    assert ["Page 1 of 3" in first.words, "Page 2 of 3" in second.words] == [True, True]
    assert "Page 3 of 3" in third.words
    assert "answer_more" not in [e["action_id"] for _, e in elements(list(third.blocks))]


async def test_an_answer_is_shared_once_under_a_double_click(bot: Work) -> None:
    """The channel sees it once, with who shared it; its reader sees that it is done."""
    entry = await bot.ask("taiwan", channel="#news")
    assert entry.ts
    acts = await asyncio.gather(
        *(bot.slack.click("ana", "#news", entry.ts, "answer_share") for _ in range(3))
    )
    await bot.settled()
    assert all(act.ok for act in acts)
    since = acts[0].since
    shared = bot.slack.journal.find(kind="message", since=since)
    assert len(shared) == 1
    assert "Shared by" in shared[0].words
    assert [e["action_id"] for _, e in elements(list(shared[0].blocks))][-1] == "answer_subscribe"
    (update,) = bot.slack.journal.find(kind="update", since=since)
    assert actions.SHARED in update.words


async def test_the_page_that_is_shown_is_the_one_that_is_shared(bot: Work) -> None:
    """Whoever shares the second page shares no other."""
    first = await bot.ask("taiwan", channel="#news")
    (second,) = await bot.press("ana", "answer_more", first)
    shared = (await bot.press("ana", "answer_share", second))[0]
    assert "Page 2 of 3" in shared.words


async def test_when_slack_does_not_say_whether_it_is_shared_the_reader_hears_it(bot: Work) -> None:
    """It is not shared again by itself."""
    entry = await bot.ask("taiwan", channel="#news")
    bot.slack.faults.add("response_url", faults.cut_after())
    shown = await bot.press("ana", "answer_share", entry)
    assert [one.kind for one in shown] == ["message", "ephemeral"]
    assert actions.PERHAPS in shown[1].words


# ---------------------------------------------------------------- buttons that are out of date


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("story_more", "1.99999"),
        ("story_more", "nonsense"),
        ("story_why", "1.99999"),
        ("story_save", "1.99999"),
        ("story_save", ""),
        ("subscription_edit", "77"),
        ("subscription_edit", "x"),
        ("answer_more", "zebra"),
        ("an_action_of_an_older_version", "1"),
    ],
)
async def test_a_button_of_long_ago_is_answered_in_a_sentence(
    bot: Work, action_id: str, value: str
) -> None:
    """Nothing is a mistake of ours; unknown buttons are acknowledged in silence."""
    button = {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": "Old"},
        **({"value": value} if value else {}),
    }
    posted = await bot.office.client.chat_postMessage(
        channel=bot.slack.workspace.channel("#news").id,
        text="Long ago",
        blocks=[{"type": "actions", "elements": [button]}],
    )
    act = await bot.slack.click("ana", "#news", posted["ts"], action_id)
    shown = await bot.after(act)
    assert act.ok
    assert len(shown) == (0 if action_id.startswith("an_action") else 1)
    assert not any("went wrong" in one.words for one in shown)


@pytest.mark.parametrize("verb", ["more", "less", "source", "word"])
async def test_a_choice_on_a_story_that_is_gone_is_one_sentence(bot: Work, verb: str) -> None:
    """A digest of another archive has its menu still; nothing is said to be done."""
    value = f"{verb}:1.99999"
    option = {"text": {"type": "plain_text", "text": "Old"}, "value": value}
    menu = {"type": "overflow", "action_id": "story_menu", "options": [option]}
    posted = await bot.office.client.chat_postMessage(
        channel=bot.slack.workspace.channel("#news").id,
        text="Long ago",
        blocks=[{"type": "actions", "elements": [menu]}],
    )
    act = await bot.slack.click("ana", "#news", posted["ts"], "story_menu", option=value)
    (said,) = await bot.after(act)
    assert actions.GONE in said.words
