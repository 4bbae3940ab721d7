"""The admins' part of App Home, as an admin and others use it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefbot.emulator import Shown
from briefbot.emulator.hand import elements
from briefbot.errors import Refused, UsageError
from briefbot.listeners import rights
from briefbot.models import Author, Change, ChangeRecord, ChangeState
from briefbot.store import claims, configedit
from tests.hand import edited
from tests.listeners.atwork import ANA, TEXT, Work, work
from tests.listeners.test_rights import NOBODY, OWNED, ask
from tests.outbox.posting import posted

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Work]:
    """Run the bot by a file, which ana may change."""
    async with work(tmp_path, text=TEXT) as running:
        yield running


def home(bot: Work, user: str = "ana") -> str:
    """Return the id of somebody's Home."""
    return bot.slack.world.homes[bot.slack.workspace.user(user).id].id


async def command(bot: Work, text: str, user: str = "ana") -> list[Shown]:
    """Type a command; return all that is shown for it."""
    return await bot.after(await bot.slack.command(user, "#news", text))


async def click(bot: Work, action_id: str, user: str = "ana", **which: Any) -> str:
    """Click something on Home; return what all that is shown for it says."""
    act = await bot.slack.click_view(user, home(bot, user), action_id, **which)
    return "\n".join(shown.words for shown in await bot.after(act))


async def change(bot: Work, **fields: object) -> int:
    """Let ana change a source; return the number of the change."""
    assert bot.front.office
    before = (await bot.front.office.data())["sources"][0]
    wanted = Change(part="sources", id="ledger", before=before, after={**before, **fields})
    return (await rights.change(bot.front, ask(bot, "ana"), (wanted,))).number


async def test_the_command_leads_to_home(bot: Work) -> None:
    """Home shows how everything stands; the answer opens it."""
    shown, answer = await command(bot, "admin")
    assert (shown.kind, answer.kind) == ("home", "ephemeral")
    for words in (
        *("1 of 2 sources read", "Nobody has changed anything yet.", "2 sources, all well."),
        *("Morning", "next tomorrow 08:00", "#news", "Taiwan", "taiwan, taipei"),
    ):
        assert words in shown.words
    button = answer.blocks[-1]["elements"][0]
    workspace = bot.slack.workspace
    assert button["url"] == f"slack://app?team={workspace.team_id}&id={workspace.app_id}&tab=home"


async def test_others_are_told_who_may(bot: Work) -> None:
    """Their Home stays their own."""
    (answer,) = await command(bot, "admin", "ben")
    assert "Only my admins may change that." in answer.words
    (shown,) = await bot.after(await bot.slack.open_home("ben"))
    assert "Administration" not in shown.words
    assert "Today's digests" in shown.words


async def test_home_leads_there_and_back(bot: Work) -> None:
    """Where an admin was they are again when they come back; their own page is a click away."""
    (shown,) = await bot.after(await bot.slack.open_home("ana"))
    assert "Administration" in shown.words
    assert "Last changes" in await click(bot, "admin_overview")
    assert "Search by name" in await click(bot, "admin_sources")
    (again,) = await bot.after(await bot.slack.open_home("ana"))
    assert "Search by name" in again.words
    assert "Today's digests" in await click(bot, "admin_leave")


async def test_sources_stand_under_their_topics_and_are_found(bot: Work) -> None:
    """By words of their name or address, by topic, by state; each narrows the others."""
    await command(bot, "admin")
    shown = await click(bot, "admin_sources")
    assert shown.index("Topic: Taiwan\nHerald") < shown.rindex("Without a topic\nThe Ledger")
    assert "not read yet" in shown
    assert "fine · last read 13:00" in shown
    found = await click(bot, "admin_search", value="LEDGER")
    assert "2 sources, 1 of them shown." in found
    assert "The Ledger" in found
    assert "Herald" not in found
    found = await click(bot, "admin_topic_filter", option="topic:taiwan")
    assert "0 of them shown" in found
    assert "Herald" in await click(bot, "admin_search", value="")
    assert "0 of them shown" in await click(bot, "admin_fare", option="fare:off")
    assert "2 of them shown" in await click(bot, "admin_all")


