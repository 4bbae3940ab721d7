"""`briefbot run` as a process, without Slack: it starts, beats, reads and stops; and `health`."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.cli.run import Place
from briefbot.clock import utc_now
from briefbot.store.heartbeat import beat
from tests.cli.conftest import configuration
from tests.commands import call, one_sentence
from tests.press import CABLE, HARBOUR, publish

if TYPE_CHECKING:
    from pathlib import Path

    from tests.badserver import BadServer


def test_run_reads_until_it_is_stopped(server: BadServer, tmp_path: Path) -> None:
    """It reads what is due, beats, holds the database, and ends well within ten seconds."""
    publish(server, "daily", [CABLE, HARBOUR], utc_now())
    config, database = tmp_path / "briefbot.yaml", tmp_path / "briefbot.db"
    sources = [
        f"{{id: daily, url: '{server.url('/daily/feed.xml')}'}}",
        f"{{id: gone, url: '{server.url('/no-such')}'}}",
    ]
    config.write_text(configuration(server, *sources), encoding="utf-8")
    where = ["--config", str(config), "--database", str(database)]
    with subprocess.Popen(
        [sys.executable, "-m", "briefbot", "run", *where],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as bot:
        late = threading.Timer(120, bot.kill)
        late.start()
        try:
            log = _until(bot, "source read", "source failed")
            healthy = call("health", "--database", database)
            refused = call("preview", *where)
            found = call("search", "microwave", *where)
            bot.send_signal(signal.SIGTERM)
            assert bot.stdout
            assert bot.stderr
            rest, said = bot.stdout.read(), bot.stderr.read()
        finally:
            late.cancel()
            bot.kill()
    assert (bot.returncode, said) == (0, "")
    assert (healthy.code, healthy.out) == (0, "fine\n")
    assert refused.code == 75
    assert f"(process {bot.pid})" in one_sentence(refused.err)
    assert CABLE.title in found.out
    log += [json.loads(line) for line in rest.splitlines()]
    assert {"event", "level", "timestamp"} <= set(log[0])
    events = {entry["event"]: entry for entry in log}
    assert next(iter(events)) == "started"
    assert events["nothing will be posted"]["why"] == "no token of Slack's is set"
    assert float(str(events["ready"]["seconds"])) > 0
    assert log[-1]["event"] == "stopping"  # and it had not to be cut short
    assert events["due"]["sources"] == 2
    assert (events["source read"]["source"], events["source read"]["articles"]) == ("daily", 2)
    assert events["source failed"]["source"] == "gone"
    assert str(events["source failed"]["error"]).startswith("404 from 127.0.0.1:")
    assert call("preview", *where, "--quiet").code == 0


def test_a_bot_whose_log_nobody_reads_any_more_ends_when_told(
    server: BadServer, tmp_path: Path
) -> None:
    """What follows its log went away (`| head`): it runs on, and stops in order."""
    config, database = tmp_path / "briefbot.yaml", tmp_path / "briefbot.db"
    source = f"{{id: daily, url: '{server.url('/daily/feed.xml')}'}}"
    config.write_text(configuration(server, source), encoding="utf-8")
    command = [sys.executable, "-m", "briefbot", "run", "--config", str(config)]
    with subprocess.Popen(
        [*command, "--database", str(database)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as bot:
        try:
            _until(bot, "ready")
            assert bot.stdout
            assert bot.stderr
            bot.stdout.close()
            bot.send_signal(signal.SIGTERM)
            assert (bot.wait(timeout=15), bot.stderr.read()) == (0, "")
        finally:
            bot.kill()


def _until(bot: subprocess.Popen[str], *events: str) -> list[dict[str, object]]:
    """Read the log until it has these events, one JSON object a line."""
    assert bot.stdout
    log, missing = [], {*events}
    for line in bot.stdout:
        log.append(json.loads(line))
        missing.discard(log[-1]["event"])
        if not missing:
            return log
    raise AssertionError(f"no {missing} in {log}")


@pytest.mark.parametrize(
    ("age", "says"),
    [(None, "is not running there"), (121, r"the last heartbeat is 1[2-9]\d s old")],
)
def test_health_is_1_when_nothing_beats(tmp_path: Path, age: int | None, says: str) -> None:
    """Never started, or hanging for two minutes: one sentence."""
    database = tmp_path / "briefbot.db"
    if age is not None:
        beat(database, utc_now() - timedelta(seconds=age))
    outcome = call("health", "--database", database)
    assert (outcome.code, outcome.out) == (1, "")
    assert re.search(says, one_sentence(outcome.err))


def test_health_is_0_while_it_beats(tmp_path: Path) -> None:
    """A heartbeat of a minute ago is fresh."""
    beat(tmp_path / "briefbot.db", utc_now() - timedelta(seconds=60))
    outcome = call("health", "--database", tmp_path / "briefbot.db")
    assert (outcome.code, outcome.out, outcome.err) == (0, "fine\n", "")


def test_run_needs_a_sound_configuration(tmp_path: Path) -> None:
    """A mistake in the file stops it at the start, with a sentence."""
    file = tmp_path / "briefbot.yaml"
    file.write_text("sources: 3\n", encoding="utf-8")
    outcome = call("run", "--config", file, "--database", tmp_path / "briefbot.db")
    assert (outcome.code, outcome.out) == (1, "")
    assert f"{file}: line 1: sources: " in outcome.err
    assert not (tmp_path / "briefbot.db").exists()


@pytest.mark.parametrize("place", ["3000", "127.0.0.1", "127.0.0.1:x", ":3000", "h:99999", "h:²"])
def test_http_wants_a_host_and_a_port(place: str) -> None:
    """Anything else is typed wrongly; nothing is begun."""
    outcome = call("run", "--http", place)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is no address such as 127.0.0.1:3000" in outcome.err


@pytest.mark.parametrize(
    ("typed", "taken"), [("127.0.0.1:3000", ("127.0.0.1", 3000)), ("[::1]:0", ("::1", 0))]
)
def test_an_address_is_a_host_and_a_port(typed: str, taken: tuple[str, int]) -> None:
    """An IPv6 host stands in brackets."""
    assert Place().convert(typed, None, None) == taken


def test_http_needs_slacks_settings(tmp_path: Path) -> None:
    """Whoever asks for HTTP mode wants Slack, so that no token is a mistake."""
    outcome = call("run", "--http", "127.0.0.1:0", "--database", tmp_path / "briefbot.db")
    assert (outcome.code, outcome.out) == (1, "")
    assert one_sentence(outcome.err).startswith("SLACK_BOT_TOKEN is not set: ")
