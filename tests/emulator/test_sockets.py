"""Socket Mode: unmodified Bolt answers over it, and its rules hold for a raw socket."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from briefbot import emulator
from tests.emulator.bot import running, session_client, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_bolt.async_app import AsyncApp

    from briefbot.emulator import Slack

FAST = 50.0
"""Three seconds pass in 60 ms."""


async def _brief(ack: Any, respond: Any, command: Any) -> None:
    await ack()
    await respond(f"you asked for {command['text']}")


def _listens(app: AsyncApp) -> None:
    app.command("/brief")(_brief)


def _says_nothing(app: AsyncApp) -> None:
    del app


async def _ticket(slack: Slack) -> str:
    async with session_client(slack) as web:
        answer = await web.apps_connections_open(app_token=slack.app_token)
    return str(answer["url"])


@asynccontextmanager
async def _socket(slack: Slack) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Open a raw connection and read its hello."""
    url = await _ticket(slack)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(url, autoping=False) as socket,
    ):
        assert (await socket.receive_json())["type"] == "hello"
        yield socket


async def test_an_unmodified_app_answers_a_command(slack: Slack) -> None:
    """The command is acknowledged on its socket, and the answer is for its author alone."""
    async with running(slack, _listens):
        act = await slack.command("ana", "#general", "taiwan")
        shown = await act.shown()
    assert act.ok
    assert (shown.kind, shown.text) == ("ephemeral", "you asked for taiwan")
    assert shown.user == slack.workspace.user("ana").id


async def test_a_command_to_nobody_fails(slack: Slack) -> None:
    """With no connection open the person reads that it failed."""
    act = await slack.command("ana", "#news", "taiwan")
    assert (act.ok, act.ack.problem) == (False, "dispatch_failed")


async def test_a_ticket_is_good_for_one_handshake(slack: Slack) -> None:
    """A second handshake on the same address is refused."""
    url = await _ticket(slack)
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        async with session.get(url) as second:
            status = second.status
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert status == 408


async def test_a_broken_ticket_never_works(slack: Slack) -> None:
    """Such an address answers 500 however often it is tried; a new one works."""
    slack.sockets.broken = 1
    url = await _ticket(slack)
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            async with session.get(url) as response:
                assert response.status == 500
    async with _socket(slack):
        assert (slack.sockets.handshakes, slack.sockets.opened) == (3, 1)


async def test_an_eleventh_connection_is_sent_away(slack: Slack) -> None:
    """An app holds ten connections at most."""
    async with aiohttp.ClientSession() as session:
        held = [await session.ws_connect(await _ticket(slack)) for _ in range(10)]
        for socket in held:
            await socket.receive_json()
        extra = await session.ws_connect(await _ticket(slack))
        told = await extra.receive_json()
        for socket in [*held, extra]:
            await socket.close()
    assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")


async def test_a_ping_comes_back_with_its_words(slack: Slack) -> None:
    """The SDK reads its own time out of the answer."""
    async with _socket(slack) as socket:
        await socket.ping(b"sdk-ping-pong:1.5")
        pong = await socket.receive(timeout=60)
    assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1.5")


async def test_only_the_connection_that_carried_an_envelope_acknowledges_it(slack: Slack) -> None:
    """An acknowledgement on the other connection is a stray, and does not count."""
    async with _socket(slack) as one, _socket(slack) as two:
        first = asyncio.ensure_future(slack.command("ana", "#news", "taiwan"))
        envelope = await one.receive_json(timeout=60)
        await two.send_json({"envelope_id": envelope["envelope_id"]})
        await until(lambda: slack.journal.acks.strays == 1)
        assert not first.done()
        await one.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await first).ok


async def test_what_an_acknowledgement_says_is_shown(slack: Slack) -> None:
    """A command's acknowledgement may carry the answer itself."""
    async with _socket(slack) as socket:
        task = asyncio.ensure_future(slack.command("ana", "#news", "help"))
        envelope = await socket.receive_json(timeout=60)
        assert envelope["accepts_response_payload"] is True
        answer = {"text": "Here is help"}
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": answer})
        shown = await (await task).shown()
    assert (shown.kind, shown.via, shown.text) == ("ephemeral", "ack", "Here is help")


