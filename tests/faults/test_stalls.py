"""The watch itself, I-04: it sees what holds a loop up, and blames nobody for a busy machine."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import watching
from tests.stalls import EVERY, LIMIT, SEEN, Stalls, delayed, longer

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = 0.3


def sleeping() -> None:
    """Let the thread sleep."""
    time.sleep(BLOCK)


def computing() -> None:
    """Use the processor, for as long as it takes to have had so much of it."""
    until = time.thread_time() + BLOCK
    while time.thread_time() < until:
        pass


def waiting_for_a_lock() -> None:
    """Wait until another thread gives a lock away."""
    lock = threading.Lock()
    lock.acquire()
    threading.Timer(BLOCK, lock.release).start()
    with lock:
        pass


BLOCKS = (sleeping, computing, waiting_for_a_lock)


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("when", ["at once", "amid", "at the end"])
async def test_a_loop_that_stands_still_is_seen_on_a_busy_machine(
    monkeypatch: pytest.MonkeyPatch, block: Callable[[], None], when: str
) -> None:
    """However it is held up, and whenever, though many programs want the processor."""
    monkeypatch.setattr(os, "getloadavg", lambda: (99.0, 99.0, 99.0))
    async with Stalls() as stalls:
        if when != "at once":
            await asyncio.sleep(5 * EVERY)
        block()
        if when != "at the end":
            await asyncio.sleep(5 * EVERY)
    assert stalls.longest > LIMIT


async def test_a_loop_that_is_free_is_never_seen() -> None:
    """Many short pieces of work are no stall, however long they take together."""
    async with Stalls() as stalls:
        for _ in range(30):
            time.sleep(EVERY)  # noqa: ASYNC251  this is the work
            await asyncio.sleep(0)
    assert stalls.longest < LIMIT


async def test_waiting_for_a_processor_is_no_stall() -> None:
    """What the kernel says that this thread had to wait for is other programs' doing."""
    waits = count(0, BLOCK)
    async with Stalls(delayed=lambda: {**delayed(), "1": next(waits)}) as stalls:
        sleeping()
    assert stalls.longest < LIMIT


def test_a_thread_that_ended_makes_no_delay_of_others_less() -> None:
    """What it had waited for in all its life is gone; what another waited for counts."""
    assert longer({"1": 2.0, "2": 9.0}, {"1": 2.5, "3": 0.25}) == 0.75


def test_the_kernel_says_how_long_a_thread_had_to_wait() -> None:
    """Two threads on one processor wait for each other; one that sleeps waits for nobody."""
    before, began = delayed(), time.monotonic()
    sleeping()
    late = time.monotonic() - began - BLOCK
    assert longer(before, delayed()) < late + BLOCK / 2
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as other:
            computing()
            other.kill()
    finally:
        os.sched_setaffinity(0, allowed)
    assert longer(before, delayed()) > BLOCK / 10


def test_the_kernel_says_how_long_other_threads_had_to_wait() -> None:
    """A thread that waits for a processor may hold what this one waits for."""
    before, allowed = delayed(), os.sched_getaffinity(0)
    done, seen = threading.Event(), threading.Event()

    def work() -> None:
        computing()
        done.set()
        seen.wait()

    os.sched_setaffinity(0, {min(allowed)})
    try:
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as other:
            thread = threading.Thread(target=work)
            thread.start()
            os.sched_setaffinity(0, allowed)  # this one needs to wait for no processor
            done.wait()
            waited = longer(before, delayed())
            other.kill()
    finally:
        os.sched_setaffinity(0, allowed)
    seen.set()
    thread.join()
    assert waited > BLOCK / 10


async def test_a_case_that_stalls_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is written down, under the name of its test, and told in the end."""
    file = tmp_path / "stalls"
    monkeypatch.setenv(SEEN, str(file))
    name = os.environ["PYTEST_CURRENT_TEST"].removesuffix(" (call)")

    @watching.watched
    async def case() -> None:
        sleeping()

    await case()
    with pytest.raises(AssertionError, match=r"stood still for \d\.\d\d s"):
        watching.judge(name)
    watching.judge("another")
    assert watching.figure().startswith("the longest stall of 1 loops: ")
    assert name in watching.figure()


def test_the_loop_of_another_process_is_watched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A bot in a process of its own writes into the same file."""
    monkeypatch.setenv(SEEN, str(tmp_path / "stalls"))
    text = tmp_path / "text.txt"
    text.write_text("The harbour has a new crane, which lifts what the old one could not. " * 9)
    done = subprocess.run(
        [*watching.COMMAND, "summarise", str(text)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "new crane" in done.stdout
    _, where = watching.seen()[0]
    assert where.startswith(f"{os.environ['PYTEST_CURRENT_TEST']} in process ")
    assert not where.endswith(f" {os.getpid()}")
