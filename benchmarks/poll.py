"""Polls per second of sources that have nothing new, beside a bare loop of the same requests.

    python -m benchmarks.poll [--sources 10000] [--rounds 3] [--reader PYTHON]

The sources stand on 250 addresses of 127.0.0.0/8 and answer 304 to what they said last, from
a process of their own; the archive is filled directly, and all of them are due. The peer asks
the same addresses with aiohttp alone and keeps nothing: a hundred at a time and two a host,
as ours does, and once more without a limit for a host. Rounds alternate, and each side's best
counts; process starts are outside all clocks. Both ratios are printed, with what they mean.
Goals: at least half of either's rate; 300 MB in the main process, and what the workers hold is
said beside it.

PYTHON is an interpreter that has lemon24/reader (python -m venv X; X/bin/pip install reader).
It looks at the first 1,000 sources with 32 workers, and so does ours. Goal: 5 times its rate.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import time as clock_time
from datetime import timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp
import uvloop

from benchmarks.feedserver import serve
from briefbot.app import running
from briefbot.cli.progress import Quiet
from briefbot.clock import utc_now
from briefbot.config import Briefing, Config, FetchOptions, Schedule, Source
from briefbot.models import SourceState
from briefbot.reach import PROCESSES
from briefbot.reading import warm
from briefbot.store.sqlite import Store
from tests.processes import MEGABYTE, children, memory
from tests.stalls import Stalls

HOSTS = 250
HEADERS = {"User-Agent": "benchmark", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
AT_ONCE, A_HOST = 100, 2
READERS = 1_000
READER = Path(__file__).with_name("reader_polls.py")
HALF, FIVE, MEGABYTES = 0.5, 5.0, 300

P = ParamSpec("P")
T = TypeVar("T")


def address(number: int, port: int) -> str:
    """Return the address of one source: forty of 10,000 share a host."""
    return f"http://127.0.1.{number % HOSTS + 1}:{port}/{number}/feed.xml"


def tag(number: int) -> str:
    """Return the validator of one source, as the server knows it too."""
    return f'"{number}"'


def configured(number: int, port: int) -> Config:
    """Return a configuration of so many sources, and a briefing that nobody waits for."""
    briefing = Briefing(id="desk", name="Desk", schedule=Schedule(times=(clock_time(0, 1),)))
    return Config(
        sources=tuple(Source(id=f"s{n}", url=address(n, port), kind="feed") for n in range(number)),
        briefings=(briefing,),
        fetch=FetchOptions(contact="benchmark@example.org", allow_private=("127.0.0.0/8",)),
    )


def fill(database: Path, config: Config) -> None:
    """Let every source have been read a while ago, in no order."""
    now, rng = utc_now(), random.Random(7)
    store = Store(database)
    with store.transaction():
        for number, source in enumerate(config.sources):
            checked = now - timedelta(hours=rng.uniform(3, 30))
            store.record(
                SourceState(
                    source_id=source.id,
                    url=source.url,
                    kind="feed",
                    etag=tag(number),
                    body_hash="0" * 64,
                    first_seen=checked,
                    checked=checked,
                    asked=checked,
                    succeeded=checked,
                    next_check=checked + timedelta(hours=1),
                )
            )
    store.close()


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over all sources."""

    rate: float
    """How many a second."""
    cpu: float
    """Microseconds of the processor for each, in the process that asks."""
    main: float = 0.0
    """The most MB that its main process held."""
    workers: tuple[float, ...] = ()
    """The most MB that each of its workers held."""
    stall: float = 0.0
    """The longest stall of its loop, in seconds."""


async def _poll(number: int, port: int, folder: Path) -> Run:
    config = configured(number, port)
    fill(folder / "briefbot.db", config)
    async with running(config, folder / "briefbot.db") as app, Stalls() as stalls:
        await asyncio.gather(*(app.web.work(warm) for _ in range(2 * PROCESSES)))
        begun, cpu = time.perf_counter(), time.process_time()
        looked = await app.ingest(Quiet())
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        main, *workers = (
            memory(pid, "VmHWM") / MEGABYTE for pid in (os.getpid(), *children(os.getpid()))
        )
    unchanged = sum(look.unchanged for look in looked)
    assert unchanged == number, f"{unchanged} of {number} were unchanged: {looked[0]}"
    each = cpu / number * 1e6
    return Run(number / seconds, each, main, tuple(workers), stalls.longest)


def ours(number: int, port: int) -> Run:
    """Let briefbot look at every source."""
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_poll(number, port, Path(folder)))


