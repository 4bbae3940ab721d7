"""What `briefbot doctor` finds, against the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefbot import emulator
from briefbot.blocks import fits
from briefbot.blocks.size import ROOM, counted
from briefbot.clock import utc_now
from briefbot.config import Briefing, Config, FetchOptions, Schedule
from briefbot.doctor import Finding, Grade, examine
from briefbot.doctor.trial import longest
from briefbot.emulator import SCOPES, faults
from briefbot.settings import Secret, SlackSettings
from briefbot.slack.client import session, web_client
from tests.makers import NOON

if TYPE_CHECKING:
    from briefbot.emulator import Slack


def config(*destinations: str, admins: tuple[str, ...] = ()) -> Config:
    """Make a configuration with one briefing to these destinations."""
    briefing = Briefing.model_construct(
        id="desk",
        name="Desk",
        destinations=destinations,
        schedule=Schedule.model_construct(times=()),
    )
    return Config(sources=(), fetch=FetchOptions(contact="https://desk.test/about")).model_copy(
        update={"briefings": (briefing,), "admins": admins}
    )


async def findings(slack: Slack, found: Config, **how: Any) -> list[Finding]:
    """Examine the app as the emulator has it."""
    bot = how.pop("bot", slack.bot_token)
    app = how.pop("app", slack.app_token)
    now = how.pop("now", utc_now)
    settings = SlackSettings(bot_token=Secret(bot), app_token=Secret(app) if app else None)
    async with session() as http:
        client = web_client(bot, slack.api_url, http)
        return [each async for each in examine(found, settings, client, now, **how)]


def said(found: list[Finding], grade: Grade) -> str:
    """Return the sentences of a grade, a line each."""
    return "\n".join(each.text for each in found if each.grade is grade)


async def test_an_app_as_the_manifest_makes_it_is_fine() -> None:
    """Token, clock, connections, scopes and destinations are good, and nothing is posted."""
    async with emulator.serve(read=lambda: NOON) as slack:
        ana = slack.workspace.user("ana").id
        known = config("#news", "#desk", ana, admins=(ana,))
        found = await findings(slack, known, now=lambda: NOON)
        assert slack.journal.shown == []
    assert {each.grade for each in found} == {Grade.FINE}
    assert [each.text for each in found] == [
        "the bot token is good for the workspace The Almanac",
        "the clock agrees with Slack's to 1 s",
        "the app token opens connections",
        "the app has every scope that briefbot uses",
        "#news: the bot is a member and can read it",
        "#desk: the bot is a member and can read it",
        f"{ana} (Ana Lindqvist) can be written to",
    ]


async def test_a_wrong_token_ends_the_examination() -> None:
    """Nothing else can be asked without it."""
    async with emulator.serve() as slack:
        found = await findings(slack, config("#news"), bot="xoxb-wrong")
    assert [each.grade for each in found] == [Grade.WRONG]
    assert found[0].text.startswith("SLACK_BOT_TOKEN is refused by Slack (invalid_auth)")


async def test_an_app_token_that_is_wrong_or_not_there() -> None:
    """A wrong one has to change; without one HTTP mode is left."""
    async with emulator.serve() as slack:
        bad = await findings(slack, config("#news"), app="xapp-wrong")
        none = await findings(slack, config("#news"), app="")
    assert "SLACK_APP_TOKEN is refused" in said(bad, Grade.WRONG)
    assert said(none, Grade.WRONG) == ""
    assert "SLACK_APP_TOKEN is not set" in said(none, Grade.NOTE)


async def test_each_missing_scope_is_told_with_what_stops() -> None:
    """What can't be done without is wrong, and what is only weaker a note."""
    lacking = {"im:write", "channels:history", "app_mentions:read"}
    async with emulator.serve(scopes=SCOPES - lacking) as slack:
        found = await findings(slack, config("#news"))
    wrong, notes = said(found, Grade.WRONG), said(found, Grade.NOTE)
    assert "the scope im:write is missing: nobody gets a direct message" in wrong
    assert "the scope app_mentions:read is missing: a mention of the bot is not heard" in wrong
    assert "channels:history" not in wrong
    assert "the scope channels:history is missing: a digest in a public channel whose" in notes
    assert "#news: the bot is a member, but its history can't be read" in notes
    assert "install the app again" in wrong


@pytest.mark.parametrize(("seconds", "says"), [(-400, "400 s ahead of"), (400, "400 s behind")])
async def test_a_wrong_clock_is_told(seconds: int, says: str) -> None:
    """By how much, and which way, to a few seconds."""
    async with emulator.serve(read=lambda: NOON) as slack:
        slack.clock.set_wrong(seconds)
        found = await findings(slack, config("#news"), now=lambda: NOON)
    text = said(found, Grade.WRONG)
    assert "clock is" in text
    assert says.partition(" s ")[2] in text
    assert abs(int(text.partition("clock is ")[2].split()[0]) - 400) <= 2


