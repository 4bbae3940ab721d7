"""Articles per second through the whole pipeline over loopback, beside bare extraction.

    python -m benchmarks.ingest [PAGES] [--pages 990] [--rounds 3]
    python -m benchmarks.ingest [PAGES] --stored 1000 10000 100000 1000000

PAGES is an archive or a folder of HTML files; without it the newsroom's pages serve.
The peer is `trafilatura.bare_extraction` with the product's own options and metadata, on
the same pages, in as many processes, in the same run; ours fetches, parses, extracts,
finds the language, splits, weighs, clusters, indexes and stores. Rounds alternate, and each
side's best counts. Imports and process starts are outside both clocks.

With --stored the same pages go into archives that hold so many articles already (made up by
`stock.py`), each round into every one. Goal: the last at least 0.8 of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

import uvloop

from benchmarks import site, stock
from benchmarks.alike import Alike
from briefbot.app import running
from briefbot.cli.progress import Quiet
from briefbot.reach import PROCESSES
from briefbot.reading import warm
from briefbot.store import configfile
from briefbot.store.archive import Archive
from tests.processes import MEGABYTE, children, memory, processor

CHUNK = 4


def bare(bodies: Sequence[bytes]) -> float:
    """Extract each page with the product's options, and nothing else; return its CPU seconds."""
    from trafilatura import bare_extraction

    address = "http://127.0.0.1/article/1/story.html"
    begun = time.process_time()
    for body in bodies:
        bare_extraction(body, url=address, with_metadata=True, fast=True, include_comments=False)
    return time.process_time() - begun