async def test_a_thousand_sources_are_turned_page_by_page(tmp_path: Path) -> None:
    """Each is on one of the pages, and a word finds it."""
    more = "".join(f"  - {{id: s{n}, url: 'https://s{n}.example/'}}\n" for n in range(998))
    text = TEXT.replace("sources:\n", f"sources:\n{more}")
    async with work(tmp_path, text=text) as bot:
        await command(bot, "admin")
        shown = await click(bot, "admin_sources")
        assert "Page 1 of 50" in shown
        pages = [shown]
        while "Next" in pages[-1]:
            pages.append(await click(bot, "admin_next"))
        assert len(pages) == 50
        together = "\n".join(pages)
        assert all(f"s{n}.example" in together for n in range(998))
        assert "Page 49 of 50" in await click(bot, "admin_back")
        assert "s777.example" in await click(bot, "admin_search", value="s777")


async def test_a_change_is_undone_with_a_click(bot: Work) -> None:
    """The file says what it said, comment and all; the change is listed as undone."""
    before = bot.file.read_text("utf-8")
    number = await change(bot, weight=2)
    shown, _ = await command(bot, "admin")
    assert "changed source The Ledger: weight to 2" in shown.words
    said = await click(bot, "admin_undo", value=str(number))
    assert "Undone: " in said
    assert "undone" in said
    assert bot.file.read_text("utf-8") == before
    assert bot.desk.config.source("ledger").weight == 1


async def test_what_was_put_right_is_listed_without_a_way_back(bot: Work) -> None:
    """A digest that was deleted: who, when, which; a forged click brings nothing back."""
    author = Author(name=ANA, way="slack")
    number = await bot.desk.withdraw(posted(), author)
    shown, _ = await command(bot, "admin")
    assert "deleted the digest of morning in #news" in shown.words
    assert "Undo" not in shown.words
    with pytest.raises(UsageError, match="none of the file's"):
        await rights.undo(bot.front, ask(bot, "ana"), number)


async def test_what_says_who_may_do_what_is_taken_back_in_a_terminal(bot: Work) -> None:
    """A list of admins that a hand has changed has no button, and a forged click is refused."""
    assert bot.front.office
    admins = (await bot.front.office.data())["admins"]
    more = Change(part="settings", id="admins", before=admins, after=[*admins, "U0FRIEND01"])
    done = await bot.front.office.change(Author(name="", way="file"), [more])
    shown, _ = await command(bot, "admin")
    assert "Undo" not in shown.words
    with pytest.raises(Refused, match=f"`briefbot config undo {done.number}`"):
        await rights.undo(bot.front, ask(bot, "ana"), done.number)
    assert (await bot.front.office.data())["admins"] == more.after


@pytest.mark.parametrize(
    ("before", "after", "way", "only"),
    [
        ({"id": "a", "inside": True}, {"id": "a"}, "file", True),
        ({"id": "a", "url": "x"}, {"id": "a", "url": "y"}, "file", True),
        ({"id": "a", "weight": 2}, {"id": "a"}, "file", False),
        ({"id": "a", "inside": True}, None, "file", True),
        ({"id": "a", "inside": True}, None, "slack", False),
        ({"id": "a", "url": "x"}, None, "file", False),
        (None, {"id": "a", "inside": True}, "file", False),
    ],
)
def test_what_only_the_operator_takes_back(
    before: dict[str, Any] | None, after: dict[str, Any] | None, way: str, *, only: bool
) -> None:
    """What an item may reach is not opened again by a click; what a click removed comes back."""
    record = ChangeRecord(
        number=1,
        batch=1,
        at=NOW,
        author=Author(name="", way=way),
        change=Change(part="sources", id="a", before=before, after=after),
        state=ChangeState.APPLIED,
    )
    assert record.operators is only