async def test_each_destination_is_looked_at() -> None:
    """Archived, absent, not joined, private, a bot, a closed account: a sentence each."""
    async with emulator.serve() as slack:
        workspace = slack.workspace
        workspace.add_channel("old", is_archived=True)
        workspace.add_channel("secret", is_private=True)
        gone = workspace.add_user("gone", deleted=True).id
        general = workspace.channel("general").id
        names = ("#old", "#nowhere", "#general", general, "#secret", gone, workspace.bot.id)
        found = await findings(slack, config(*names, "C0000000", "U0000000"))
    wrong, notes = said(found, Grade.WRONG).split("\n"), said(found, Grade.NOTE)
    assert wrong[0] == "#old is archived; unarchive it, or name another channel"
    assert wrong[1].startswith("#nowhere: the bot sees no channel of this name")
    assert wrong[2].startswith("#secret: the bot sees no channel of this name")
    assert wrong[3] == f"{gone} is a closed account, which gets no direct messages; take it out"
    assert wrong[4] == f"{workspace.bot.id} is a bot, which gets no direct messages; take it out"
    assert wrong[5].startswith("C0000000: Slack refuses conversations.info: channel_not_found")
    assert wrong[6].startswith("U0000000: Slack refuses users.info: user_not_found")
    assert "#general is public and the bot is no member yet: it joins when" in notes
    assert f"{general} is public and the bot is no member yet" in notes


async def test_a_name_is_looked_for_among_many_channels() -> None:
    """The list of channels comes in pages; an archived namesake does not hide the living one."""
    async with emulator.serve() as slack:
        for number in range(1_100):
            slack.workspace.add_channel(f"room-{number}")
        slack.workspace.add_channel("far", members=("briefbot",))
        slack.workspace.add_channel("far", is_archived=True)
        found = await findings(slack, config("#far", "#room-7"))
        lists = [name for name, *_ in slack.journal.calls if name == "conversations.list"]
    assert "#far: the bot is a member and can read it" in said(found, Grade.FINE)
    assert len(lists) == 6


async def test_a_configuration_that_posts_nothing_is_noted() -> None:
    """No destination and no admin are no mistake, but worth a word."""
    async with emulator.serve() as slack:
        found = await findings(slack, config())
    assert said(found, Grade.NOTE).split("\n") == [
        "no briefing has a destination, so nothing is posted by itself",
        "no admin is named in the configuration, so alerts stand in the log alone",
    ]


# ---------------------------------------------------------------- the test message


async def test_the_test_message_is_posted_found_and_deleted() -> None:
    """It is as long as a digest may be, and nothing of it stays."""
    async with emulator.serve() as slack:
        found = await findings(slack, config("#news"), channel="#news")
        posted = slack.journal.find(kind="message", channel=slack.workspace.channel("#news").id)
        assert len(posted) == 1
        assert list(slack.workspace.channel("#news").posted()) == []
    assert [each.text for each in found if each.grade is Grade.FINE][-3:] == [
        f"#news takes a message of {counted(longest()):,} characters",
        "the test message is found again, by its metadata and its block_id",
        "the test message is deleted",
    ]
    assert said(found, Grade.WRONG) == ""


async def test_dropped_metadata_is_noted() -> None:
    """The message is found by its block_id all the same."""
    async with emulator.serve(keeps_metadata=False) as slack:
        found = await findings(slack, config("#news"), channel="#news")
    assert "Slack drops the metadata here; the message is found by its block_id" in said(
        found, Grade.NOTE
    )
    assert said(found, Grade.WRONG) == ""


async def test_a_test_message_that_is_refused_is_told() -> None:
    """Slack's reason stands in the sentence, and nothing is left to delete."""
    async with emulator.serve() as slack:
        slack.faults.add("chat.postMessage", faults.refused("msg_blocks_too_long"))
        found = await findings(slack, config("#news"), channel="#news")
    assert "the test message was not taken: #news: Slack refuses" in said(found, Grade.WRONG)
    assert "deleted" not in said(found, Grade.FINE)


async def test_a_test_message_that_stays_is_told() -> None:
    """Whoever reads the channel should know whom to ask."""
    async with emulator.serve() as slack:
        slack.faults.add("chat.delete", faults.refused("internal_error"))
        found = await findings(slack, config("#news"), channel="#news")
    assert "was not deleted; do so by hand" in said(found, Grade.WRONG)


async def test_without_history_the_test_message_goes_all_the_same() -> None:
    """It can't be looked for, and is deleted."""
    async with emulator.serve(scopes=SCOPES - {"channels:history"}) as slack:
        found = await findings(slack, config("#news"), channel="#news")
        assert list(slack.workspace.channel("#news").posted()) == []
    assert "the test message can't be looked for" in said(found, Grade.NOTE)


def test_the_test_message_is_as_long_as_one_may_be() -> None:
    """It fits, and no other piece of it would."""
    message = longest()
    assert fits(message)
    assert ROOM - counted(message) < counted(message) / len(message.blocks)
