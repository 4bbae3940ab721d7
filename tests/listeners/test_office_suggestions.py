"""Members propose sources; an admin looks and adds, or declines; each is decided once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from briefbot.admin import Done
from briefbot.emulator import Shown, faults
from briefbot.listeners import rights
from briefbot.models import Author, Change
from briefbot.models.suggestions import Verdict
from briefbot.store import suggestions
from tests.hand import edited
from tests.listeners.bureau import FILE, Bureau, bureau
from tests.press import PIECES

TWO = FILE.replace("[U000000002]", "[U000000002, U000000004]")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Run the bot with two admins, and an outlet that it does not read yet."""
    async with bureau(tmp_path, TWO) as running:
        assert running.work.slack.workspace.user("chi").id == "U000000004"
        running.web.publish("wire", *PIECES)
        yield running


async def proposed(desk: Bureau, url: str = "https://wire.test/feed") -> tuple[Shown, list[Shown]]:
    """Let Ben propose a source; return what he sees, and what the admins get."""
    act = await desk.work.slack.command("ben", "#random", f"suggest {url}")
    shown = await desk.work.after(act)
    return shown[-1], [one for one in shown if one.kind == "message"]


async def state(desk: Bureau, number: int = 1) -> Verdict:
    """Return what became of a proposal."""
    found = suggestions.find(desk.work.store.file, number)
    assert found
    return found.state


def to(desk: Bureau, user: str, shown: list[Shown]) -> list[Shown]:
    """Return the direct messages that somebody got."""
    direct = desk.work.slack.workspace.direct(desk.work.slack.workspace.user(user).id).id
    return [one for one in shown if one.kind == "message" and one.channel == direct]


async def test_a_proposal_is_looked_at_and_added(desk: Bureau) -> None:
    """Every admin gets it; one adds it in the usual form; who proposed it hears so."""
    said, told = await proposed(desk)
    assert "Proposed: https://wire.test/feed. The admins have it" in said.words
    (ana,), (chi,) = to(desk, "ana", told), to(desk, "chi", told)
    assert "proposes a source: " in ana.words
    form = (await desk.work.press("ana", "suggestion_approve", ana))[-1]
    assert PIECES[0].title in form.words
    act = await desk.send(form, {"name0": "The Wire"})
    assert act.errors == {}
    assert desk.source("the-wire").url == "https://wire.test/feed"
    assert await state(desk) is Verdict.APPROVED
    (heard,) = to(desk, "ben", act.so_far)
    assert "An admin added what you proposed" in heard.words
    late = await desk.work.press("chi", "suggestion_decline", chi)
    assert "Somebody has decided that already: approved." in late[-1].words


async def test_a_proposal_is_declined_once(desk: Bureau) -> None:
    """Who proposed it hears so; the buttons go; nothing is added by the other admin."""
    _, told = await proposed(desk)
    (ana,), (chi,) = to(desk, "ana", told), to(desk, "chi", told)
    form = (await desk.work.press("chi", "suggestion_approve", chi))[-1]
    shown = await desk.work.press("ana", "suggestion_decline", ana)
    (gone,) = [one for one in shown if one.kind == "update"]
    assert "Declined by" in gone.words
    assert "Look and add" not in gone.words
    assert "declined it" in to(desk, "ben", shown)[0].words
    act = await desk.send(form, user="chi")
    assert "decided that proposal already" in act.errors["name0"]
    assert len(desk.config.sources) == 2
    again, _ = await proposed(desk)
    assert "an admin declined it" in again.words


async def test_what_can_not_be_added_stays_open(desk: Bureau) -> None:
    """The file is broken: the proposal waits for another try."""
    _, told = await proposed(desk)
    form = (await desk.work.press("ana", "suggestion_approve", to(desk, "ana", told)[0]))[-1]
    edited(desk.file, "sources: [")
    os.utime(desk.file, (0, 0))  # long ago: nobody is just writing it
    act = await desk.send(form)
    assert "name0" in act.errors
    assert await state(desk) is Verdict.OPEN


