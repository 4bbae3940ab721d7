"""`briefbot briefings`: what is listed, and a digest that is sent by hand."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import structlog

from briefbot import emulator
from briefbot.store.connect import locked
from briefbot.store.library import Library
from tests.commands import call, one_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefbot.emulator import Slack
    from tests.cli.conftest import Desk

CHANNEL = "#news"


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """Leave structlog as it was."""
    yield
    structlog.reset_defaults()


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
    assert ready.wait(10)
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


def test_send_hands_it_to_a_bot_that_runs(posting: Desk) -> None:
    """Beside the process that holds the archive it only enqueues, and needs no token."""
    with locked(posting.database):
        outcome = posting.call("briefings", "send", "desk")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "#news: the running briefbot posts it\n"
    library = Library(posting.database)
    assert [d.destination for d in library.waiting()] == [CHANNEL]
    library.close()


def test_the_group_explains_itself() -> None:
    """Help names both commands."""
    outcome = call("briefings", "--help")
    assert outcome.code == 0
    assert "list" in outcome.out
    assert "send" in outcome.out
