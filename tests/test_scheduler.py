"""The metronome: it ticks, no error stops it, and it goes when it is told to."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from briefbot.clock import utc_now
from briefbot.config import Config, FetchOptions
from briefbot.errors import SetupError, StoreError
from briefbot.models import Looked
from briefbot.scheduler import Beside, Logged, always, serve
from briefbot.store.connect import locked
from briefbot.store.heartbeat import alive

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = Config(sources=(), fetch=FetchOptions(contact="https://desk.test/about"))


class Work:
    """Goes on when it is let, and ends as it is told."""

    def __init__(self, *ends: Exception | None) -> None:
        self.begun = self.ended = 0
        self.go = asyncio.Event()
        self._ends = list(ends)

    async def __call__(self) -> None:
        self.begun += 1
        await self.go.wait()
        self.ended += 1
        if self._ends and (error := self._ends.pop(0)):
            raise error


async def settle() -> None:
    """Let the tasks that are ready run."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_tick_starts_work_beside_what_still_runs() -> None:
    """A slow ingest holds up no other; the app leaves alone what is under way."""
    work = Work()
    beside = Beside("ingest", work)
    for _ in range(3):
        await beside.tick()
        await settle()
    assert (work.begun, work.ended) == (3, 0)
    work.go.set()
    await settle()
    assert (work.begun, work.ended) == (3, 3)


@pytest.mark.parametrize(
    ("error", "event"), [(StoreError("the disk is full"), "archive"), (ValueError("odd"), "ingest")]
)
async def test_work_that_fails_is_logged_and_tried_again(error: Exception, event: str) -> None:
    """A full disk is one sentence, a mistake of ours comes with its traceback; neither stops us."""
    work = Work(error)
    work.go.set()
    beside = Beside("ingest", work)
    with capture_logs() as log:
        await beside.tick()
        await settle()
        await beside.tick()
        await settle()
    [entry] = log
    assert (entry["event"], entry["log_level"]) == (event, "error")
    assert entry.get("error") == ("the disk is full" if event == "archive" else None)
    assert bool(entry.get("exc_info")) is (event == "ingest")
    assert work.begun == 2


async def test_stop_gives_up_what_runs() -> None:
    """Work that waits for a server holds up nothing; without any there is nothing to stop."""
    work = Work()
    beside = Beside("ingest", work)
    await beside.stop()
    await beside.tick()
    await settle()
    async with asyncio.timeout(60) as limit:
        await beside.stop()
    assert not limit.expired()
    assert (work.begun, work.ended) == (1, 0)


async def test_stop_after_an_end() -> None:
    """Work that is over is no trouble at the end."""
    work = Work()
    work.go.set()
    beside = Beside("ingest", work)
    await beside.tick()
    await settle()
    await beside.stop()
    assert work.ended == 1


async def test_what_must_always_run_is_begun_again() -> None:
    """A mistake of ours is logged and does not end it; a wrong setup does."""
    work = Work(ValueError("odd"), None, SetupError("the token is wrong"))
    work.go.set()
    with capture_logs() as log, pytest.raises(SetupError, match="the token is wrong"):
        await always("slack", work, again=0)
    assert work.ended == 3
    assert [(entry["event"], entry["log_level"]) for entry in log] == [("slack", "error")]


def test_the_log_tells_failures_and_news() -> None:
    """What failed and what brought news is told; a source without anything new says nothing."""
    log = Logged()
    with capture_logs() as told:
        log.started(0)
        log.started(4)
        log.pages(3)
        log.page()
        log.looked(Looked(source_id="same", unchanged=True))
        log.looked(Looked(source_id="bad", failure="404 from bad.example: nothing is there"))
        log.looked(Looked(source_id="good", articles=3, unread=("no text",)))
    assert told == [
        {"event": "due", "log_level": "info", "sources": 4},
        {
            "event": "source failed",
            "log_level": "warning",
            "source": "bad",
            "error": "404 from bad.example: nothing is there",
        },
        {"event": "source read", "log_level": "info", "source": "good", "articles": 3},
        {"event": "page not read", "log_level": "warning", "source": "good", "error": "no text"},
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_serve_beats_until_it_is_told_to_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    """It holds the database, leaves a heartbeat, ends at the signal and lets the database go."""
    database = tmp_path / "briefbot.db"
    asked: list[bool] = []
    running = asyncio.create_task(serve(EMPTY, database, stopping=lambda: asked.append(True)))
    async with asyncio.timeout(60):
        while alive(database, utc_now()):  # noqa: ASYNC110  a file is waited for
            await asyncio.sleep(0.01)
        os.kill(os.getpid(), number)
        await running
    with locked(database):
        pass
    log = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    events = [entry["event"] for entry in log]
    assert events == ["started", "nothing will be posted", "ready", "stopping"]
    assert log[0]["database"] == str(database)
    assert log[2]["seconds"] > 0
    assert asked == [True]


async def test_a_heartbeat_that_cannot_be_written_is_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder in the way of the file does not stop the bot; the log says what is wrong."""
    database = tmp_path / "briefbot.db"
    (tmp_path / "briefbot.db.heartbeat").mkdir()
    running = asyncio.create_task(serve(EMPTY, database))
    said = ""
    async with asyncio.timeout(60):
        while '"event": "heartbeat"' not in said:
            await asyncio.sleep(0.01)
            said += capsys.readouterr().out
        os.kill(os.getpid(), signal.SIGTERM)
        await running
    log = [json.loads(line) for line in said.splitlines()]
    [entry] = [entry for entry in log if entry["event"] == "heartbeat"]
    assert (entry["level"], entry["error"]) == ("error", "Is a directory")
