"""Socket Mode against the emulator: what breaks heals, slowly enough, and no command is lost."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from structlog.testing import capture_logs

from briefbot import emulator
from briefbot.emulator import faults
from briefbot.settings import Secret
from briefbot.slack.client import session, web_client
from briefbot.slack.line import Pauses, Rhythm
from briefbot.slack.socket import Sockets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from briefbot.emulator import Slack

STEADY = Rhythm(ping=1)
FAST = Rhythm().divided(10)
"""For what is noticed by its time alone; a machine that pauses loses connections by it."""


@asynccontextmanager
async def listening(
    slack: Slack, rhythm: Rhythm = STEADY, *, number: int = 2, pause: float = 0.0
) -> AsyncIterator[Sockets]:
    """Let a bot listen that acknowledges each `/brief`, after a pause."""
    async with session() as http:
        client = web_client(slack.bot_token, slack.api_url, http)
        bolt = AsyncApp(client=client)

        @bolt.command("/brief")
        async def brief(ack: Any) -> None:
            await asyncio.sleep(pause)
            await ack(f"heard {pause}")

        token = Secret(slack.app_token)
        async with Sockets(bolt, token, client, rhythm, number=number) as sockets:
            yield sockets


async def until(done: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110  several things are waited for here
            await asyncio.sleep(0.005)


async def answered(slack: Slack) -> bool:
    """Type a command and tell whether it was acknowledged in time."""
    act = await slack.command("ana", "#news", "taiwan")
    return act.ack.ok


async def test_two_connections_take_commands() -> None:
    """Both are opened, and each acknowledges what comes in on it."""
    async with emulator.serve() as slack, listening(slack) as sockets:
        await asyncio.wait_for(sockets.ready(), 60)
        await until(lambda: sockets.connected == 2)
        assert len(slack.sockets) == 2
        assert [await answered(slack) for _ in range(4)] == [True] * 4
        assert slack.journal.acks.strays == 0
    assert len(slack.sockets) == 0


async def test_a_ticket_that_leads_nowhere_is_tried_once() -> None:
    """The SDK alone tries a dead ticket for ever; here the next try gets another."""
    async with emulator.serve() as slack:
        slack.sockets.broken = 2
        async with listening(slack, Rhythm(ping=0.2), number=1) as sockets:
            await until(lambda: sockets.connected == 1)
        assert slack.sockets.handshakes == 3


async def test_a_peer_that_falls_silent_is_left() -> None:
    """A connection that answers no ping is given up, and another is opened."""
    async with emulator.serve() as slack, listening(slack, FAST) as sockets:
        await until(lambda: sockets.connected == 2)
        slack.sockets.freeze()
        await until(lambda: slack.sockets.opened >= 4)
        await until(lambda: sockets.connected == 2)


async def test_a_broken_network_heals() -> None:
    """Connections that break without a word are opened again."""
    async with emulator.serve() as slack, listening(slack) as sockets:
        await until(lambda: sockets.connected == 2)
        with capture_logs() as log:
            slack.sockets.broken = 10_000  # until it is seen that none is there
            slack.sockets.reset()
            await until(lambda: sockets.connected == 0)
            slack.sockets.broken = 0
            await until(lambda: sockets.connected == 2)
        assert await answered(slack)
    assert next(entry["event"] for entry in log) == "disconnected"


@pytest.mark.fault
async def test_a_rolling_restart_loses_no_command(figure: Callable[[str, str], None]) -> None:
    """Slack renews every connection while people type: each command is acknowledged."""
    async with emulator.serve() as slack, listening(slack, pause=0.02) as sockets:
        await until(lambda: sockets.connected == 2)
        typed = []
        for number in range(60):
            if number == 20:
                await slack.sockets.disconnect("warning")
            typed.append(asyncio.create_task(answered(slack)))
            await asyncio.sleep(0.01)
        heard = await asyncio.gather(*typed)
        await until(lambda: slack.sockets.opened == 4)
        strays = slack.journal.acks.strays
    figure("socket", f"{sum(heard)} of 60 commands acknowledged while both connections change")
    assert (heard, strays) == ([True] * 60, 0)


async def test_a_slack_that_is_away_is_asked_less_and_less() -> None:
    """Each failed try makes the pause longer, so that an outage meets no storm of ours."""
    async with emulator.serve() as slack:
        slack.faults.add("apps.connections.open", *[faults.server_error()] * 500)
        async with listening(slack, Rhythm().divided(100), number=1) as sockets:
            await asyncio.sleep(1.5)
            tries = len([1 for name, *_ in slack.journal.calls if name == "apps.connections.open"])
            assert not sockets.connected
    assert 3 <= tries <= 12


async def test_a_connection_that_does_not_come_is_made_anew() -> None:
    """First its address is thrown away, later the client, and it heals by itself in the end."""
    async with emulator.serve() as slack:
        slack.faults.add("apps.connections.open", *[faults.server_error()] * 5_000)
        impatient = Rhythm(
            ping=1, look=0.02, patience=0.2, anew=3, first_pause=0.01, longest_pause=0.1
        )
        with capture_logs() as log:
            async with listening(slack, impatient, number=1) as sockets:
                await until(lambda: any("anew" in entry["event"] for entry in log))
                slack.faults.clear()
                await until(lambda: sockets.connected == 1)
                assert await answered(slack)
    events = [entry["event"] for entry in log]
    assert events[:2] == ["connection given a new address", "connection made anew"]
    assert events[-1] == "connected"


async def test_a_renewed_connection_is_kept_until_slack_closes_it() -> None:
    """Slack says twice that it ends: one other is opened, and the old one goes with it."""
    async with emulator.serve() as slack, listening(slack, number=1) as sockets:
        await until(lambda: sockets.connected == 1)
        assert await answered(slack)
        await until(lambda: len(asyncio.all_tasks()) < 20)
        before = len(asyncio.all_tasks())
        await slack.sockets.disconnect("warning")
        await slack.sockets.disconnect("warning")
        await until(lambda: len(slack.sockets) == 2)
        slack.clock.advance(10)
        await until(lambda: len(slack.sockets) == 1)
        await until(lambda: len(asyncio.all_tasks()) <= before)  # nothing of it is left behind
        assert (slack.sockets.opened, sockets.connected) == (2, 1)
        assert await answered(slack)


async def test_one_connection_too_many_goes_before_the_next_comes() -> None:
    """Slack takes ten an app; what it refuses is not kept beside the next try."""
    async with emulator.serve() as slack, listening(slack, number=10) as first:
        await until(lambda: first.connected == 10)
        async with listening(slack, number=1) as more:
            await until(lambda: slack.sockets.handshakes > 10)
            await asyncio.sleep(0.2)
            assert more.connected == 0
            assert first.connected == 10


def test_pauses_grow_and_are_forgotten() -> None:
    """The first two tries come at once, the rest wait twice as long each, up to a minute."""
    pauses = Pauses(Rhythm())
    now, waits = 0.0, []
    for _ in range(12):
        waits.append(pauses.next(now))
        now += waits[-1]
    assert waits == [0, 0, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    pauses.settle()
    assert pauses.next(now) == 0
    later = Pauses(Rhythm())
    assert [later.next(moment) for moment in (0, 0, 0, 1_000)] == [0, 0, 0.5, 0]
