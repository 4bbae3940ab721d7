"""What goes wrong, and what the SDK's defaults make of it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from briefbot import emulator
from briefbot.emulator import Fault, faults
from tests.emulator.bot import refusal, running, session_client, until

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from briefbot.emulator import Slack

POST = "chat.postMessage"


def _texts(slack: Slack) -> list[str]:
    return [message.text for message in slack.workspace.channel("news").posted()]


async def test_the_sdk_s_defaults_post_twice_when_the_answer_is_lost(slack: Slack) -> None:
    """Cut after accept: the default handler sends again and reports success."""
    slack.faults.add(POST, faults.cut_after())
    async with session_client(slack) as web:
        answer = await web.chat_postMessage(channel="#news", text="x")
    assert answer["ok"]
    assert _texts(slack) == ["x", "x"]


async def test_without_handlers_a_lost_answer_is_an_error_and_one_message(slack: Slack) -> None:
    """Cut after accept with no handlers: the caller hears of it, and nothing is sent again."""
    slack.faults.add(POST, faults.cut_after())
    async with session_client(slack, retry_handlers=[]) as web:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await web.chat_postMessage(channel="#news", text="x")
    assert _texts(slack) == ["x"]


@pytest.mark.parametrize(
    ("fault", "messages"),
    [
        (faults.cut(), 0),
        (faults.cut_after(), 1),
        (faults.server_error(500), 0),
        (faults.server_error(503, effect=True), 1),
        (faults.server_error(502, html=True), 0),
        (faults.refused("fatal_error"), 0),
        (faults.refused("internal_error", effect=True), 1),
        (faults.refused("ratelimited"), 0),
        (faults.ratelimited(7), 0),
        (faults.revoked(), 0),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_each_fault_is_met_once(slack: Slack, fault: Fault, messages: int) -> None:
    """The call fails, with or without its effect; but for a dead token the next one goes well."""
    slack.faults.add(POST, fault)
    async with session_client(slack, retry_handlers=[]) as web:
        with pytest.raises(Exception) as caught:  # noqa: PT011 each fault has its own kind
            await web.chat_postMessage(channel="#news", text="x")
        assert len(_texts(slack)) == messages
        if fault.name == "ratelimited" and fault.status == 429:
            response: Any = caught.value
            assert response.response.headers["Retry-After"] == "7"
        if fault.name == "revoked":
            said = await refusal(web.chat_postMessage(channel="#news", text="x"))
            assert said["error"] == "token_revoked"
        else:
            await web.chat_postMessage(channel="#news", text="y")
            assert _texts(slack)[messages:] == ["y"]
    assert slack.faults.met == {fault.name: 1}


async def test_a_delayed_message_lands_though_its_sender_left() -> None:
    """The effect comes after the client is gone: who looks too early misses it."""
    async with emulator.serve() as slack:
        slack.faults.add(POST, faults.delayed(3600))
        async with session_client(slack, retry_handlers=[]) as web:
            post = asyncio.ensure_future(web.chat_postMessage(channel="#news", text="x"))
            await until(lambda: slack.faults.met["delayed"] == 1)
            post.cancel()
            await asyncio.wait({post})
        assert _texts(slack) == []
        slack.clock.advance(3600)
        await slack.shown(kind="message")
        assert _texts(slack) == ["x"]


async def test_a_slow_answer_is_slow_and_done() -> None:
    """Slack accepted at once; the answer takes its time."""
    async with emulator.serve() as slack, session_client(slack) as web:
        slack.faults.add(POST, faults.slow(3600))
        post = asyncio.ensure_future(web.chat_postMessage(channel="#news", text="x"))
        await slack.shown(kind="message")
        assert not post.done()
        slack.clock.advance(3600)
        assert (await post)["ok"]


async def test_bolt_s_respond_hears_nothing_of_a_lost_answer(slack: Slack) -> None:
    """response_url has faults too; Bolt's own client sends again there."""

    async def brief(ack: Any, respond: Any) -> None:
        await ack()
        await respond("here", response_type="in_channel")

    def register(app: AsyncApp) -> None:
        app.command("/brief")(brief)

    slack.faults.add("response_url", faults.cut_after())
    async with running(slack, register):
        act = await slack.command("ana", "#news", "taiwan")
        await act.shown()
        await until(lambda: len(act.so_far) == 2)
    assert _texts(slack) == ["here", "here"]


def test_a_mix_is_drawn_by_weight_and_repeats_with_its_seed() -> None:
    """The same seed gives the same faults, a share of all calls, in proportion."""
    often, seldom = faults.cut(), faults.cut_after()

    def drawn() -> list[str]:
        mixed = emulator.Faults()
        mixed.mix(POST, {often: 3, seldom: 1}, share=0.5, rng=random.Random(7))
        return [fault.name if (fault := mixed.next(POST)) else "" for _ in range(1000)]

    counts = Counter(drawn())
    assert drawn() == drawn()
    assert 450 <= counts[""] <= 550
    assert 2 <= counts["cut"] / counts["cut_after"] <= 4.5


def test_a_queue_comes_before_the_mix_and_clear_ends_both() -> None:
    """None in a queue lets a call pass; other methods are not touched."""
    mixed = emulator.Faults()
    mixed.mix(POST, {faults.cut(): 1}, share=1, rng=random.Random(1))
    mixed.add(POST, None, faults.cut_after())
    names = [fault.name if (fault := mixed.next(POST)) else None for _ in range(3)]
    assert names == [None, "cut_after", "cut"]
    assert mixed.next("auth.test") is None
    mixed.clear()
    assert mixed.next(POST) is None
