"""Who may change the configuration; whoever may not changes nothing, and leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefbot.emulator import faults
from briefbot.emulator.hand import elements
from briefbot.errors import BriefbotError, Refused, StoreError
from briefbot.listeners import rights
from briefbot.listeners.front import OUTSIDER, UNKNOWN, Ask
from briefbot.models import Author, Change, ChangeState
from tests.hand import edited
from tests.listeners.atwork import TEXT, Work, work

OTHERS = TEXT.replace("[U000000002]", "[S0GROUP01]")
NOBODY = TEXT.replace("admins: [U000000002]\n", "")
WORKSPACE = NOBODY + "workspace_admins: true\n"
OWNED = TEXT.replace("    sentences: 2\n", "    sentences: 2\n    owners: [U000000003]\n")


def ask(bot: Work, user: str, channel: str = "") -> Ask:
    """Return what somebody does; in App Home, unless a channel is given."""
    workspace = bot.slack.workspace
    room = workspace.channel(channel).id if channel else ""
    return Ask(id="1", user=workspace.user(user).id, channel=room, team=workspace.team_id)


async def refused(bot: Work, user: str, channel: str = "", **more: Any) -> str:
    """Return why somebody may change nothing; empty when they may."""
    try:
        author = await rights.may(bot.front, ask(bot, user, channel), **more)
    except Refused as error:
        return str(error)
    assert author == Author(name=bot.slack.workspace.user(user).id, way="slack")
    return ""


async def test_admins_are_named_in_the_file(tmp_path: Path) -> None:
    """Whoever is not named hears who may, and how to become one."""
    async with work(tmp_path, text=TEXT) as bot:
        assert await refused(bot, "ana") == ""
        said = await refused(bot, "ben")
        assert said.startswith("Only my admins may change that.")
        assert "`briefbot admins claim`" in said
        assert "U000000003" in said


async def test_what_is_written_down_says_how_slack_calls_them(tmp_path: Path) -> None:
    """Of those who may and of those who may not: an id tells an operator nothing."""
    async with work(tmp_path, text=TEXT) as bot:
        author = await rights.may(bot.front, ask(bot, "ana"))
        assert author.called == "Ana Lindqvist"
        await refused(bot, "ben")
        office = bot.front.office
        assert office
        (record,) = await office.history()
        assert record.author.called == "Ben Okafor"


async def test_nobody_may_when_nobody_is_named(tmp_path: Path) -> None:
    """Not even an admin of the workspace; the answer says how to become the first."""
    async with work(tmp_path, text=NOBODY) as bot:
        said = await refused(bot, "ana")
        assert said.startswith("Nobody may change that yet: I have no admin.")
        assert "`/brief admin claim CODE`" in said


async def test_admins_of_the_workspace_may_if_the_file_says_so(tmp_path: Path) -> None:
    """Those whom Slack calls admins or owners, and nobody else."""
    async with work(tmp_path, text=WORKSPACE) as bot:
        assert await refused(bot, "ana") == ""
        assert "Only admins of the workspace may" in await refused(bot, "ben")


async def test_user_groups_are_asked_once_a_minute(tmp_path: Path) -> None:
    """Whoever is in the group may; ten questions are one call."""
    async with work(tmp_path, text=OTHERS) as bot:
        bot.slack.workspace.groups["S0GROUP01"] = (bot.slack.workspace.user("ben").id,)
        for _ in range(5):
            assert await refused(bot, "ben") == ""
            assert "Only my admins" in await refused(bot, "chi")
        asked = [method for method, *_ in bot.slack.journal.calls]
        assert asked.count("usergroups.users.list") == 1


async def test_a_group_that_slack_does_not_tell_of_lets_nobody_in(tmp_path: Path) -> None:
    """It is asked again for the next who wants to."""
    async with work(tmp_path, text=OTHERS) as bot:
        bot.slack.workspace.groups["S0GROUP01"] = (bot.slack.workspace.user("ben").id,)
        bot.slack.faults.add("usergroups.users.list", faults.refused("internal_error"))
        assert "Only my admins" in await refused(bot, "ben")
        assert await refused(bot, "ben") == ""


async def test_an_owner_may_change_their_own_briefing_alone(tmp_path: Path) -> None:
    """Neither another one nor anything else."""
    async with work(tmp_path, text=OWNED) as bot:
        assert await refused(bot, "ben", briefing="morning") == ""
        assert "Only my admins may" in await refused(bot, "ben", briefing="evening")
        assert "Only my admins may" in await refused(bot, "ben")
        said = await refused(bot, "chi", briefing="morning")
        assert said.startswith("Only my admins or the owners of this briefing may change that.")
        assert await rights.own(bot.front, ask(bot, "ben")) == ("morning",)
        assert await rights.own(bot.front, ask(bot, "ana")) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"is_restricted": True}, rights.GUEST),
        ({"is_ultra_restricted": True}, rights.GUEST),
        ({"is_bot": True}, OUTSIDER),
        ({"is_stranger": True}, OUTSIDER),
        ({"team_id": "T0OTHER001"}, OUTSIDER),
    ],
)
async def test_outsiders_may_not_even_when_they_are_named(
    tmp_path: Path, fields: dict[str, Any], said: str
) -> None:
    """A guest, a bot, somebody of another workspace."""
    async with work(tmp_path, text=TEXT) as bot:
        for name, value in fields.items():
            setattr(bot.slack.workspace.user("ana"), name, value)
        assert await refused(bot, "ana") == said


async def test_nothing_is_changed_from_a_shared_channel(tmp_path: Path) -> None:
    """Nor from one of which Slack does not tell whether it is; in App Home it can be."""
    async with work(tmp_path, text=TEXT) as bot:
        assert await refused(bot, "ana", "#news") == ""
        bot.slack.workspace.channel("#random").is_shared = True
        assert await refused(bot, "ana", "#random") == rights.SHARED
        bot.slack.faults.add("conversations.info", faults.refused("internal_error"))
        assert await refused(bot, "ana", "#general") == rights.UNSEEN
        assert await refused(bot, "ana") == ""


async def test_nothing_is_changed_where_another_workspace_is_invited(tmp_path: Path) -> None:
    """Its people may come at any moment."""
    async with work(tmp_path, text=TEXT) as bot:
        bot.slack.workspace.channel("#random").is_pending = True
        assert await refused(bot, "ana", "#random") == rights.SHARED


async def test_who_somebody_is_counts_for_a_minute(tmp_path: Path) -> None:
    """An admin who is made a guest changes nothing any more a minute later."""
    async with work(tmp_path, text=TEXT) as bot:
        now = [0.0]
        bot.front.people._timer = lambda: now[0]
        assert await refused(bot, "ana") == ""
        bot.slack.workspace.user("ana").is_restricted = True
        for now[0], said in ((59, ""), (61, rights.GUEST)):
            assert await refused(bot, "ana") == said


async def test_whoever_slack_does_not_tell_of_may_not(tmp_path: Path) -> None:
    """They might be a guest by now."""
    async with work(tmp_path, text=TEXT) as bot:
        bot.slack.faults.add("users.info", faults.refused("internal_error"))
        assert await refused(bot, "ana") == UNKNOWN


Act = Callable[[Work, Ask], Any]


async def change(bot: Work, who: Ask) -> object:
    """Give a source another weight."""
    assert bot.front.office
    [before, *_] = (await bot.front.office.data())["sources"]
    wanted = Change(part="sources", id="ledger", before=before, after={**before, "weight": 2})
    return await rights.change(bot.front, who, (wanted,))


async def test_a_change_of_whoever_may_not_is_refused_and_audited(tmp_path: Path) -> None:
    """The file stays as it is, byte for byte; the audit says who asked for what."""
    async with work(tmp_path, text=TEXT) as bot:
        assert bot.front.office
        before = bot.file.read_bytes()
        with pytest.raises(Refused, match="Only my admins"):
            await change(bot, ask(bot, "ben"))
        assert bot.file.read_bytes() == before
        [record] = await bot.front.office.history()
        assert record.state is ChangeState.REFUSED
        assert record.author == Author(name=bot.slack.workspace.user("ben").id, way="slack")
        assert record.change.after["weight"] == 2
        await change(bot, ask(bot, "ana"))
        assert bot.desk.config.source("ledger").weight == 2
        with pytest.raises(Refused, match="Only my admins"):
            await rights.undo(bot.front, ask(bot, "ben"), 2)
        assert bot.desk.config.source("ledger").weight == 2
        states = [record.state.value for record in await bot.front.office.history()]
        assert states == ["refused", "applied", "refused"]


async def test_a_click_of_whoever_may_not_is_audited(tmp_path: Path) -> None:
    """Once however often it is made; what is only asked to draw a page leaves nothing."""
    async with work(tmp_path, text=OWNED) as bot:
        assert bot.front.office
        forged = replace(ask(bot, "ben"), deed="suggestion_decline")
        assert await rights.admin(bot.front, forged) is False
        assert await rights.own(bot.front, forged) == ("morning",)
        with pytest.raises(Refused):
            await rights.own(bot.front, ask(bot, "chi"))
        assert await bot.front.office.history() == ()
        for _ in range(3):
            with pytest.raises(Refused, match="Only my admins"):
                await rights.may(bot.front, forged)
        [record] = await bot.front.office.history()
        assert record.author == Author(name=bot.slack.workspace.user("ben").id, way="slack")
        assert (record.state, record.times) == (ChangeState.REFUSED, 3)
        assert (record.change.part, record.change.id) == ("clicks", "suggestion_decline")
        assert record.note.startswith("Only my admins may change that.")
        assert record.final


async def test_an_archive_that_fails_lets_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They hear that they may not, though nothing can be written down."""
    async with work(tmp_path, text=TEXT) as bot:

        async def fails(*_: object) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(bot.front.office, "refuse", fails)
        assert "Only my admins may" in await refused(bot, "ben")


