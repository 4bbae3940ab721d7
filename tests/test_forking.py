"""Workers are forked from one process, which imports what ours does and ends when ours does."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from briefbot.errors import WorkError
from briefbot.job import GIGABYTE
from briefbot.workers import Workers
from tests.processes import children, memory, printed

PROGRAM = """\
import asyncio, os, sys
from briefbot.workers import Workers

async def main():
    async with Workers(processes=1) as workers:
        print(await workers({job}), flush=True)

if __name__ == "__main__":
    asyncio.run(main())
"""


def program(folder: Path, job: str) -> Path:
    """Write a program that prints what a job returns."""
    script = folder / "program.py"
    script.write_text(PROGRAM.format(job=job), encoding="utf-8")
    return script


def becomes(true: Callable[[], bool]) -> bool:
    """Wait until something is so; return whether it ever was."""
    until = time.monotonic() + 60
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


def test_without_a_place_for_its_socket_each_worker_begins_afresh(tmp_path: Path) -> None:
    """A name of over 107 bytes is too long for a socket; work goes on all the same."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    script = program(tmp_path, "eval, f'__import__(\"os\").getppid() == {os.getpid()}'")
    assert printed(script, tmp_path, TMPDIR=str(folder)) == "True\n"
    assert printed(script, tmp_path) == "False\n"


def test_nothing_is_imported_from_the_working_directory(tmp_path: Path) -> None:
    """A file there that is named like ours or Python's own is not run, in whatever process."""
    there = tmp_path / "there"
    (there / "lxml").mkdir(parents=True)
    for name in ("briefbot.py", "lxml/__init__.py", "multiprocessing.py", "pickle.py"):
        (there / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", encoding="utf-8")
    script = program(tmp_path, "eval, \"'trafilatura' in __import__('sys').modules\"")
    assert printed(script, there) == "True\n"
    long = tmp_path / ("long" * 30)
    long.mkdir()
    assert printed(script, there, TMPDIR=str(long)) == "False\n"
    assert not (tmp_path / "ran").exists()


def test_all_end_with_us_though_a_worker_is_busy_in_c(tmp_path: Path) -> None:
    """Nobody tells a killed process's workers that their time is over: they are killed too."""
    job = "exec, \"print(1, file=open('mark', 'w')); sum(range(10**12))\""
    script = program(tmp_path, job)
    with subprocess.Popen([sys.executable, script], cwd=tmp_path) as main:
        assert becomes((tmp_path / "mark").exists)
        others = children(main.pid)
        assert len(others) >= 3
        main.kill()
    assert becomes(lambda: not any(map(memory, others)))


@pytest.mark.usefixtures("forked_anew")
async def test_what_is_forked_from_is_replaced_when_it_dies(tmp_path: Path) -> None:
    """Its workers end with it, though one is busy in C; the jobs go on in others."""
    async with Workers(processes=1) as workers:
        before, orphan = await workers(os.getppid), await workers(os.getpid)
        mark = tmp_path / "mark"
        job = f"open({str(mark)!r}, 'w').close(), sum(range(10**12))"
        busy = asyncio.create_task(workers(eval, job))
        assert await asyncio.to_thread(becomes, mark.exists)
        os.kill(before, signal.SIGKILL)
        with pytest.raises(WorkError) as caught:
            await busy
        assert caught.value.reason == "work_died"
        assert [await workers(abs, -n) for n in range(6)] == list(range(6))
        assert await workers(os.getppid) not in {before, os.getpid()}
    assert becomes(lambda: memory(orphan) == 0)


@pytest.mark.usefixtures("forked_anew")
@pytest.mark.parametrize("folder", [True, False])
async def test_a_socket_that_was_taken_away_is_made_anew(*, folder: bool) -> None:
    """Whoever tidies up the folder of temporary files leaves us without workers for a moment."""
    async with Workers(processes=1) as workers:
        before = await workers(os.getppid)
        address = await workers(
            eval, "__import__('multiprocessing.forkserver').forkserver._forkserver"
            "._forkserver_address",
        )  # fmt: skip
        take = partial(shutil.rmtree, Path(address).parent) if folder else Path(address).unlink
        await asyncio.to_thread(take)
        with pytest.raises(WorkError):
            await workers(os.abort)
        assert [await workers(abs, -n) for n in range(3)] == [0, 1, 2]
        assert await workers(os.getppid) != before


@pytest.mark.usefixtures("forked_anew")
async def test_what_a_worker_may_have_forked_is_limited_too() -> None:
    """One that is taken over could ask for copies of what it was forked from."""
    async with Workers(processes=1) as workers:
        origin = await workers(os.getppid)
    assert resource.prlimit(origin, resource.RLIMIT_AS) == (GIGABYTE, GIGABYTE)
    assert resource.prlimit(origin, resource.RLIMIT_CORE) == (0, 0)
