"""What the worker processes promise; jobs are `eval` and `exec`, which pickle as they are."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
import subprocess
import sys
import threading
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from briefbot.errors import FetchError, WorkError
from briefbot.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MINUTES = 600
KNOWN_TO_THE_PARENT = "xoxb-of-the-parent"

RAISE_FETCH_ERROR = """
from briefbot.errors import FetchError
raise FetchError("http_404", "nothing there")
"""
BURN = """
import time
end = time.process_time() + 1.2
while time.process_time() < end:
    pass
"""
MARK = "__import__('pathlib').Path(mark).write_text(str(__import__('os').getpid()))"
MARK_AND_SLEEP = f"({MARK}, __import__('time').sleep({MINUTES}))"
MARK_AND_NAP = f"({MARK}, __import__('time').sleep(0.3), 'well')[2]"


def said(mark: Path) -> int:
    """Return the process id that a job wrote, 0 while it has not."""
    return int(mark.read_text() or 0) if mark.exists() else 0


async def wait_for(mark: Path) -> int:
    """Return the process id that a job wrote, once it stands there."""
    while not (pid := said(mark)):  # noqa: ASYNC110  another process writes it
        await asyncio.sleep(0.01)
    return pid


async def wait_gone(pid: int) -> None:
    """Return when no process has this id; pebble reaps the dead."""
    while True:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        await asyncio.sleep(0.01)


async def test_a_job_runs_in_another_process() -> None:
    """A function's result comes back from a process that is not ours."""
    async with Workers(processes=1) as workers:
        assert await workers(divmod, 17, 5) == (3, 2)
        assert await workers(os.getpid) != os.getpid()


async def test_keyword_arguments_reach_the_job() -> None:
    """Positional and keyword arguments arrive as they were given."""
    async with Workers(processes=1) as workers:
        assert await workers(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]


async def test_our_errors_come_back_as_themselves() -> None:
    """A SourceError of the job is raised with its class, reason and message."""
    async with Workers(processes=1) as workers:
        with pytest.raises(FetchError, match=r"^nothing there$") as caught:
            await workers(exec, RAISE_FETCH_ERROR)
    assert caught.value.reason == "http_404"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("{}['absent']", "eval: KeyError: 'absent'"),
        ("exit(3)", "eval: SystemExit: 3"),
        ("__import__('threading').Lock()", "eval: TypeError: cannot pickle"),
        ("(_ for _ in ()).throw(TimeoutError('slow'))", "eval: TimeoutError: slow"),
    ],
    ids=["exception", "exit", "result", "timeout"],
)
async def test_foreign_errors_become_ours(code: str, says: str) -> None:
    """Any other exception, and a result that cannot travel, is a WorkError that names it."""
    async with Workers(processes=1) as workers:
        with pytest.raises(WorkError) as caught:
            await workers(eval, code)
        assert caught.value.reason == "work_failed"
        assert str(caught.value).startswith(says)
        assert re.search(r" \(.+, line \d+\)$", str(caught.value))
        assert await workers(abs, -1) == 1


async def test_arguments_that_cannot_travel_are_refused() -> None:
    """An argument that does not pickle is a WorkError, and the pool goes on."""
    async with Workers(processes=1) as workers:
        with pytest.raises(WorkError, match=r"repr: TypeError: cannot pickle"):
            await workers(repr, threading.Lock())
        assert await workers(abs, -1) == 1


async def test_a_job_that_takes_too_long_is_killed() -> None:
    """A job stuck in C code is stopped at its time limit; the next one runs."""
    async with Workers(processes=1, seconds=0.5) as workers:
        with pytest.raises(WorkError, match=r"sum took longer than 0\.5 s") as caught:
            await workers(sum, range(10**13))
        assert caught.value.reason == "work_timeout"
        workers._seconds = MINUTES  # a busy machine may need more than half a second
        assert await workers(abs, -1) == 1


async def test_a_memory_bomb_dies_alone(tmp_path: Path) -> None:
    """A job beyond the memory limit fails; the one beside it ends well."""
    mark = tmp_path / "mark"
    async with Workers(processes=2) as workers:
        neighbour = asyncio.create_task(workers(eval, MARK_AND_NAP, {"mark": str(mark)}))
        await wait_for(mark)
        with pytest.raises(WorkError, match="bytearray needed more memory") as caught:
            await workers(bytearray, 2 << 30)
        assert caught.value.reason == "work_memory"
        assert await neighbour == "well"


