"""The edge of every listener: acknowledged, logged, said in words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import pytest
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot.emulator.world import ACK_WINDOW
from briefbot.errors import SourceError, Stale, StoreError, UsageError
from briefbot.listeners import bring
from briefbot.listeners.edge import Listener, kept
from briefbot.listeners.front import Front
from briefbot.listeners.reply import Reply
from tests.listeners.office import opened


def raising(error: Exception, *, before: bool = False) -> Listener:
    """Return a listener that raises just after it acknowledged, or before."""

    async def listener(ack: AsyncAck) -> None:
        if not before:
            await ack()
        raise error

    return listener


def listening(listener: Listener) -> Callable[[AsyncApp, Front], None]:
    """Let it listen to /brief."""

    def register(bolt: AsyncApp, front: Front) -> None:
        bolt.use(bring(front))
        bolt.command("/brief")(listener)

    return register


async def test_bolt_takes_the_acknowledgement_of_a_listener_back_that_raises() -> None:
    """Why the edge is there: without it, the person sees that the command timed out."""
    async with opened(None, listening(raising(ValueError("secret")))) as office:
        office.slack.options.ack_window = ACK_WINDOW
        act = await office.slack.command("ana", "#news", "taiwan")
        assert not act.ok


@pytest.mark.parametrize("before", [False, True])
async def test_a_listener_that_raises_is_acknowledged_and_says_a_sentence(*, before: bool) -> None:
    """The person gets a reference and no inner words; the log has the rest under it."""
    listener = kept(raising(ValueError("secret"), before=before))
    with structlog.testing.capture_logs() as logs:
        async with opened(None, listening(listener)) as office:
            act = await office.slack.command("ana", "#news", "taiwan")
            assert act.ok
            entry = await act.shown(kind="ephemeral")
    found = re.search("Something went wrong on our side.* reference ([0-9a-f]{6})", entry.words)
    assert found
    assert "secret" not in entry.words
    (failed,) = [line for line in logs if line["event"] == "listener failed"]
    assert failed["reference"] == found[1]


@pytest.mark.parametrize(
    "error", [UsageError("there is no topic <!here>"), SourceError("timeout", "x is too slow")]
)
async def test_errors_for_people_are_said_as_they_are(error: Exception) -> None:
    """Their words say what to do, and nothing in them is markup."""
    async with opened(None, listening(kept(raising(error)))) as office:
        act = await office.slack.command("ana", "#news", "taiwan")
        entry = await act.shown(kind="ephemeral")
        assert str(error) in entry.words
        assert office.slack.journal.live == ()


async def test_errors_of_the_archive_are_not_for_readers() -> None:
    """They name files, which an admin finds in the log."""
    listener = kept(raising(StoreError("/var/lib/briefbot.db can't be read")))
    async with opened(None, listening(listener)) as office:
        act = await office.slack.command("ana", "#news", "taiwan")
        assert "/var/lib" not in (await act.shown(kind="ephemeral")).words


async def test_what_still_runs_is_waited_for_when_the_bot_stops() -> None:
    """An answer under way is not cut off; one that hangs is not waited for."""
    gate = asyncio.Event()

    async def listener(ack: AsyncAck, reply: Reply) -> None:
        await ack()
        await gate.wait()
        await reply.say("Done.")

    async with opened(None, listening(kept(listener))) as office:
        act = await office.slack.command("ana", "#news", "taiwan")
        await office.front.under_way.drain(0.1)
        assert act.so_far == []
        gate.set()
        await office.front.under_way.drain(60)
        assert "Done." in act.so_far[0].words


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            Stale("sources", "wire", {"name": "The Wire", "url": "https://wire.test/?key=SECRET"}),
            "Somebody has changed source The Wire meanwhile, so nothing is changed.",
        ),
        (
            Stale("topics", "sea", None),
            "Somebody has removed topic sea meanwhile: it is gone, so nothing is changed.",
        ),
        (
            Stale("settings", "admins", ["U0SECRET01"]),
            "Somebody has changed setting admins meanwhile, so nothing is changed.",
        ),
    ],
)
async def test_who_comes_too_late_is_not_told_the_file(error: Stale, said: str) -> None:
    """Who changed it sees it where it is drawn; an address may hold a secret."""
    async with opened(None, listening(kept(raising(error)))) as office:
        act = await office.slack.command("ana", "#news", "x")
        assert set((await act.shown()).words.splitlines()) == {said}
