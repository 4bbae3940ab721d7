"""`briefbot briefings`: what is listed, and a digest that is sent by hand."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefbot import emulator
from briefbot.cli.sending import sent
from briefbot.clock import utc_now
from briefbot.orders import of_briefing
from briefbot.store import configfile
from briefbot.store.connect import locked
from briefbot.store.heartbeat import beat
from briefbot.store.library import Library
from briefbot.store.sqlite import Store
from tests.commands import call, one_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefbot.emulator import Slack
    from tests.cli.conftest import Desk

CHANNEL = "#news"


@pytest.fixture
def posting(desk: Desk, tmp_path: Path) -> Desk:
    """Let the first briefing post to a channel."""
    text = desk.config.read_text(encoding="utf-8")
    before = "topics: [taiwan, cyber]\n"
    assert before in text
    config = tmp_path / "posting.yaml"
    config.write_text(
        text.replace(before, f'{before}    destinations: ["{CHANNEL}"]\n'), encoding="utf-8"
    )
    return replace(desk, config=config)


@contextmanager
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    """Serve a Slack in a thread of its own, and point the command at it."""
    ready, end = threading.Event(), asyncio.Event()
    found: list[tuple[Slack, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        async with emulator.serve() as made:
            found.append((made, asyncio.get_running_loop()))
            ready.set()
            await end.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(60)
    made, loop = found[0]
    for name, value in made.env.items():
        monkeypatch.setenv(name, value)
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join()


def shown(slack: Slack) -> list[str]:
    """Return what the bot posted to the channel."""
    channel = slack.workspace.channel(CHANNEL)
    return [each.told for each in slack.journal.shown if each.channel == channel.id]


def test_list_says_when_and_where(posting: Desk) -> None:
    """Each briefing with its next time, its last digest, its channels; one goes nowhere."""
    outcome = posting.call("briefings", "list")
    head, first, second = outcome.out.splitlines()
    assert head.split() == ["briefing", "next", "last", "to", "name"]
    assert first.startswith("desk ")
    assert "08:00 (Asia/Taipei)" in first
    assert first.endswith("never  #news    Taipei desk")
    assert second.split()[:4] == ["islands", "never", "never", "nowhere"]
    assert (outcome.code, outcome.err) == (0, "")


def test_list_needs_no_archive(posting: Desk, tmp_path: Path) -> None:
    """Before anything was read, nothing was posted, and no archive is made."""
    nothing = replace(posting, database=tmp_path / "none.db")
    assert "never" in nothing.call("briefings", "list").out
    assert not nothing.database.exists()


def test_a_dry_run_prints_the_messages_and_changes_nothing(posting: Desk) -> None:
    """The blocks are those of a channel's digest; the archive stays as it was."""
    before = posting.database.read_bytes()
    outcome = posting.call("briefings", "send", "desk", "--dry-run")
    (message,) = outcome.json["messages"]
    assert message["blocks"][0]["text"]["text"].startswith("Taipei desk, ")
    assert outcome.err == "to #news:\n"
    assert json.loads(posting.call("briefings", "send", "desk", "--dry-run").out)
    assert posting.database.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody"], "briefing 'nobody' is not in the configuration"),
        (["islands"], "briefing 'islands' has no destinations; name a channel with --to"),
        (["desk", "--to", "news"], "--to: 'news' is no destination"),
        (["desk"], "SLACK_BOT_TOKEN is not set"),
    ],
)
def test_what_can_not_be_sent_is_said(posting: Desk, arguments: list[str], said: str) -> None:
    """An unknown briefing, no channel, no token: one sentence, and nothing is enqueued."""
    outcome = posting.call("briefings", "send", *arguments)
    assert said in one_sentence(outcome.err).replace('"', "'")
    assert outcome.code in {1, 2}
    assert Library(posting.database).waiting() == ()


def test_nothing_is_sent_from_no_archive(posting: Desk, tmp_path: Path) -> None:
    """It says what to do first, and makes no archive."""
    nothing = replace(posting, database=tmp_path / "none.db")
    outcome = nothing.call("briefings", "send", "desk")
    assert "run `briefbot preview` once" in one_sentence(outcome.err)
    assert not nothing.database.exists()


def test_send_posts_where_no_bot_is_at_work(posting: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest is in the channel when the command ends, and is not told there again."""
    with slack(monkeypatch) as place:
        outcome = posting.call("briefings", "send", "desk")
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.startswith("#news: posted (C")
        (told,) = shown(place)
        assert "Taipei desk" in told
        again = posting.call("briefings", "send", "desk")
        assert again.out.startswith("#news: posted (C")
        assert "quiet day" in shown(place)[-1]
    assert "never" not in posting.call("briefings", "list").out.splitlines()[1]


def test_send_to_another_channel(posting: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that the bot can't find is named, with the reason, and waits for the next run."""
    with slack(monkeypatch) as place:
        outcome = posting.call("briefings", "send", "desk", "--to", "#nowhere")
        assert shown(place) == []
    assert outcome.out.startswith("#nowhere: not posted")
    assert "#nowhere" in outcome.out.partition(";")[2]


def test_send_goes_through_the_proxy(posting: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the bot does, and `doctor`: where nobody listens at it, Slack is not reached."""
    with slack(monkeypatch) as place:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        outcome = posting.call("briefings", "send", "desk")
        assert place.journal.calls == []
        assert "can't be reached" in outcome.out
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        assert ": posted (C" in posting.call("briefings", "send", "desk").out


def test_send_hands_it_to_a_bot_that_runs(posting: Desk) -> None:
    """Beside `briefbot run` it only enqueues, needs no token, and says how the bot posts it."""
    beat(posting.database, utc_now())

    def post() -> None:
        store = Store(posting.database)
        while (delivery := store.claim(utc_now(), ())) is None:
            time.sleep(0.05)
        store.settle_sent(delivery.key, "C0000NEWS", "1.5")
        store.close()

    bot = threading.Thread(target=post)
    bot.start()
    with locked(posting.database):
        outcome = posting.call("briefings", "send", "desk")
    bot.join()
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "#news: posted (C0000NEWS, 1.5)\n"


def test_send_beside_a_bot_that_does_not_post(posting: Desk) -> None:
    """One without tokens takes nothing up: that is said, and nothing is promised of it."""
    beat(posting.database, utc_now())
    config = configfile.load(posting.config)
    order = of_briefing(config, config.briefing("desk"))
    with locked(posting.database):
        (said,) = sent(order, posting.database, patience=0.2)
    assert said.startswith("#news: not posted yet")
    assert "without Slack's tokens the one at work posts nothing" in said
    assert "an earlier message may come first" in said


def test_send_beside_another_command(posting: Desk) -> None:
    """A preview or a demo holds the archive and posts nothing: the next bot does."""
    with locked(posting.database):
        outcome = posting.call("briefings", "send", "desk")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("#news: not posted yet, `briefbot run` posts it")
    assert "(cli)  asked for the digest of desk in #news" in posting.call("config", "history").out
    library = Library(posting.database)
    assert [d.destination for d in library.waiting()] == [CHANNEL]
    library.close()


def test_the_group_explains_itself() -> None:
    """Help names both commands."""
    outcome = call("briefings", "--help")
    assert outcome.code == 0
    assert "list" in outcome.out
    assert "send" in outcome.out