@pytest.mark.parametrize(
    ("code", "how"),
    [("os._exit(7)", "exit code 7"), ("os.kill(os.getpid(), 11)", "signal 11")],
    ids=["exit", "segfault"],
)
async def test_a_dead_worker_is_replaced(code: str, how: str) -> None:
    """A worker that dies fails its own job only."""
    async with Workers(processes=1) as workers:
        with pytest.raises(WorkError) as caught:
            await workers(exec, f"import os, time; time.sleep(0.3); {code}; time.sleep(60)")
        assert caught.value.reason == "work_died"
        assert how in str(caught.value)
        assert await workers(abs, -1) == 1


async def test_an_idle_worker_may_be_killed() -> None:
    """When the system kills the idle workers, the next job still runs."""
    async with Workers(processes=1) as workers:
        pid = await workers(os.getpid)
        os.kill(pid, signal.SIGKILL)
        await wait_gone(pid)
        assert await workers(abs, -1) == 1


async def test_a_cancelled_job_is_killed(tmp_path: Path) -> None:
    """Cancelling the waiting task ends the job's process."""
    mark = tmp_path / "mark"
    async with Workers(processes=1) as workers:
        waiting = asyncio.create_task(workers(eval, MARK_AND_SLEEP, {"mark": str(mark)}))
        pid = await wait_for(mark)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await wait_gone(pid)
        assert await workers(abs, -1) == 1


async def test_stopping_ends_everything_at_once(tmp_path: Path) -> None:
    """Stopping kills the running job, frees everyone who waits, and refuses new jobs."""
    mark = tmp_path / "mark"
    workers = Workers(processes=1, seconds=MINUTES)
    await workers.start()
    running = asyncio.create_task(workers(eval, MARK_AND_SLEEP, {"mark": str(mark)}))
    pid = await wait_for(mark)
    queued = [asyncio.create_task(workers(len, b"x" * 100_000)) for _ in range(5)]
    await asyncio.sleep(0)
    await workers.stop()
    await wait_gone(pid)
    for task in (running, *queued):
        with pytest.raises(WorkError) as caught:
            await task
        assert caught.value.reason == "work_stopped"
    with pytest.raises(WorkError, match="not running"):
        await workers(abs, -1)


async def test_a_stopped_pool_starts_again() -> None:
    """Start after stop gives working processes again."""
    workers = Workers(processes=1)
    async with workers:
        assert await workers(abs, -1) == 1
    async with workers:
        assert await workers(abs, -1) == 1


async def test_workers_are_replaced_after_so_many_jobs() -> None:
    """No process runs more jobs than `recycle`."""
    async with Workers(processes=1, recycle=4) as workers:
        pids = [await workers(os.getpid) for _ in range(12)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [4, 4, 4]


async def test_many_jobs_wait_outside_the_pool() -> None:
    """A crowd of large jobs is served with few of them copied to the workers at a time."""
    async with Workers(processes=2) as workers:
        tasks = [asyncio.create_task(workers(len, b"x" * 100_000)) for _ in range(200)]
        await asyncio.sleep(0.05)
        waiting = len(workers._pending)
        assert await asyncio.gather(*tasks) == [100_000] * 200
    assert waiting <= 4


async def test_a_source_whose_jobs_are_heavy_leaves_a_process_to_others() -> None:
    """One whose last job took long has half of the processes, until a job of it is light."""
    ended: list[str] = []
    async with Workers(processes=2, seconds=MINUTES) as workers:

        async def run(source_id: str, code: str) -> None:
            await workers.of(source_id)(exec, code)
            ended.append(source_id)

        await run("bad", BURN)
        assert workers.is_heavy("bad")
        heavy = [asyncio.create_task(run("bad", BURN)) for _ in range(5)]
        await asyncio.sleep(0.05)
        await asyncio.gather(*(run("good", "1") for _ in range(3)))
        assert ended.count("bad") <= 2  # the one before, and perhaps the one that was running
        await asyncio.gather(*heavy)
        await run("bad", "1")
    assert not workers.is_heavy("bad")
    assert not workers.is_heavy("good")


async def test_a_source_whose_job_is_killed_is_heavy() -> None:
    """What ran out of its time took all of it; a job of no source is remembered of nobody."""
    async with Workers(processes=1, seconds=0.2) as workers:
        for name in ("bad", ""):
            with pytest.raises(WorkError):
                await workers.of(name)(exec, BURN)
    assert workers.is_heavy("bad")
    assert not workers.is_heavy("")


@pytest.mark.usefixtures("forked_anew")
async def test_a_worker_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither os.environ nor /proc/self/environ shows what is not on the list; PATH stays."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", KNOWN_TO_THE_PARENT)
    monkeypatch.setenv("TZ", "Asia/Taipei")
    async with Workers(processes=1) as workers:
        names = await workers(eval, "dict(__import__('os').environ)")
        started_with = await workers(eval, "open('/proc/self/environ', 'rb').read()")
        to_children = await workers(eval, "__import__('subprocess').check_output('env')")
    assert "SLACK_BOT_TOKEN" not in names
    assert (names["PATH"], names["TZ"]) == (os.environ["PATH"], "Asia/Taipei")
    assert KNOWN_TO_THE_PARENT.encode() not in started_with + to_children
    assert b"TZ=Asia/Taipei" in started_with
    # From its first instruction: a main module may load numpy before the worker is prepared.
    assert b"OPENBLAS_NUM_THREADS=1" in started_with
    assert os.environ["SLACK_BOT_TOKEN"] == KNOWN_TO_THE_PARENT