async def test_a_late_acknowledgement_is_none() -> None:
    """After three seconds the person has read operation_timeout; what comes then is late."""
    async with emulator.serve(scale=FAST) as slack, _socket(slack) as socket:
        act = await slack.command("ana", "#news", "taiwan")
        envelope = await socket.receive_json(timeout=60)
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        acks = slack.journal.acks
        await until(lambda: acks.late == 1)
    assert (act.ok, act.ack.problem) == (False, "operation_timeout")
    assert (acks.missed, acks.late, acks.times) == (1, 1, [])


async def test_an_event_comes_three_times_more() -> None:
    """Events are delivered again until they are acknowledged; commands never are."""
    async with emulator.serve(scale=1000) as slack, _socket(slack) as socket:
        await slack.command("ana", "#news", "taiwan")
        act = await slack.say("ana", "briefbot", "taiwan")
        heard = [await socket.receive_json(timeout=60) for _ in range(5)]
    assert act.ok is False
    assert [envelope["type"] for envelope in heard] == ["slash_commands", *["events_api"] * 4]
    assert [envelope["retry_attempt"] for envelope in heard[1:]] == [0, 1, 2, 3]
    assert len({envelope["payload"]["event_id"] for envelope in heard[1:]}) == 1
    assert len({envelope["envelope_id"] for envelope in heard}) == 5


async def test_the_sdk_connects_anew_after_a_warning(slack: Slack) -> None:
    """On disconnect the unmodified client opens a new connection and answers there."""
    async with running(slack, _listens):
        await slack.sockets.disconnect("warning")
        await until(lambda: slack.sockets.opened > 1 and len(slack.sockets) == 1)
        act = await slack.command("ana", "#news", "taiwan")
    assert act.ok


async def test_the_sdk_comes_back_after_a_reset(slack: Slack) -> None:
    """A connection broken with no word is noticed by the client's own pings."""
    async with running(slack, _listens, ping_interval=1):
        slack.sockets.reset()
        await until(lambda: slack.sockets.opened > 1 and len(slack.sockets) == 1)
        act = await slack.command("ana", "#news", "taiwan")
    assert act.ok


async def test_a_frozen_connection_stays_open_and_dumb() -> None:
    """A black hole takes everything and answers nothing; new connections are not touched."""
    async with emulator.serve(scale=FAST) as slack, _socket(slack) as socket:
        slack.sockets.freeze()
        await socket.ping(b"x")
        act = await slack.command("ana", "#news", "taiwan")
        assert act.ack.problem == "operation_timeout"
        assert len(slack.sockets) == 1
        async with _socket(slack) as other:
            await other.ping(b"y")
            assert (await other.receive(timeout=60)).data == b"y"
        slack.sockets.reset()


async def test_the_app_hears_its_own_direct_messages(slack: Slack) -> None:
    """Slack tells an app of what it wrote itself; Bolt acknowledges and lets no listener see it."""
    heard: list[str] = []

    async def message(event: Any) -> None:
        heard.append(event["text"])

    def register(app: AsyncApp) -> None:
        app.event("message")(message)

    async with running(slack, register), session_client(slack) as web:
        await web.chat_postMessage(channel=slack.workspace.user("ana").id, text="from the bot")
        act = await slack.say("ana", "briefbot", "a < b, see https://x.example/?a=1&b=2.")
        await until(lambda: len(slack.journal.acks.times) == 2 and bool(heard))
    assert act.ok
    assert heard == ["a &lt; b, see <https://x.example/?a=1&amp;b=2>."]


async def test_a_mention_is_an_event_where_the_bot_is(slack: Slack) -> None:
    """app_mention comes with the bot's id in the text, and not from channels without the bot."""
    heard: list[str] = []

    async def mention(event: Any) -> None:
        heard.append(json.dumps([event["type"], event["text"], event["channel"]]))

    def register(app: AsyncApp) -> None:
        app.event("app_mention")(mention)

    async with running(slack, register):
        act = await slack.mention("ana", "#news", "taiwan")
        await slack.mention("ana", "#general", "taiwan")
        await until(lambda: bool(heard))
    assert act.ok
    news = slack.workspace.channel("news").id
    text = f"<@{slack.workspace.bot.id}> taiwan"
    assert heard == [json.dumps(["app_mention", text, news])]


async def test_events_that_nobody_subscribed_to_stay_away() -> None:
    """Without the subscription, or without its scope, the app hears nothing."""
    scopes = emulator.SCOPES - {"im:history"}
    async with emulator.serve(scopes=scopes) as slack, running(slack, _says_nothing):
        act = await slack.say("ana", "briefbot", "taiwan")
    assert act.ack.problem == "not_subscribed"
