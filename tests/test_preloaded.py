"""What workers are forked from holds what they need and no secret, and is replaced when it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefbot.errors import WorkError
from briefbot.workers import Workers
from tests.processes import memory

KNOWN_TO_THE_PARENT = "xoxb-of-the-parent"


def environment_and_threads(pid: int) -> tuple[bytes, int]:
    """Return what a process was started with, as it is now, and how many threads it has."""
    place = Path(f"/proc/{pid}")
    return (place / "environ").read_bytes(), len(list((place / "task").iterdir()))


async def test_a_worker_begins_with_what_pages_need() -> None:
    """It imports nothing anew, though nobody told it to warm up."""
    async with Workers(processes=1) as workers:
        known = await workers(eval, "set(__import__('sys').modules)")
    assert {"trafilatura", "briefbot.extract", "briefbot.cluster"} <= known


@pytest.mark.usefixtures("forked_anew")
async def test_what_is_forked_from_forgets_secrets_and_has_one_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two pools have it in common; a thread of it would be missing in whatever it forks."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", KNOWN_TO_THE_PARENT)
    async with Workers(processes=2) as some, Workers(processes=1) as others:
        origin, other = await some(os.getppid), await others(os.getppid)
        assert origin == other != os.getpid()
        found = await asyncio.to_thread(environment_and_threads, origin)
    known, threads = found
    assert (KNOWN_TO_THE_PARENT.encode() in known, threads) == (False, 1)


def test_without_a_place_for_its_socket_each_worker_begins_afresh(tmp_path: Path) -> None:
    """A name of over 107 bytes is too long for a socket; work goes on all the same."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    code = (
        "import asyncio, os\n"
        "from briefbot.workers import Workers\n"
        "async def main():\n"
        "    async with Workers(processes=1) as workers:\n"
        "        print(await workers(os.getppid) == os.getpid())\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.usefixtures("forked_anew")
async def test_what_is_forked_from_is_replaced_when_it_dies() -> None:
    """Its workers end with it, though one is busy in C; the jobs go on in others."""
    async with Workers(processes=1) as workers:
        before, orphan = await workers(os.getppid), await workers(os.getpid)
        busy = asyncio.create_task(workers(eval, "sum(range(10**12))"))
        await asyncio.sleep(0.1)
        os.kill(before, signal.SIGKILL)
        with pytest.raises(WorkError) as caught:
            await busy
        assert caught.value.reason == "work_died"
        assert [await workers(abs, -n) for n in range(6)] == list(range(6))
        assert await workers(os.getppid) not in {before, os.getpid()}
    assert memory(orphan) == 0