async def test_what_somebody_has_changed_meanwhile_is_not_undone(bot: Work) -> None:
    """The page says so, and shows the newer change."""
    number = await change(bot, weight=2)
    await command(bot, "admin")
    await change(bot, weight=3)
    said = await click(bot, "admin_undo", value=str(number))
    assert "Not undone. Somebody has changed source The Ledger meanwhile, so nothing is" in said
    assert "weight from 2 to 3" in said
    assert "ledger.example" not in said  # an address may hold a secret
    assert bot.desk.config.source("ledger").weight == 3


async def test_an_undo_that_slack_sends_twice_is_done_once(bot: Work) -> None:
    """The second changes nothing, and says nothing: not that it was not undone."""
    number = await change(bot, weight=2)
    await command(bot, "admin")
    act = await bot.slack.click_view("ana", home(bot), "admin_undo", value=str(number))
    await bot.after(act)
    since = len(bot.slack.journal.shown)
    await bot.slack.world.send("interactive", act.payload)
    await bot.settled()
    assert bot.slack.journal.find(since=since) == []
    assert bot.front.office
    states = [record.state for record in await bot.front.office.history()]
    assert states == [ChangeState.APPLIED, ChangeState.UNDONE]


async def test_a_forged_click_of_whoever_may_not_changes_nothing(bot: Work) -> None:
    """An admin's payload in another's name: refused, told, audited."""
    number = await change(bot, weight=2)
    await command(bot, "admin")
    act = await bot.slack.click_view("ana", home(bot), "admin_sources")
    await bot.after(act)
    forged = {**act.payload, "trigger_id": "1.2.3"}
    forged["user"] = {**forged["user"], "id": bot.slack.workspace.user("ben").id}
    action = {**forged["actions"][0], "action_id": "admin_undo", "value": str(number)}
    since = len(bot.slack.journal.shown)
    assert (await bot.slack.world.send("interactive", {**forged, "actions": [action]})).ok
    await bot.settled()
    (told,) = bot.slack.journal.find(since=since)
    assert "Only my admins may change that." in told.words
    assert bot.desk.config.source("ledger").weight == 2
    assert bot.front.office
    assert [record.state.value for record in await bot.front.office.history()] == [
        *("refused", "applied"),
    ]
    await bot.slack.world.send("interactive", forged)
    await bot.settled()
    assert bot.slack.workspace.user("ben").id not in bot.slack.world.homes


async def test_what_members_propose_waits_there(bot: Work) -> None:
    """Until an admin declines it, by a click."""
    for number in range(7):
        await command(bot, f"suggest https://new{number}.example/", ("ben", "chi")[number % 2])
    shown, _ = await command(bot, "admin")
    assert "Proposed sources" in shown.words
    assert "https://new4.example/" in shown.words
    assert "https://new5.example/" not in shown.words
    assert "More wait behind these." in shown.words
    value = next(
        each["value"]
        for _, each in elements(shown.view["blocks"] if shown.view else [])
        if each["action_id"] == "suggestion_decline"
    )
    said = await click(bot, "suggestion_decline", value=value)
    assert "https://new5.example/" in said
    again, _ = await command(bot, "admin")
    assert "https://new0.example/" not in again.words


async def test_an_owner_sees_their_own_briefings(tmp_path: Path) -> None:
    """And nothing of the rest."""
    async with work(tmp_path, text=OWNED) as bot:
        shown, _ = await command(bot, "admin", "ben")
        assert "Morning" in shown.words
        assert "Last changes" not in shown.words
        assert "Sources" not in shown.words