async def test_what_would_be_wrong_is_told_with_its_place(tmp_path: Path) -> None:
    """An admin who broke the file by hand reads in Slack where."""
    async with work(tmp_path, text=TEXT) as bot:
        edited(bot.file, TEXT.replace("sentences: 2", "sentences: many"))
        wanted = Change(part="sources", id="x", after={"id": "x", "url": "https://x.example/"})
        with pytest.raises(BriefbotError, match=r"nothing is changed: line \d+: .*sentences"):
            await rights.change(bot.front, ask(bot, "ana"), (wanted,))


async def test_without_a_file_nothing_can_be_changed(tmp_path: Path) -> None:
    """A bot that runs by the default configuration says so."""
    async with work(tmp_path) as bot:
        with pytest.raises(Refused, match="without a configuration file"):
            await rights.change(bot.front, ask(bot, "ana"), ())
        with pytest.raises(Refused, match="without a configuration file"):
            await rights.undo(bot.front, ask(bot, "ana"), 1)


@pytest.mark.parametrize("text", [OTHERS, WORKSPACE])
async def test_admins_by_a_group_or_the_workspace_mute_and_reset_too(
    tmp_path: Path, text: str
) -> None:
    """What a channel gets is theirs to say, as it is that of those whom the file names."""
    async with work(tmp_path, text=text, post=True) as bot:
        ana = bot.slack.workspace.user("ana").id
        bot.slack.workspace.groups["S0GROUP01"] = (ana,)
        digest = next(s for s in bot.slack.journal.find(kind="message") if s.ts == bot.posted)
        option = next(
            each["value"]
            for _, element in elements(list(digest.blocks))
            if element["action_id"] == "story_menu"
            for each in element["options"]
            if each["value"].startswith("hide:")
        )
        for user, said in (("ben", "Only the admins"), ("ana", "stays out of this channel's")):
            (told,) = await bot.press(user, "story_menu", digest, option=option)
            assert said in told.words
        (told,) = await bot.after(await bot.slack.command("ana", "#news", "reset"))
        assert "0 votes and 1 mute" in told.words
