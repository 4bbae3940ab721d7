"""The admins: each hears once, also when others could not be reached."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from briefbot.emulator import Slack, faults, serve
from briefbot.errors import DeliveryError
from briefbot.models import Alert
from briefbot.slack.admins import Admins
from briefbot.slack.client import Calls
from tests.listeners.office import client_of
from tests.makers import NOON

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ALERT = Alert(key="destination:#news", text="#news is archived <!here>", since=NOON)


@asynccontextmanager
async def admins(*names: str) -> AsyncIterator[tuple[Slack, Admins]]:
    """Open a Slack in which these people are the admins."""
    async with serve() as slack, client_of(slack) as client:
        ids = [slack.workspace.user(name).id for name in names]
        with capture_logs():
            yield slack, Admins(lambda: ids, Calls(client), client)


def heard(slack: Slack) -> Counter[str]:
    """Return how many messages each of the people has."""
    people = {slack.workspace.direct(name).id: name for name in ("ana", "ben", "chi")}
    return Counter(people[str(one.channel)] for one in slack.journal.find(kind="message"))


async def test_each_hears_once_however_often_it_is_tried() -> None:
    """Who was not reached is tried again, and nobody else: the others know already."""
    async with admins("ana", "ben") as (slack, them):
        slack.faults.add("chat.postMessage", faults.ratelimited(0))  # Ana's
        with pytest.raises(DeliveryError):
            await them.tell(ALERT)
        assert heard(slack) == {"ben": 1}
        await them.tell(ALERT)
        assert heard(slack) == {"ana": 1, "ben": 1}
        assert slack.journal.live == ()


async def test_who_can_never_be_told_holds_up_nobody() -> None:
    """One of two is gone from the workspace: the log says so, and it is over."""
    async with admins("ana", "ben") as (slack, them):
        slack.faults.add("conversations.open", faults.refused("user_disabled"))
        await them.tell(ALERT)
        assert heard(slack) == {"ben": 1}


async def test_when_nobody_can_be_told_it_is_tried_again() -> None:
    """Somebody has to hear it."""
    async with admins("ana") as (slack, them):
        slack.faults.add("conversations.open", faults.refused("user_disabled"))
        with pytest.raises(DeliveryError, match="user_disabled"):
            await them.tell(ALERT)
        await them.tell(ALERT)
        assert heard(slack) == {"ana": 1}


async def test_a_lost_answer_counts_as_told() -> None:
    """Twice is worse than perhaps not: the log has it too."""
    async with admins("ana", "ben") as (slack, them):
        slack.faults.add("chat.postMessage", faults.cut_after())
        await them.tell(ALERT)
        assert heard(slack) == {"ana": 1, "ben": 1}


async def test_what_comes_anew_is_told_anew() -> None:
    """The channel was in order in between: Ana, who heard of the first time, hears again."""
    async with admins("ana", "ben") as (slack, them):
        slack.faults.add("conversations.open", None, faults.ratelimited(0))
        with pytest.raises(DeliveryError):
            await them.tell(ALERT)
        await them.tell(replace(ALERT, since=NOON + timedelta(hours=1)))
        assert heard(slack) == {"ana": 2, "ben": 1}


async def test_the_members_of_a_user_group_hear_too() -> None:
    """Each once, also who is named besides; a group that is gone holds up nobody."""
    async with serve() as slack, client_of(slack) as client:
        ana, ben = (slack.workspace.user(name).id for name in ("ana", "ben"))
        slack.workspace.groups["S0ADMINS0"] = (ana, ben)
        ids = [ana, "S0ADMINS0", "S0GONE000"]
        them = Admins(lambda: ids, Calls(client), client)
        with capture_logs() as logs:
            await them.tell(ALERT)
        assert heard(slack) == {"ana": 1, "ben": 1}
        (missed,) = [entry for entry in logs if entry["event"] == "admin not told"]
        assert "there is no such user group" in missed["error"]


async def test_people_are_named_as_slack_names_them() -> None:
    """In the notification as in the message; nothing else that an alert says calls anybody."""
    async with admins("ana") as (slack, them):
        ben = slack.workspace.user("ben").id
        await them.tell(replace(ALERT, text=f"changed by `@{ben}` in Slack <!here>"))
        [message] = slack.journal.find(kind="message")
        assert message.text == f"changed by <@{ben}> in Slack &lt;!here&gt;"
        elements = message.blocks[0]["elements"][0]["elements"]
        assert {"type": "user", "user_id": ben} in elements
