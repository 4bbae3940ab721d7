"""`briefbot doctor` as a command: a line for each finding, and how it ends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from briefbot import emulator
from tests.commands import Outcome, call, one_sentence

if TYPE_CHECKING:
    from pathlib import Path

    from briefbot.emulator import Slack


def written(folder: Path, destination: str) -> Path:
    """Write a configuration with one destination."""
    file = folder / "briefbot.yaml"
    file.write_text(
        "fetch: {contact: https://desk.test/about}\n"
        "sources: []\n"
        "topics: [{id: sea, name: The sea, words: [cable]}]\n"
        "briefings:\n"
        f'  - {{id: desk, name: Desk, topics: [sea], destinations: ["{destination}"], '
        'schedule: {times: ["08:00"]}}\n',
        encoding="utf-8",
    )
    return file


async def called(slack: Slack, monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> Outcome:
    """Run the command with the emulator's tokens, in a thread beside it."""
    for name, value in slack.env.items():
        monkeypatch.setenv(name, value)
    return await asyncio.to_thread(call, "doctor", *arguments)


async def test_all_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line begins with how it is; notes alone are no failure, and nothing is posted."""
    async with emulator.serve() as slack:
        outcome = await called(slack, monkeypatch, "--config", written(tmp_path, "#news"))
        assert slack.journal.shown == []
    lines = outcome.out.splitlines()
    assert (outcome.code, outcome.err) == (0, "")
    assert lines[0] == "fine  the bot token is good for the workspace The Almanac"
    assert {line.split()[0] for line in lines} == {"fine", "note"}
    assert slack.bot_token not in outcome.out


async def test_what_must_change_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other findings are told all the same."""
    async with emulator.serve() as slack:
        outcome = await called(slack, monkeypatch, "--config", written(tmp_path, "#nowhere"))
    assert (outcome.code, outcome.err) == (1, "")
    assert "WRONG #nowhere: the bot sees no channel of this name" in outcome.out
    assert "fine  the app token opens connections" in outcome.out


async def test_a_test_message_is_posted_only_when_a_channel_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--channel` may name another than those of the configuration."""
    async with emulator.serve() as slack:
        where = ("--config", written(tmp_path, "#news"), "--channel", "#desk")
        outcome = await called(slack, monkeypatch, *where)
        (posted,) = slack.journal.find(kind="message")
        assert posted.channel == slack.workspace.channel("#desk").id
    assert outcome.code == 0
    assert "fine  the test message is deleted" in outcome.out


def test_without_a_token_there_is_nothing_to_examine(tmp_path: Path) -> None:
    """One sentence says where it comes from."""
    outcome = call("doctor", "--config", written(tmp_path, "#news"))
    assert (outcome.code, outcome.out) == (1, "")
    assert one_sentence(outcome.err).startswith("SLACK_BOT_TOKEN is not set: docs/slack.md")
