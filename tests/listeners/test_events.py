"""Direct messages and mentions, with a real desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from briefbot.emulator import events
from briefbot.listeners.events import written_by_a_person
from briefbot.listeners.limits import Limits
from tests.listeners.atwork import Work, work


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Work]:
    """Run the bot over a filled archive."""
    async with work(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("taiwan", "Taiwan opens port"),
        ("brief taiwan", "Taiwan opens port"),
        ("topics", "Taiwan"),
        ("sources", "Herald"),
        ("status", "Running since"),
        ("help", "What you can ask"),
        ("subscribe taiwan 08:00", "a direct message at 08:00 every day"),
        ("why https://ledger.example/port1", "Taiwan opens port 1"),
        ("nothing at all like that", "nothing at all like that"),
    ],
)
async def test_the_same_words_work_as_a_direct_message(bot: Work, text: str, said: str) -> None:
    """The answer is a message of the bot's, and wakes nobody else."""
    act = await bot.slack.say("ben", "briefbot", text)
    shown = await bot.after(act)
    assert {(one.kind, one.via) for one in shown} == {("message", "chat.postMessage")}
    assert said in "\n".join(one.words for one in shown)
    assert bot.slack.journal.live == ()


async def test_a_direct_message_in_a_thread_is_answered_there(bot: Work) -> None:
    """A conversation stays together."""
    first = await bot.slack.say("ben", "briefbot", "help")
    await bot.after(first)
    assert first.message
    act = await bot.slack.say("ben", "briefbot", "taiwan", thread_ts=first.message.ts)
    (answer,) = await bot.after(act)
    assert answer.thread_ts == first.message.ts


async def test_who_names_the_bot_is_answered_so_that_they_alone_see_it(bot: Work) -> None:
    """A channel is not flooded by what one person asks; they may share it."""
    act = await bot.slack.mention("ben", "#news", "taiwan <!channel>")
    (answer,) = await bot.after(act)
    assert (answer.kind, answer.user) == ("ephemeral", bot.slack.workspace.user("ben").id)
    assert "Taiwan opens port" in answer.words
    shared = await bot.press("ben", "answer_share", answer)
    assert shared[0].kind == "message"


async def test_a_mention_in_a_thread_is_answered_there(bot: Work) -> None:
    """Whoever asks in a thread looks for the answer in it, and for more of it."""
    first = await bot.slack.say("ana", "#news", "What happened?")
    assert first.message
    act = await bot.slack.mention("ben", "#news", "taiwan", thread_ts=first.message.ts)
    (answer,) = await bot.after(act)
    (more,) = await bot.press("ben", "answer_more", answer)
    assert (answer.thread_ts, more.thread_ts) == (first.message.ts, first.message.ts)


async def test_an_event_that_comes_again_is_answered_once(bot: Work) -> None:
    """Slack delivers again what it is not sure about; the event keeps its id."""
    act = await bot.slack.say("ben", "briefbot", "help")
    assert len(await bot.after(act)) == 1
    event = wrapped(bot, act.payload)
    for retry in range(4):
        assert (await bot.slack.world.send("events_api", event, retry=retry)).ok
    await bot.settled()
    assert len(act.so_far) == 1 + 1


def wrapped(bot: Work, event: dict[str, Any]) -> dict[str, Any]:
    """Wrap an event as Slack does, with an id of its own."""
    return events.wrap(bot.slack.world, event)


async def test_what_nobody_handles_is_acknowledged(bot: Work) -> None:
    """An event that is not acknowledged comes again and again."""
    event = wrapped(bot, {"type": "reaction_added", "user": "U000000002", "event_ts": "1.0"})
    ack = await bot.slack.world.send("events_api", event)
    assert ack.ok
    shortcut = {"type": "shortcut", "callback_id": "x", "user": {"id": "U000000002"}}
    team = {"id": bot.slack.workspace.team_id}
    assert (await bot.slack.world.send("interactive", {**shortcut, "team": team})).ok


async def test_a_channel_message_is_not_for_us(bot: Work) -> None:
    """Were the app subscribed to them, it would not answer."""
    event = {
        "type": "message",
        "channel_type": "channel",
        "channel": bot.slack.workspace.channel("#news").id,
        "user": "U000000002",
        "text": "taiwan",
        "event_ts": "1.0",
    }
    assert (await bot.slack.world.send("events_api", wrapped(bot, event))).ok
    await bot.settled()
    assert bot.slack.journal.find() == []


@pytest.mark.parametrize(
    "fact",
    [
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"edited": {"user": "U1"}},
        {"hidden": True},
        {"user": None},
        {"user": "USLACKBOT"},
    ],
)
def test_bots_edits_and_slacks_own_words_are_not_answered(fact: dict[str, Any]) -> None:
    """A bot that answers bots may answer itself, for ever."""
    assert written_by_a_person({"user": "U1", "text": "taiwan"})
    assert not written_by_a_person({"user": "U1", "text": "taiwan", **fact})


async def test_the_bot_does_not_answer_itself(bot: Work) -> None:
    """Slack tells it of its own direct messages too."""
    await bot.after(await bot.slack.say("ben", "briefbot", "help"))
    await bot.after(await bot.slack.say("ben", "briefbot", "topics"))
    assert len(bot.slack.journal.find(kind="message")) == 2


async def test_who_writes_too_much_hears_it_once(tmp_path: Path) -> None:
    """A flood of direct messages gets no flood of answers."""
    async with work(tmp_path, questions=Limits(2)) as bot:
        said = []
        for _ in range(5):
            said += await bot.after(await bot.slack.say("ben", "briefbot", "help"))
        assert ["faster than I can answer" in one.words for one in said] == [False, False, True]


async def test_while_the_bot_stops_it_says_so(tmp_path: Path) -> None:
    """A message that comes in during a restart is answered politely."""
    async with work(tmp_path, closing=lambda: True) as bot:
        (answer,) = await bot.after(await bot.slack.say("ben", "briefbot", "taiwan"))
        assert "I am being restarted" in answer.words
