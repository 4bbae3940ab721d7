"""The ways to reach a person, in the emulator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot import blocks
from briefbot.emulator import Act, Slack, faults
from briefbot.errors import DeliveryError, Uncertain
from briefbot.listeners.front import Front
from briefbot.listeners.reach import by_hook, by_message, by_whisper
from briefbot.listeners.reply import TOO_MANY, Reply
from briefbot.models import Message
from briefbot.slack.client import Calls
from tests.listeners.office import opened

HELLO = blocks.notice("Hello <!channel> & co")
BROKEN = Message(text="Escaped &lt;!here&gt;", blocks=({"type": "nonsense"},), plain="All of it")


@dataclass
class Asked:
    """A command, and how it is answered."""

    slack: Slack
    act: Act
    reply: Reply


@asynccontextmanager
async def asked(channel: str = "#random") -> AsyncIterator[Asked]:
    """Let Ana type a command that nothing answers but the test."""
    replies: list[Reply] = []

    def register(bolt: AsyncApp, front: Front) -> None:
        async def take(ack: AsyncAck, command: dict[str, str]) -> None:
            await ack()
            replies.append(by_hook(command["response_url"], front.client))

        bolt.command("/brief")(take)

    async with opened(None, register) as office:
        act = await office.slack.command("ana", channel, "taiwan")
        yield Asked(slack=office.slack, act=act, reply=replies[0])


def seen(asked: Asked) -> list[str]:
    """Return what was shown since, each with how it can be seen."""
    return [f"{entry.kind}: {entry.words.splitlines()[-1]}" for entry in asked.act.so_far]


async def test_an_answer_is_seen_by_who_asked_alone() -> None:
    """It comes where the bot is no member too, and calls nobody."""
    async with asked() as asking:
        await asking.reply.show(HELLO)
        (entry,) = asking.act.so_far
        assert (entry.kind, entry.user) == ("ephemeral", asking.slack.workspace.user("ana").id)
        assert "Hello <!channel> & co" in entry.words
        assert asking.slack.journal.live == ()


async def test_what_is_shared_is_seen_by_the_channel() -> None:
    """It is a message of the channel, once."""
    async with asked() as asking:
        await asking.reply.share(HELLO)
        assert seen(asking) == ["message: Hello <!channel> & co"]


async def test_a_lost_reply_is_shown_again_to_one_person() -> None:
    """Seen twice by who asked is better than not at all."""
    async with asked() as asking:
        asking.slack.faults.add("response_url", faults.cut())
        await asking.reply.show(HELLO)
        assert seen(asking) == ["ephemeral: Hello <!channel> & co"]


@pytest.mark.parametrize("fault", [faults.cut(), faults.cut_after(), faults.server_error(502)])
async def test_what_may_be_shared_is_not_shared_again(fault: faults.Fault) -> None:
    """When nobody can tell whether the channel has it, the bot says so and does no more."""
    async with asked() as asking:
        asking.slack.faults.add("response_url", fault)
        with pytest.raises(Uncertain):
            await asking.reply.share(HELLO)
        assert len(asking.act.so_far) == fault.effect


async def test_slack_takes_five_answers_and_gets_no_more() -> None:
    """A long digest ends with a word that the rest is in the channel."""
    async with asked() as asking:
        await asking.reply.show(*[HELLO] * 9)
        assert seen(asking) == ["ephemeral: Hello <!channel> & co"] * 4 + [f"ephemeral: {TOO_MANY}"]
        with pytest.raises(DeliveryError, match="no more"):
            await asking.reply.say("One too many.")
        assert len(asking.act.so_far) == 5


async def test_blocks_that_slack_refuses_are_said_in_plain_words() -> None:
    """A mistake in a block leaves nobody without an answer, and its text stays escaped."""
    async with asked() as asking:
        await asking.reply.show(BROKEN)
        (entry,) = asking.act.so_far
        assert entry.kind == "ephemeral"
        assert entry.blocks == ()
        assert asking.slack.journal.live == ()


async def test_a_direct_message_is_sent_again_when_it_was_not_sent() -> None:
    """Slack wants a second of rest: the message comes after it, once."""
    async with opened(None, lambda *_: None) as office:
        ana = office.slack.workspace.user("ana")
        office.slack.faults.add("chat.postMessage", faults.ratelimited(1))
        reply = by_message(Calls(office.client), office.client, ana.id, None)
        await reply.show(HELLO)
        assert len(office.slack.journal.find(kind="message")) == 1


async def test_a_direct_message_that_may_be_sent_is_not_sent_again() -> None:
    """It stays where it is, so twice would be there for good."""
    async with opened(None, lambda *_: None) as office:
        ana = office.slack.workspace.user("ana")
        office.slack.faults.add("chat.postMessage", faults.cut_after())
        reply = by_message(Calls(office.client), office.client, ana.id, None)
        with pytest.raises(Uncertain):
            await reply.show(HELLO)
        assert len(office.slack.journal.find(kind="message")) == 1


async def test_a_whisper_is_seen_by_one_in_the_channel() -> None:
    """Who names the bot is answered beside the channel, in the same thread."""
    async with opened(None, lambda *_: None) as office:
        workspace = office.slack.workspace
        news, ana = workspace.channel("#news").id, workspace.user("ana").id
        said = await office.slack.say("ana", "#news", "About that")
        assert said.message
        reply = by_whisper(Calls(office.client), office.client, news, ana, said.message.ts)
        await reply.show(HELLO)
        (entry,) = office.slack.journal.find(kind="ephemeral")
        assert (entry.user, entry.thread_ts) == (ana, said.message.ts)
