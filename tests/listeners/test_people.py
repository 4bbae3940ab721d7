"""Who asks, as Slack knows them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.emulator import SCOPES, Slack, faults, serve
from briefbot.errors import StoreError
from briefbot.listeners.people import LONGEST_NAME, People, Person, person
from briefbot.slack.client import Calls
from tests.listeners.office import client_of

TEAM = "T1"


def asking(client: AsyncWebClient, **known: Any) -> People:
    """Return what asks Slack, and waits for it however long it takes."""
    return People(Calls(client), client, **{"patience": 60, **known})


def calls(slack: Slack) -> int:
    """Count how often Slack told about a person."""
    told = [method for method, _, said in slack.journal.calls if said == "ok"]
    return told.count("users.info")


async def test_a_person_has_the_zone_that_slack_knows() -> None:
    """Hours are said in the zone of whoever reads them."""
    async with serve() as slack, client_of(slack) as client:
        chi = slack.workspace.user("chi")
        found = await asking(client).find(chi.id, slack.workspace.team_id)
        assert found == Person(id=chi.id, zone="Asia/Taipei", called="Chi Lin")


async def test_people_who_ask_much_are_looked_up_once() -> None:
    """Five hundred commands of one person are one call; later, Slack is asked again."""
    async with serve() as slack, client_of(slack) as client:
        now = [0.0]
        people = asking(client, timer=lambda: now[0])
        ana = slack.workspace.user("ana").id
        await asyncio.gather(*(people.find(ana, None) for _ in range(500)))
        assert calls(slack) == 1
        now[0] = 601.0
        await people.find(ana, None)
        assert calls(slack) == 2


async def test_only_so_many_people_are_remembered() -> None:
    """Memory is bounded: who was silent for longest is forgotten."""
    async with serve() as slack, client_of(slack) as client:
        people = asking(client, most_people=2)
        ids = [slack.workspace.user(name).id for name in ("ana", "ben", "chi")]
        for user in ids:
            await people.find(user, None)
        assert len(people) == 2
        await people.find(ids[-1], None)
        assert calls(slack) == 3
        await people.find(ids[0], None)
        assert calls(slack) == 4


async def test_when_slack_does_not_answer_nothing_is_known() -> None:
    """A person is answered all the same, in the default zone, and soon looked up again."""
    async with serve() as slack, client_of(slack) as client:
        now = [0.0]
        people = asking(client, zone=lambda: "Asia/Tokyo", timer=lambda: now[0])
        slack.faults.add("users.info", faults.server_error(503))
        ana = slack.workspace.user("ana").id
        assert await people.find(ana, None) == Person(
            id=ana, zone="Asia/Tokyo", known=False, zoned=False
        )
        assert not (await people.find(ana, None)).known
        now[0] = 31.0
        assert (await people.find(ana, None)).known


def test_a_person_is_called_by_their_full_name() -> None:
    """Else as they call themselves, else by their account; one line, however long."""
    account = {"name": "ana.l"}
    short = {**account, "profile": {"display_name": "ana\u202e\nthe first " + "x" * 200}}
    full = {**short, "real_name": "Ana Lindqvist"}
    names = [person(user, "U1", None, "UTC").called for user in ({}, account, short, full)]
    assert (names[:2], names[3]) == (["", "ana.l"], "Ana Lindqvist")
    assert names[2].startswith("ana the first")
    assert len(names[2]) <= LONGEST_NAME


async def test_a_name_is_there_once_slack_has_told_it() -> None:
    """To look for it asks nothing, so nobody waits for it."""
    async with serve() as slack, client_of(slack) as client:
        people = asking(client)
        ana = slack.workspace.user("ana").id
        assert people.called(ana) == ""
        slack.faults.add("users.info", faults.server_error(503))
        await people.find(ana, None)
        assert people.called(ana) == ""
        people._asked.clear()
        await people.find(ana, None)
        assert people.called(ana) == "Ana Lindqvist"
        assert calls(slack) == 1


async def test_a_refusal_for_good_is_not_taken_for_a_passing_failure() -> None:
    """Without `users:read` Slack never tells; that is asked again as seldom as what is known."""
    async with serve(scopes=SCOPES - {"users:read"}) as slack, client_of(slack) as client:
        now = [0.0]
        people = asking(client, zone=lambda: "Asia/Tokyo", timer=lambda: now[0])
        ana = slack.workspace.user("ana").id
        found = await people.find(ana, None)
        assert (found.zone, found.known, found.zoned, found.hidden) == (
            "Asia/Tokyo",
            False,
            False,
            True,
        )
        now[0] = 31.0
        assert (await people.find(ana, None)) is found


async def test_where_people_are_is_told_on_once_a_look_up() -> None:
    """Their subscriptions follow them; nobody follows strangers, or a zone that is not theirs."""
    told: list[tuple[str, str]] = []

    async def moved(user_id: str, zone: str) -> None:
        told.append((user_id, zone))
        raise StoreError("the archive is away")

    async with serve() as slack, client_of(slack) as client:
        eve = slack.workspace.add_user("eve", team_id="T0OTHER001")
        lost = slack.workspace.add_user("lost", tz="Nowhere/City")
        chi = slack.workspace.user("chi")
        people = asking(client, moved=moved)
        for user in (chi, chi, eve):
            assert (await people.find(user.id, slack.workspace.team_id)).known
        assert told == [(chi.id, "Asia/Taipei")]
        assert person({"tz": lost.tz}, lost.id, None, "UTC").zoned is False


async def test_a_pause_that_slack_asks_for_is_kept() -> None:
    """It is for all lookups in the workspace: nobody else is asked about meanwhile."""
    async with serve() as slack, client_of(slack) as client:
        people = asking(client)
        slack.faults.add("users.info", faults.ratelimited(30))
        for name in ("ana", "ben"):
            assert not (await people.find(slack.workspace.user(name).id, None)).known
        assert [method for method, _, _ in slack.journal.calls] == ["users.info"]


async def test_slack_is_not_waited_for_long() -> None:
    """A form has to open within three seconds; the answer that comes late counts next time."""
    async with serve() as slack, client_of(slack) as client:
        people = asking(client, patience=0.05)
        slack.faults.add("users.info", faults.slow(3600))
        ana = slack.workspace.user("ana").id
        assert not (await people.find(ana, None)).known
        slack.clock.advance(3600)
        async with asyncio.timeout(60):
            while not (await people.find(ana, None)).known:
                pass
        assert calls(slack) == 1


@pytest.mark.parametrize(
    ("user", "bot", "foreign"),
    [
        ({"team_id": TEAM}, False, False),
        ({"team_id": "T2"}, False, True),
        ({"team_id": TEAM, "is_stranger": True}, False, True),
        ({"team_id": TEAM, "is_bot": True}, True, False),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2", TEAM]}}, False, False),
        ({}, False, False),
    ],
)
def test_bots_and_people_of_other_workspaces_are_known(
    user: dict[str, Any], *, bot: bool, foreign: bool
) -> None:
    """They may read, and keep nothing here; in an organisation a person has several workspaces."""
    found = person(user, "U1", TEAM, "UTC")
    assert (found.bot, found.foreign) == (bot, foreign)


def test_slackbot_is_a_bot() -> None:
    """Slack itself says that it is none."""
    assert person({"team_id": TEAM, "is_bot": False}, "USLACKBOT", TEAM, "UTC").bot


@pytest.mark.parametrize("zone", [None, "", "Nowhere/City", "../etc/passwd", "Europe", "x" * 999])
def test_a_zone_that_this_machine_does_not_know_is_the_default_one(zone: str | None) -> None:
    """Nothing that comes from outside is trusted to be a zone."""
    assert person({"tz": zone}, "U1", None, "Asia/Tokyo").zone == "Asia/Tokyo"


async def test_whoever_needs_to_know_it_fresh_is_told_of_a_change_sooner() -> None:
    """A guest of a minute ago is none of now, for whoever asks for rights."""
    async with serve() as slack, client_of(slack) as client:
        now = [0.0]
        people = asking(client, timer=lambda: now[0])
        ana = slack.workspace.user("ana")
        assert (await people.find(ana.id, None)).admin
        ana.is_admin, ana.is_restricted = False, True
        now[0] = 61.0
        assert (await people.find(ana.id, None)).admin
        fresh = await people.find(ana.id, None, kept=60.0)
        assert (fresh.admin, fresh.guest) == (False, True)
