"""HTTP mode: Bolt verifies what is posted, and its answers are acknowledgements."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web as http
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.emulator.http import sign
from tests.emulator.bot import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from briefbot.emulator import Slack

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 the one of Slack's documentation


@asynccontextmanager
async def _served(app: AsyncApp) -> AsyncIterator[str]:
    runner = http.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await http.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


def _app(slack: Slack, heard: list[str]) -> AsyncApp:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=SECRET)

    async def brief(ack: Any, command: Any) -> None:
        heard.append(command["text"])
        await ack("Here it is")

    async def message(event: Any) -> None:
        heard.append(event["text"])

    app.command("/brief")(brief)
    app.event("message")(message)
    return app


async def test_a_signed_request_is_answered(slack: Slack) -> None:
    """Commands and events come signed; what the answer says is shown."""
    heard: list[str] = []
    async with _served(_app(slack, heard)) as url:
        slack.use_http(url, SECRET)
        act = await slack.command("ana", "#news", "taiwan & co")
        shown = await act.shown()
        said = await slack.say("ana", "briefbot", "taiwan")
        await until(lambda: len(heard) == 2)
    assert (act.ok, shown.text, shown.via) == (True, "Here it is", "ack")
    assert said.ok
    assert heard == ["taiwan & co", "taiwan"]


async def test_a_forged_request_is_refused(slack: Slack) -> None:
    """A wrong secret, a changed body and an old signature are turned away by Bolt."""
    heard: list[str] = []
    async with _served(_app(slack, heard)) as url:
        requests = slack.use_http(url, SECRET)
        await slack.command("ana", "#news", "taiwan")
        assert requests.last is not None
        body, headers = requests.last
        changed = body.replace(b"taiwan", b"berlin")
        old = str(int(slack.clock.now().timestamp()) - 301)
        stale = requests.signed(body, headers["Content-Type"], timestamp=old)
        statuses = [
            (await requests.post(body, headers))[0],
            (await requests.post(changed, headers))[0],
            (await requests.post(body, stale))[0],
        ]
        slack.use_http(url, "another secret")
        act = await slack.command("ana", "#news", "tokyo")
    assert statuses == [200, 401, 401]
    assert act.ok is False
    assert heard == ["taiwan", "taiwan"]


def test_the_signature_is_slack_s() -> None:
    """The worked example of Slack's documentation comes out."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign(SECRET, body, "1531420618") == expected