async def test_a_worker_is_limited() -> None:
    """A worker dumps no core, has bounded memory, dies when told and lets others go first."""
    async with Workers(processes=1, memory=700_000_000) as workers:
        assert await workers(resource.getrlimit, resource.RLIMIT_CORE) == (0, 0)
        assert await workers(resource.getrlimit, resource.RLIMIT_AS) == (700_000_000,) * 2
        # Python's own handler would wait for code in C to end.
        assert await workers(signal.getsignal, signal.SIGTERM) == signal.SIG_DFL
        assert await workers(os.nice, 0) > os.nice(0)
        assert await workers(os.getenv, "OPENBLAS_NUM_THREADS") == "1"


@pytest.fixture
def typed() -> Iterator[None]:
    """Put a pipe with a line in it where the terminal's input is."""
    reading, writing = os.pipe()
    terminal = os.dup(0)
    os.dup2(reading, 0)
    os.write(writing, b"typed\n")
    yield
    os.dup2(terminal, 0)
    for descriptor in (reading, writing, terminal):
        os.close(descriptor)


@pytest.mark.usefixtures("typed")
async def test_a_worker_reads_nothing() -> None:
    """Standard input of a worker is empty, whatever ours holds; its output goes nowhere."""
    async with Workers(processes=1) as workers:
        assert await workers(eval, "__import__('os').read(0, 10)") == b""
        assert await workers(eval, "__import__('sys').stdin.read()") == ""
        assert await workers(os.readlink, "/proc/self/fd/1") == os.devnull


async def test_the_keyboard_does_not_reach_a_worker(tmp_path: Path) -> None:
    """SIGINT leaves a running job alone, from the first instruction on; our own is not blocked."""
    mark = tmp_path / "mark"
    async with Workers(processes=1) as workers:
        running = asyncio.create_task(workers(eval, MARK_AND_NAP, {"mark": str(mark)}))
        os.kill(await wait_for(mark), signal.SIGINT)
        assert await running == "well"
        assert signal.SIGINT in await workers(signal.pthread_sigmask, signal.SIG_BLOCK, ())
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


async def test_a_worker_warms_up_before_its_first_job() -> None:
    """`warm` runs in each new process; a module's name is enough to import it there."""
    imported = "'colorsys' in __import__('sys').modules"
    async with Workers(processes=1, warm=partial(import_module, "colorsys")) as workers:
        assert await workers(eval, imported) is True
    async with Workers(processes=1) as workers:
        assert await workers(eval, imported) is False


async def test_nobody_waits_for_processes_to_start() -> None:
    """They do while the first pages are fetched."""
    async with Workers(processes=1) as workers:
        assert workers._begun
        assert not workers._begun.done()
        assert await workers(abs, -1) == 1


async def test_a_stop_that_nobody_waits_for_stops_all_the_same() -> None:
    """Whoever stops while the processes are still starting, and is tired of it, leaves none."""
    workers = Workers(processes=1)
    await workers.start()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await workers.stop()
    await workers._ending
    assert workers._pool is None
    with pytest.raises(WorkError, match="not running"):
        await workers(abs, -1)


async def test_workers_that_cannot_start_say_so() -> None:
    """When each new process dies while it warms up, a job fails and does not wait for ever."""
    async with Workers(processes=1, warm=os.abort) as workers:
        with pytest.raises(WorkError) as caught:
            await workers(abs, -1)
    assert caught.value.reason == "work_died"


CROWDED = """
import asyncio, os, resource
from briefbot.errors import WorkError
from briefbot.workers import Workers


async def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")),) * 2)
    async with Workers(processes=1) as workers:
        try:
            await workers(abs, -1)
        except WorkError as error:
            print(error.reason, error)


if __name__ == "__main__":
    asyncio.run(main())
"""


def test_no_page_is_blamed_where_no_worker_can_be_started(tmp_path: Path) -> None:
    """Too many open files, or no place for a lock: it is the machine, and it is said what."""
    file = tmp_path / "crowded.py"
    file.write_text(CROWDED, encoding="utf-8")
    done = subprocess.run(
        (sys.executable, file),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = "work_absent briefbot's worker processes can't be started: Too many open files\n"
    assert done.stdout == said