async def test_a_file_that_may_not_be_written_says_why(
    bot: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be undone then, and the page says what to do."""
    await change(bot, weight=2)
    monkeypatch.setattr(os, "access", lambda *_: False)
    shown, _ = await command(bot, "admin")
    assert "Nothing can be changed from here" in shown.words
    assert "read-only" in shown.words
    assert "Undo" not in shown.words


# ---------------------------------------------------------------- the first admin


async def test_a_code_of_the_operators_makes_an_admin(tmp_path: Path) -> None:
    """Once; the change is listed, and the file keeps its comments."""
    async with work(tmp_path, text=NOBODY) as bot:
        code = claims.new(bot.store.file, bot.now[0])
        shown = await command(bot, f"admin claim {code.lower()}", "ben")
        assert [one.kind for one in shown] == ["home", "ephemeral", "ephemeral"]
        assert "became an admin" in shown[0].words
        assert shown[0].mentions == ("@U000000003",)
        assert "one of my admins now" in shown[1].words
        assert bot.desk.config.admins == ("U000000003",)
        assert bot.front.office
        (record,) = await bot.front.office.history()
        assert record.author.called == "Ben Okafor"
        assert "# since 1871" in bot.file.read_text("utf-8")
        (again,) = await command(bot, f"admin claim {code}", "chi")
        assert "no code that counts" in again.words
        assert bot.desk.config.admins == ("U000000003",)


async def test_another_admin_joins_those_there_are(bot: Work) -> None:
    """Whoever has the operator's word is one of them."""
    code = claims.new(bot.store.file, bot.now[0])
    await command(bot, f"admin claim {code}", "chi")
    assert bot.desk.config.admins == (ANA, bot.slack.workspace.user("chi").id)


async def test_a_guest_cannot_use_a_code(tmp_path: Path) -> None:
    """It stays good for somebody else."""
    async with work(tmp_path, text=NOBODY) as bot:
        code = claims.new(bot.store.file, bot.now[0])
        (said,) = await bot.after(await bot.slack.command("gus", "#general", f"admin claim {code}"))
        assert rights.GUEST in said.words
        assert not bot.desk.config.admins
        await command(bot, f"admin claim {code}", "ben")
        assert bot.desk.config.admins == ("U000000003",)


async def test_a_broken_file_leaves_the_code_good(tmp_path: Path) -> None:
    """What is wrong is said with its line."""
    async with work(tmp_path, text=NOBODY) as bot:
        code = claims.new(bot.store.file, bot.now[0])
        edited(bot.file, NOBODY.replace("sentences: 2", "sentences: many"))
        (said,) = await command(bot, f"admin claim {code}", "ben")
        assert "line 17" in said.words
        edited(bot.file, NOBODY)
        await command(bot, f"admin claim {code}", "ben")
        assert bot.desk.config.admins == ("U000000003",)


async def test_a_file_that_others_hold_leaves_the_code_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody changes it for long; the same code works afterwards, and once."""
    monkeypatch.setattr(configedit, "PATIENCE", 0.1)
    async with work(tmp_path, text=NOBODY) as bot:
        code = claims.new(bot.store.file, bot.now[0])
        with configedit.held(bot.file):
            (said,) = await command(bot, f"admin claim {code}", "ben")
        assert "somebody else is changing" in said.words
        assert not bot.desk.config.admins
        await command(bot, f"admin claim {code}", "ben")
        assert bot.desk.config.admins == ("U000000003",)
        (again,) = await command(bot, f"admin claim {code}", "chi")
        assert "no code that counts" in again.words


async def test_a_file_that_may_not_be_written_leaves_the_code_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says why."""
    async with work(tmp_path, text=NOBODY) as bot:
        code = claims.new(bot.store.file, bot.now[0])
        with monkeypatch.context() as patch:
            patch.setattr(os, "access", lambda *_: False)
            (said,) = await command(bot, f"admin claim {code}", "ben")
        assert "read-only" in said.words
        await command(bot, f"admin claim {code}", "ben")
        assert bot.desk.config.admins == ("U000000003",)
