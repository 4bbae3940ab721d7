"""HTTP mode: Slack's requests have one effect each, and nobody else's have any."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.app.async_app import AsyncApp

from briefbot import emulator
from briefbot.clock import utc_now
from briefbot.emulator.http import sign
from briefbot.errors import SetupError
from briefbot.settings import Secret
from briefbot.slack.client import session, web_client
from briefbot.slack.http import BODY_LIMIT, HEALTH, PATH, Receiver, Seen, signed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from briefbot.emulator import Slack

SECRET = Secret("8f742231b10e8888abcd99yyyzzz85a5")
FORM = "application/x-www-form-urlencoded"


class Bot:
    """A bot that counts what it is told to do."""

    def __init__(self, receiver: Receiver, effects: list[str]) -> None:
        self.receiver = receiver
        self.effects = effects

    def url(self, path: str = PATH) -> str:
        return f"http://127.0.0.1:{self.receiver.port}{path}"


@asynccontextmanager
async def receiving(slack: Slack, **how: Any) -> AsyncIterator[Bot]:
    """Let a bot listen on loopback."""
    effects: list[str] = []
    async with session() as http:
        client = web_client(slack.bot_token, slack.api_url, http)
        bolt = AsyncApp(client=client, request_verification_enabled=False)

        @bolt.command("/brief")
        async def brief(ack: Any, command: Any) -> None:
            await ack("heard")
            effects.append(command["text"])

        @bolt.event("app_home_opened")
        async def home(event: Any) -> None:
            effects.append(event["type"])

        async with Receiver(bolt, SECRET, utc_now, "127.0.0.1", 0, **how) as receiver:
            yield Bot(receiver, effects)


async def test_commands_and_events_come_in() -> None:
    """What Slack signs is acknowledged, and the answer goes back in the same response."""
    async with emulator.serve() as slack, receiving(slack) as bot:
        slack.use_http(bot.url(), SECRET.reveal())
        act = await slack.command("ana", "#news", "taiwan 台灣")
        await slack.open_home("ana")
        async with asyncio.timeout(60):  # an event is acknowledged before it is looked at
            while len(bot.effects) < 2:  # noqa: ASYNC110  it tells nobody
                await asyncio.sleep(0.01)
        assert act.ok
        assert act.ack.payload == {"text": "heard"}
        assert bot.effects == ["taiwan 台灣", "app_home_opened"]


@pytest.mark.fault
async def test_a_forged_or_old_request_has_no_effect(figure: Callable[[str, str], None]) -> None:
    """A-02: bad, old, missing and senseless signatures are 401; a replay is 200 without effect."""
    statuses: Counter[int] = Counter()
    async with emulator.serve() as slack, receiving(slack) as bot:
        requests = slack.use_http(bot.url(), SECRET.reveal())
        await slack.command("ana", "#news", "once")
        assert requests.last
        body, headers = requests.last
        for _ in range(3):
            status, said = await requests.post(body, headers)
            assert (status, said) == (200, b"")
        now = int(utc_now().timestamp())
        fresh = body.replace(b"once", b"more")
        forged = [
            headers,
            {**requests.signed(fresh, FORM), "X-Slack-Signature": "v0=" + "0" * 64},
            {**requests.signed(fresh, FORM), "X-Slack-Signature": "v0=\xe9"},
            {"Content-Type": FORM},
            requests.signed(fresh, FORM, timestamp=str(now - 301)),
            requests.signed(fresh, FORM, timestamp=str(now + 3_600)),
            *(requests.signed(fresh, FORM, timestamp=t) for t in ("nan", "-1", "1e9", "9" * 13)),
        ]
        for each in forged:
            statuses[(await requests.post(fresh, each))[0]] += 1
        assert bot.effects == ["once"]
    assert statuses == {401: len(forged)}
    figure("A-02", f"{len(forged)} forged or old: 401 each; 3 replays: 200, 1 effect in all")


async def test_an_unsigned_certificate_check_is_refused_too() -> None:
    """Bolt lets `ssl_check=1` pass without a signature; nothing passes here."""
    async with emulator.serve() as slack, receiving(slack) as bot:
        requests = slack.use_http(bot.url(), SECRET.reveal())
        assert (await requests.post(b"ssl_check=1&token=x", {"Content-Type": FORM}))[0] == 401


async def test_a_body_that_is_too_large_or_slow_is_given_up() -> None:
    """No request holds more than a megabyte, or longer than Slack itself would wait."""
    async with emulator.serve() as slack, receiving(slack) as bot:
        requests = slack.use_http(bot.url(), SECRET.reveal())
        large = b"x" * (BODY_LIMIT + 1)
        assert (await requests.post(large, requests.signed(large, FORM)))[0] == 413
        reader, writer = await asyncio.open_connection("127.0.0.1", bot.receiver.port)
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow"
        writer.write(head.encode())
        async with asyncio.timeout(60):
            assert (await reader.readline()).startswith(b"HTTP/1.1 408")
        writer.close()


async def test_bytes_that_are_no_text_are_no_crash() -> None:
    """A signed body of any bytes gets an answer that is no server error."""
    async with emulator.serve() as slack, receiving(slack) as bot:
        requests = slack.use_http(bot.url(), SECRET.reveal())
        for body in (
            b"\xff\xfe=\x00",
            b"",
            b"payload=%7B",
            b"payload=%ff",
            b"[]",
            b"{}",
            b"[" * 9_999,
        ):
            for mime in (FORM, "application/json"):
                status, _ = await requests.post(body, requests.signed(body, mime))
                assert status < 500, (body, mime)


@pytest.mark.parametrize(("fine", "status"), [(True, 200), (False, 503)])
async def test_health_is_asked_over_http(fine: bool, status: int) -> None:  # noqa: FBT001
    """Whoever balances load can ask whether the bot is ready; nothing else is served."""
    async with (
        emulator.serve() as slack,
        receiving(slack, healthy=lambda: fine) as bot,
        aiohttp.ClientSession() as asking,
    ):
        assert (await asking.get(bot.url(HEALTH))).status == status
        assert (await asking.get(bot.url(PATH))).status == 405
        assert (await asking.get(bot.url("/"))).status == 404


async def test_a_port_that_is_taken_is_one_sentence() -> None:
    """Another program listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        bolt = AsyncApp(token="xoxb-1")  # noqa: S106  no token
        with pytest.raises(SetupError, match=rf"--http 127\.0\.0\.1:{port} can't be listened at"):
            async with Receiver(bolt, SECRET, utc_now, "127.0.0.1", port):
                pass


