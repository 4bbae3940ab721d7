"""Tokens, scopes, bodies and headers of the Web API."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import aiohttp

from briefbot import emulator
from briefbot.clock import utc_now
from tests.emulator.bot import refusal, session_client

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack


async def test_each_token_has_its_methods(slack: Slack) -> None:
    """The app's token opens connections, the bot's does the rest; others nothing."""
    errors = []
    for token, method in (
        ("", "auth.test"),
        ("xoxb-wrong", "auth.test"),
        (slack.app_token, "auth.test"),
        (slack.bot_token, "apps.connections.open"),
        ("xapp-wrong", "apps.connections.open"),
        (slack.bot_token, "no.such"),
    ):
        async with session_client(slack, token=token) as web:
            errors.append((await refusal(web.api_call(method)))["error"])
    assert errors == [
        "not_authed",
        "invalid_auth",
        "not_allowed_token_type",
        "not_allowed_token_type",
        "invalid_auth",
        "unknown_method",
    ]
    slack.revoke()
    async with session_client(slack) as web:
        assert (await refusal(web.auth_test()))["error"] == "token_revoked"


async def test_auth_test_says_who_the_bot_is(slack: Slack, web: AsyncWebClient) -> None:
    """Its answer names the workspace and the bot, and its headers the scopes and the time."""
    before = slack.clock.now().replace(microsecond=0)
    answer = await web.auth_test()
    assert answer["user_id"] == slack.workspace.bot.id
    assert answer["bot_id"] == slack.workspace.bot_id
    assert set(answer.headers["x-oauth-scopes"].split(",")) == emulator.SCOPES
    assert before <= parsedate_to_datetime(answer.headers["Date"]) <= slack.clock.now()


async def test_a_wrong_clock_shows_in_the_date(slack: Slack, web: AsyncWebClient) -> None:
    """Slack's wall can be set apart from the truth, and only the wall."""
    slack.clock.set_wrong(-600)
    before = utc_now().replace(microsecond=0)
    said = parsedate_to_datetime((await web.auth_test()).headers["Date"])
    assert before <= said + timedelta(seconds=600) <= utc_now()


async def test_a_missing_scope_is_named() -> None:
    """The answer says which scope is needed and which there are."""
    scopes = frozenset({"chat:write", "channels:history"})
    async with emulator.serve(scopes=scopes) as slack, session_client(slack) as web:
        desk = slack.workspace.channel("desk").id
        info = await refusal(web.users_info(user=slack.workspace.bot.id))
        history = await refusal(web.conversations_history(channel=desk))
    assert (info["error"], info["needed"]) == ("missing_scope", "users:read")
    assert info["provided"] == "channels:history,chat:write"
    assert (history["error"], history["needed"]) == ("missing_scope", "groups:history")


async def test_arguments_come_in_any_body(slack: Slack) -> None:
    """JSON, a form and a query say the same; broken JSON has its own errors."""
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    url = f"{slack.api_url}chat.postMessage"
    values = {"channel": "#news", "text": "x"}
    async with aiohttp.ClientSession(headers=headers) as session:
        said = []
        for body in (
            {"json": values},
            {"data": values},
            {"params": values},
            {"data": b"{", "headers": {"Content-Type": "application/json"}},
            {"json": [1]},
        ):
            async with session.post(url, **body) as response:
                answer = await response.json()
                said.append(answer.get("error", "ok"))
    assert said == ["ok", "ok", "ok", "invalid_json", "json_not_object"]


async def test_people_are_told_apart(slack: Slack, web: AsyncWebClient) -> None:
    """users.info tells zone, admin and guest; user groups tell their members."""
    slack.workspace.groups["S1"] = (slack.workspace.user("ana").id,)
    ana = (await web.users_info(user=slack.workspace.user("ana").id))["user"]
    gus = (await web.users_info(user=slack.workspace.user("gus").id))["user"]
    chi = (await web.users_info(user=slack.workspace.user("chi").id))["user"]
    assert (ana["is_admin"], ana["is_restricted"]) == (True, False)
    assert (gus["is_admin"], gus["is_restricted"]) == (False, True)
    assert (chi["tz"], chi["tz_offset"]) == ("Asia/Taipei", 8 * 3600)
    assert (await refusal(web.users_info(user="U404")))["error"] == "user_not_found"
    assert (await web.usergroups_users_list(usergroup="S1"))["users"] == [ana["id"]]


async def test_the_page_is_served(slack: Slack, web: AsyncWebClient) -> None:
    """Who opens the emulator's address sees the workspace."""
    await web.chat_postMessage(channel="#news", text="Good morning")
    async with aiohttp.ClientSession() as session, session.get(slack.world.address) as response:
        assert "Good morning" in await response.text()
