"""The threads of last resort: a hang ends the process, and a stop takes no longer than it may."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time

import pytest
from structlog.testing import capture_logs

from briefbot.last_resort import HUNG, Watchdog, end_within


async def test_a_loop_that_turns_is_left_alone() -> None:
    """However busy, a loop that answers between two jobs does not hang."""
    ended: list[int] = []
    with Watchdog(every=0.02, missed=50, end=ended.append) as watchdog:
        asked = 0
        while asked <= 50:  # together more than are a hang
            time.sleep(0.1)  # noqa: ASYNC251  the loop is busy
            asked += watchdog._missed
            await asyncio.sleep(0.005)
    assert ended == []


async def test_a_loop_that_hangs_ends_the_process() -> None:
    """It is logged, and the process is ended so that its supervisor starts it anew."""
    ended: list[int] = []
    end = threading.Event()

    def over(code: int) -> None:
        ended.append(code)
        end.set()

    with capture_logs() as log, Watchdog(every=0.01, missed=5, end=over):
        assert end.wait(60)  # the loop hangs
    assert ended == [HUNG]
    assert [(entry["event"], entry["log_level"]) for entry in log] == [("hung", "critical")]


UNREAD = """
import asyncio, os
from briefbot.last_resort import Watchdog, end_within

kept, log = os.pipe()
os.set_blocking(log, False)
try:
    while True:
        os.write(log, bytes(4096))
except BlockingIOError:
    os.set_blocking(log, True)
os.dup2(log, 1)


async def watched():
    with Watchdog(every=0.01, missed=5):
        print("nobody takes this", flush=True)


async def stopping():
    end_within(0.2)
    print("nobody takes this", flush=True)
"""


@pytest.mark.parametrize(("work", "code"), [("watched", HUNG), ("stopping", 0)])
def test_a_log_that_nobody_reads_holds_up_no_end(work: str, code: int) -> None:
    """Where the loop hangs in its own log, there is no use in waiting until the end is logged."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{UNREAD}\n\nasyncio.run({work}())"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == code


def test_a_stop_is_cut_short() -> None:
    """A thread that never ends holds up no exit, which is 0: nothing is lost by it."""
    code = (
        "import threading; from briefbot.last_resort import end_within\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "end_within(0.2)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0
    assert "stop cut short" in ran.stdout


def test_a_stop_in_time_is_not_cut_short() -> None:
    """A timer that is cancelled ends nothing."""
    ended: list[int] = []
    timer = end_within(60, ended.append)
    timer.cancel()
    timer.join(50)
    assert (timer.is_alive(), ended) == (False, [])