def test_seen_signatures_are_bounded_and_forgotten() -> None:
    """The oldest goes when there are too many, and all go with time."""
    seen = Seen(seconds=600, most=3)
    assert [seen.first(bytes([n]), n) for n in (1, 2, 3, 1, 4)] == [True, True, True, False, True]
    assert len(seen) == 3
    assert seen.first(b"\x01", 5)
    assert not seen.first(b"\x04", 604)
    assert seen.first(b"\x04", 605)
    assert len(seen) == 2


NOW = utc_now()


@given(body=st.binary(), timestamp=st.text(), signature=st.text())
def test_nothing_that_slack_did_not_sign_passes(
    body: bytes, timestamp: str, signature: str
) -> None:
    """Any bytes, any headers: refused, and never an error."""
    now = NOW.timestamp()
    assert not signed(body, timestamp, signature, SECRET, now)
    assert not signed(body, str(int(now)), f"v0={signature}\udce9", SECRET, now)


@given(body=st.binary(), other=st.binary(), age=st.integers(-300, 300))
def test_what_slack_signed_passes_for_five_minutes(body: bytes, other: bytes, age: int) -> None:
    """The same body within the window passes; another body, secret or time does not."""
    at = int((NOW - timedelta(seconds=age)).timestamp())
    now = int(NOW.timestamp())
    signature = sign(SECRET.reveal(), body, str(at))
    assert signed(body, str(at), signature, SECRET, now)
    assert not signed(body, str(at), signature, Secret("other"), now)
    assert not signed(body, str(at), signature, SECRET, at + 301)
    assert not signed(body, str(at), signature, SECRET, at - 301)
    assert body == other or not signed(other, str(at), signature, SECRET, now)