def peer(pages: Sequence[site.Page]) -> tuple[float, float]:
    """Return wall and CPU seconds of bare extraction in as many processes as ours."""
    bodies = [page.body for page in pages]
    chunks = [bodies[at : at + CHUNK] for at in range(0, len(bodies), CHUNK)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(bare, [chunks[0]] * PROCESSES * 2, chunksize=1)
        begun = time.perf_counter()
        cpu = sum(pool.map(bare, chunks, chunksize=1))
        return time.perf_counter() - begun, cpu


class Memory:
    """The most memory that this process and its children have held."""

    def __init__(self) -> None:
        self.worker = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    @property
    def main(self) -> float:
        """MB of this process."""
        return memory(os.getpid(), "VmHWM") / MEGABYTE

    def stop(self) -> None:
        """Watch no longer."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            for child in children(os.getpid()):
                self.worker = max(self.worker, memory(child, "VmHWM") / MEGABYTE)


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest into an empty archive."""

    seconds: float
    cpu: float
    """CPU seconds of the main process."""
    workers_cpu: float
    stored: int
    unread: int
    main: float
    """Peak MB of the main process."""
    worker: float
    """Peak MB of the largest worker."""


async def _ingest(config_text: str, folder: Path, stocked: Path | None) -> Run:
    file = folder / "briefbot.yaml"
    file.write_text(config_text)
    before = 0
    if stocked:
        shutil.copy(stocked, folder / "briefbot.db")
        os.sync()  # or the first commit waits until the whole copy is on the disk
        archive = Archive(folder / "briefbot.db")
        before = archive.count()
        archive.close()
    held = Memory()
    async with running(configfile.load(file), folder / "briefbot.db") as app:
        await asyncio.gather(*(app._web.work(warm) for _ in range(2 * PROCESSES)))
        mine, workers = [os.getpid()], children(os.getpid())
        begun, cpu, workers_cpu = time.perf_counter(), processor(mine), processor(workers)
        looked = await app.ingest(Quiet())
        seconds = time.perf_counter() - begun
        cpu, workers_cpu = processor(mine) - cpu, processor(workers) - workers_cpu
    held.stop()
    archive = Archive(folder / "briefbot.db")
    stored = archive.count() - before
    archive.close()
    unread = sum(len(look.unread) + bool(look.failure) for look in looked)
    return Run(seconds, cpu, workers_cpu, stored, unread, held.main, held.worker)


def _measure(config_text: str, stocked: Path | None, said: multiprocessing.Queue[Run]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        said.put(uvloop.run(_ingest(config_text, Path(folder), stocked)))


def ours(config_text: str, stocked: Path | None = None) -> Run:
    """Ingest in a process of its own, so that its memory is the product's alone."""
    context = multiprocessing.get_context("spawn")
    said: multiprocessing.Queue[Run] = context.Queue()
    process = context.Process(target=_measure, args=(config_text, stocked, said))
    process.start()
    run = said.get(timeout=900)
    process.join()
    return run


def serve_pages(pages: Sequence[site.Page], said: multiprocessing.Queue[str]) -> None:
    """Serve the pages until stopped; say the configuration that reads them."""

    async def forever() -> None:
        async with site.serve(pages) as served:
            said.put(served.config_text)
            await asyncio.Event().wait()

    asyncio.run(forever())


def curve(pages: Sequence[site.Page], config_text: str, sizes: Sequence[int], rounds: int) -> None:
    """Read the pages into archives of every size, and print how the last does beside the first."""
    runs: dict[int, list[Run]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory() as folder:
        files, alike = {size: Path(folder) / f"{size}.db" for size in sizes}, Alike(pages)
        for size, file in files.items():
            begun = time.perf_counter()
            stock.make(file, alike, size)
            print(
                f"{size:9,} articles: {file.stat().st_size / 1e6:6,.0f} MB, "
                f"made in {time.perf_counter() - begun:.0f} s"
            )
        for _ in range(rounds):
            for size, file in files.items():
                runs[size].append(ours(config_text, file))
    best = {size: min(runs[size], key=lambda run: run.seconds) for size in sizes}
    for size, run in best.items():
        print(
            f"{size:9,} stored: {run.stored / run.seconds:6.1f} articles/s, "
            f"{run.cpu / run.stored * 1000:5.1f} ms of the main process each, "
            f"which held {run.main:.0f} MB"
        )
    rates = [run.stored / run.seconds for run in best.values()]
    print(f"last beside first: {rates[-1] / rates[0]:.2f} (goal 0.80)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("where", nargs="?", type=Path)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stored", type=int, nargs="+", metavar="ARTICLES")
    options = parser.parse_args()
    pages = site.load(options.where, options.pages)
    context = multiprocessing.get_context("spawn")
    said: multiprocessing.Queue[str] = context.Queue()
    server = context.Process(target=serve_pages, args=(pages, said), daemon=True)
    server.start()
    config_text = said.get(timeout=60)
    print(
        f"{len(pages)} pages, {sum(len(p.body) for p in pages) / 1e6:.0f} MB, {PROCESSES} processes"
    )
    if options.stored:
        curve(pages, config_text, options.stored, options.rounds)
    else:
        compare(pages, config_text, options.rounds, real=options.where is not None)
    server.terminate()


def compare(pages: Sequence[site.Page], config_text: str, rounds: int, *, real: bool) -> None:
    """Read the pages into empty archives, in turn with bare extraction, and print both."""
    theirs: list[tuple[float, float]] = []
    runs: list[Run] = []
    count = len(pages)
    for number in range(rounds):
        theirs.append(peer(pages))
        runs.append(run := ours(config_text))
        print(
            f"round {number + 1}: bare extraction {count / theirs[-1][0]:6.1f} pages/s; "
            f"whole pipeline {count / run.seconds:6.1f} pages/s "
            f"({run.stored} stored, {run.unread} without text)"
        )
    ratio = min(wall for wall, _ in theirs) / min(run.seconds for run in runs)
    print(f"ratio of the best: {ratio:.2f} (goal, for real pages: 0.70)")
    if not real:
        print("the newsroom's pages are tiny: extraction takes a tenth of a real page's time")
    best = min(runs, key=lambda run: run.cpu + run.workers_cpu)
    print(
        f"CPU a page: bare extraction {min(cpu for _, cpu in theirs) / count * 1000:.1f} ms; "
        f"pipeline {best.workers_cpu / count * 1000:.1f} ms in the workers "
        f"and {best.cpu / count * 1000:.1f} ms in the main process"
    )
    print(
        f"peak memory: main process {max(run.main for run in runs):.0f} MB (goal 200), "
        f"a worker {max(run.worker for run in runs):.0f} MB (goal 300)"
    )


if __name__ == "__main__":
    main()
