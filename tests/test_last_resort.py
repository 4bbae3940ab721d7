"""The threads of last resort: a hang ends the process, and a stop takes no longer than it may."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

from structlog.testing import capture_logs

from briefbot.last_resort import HUNG, Watchdog, end_within


async def test_a_loop_that_turns_is_left_alone() -> None:
    """However busy, a loop that answers between two jobs does not hang."""
    ended: list[int] = []
    with Watchdog(every=0.01, missed=10, end=ended.append):
        for _ in range(10):
            time.sleep(0.03)  # noqa: ASYNC251  the loop is busy
            await asyncio.sleep(0.005)
    assert ended == []


async def test_a_loop_that_hangs_ends_the_process() -> None:
    """It is logged, and the process is ended so that its supervisor starts it anew."""
    ended: list[int] = []
    with capture_logs() as log, Watchdog(every=0.01, missed=5, end=ended.append):
        time.sleep(0.3)  # noqa: ASYNC251  the loop hangs
    assert ended == [HUNG]
    assert [(entry["event"], entry["log_level"]) for entry in log] == [("hung", "critical")]


def test_a_stop_is_cut_short() -> None:
    """A thread that never ends holds up no exit, which is 0: nothing is lost by it."""
    code = (
        "import threading; from briefbot.last_resort import end_within\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "end_within(0.2)\n"
    )
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=10, check=False
    )
    assert ran.returncode == 0
    assert "stop cut short" in ran.stdout
    assert time.monotonic() - began < 5


def test_a_stop_in_time_is_not_cut_short() -> None:
    """A timer that is cancelled ends nothing."""
    ended: list[int] = []
    end_within(0.05, ended.append).cancel()
    time.sleep(0.15)
    assert ended == []
