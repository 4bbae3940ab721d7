"""Before the bot starts: what is wrong is one sentence, and what may pass is no verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot import emulator
from briefbot.clock import utc_now
from briefbot.emulator import faults
from briefbot.errors import DeliveryError, SetupError
from briefbot.settings import Secret, SlackSettings
from briefbot.slack.client import Calls, session, web_client
from briefbot.slack.preflight import check, identify, try_socket

if TYPE_CHECKING:
    from briefbot.emulator import Slack
    from briefbot.emulator.faults import Fault
    from briefbot.slack.preflight import Identity

BOT, APP, SIGNING = Secret("xoxb-1-a"), Secret("xapp-1-a"), Secret("5ec4e7")


async def identity(slack: Slack, token: str | None = None) -> Identity:
    """Ask who we are, with the right token or another."""
    async with session() as http:
        client = web_client(token or slack.bot_token, slack.api_url, http)
        return await identify(Calls(client), client, utc_now)


async def try_app_token(slack: Slack, token: str) -> None:
    """Try a connection with a token."""
    async with session() as http:
        client = web_client(slack.bot_token, slack.api_url, http)
        await try_socket(Calls(client), client, Secret(token))


async def test_slack_says_who_we_are() -> None:
    """Ids, the workspace's name, the scopes and the clock come with one call."""
    async with emulator.serve(scopes=frozenset({"chat:write", "commands"})) as slack:
        found = await identity(slack)
        await try_app_token(slack, slack.app_token)
        bot = slack.workspace.bot
        assert (found.user_id, found.bot_id) == (bot.id, slack.workspace.bot_id)
        assert (found.team_id, found.team) == (slack.workspace.team_id, slack.workspace.name)
        assert found.scopes == {"chat:write", "commands"}
        assert not found.clock_is_wrong


@pytest.mark.parametrize(
    ("ahead", "wrong"), [(-100, False), (100, False), (-300, True), (300, True)]
)
async def test_a_clock_that_is_wrong_is_noticed(ahead: int, wrong: bool) -> None:  # noqa: FBT001
    """Two minutes either way are enough to say so."""
    async with emulator.serve() as slack:
        slack.clock.set_wrong(-ahead)
        found = await identity(slack)
    assert found.clock_is_wrong is wrong
    assert found.ahead is not None
    assert abs(found.ahead - timedelta(seconds=ahead)) < timedelta(seconds=60)
    assert found.agrees(utc_now()) is True  # minutes make no wrong day


async def test_a_clock_that_is_set_later_on_is_noticed_too() -> None:
    """Slack's time is carried on by a stopwatch, not by the clock that it judges."""
    async with emulator.serve() as slack:
        found = await identity(slack)
    an_hour_on = replace(found, asked_at=found.asked_at - 3600)
    assert an_hour_on.agrees(utc_now() + timedelta(hours=1))
    assert an_hour_on.agrees(utc_now()) is False
    assert replace(found, ahead=None).agrees(utc_now()) is None


async def test_a_wrong_bot_token_is_one_sentence() -> None:
    """The variable, Slack's word and where to get the right one; never the token."""
    async with emulator.serve() as slack:
        with pytest.raises(SetupError) as caught:
            await identity(slack, "xoxb-wrong")
    said = str(caught.value)
    assert said.startswith("SLACK_BOT_TOKEN is refused by Slack (invalid_auth): ")
    assert "Bot User OAuth Token" in said
    assert "xoxb-wrong" not in said


async def test_a_revoked_token_says_what_to_do() -> None:
    """The app was taken out of the workspace: install it again."""
    async with emulator.serve() as slack:
        slack.revoke()
        with pytest.raises(SetupError, match=r"\(token_revoked\): it was revoked: install the app"):
            await identity(slack)


async def test_a_wrong_app_token_is_one_sentence() -> None:
    """A bot token in its place opens no connection."""
    async with emulator.serve() as slack:
        with pytest.raises(SetupError, match=r"SLACK_APP_TOKEN .*not_allowed_token_type.*another"):
            await try_app_token(slack, slack.bot_token)
        slack.faults.add("apps.connections.open", faults.refused("missing_scope"))
        with pytest.raises(SetupError, match=r"it lacks a permission; .* connections:write"):
            await try_app_token(slack, slack.app_token)


@pytest.mark.parametrize(
    "fault",
    [
        faults.server_error(503),
        faults.server_error(500, html=True),
        faults.ratelimited(1),
        faults.refused("internal_error"),
        faults.refused("a_new_word"),
        faults.cut(),
    ],
    ids=lambda fault: fault.name,
)
async def test_an_outage_is_no_verdict(fault: Fault) -> None:
    """What may pass is an error that is waited for, not one that ends the bot."""
    async with emulator.serve() as slack:
        slack.faults.add("auth.test", fault)
        slack.faults.add("apps.connections.open", fault)
        with pytest.raises(DeliveryError):
            await identity(slack)
        with pytest.raises(DeliveryError):
            await try_app_token(slack, slack.app_token)


async def test_slack_that_can_not_be_reached_is_no_verdict() -> None:
    """Nobody listens there: the error says that it is unreachable."""
    async with emulator.serve() as slack:
        pass
    with pytest.raises(DeliveryError) as caught:
        await identity(slack)
    assert caught.value.reason == "unreachable"


@pytest.mark.parametrize(
    ("settings", "http", "says"),
    [
        (SlackSettings(app_token=APP), False, "SLACK_BOT_TOKEN is not set: copy the Bot User"),
        (SlackSettings(bot_token=BOT), False, "SLACK_APP_TOKEN is not set: make an app-level"),
        (
            SlackSettings(bot_token=BOT, app_token=APP),
            True,
            "SLACK_SIGNING_SECRET is not set: copy the Signing Secret",
        ),
    ],
)
def test_what_is_missing_is_named(settings: SlackSettings, http: bool, says: str) -> None:  # noqa: FBT001
    """Each way of running needs its own settings, and says which one is not there."""
    with pytest.raises(SetupError) as caught:
        check(settings, http=http)
    assert str(caught.value).startswith(says)


def test_each_way_of_running_needs_two_settings() -> None:
    """Sockets need no signing secret, and HTTP no app token."""
    check(SlackSettings(bot_token=BOT, app_token=APP), http=False)
    check(SlackSettings(bot_token=BOT, signing_secret=SIGNING), http=True)