@pytest.mark.parametrize("written", [True, False])
async def test_an_approval_that_dies_is_settled_at_the_next_start(
    desk: Bureau, monkeypatch: pytest.MonkeyPatch, *, written: bool
) -> None:
    """The file decides: what was added is approved, what was not can be approved again."""
    _, told = await proposed(desk)
    ana, chi = (to(desk, name, told)[0] for name in ("ana", "chi"))
    form = (await desk.work.press("ana", "suggestion_approve", ana))[-1]
    change = desk.office.change

    async def dies(author: Author, changes: Sequence[Change], **how: Any) -> Done:
        if written:
            await change(author, changes, **how)
        raise asyncio.CancelledError

    monkeypatch.setattr(desk.office, "change", dies)
    await desk.send(form, {"name0": "The Wire"})
    assert await state(desk) is Verdict.ADDING
    late = await desk.work.press("chi", "suggestion_decline", chi)
    assert "Somebody is just adding it" in late[-1].words
    monkeypatch.undo()
    approved = suggestions.settle(desk.work.store.file, {each.id for each in desk.config.sources})
    assert approved == ((1,) if written else ())
    assert await state(desk) is (Verdict.APPROVED if written else Verdict.OPEN)
    if not written:
        form = (await desk.work.press("chi", "suggestion_approve", chi))[-1]
        assert (await desk.send(form, user="chi")).errors == {}
        assert await state(desk) is Verdict.APPROVED


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("https://ledger.example/feed", "It is there already, as The Ledger."),
        ("http://[::1", "The address has a broken host or port"),
        ("https://me:pw@wire.test/feed", "This address holds a user name or a password"),
        ("ftp://wire.test/feed", "This is no web address"),
    ],
)
async def test_what_no_admin_needs_to_see(desk: Bureau, typed: str, answer: str) -> None:
    """What is there already, or is no address, goes to nobody."""
    said, told = await proposed(desk, typed)
    assert answer in said.words
    assert told == []


@pytest.mark.parametrize("members", [(), None])
async def test_a_proposal_waits_while_a_user_group_shows_nobody(
    desk: Bureau, members: tuple[str, ...] | None
) -> None:
    """It is empty just now, or Slack does not say who is in it: there are admins all the same."""
    edited(desk.file, FILE.replace("[U000000002]", "[S0GROUP01]"))
    await desk.work.desk.web.live.take(desk.config)
    if members is not None:
        desk.work.slack.workspace.groups["S0GROUP01"] = members
    said, told = await proposed(desk)
    assert "it waits in their Home tab" in said.words
    assert told == []
    assert await state(desk) is Verdict.OPEN


async def test_the_same_is_proposed_once(desk: Bureau) -> None:
    """However often, and in whichever spelling; and nobody fills the admins' mailbox."""
    await proposed(desk)
    said, told = await proposed(desk, "https://www.wire.test/feed?utm_source=x")
    assert "proposed already" in said.words
    assert told == []
    for number in range(suggestions.MOST_OPEN):
        said, told = await proposed(desk, f"https://s{number}.test/feed")
    assert "wait for an admin" in said.words
    assert told == []


async def test_only_admins_decide(desk: Bureau) -> None:
    """Somebody who is no admin any more opens no form that adds, and declines nothing."""
    _, told = await proposed(desk)
    (chi,) = to(desk, "chi", told)
    edited(desk.file, FILE)
    await desk.work.desk.web.live.take(desk.config)
    shown = await desk.work.press("chi", "suggestion_decline", chi)
    assert "Only my admins may change that" in shown[-1].words
    shown = await desk.work.press("chi", "suggestion_approve", chi)
    assert "Only my admins may change that" in shown[-1].words
    assert await state(desk) is Verdict.OPEN
    assert desk.web.asked == []
    tried = [each.change.id for each in await desk.office.history()]
    assert tried == ["suggestion_approve", "suggestion_decline"]


async def test_a_guest_proposes_nothing(desk: Bureau) -> None:
    """The admins hear nothing of it, and nothing waits."""
    room = desk.work.slack.workspace.channel("#random")
    room.members.add(desk.work.slack.workspace.user("gus").id)
    act = await desk.work.slack.command("gus", "#random", "suggest https://wire.test/feed")
    (said,) = await desk.work.after(act)
    assert rights.GUEST in said.words
    assert suggestions.waiting(desk.work.store.file) == ()


async def test_an_admin_who_can_not_be_told_keeps_it_from_no_other(desk: Bureau) -> None:
    """It waits all the same, and whoever proposed it hears which of both is so."""
    desk.work.slack.faults.add("chat.postMessage", *[faults.refused("channel_not_found")] * 6)
    said, told = await proposed(desk)
    assert "I could not reach an admin just now" in said.words
    assert told == []
    assert await state(desk) is Verdict.OPEN


async def test_without_an_admin_nobody_could_decide(tmp_path: Path) -> None:
    """So nothing is kept, and the answer says how somebody becomes one."""
    async with bureau(tmp_path, FILE.replace("admins: [U000000002]", "admins: []")) as desk:
        said, _ = await proposed(desk)
        assert "I have no admin yet" in said.words
        assert suggestions.waiting(desk.work.store.file) == ()


async def test_admins_of_the_workspace_find_it_in_their_home(tmp_path: Path) -> None:
    """Nobody else is an admin, so nobody can be told; it is kept for them."""
    text = FILE.replace("admins: [U000000002]", "workspace_admins: true")
    async with bureau(tmp_path, text) as desk:
        said, told = await proposed(desk)
        assert "It waits in the Home tab of this workspace's admins" in said.words
        assert told == []
        assert await state(desk) is Verdict.OPEN