class Bare:
    """The same requests with aiohttp alone: nothing is judged, remembered or kept."""

    def __init__(self, number: int, port: int) -> None:
        self._port = port
        self._order = random.Random(7).sample(range(number), number)

    async def _one(self, session: aiohttp.ClientSession, number: int) -> None:
        headers = {**HEADERS, "If-None-Match": tag(number)}
        async with session.get(address(number, self._port), headers=headers) as answer:
            await answer.read()
            assert answer.status == 304

    async def polite(self, session: aiohttp.ClientSession) -> None:
        """Begin all at once, and let aiohttp keep to the limits that ours keeps to."""
        async with asyncio.TaskGroup() as group:
            for number in self._order:
                group.create_task(self._one(session, number))

    async def lean(self, session: aiohttp.ClientSession) -> None:
        """Ask a hundred at a time, one after the other, however many of one host."""
        numbers = iter(self._order)

        async def some() -> None:
            for number in numbers:
                await self._one(session, number)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def run(self, *, lean: bool) -> Run:
        """Measure one of them."""
        connector = aiohttp.TCPConnector(limit=AT_ONCE, limit_per_host=0 if lean else A_HOST)
        patience = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(connector=connector, timeout=patience) as session:
            begun, cpu = time.perf_counter(), time.process_time()
            await (self.lean(session) if lean else self.polite(session))
            seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        number = len(self._order)
        return Run(number / seconds, cpu / number * 1e6)


def bare(number: int, port: int, lean: bool) -> Run:  # noqa: FBT001  it goes to a process
    """Ask every address with aiohttp alone."""
    return uvloop.run(Bare(number, port).run(lean=lean))


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the work in a process of its own, so that its memory is nobody else's."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def reader(python: Path, port: int) -> float:
    """Return updates per second of lemon24/reader, of feeds that it has read before."""
    addresses = "\n".join(address(n, port) for n in range(READERS))
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  the interpreter that was named
            [python, READER, Path(folder) / "reader.db"],
            input=addresses, capture_output=True, text=True, check=False,
        )  # fmt: skip
    found = re.search(r"([\d.]+) updates/s", done.stdout)
    if not found:
        raise SystemExit(f"{python} can't poll: {done.stderr[-1000:]}")
    return float(found[1])


def beside(name: str, theirs: Sequence[Run], ours: Sequence[Run]) -> None:
    """Print how the best of ours does beside the best of theirs."""
    rate = max(run.rate for run in ours) / max(run.rate for run in theirs)
    cpu, mine = min(run.cpu for run in theirs), min(run.cpu for run in ours)
    print(
        f"beside {name}: {rate:.2f} of its rate (goal {HALF}); "
        f"processor {cpu:.0f} µs a request, {mine:.0f} µs a poll: {cpu / mine:.2f}"
    )


def compare(number: int, port: int, rounds: int) -> None:
    """Ask all sources in turn with aiohttp and ours."""
    polite: list[Run] = []
    lean: list[Run] = []
    polls: list[Run] = []
    for at in range(rounds):
        polite.append(apart(bare, number, port, lean=False))
        lean.append(apart(bare, number, port, lean=True))
        polls.append(apart(ours, number, port))
        print(
            f"round {at + 1}: bare loop with our limits {polite[-1].rate:6.0f} requests/s, "
            f"without one for a host {lean[-1].rate:6.0f}; whole look {polls[-1].rate:6.0f} polls/s"
        )
    beside("the bare loop with our limits (100 at once, two a host)", polite, polls)
    beside("the bare loop without a limit for a host", lean, polls)
    most = max(polls, key=lambda run: run.main + sum(run.workers))
    workers = " + ".join(f"{held:.0f}" for held in most.workers)
    print(
        f"most memory for {number} sources: main process {most.main:.0f} MB (goal {MEGABYTES}), "
        f"workers {workers} MB, in all {most.main + sum(most.workers):.0f} MB"
    )
    print(f"longest stall of the loop: {max(run.stall for run in polls) * 1000:.0f} ms")


def compare_readers(python: Path, port: int, rounds: int) -> None:
    """Ask the first thousand in turn with lemon24/reader and ours."""
    theirs: list[float] = []
    polls: list[float] = []
    for at in range(rounds):
        theirs.append(reader(python, port))
        polls.append(apart(ours, READERS, port).rate)
        print(
            f"round {at + 1}: lemon24/reader {theirs[-1]:6.0f} updates/s; "
            f"whole look {polls[-1]:6.0f} polls/s"
        )
    print(f"ratio of the best: {max(polls) / max(theirs):.1f} (goal {FIVE:g})")


def main(options: argparse.Namespace) -> None:
    """Measure and print."""
    context = multiprocessing.get_context("spawn")
    ports: multiprocessing.Queue[int] = context.Queue()
    server = context.Process(target=serve, args=(ports,), daemon=True)
    server.start()
    port = ports.get(timeout=60)
    compare(options.sources, port, options.rounds)
    if options.reader:
        compare_readers(options.reader, port, options.rounds)
    server.terminate()


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reader", type=Path, metavar="PYTHON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(parsed())
