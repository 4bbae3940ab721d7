"""Milliseconds until `/brief taiwan` is acknowledged, and until it is answered, during an ingest.

    python -m benchmarks.answers [PAGES] [--commands 500]

The real `briefbot run` reads every page of PAGES (as `ingest.py`; without it, the newsroom's)
into an empty archive, while people type commands into the emulator of Slack, which shares the
machine with it, as fast as its ingest lasts: the first come before anything is stored, and
what is asked differs, so that few answers come from memory. Goal: p99 of the acknowledgements
under 500 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import site
from benchmarks.ingest import serve_pages
from briefbot import emulator
from briefbot.emulator import Slack
from tests.running import Running, running

GOAL = 500.0
A_MINUTE = 20
"""What one person may ask."""
PATIENCE = 600.0
WORDS = ("taiwan", "harbour", "election", "market", "storm", "court", "science")


@dataclass
class Measured:
    """What the commands met."""

    acks: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    during: int = 0
    """Commands that were typed before the last source was read."""


async def ask(slack: Slack, user: str, number: int, measured: Measured) -> None:
    """Type one command, and wait for its answer."""
    words = f"{WORDS[number % len(WORDS)]} {number // len(WORDS) % 9 + 1}d"
    begun = time.perf_counter()
    act = await slack.command(user, "#news", words)
    assert act.ok, act.ack.problem
    measured.acks.append(act.took)
    await act.shown(user=user, timeout=60)
    measured.answers.append((time.perf_counter() - begun) * 1000)


def read(bot: Running) -> int:
    """Return how many sources have been looked at."""
    return sum(event in {"source read", "source failed"} for event in bot.events)


async def measure(bot: Running, slack: Slack, commands: int, pause: float) -> Measured:
    """Let people type, one command after the other begun, while the bot reads."""
    measured = Measured()
    people = [slack.workspace.add_user(f"reader{n}").id for n in range(-(-commands // A_MINUTE))]
    slack.workspace.channel("#news").members.update(people)
    asking = []
    for number in range(commands):
        measured.during += read(bot) < site.SERVERS
        user = people[number % len(people)]
        asking.append(asyncio.create_task(ask(slack, user, number, measured)))
        await asyncio.sleep(pause)
    await asyncio.gather(*asking)
    return measured


async def run(config_text: str, commands: int, pause: float) -> Measured:
    """Start the bot with an empty archive, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        config, database = Path(folder) / "briefbot.yaml", Path(folder) / "briefbot.db"
        config.write_text(config_text, encoding="utf-8")
        async with emulator.serve() as slack, running(config, database, slack.env) as bot:
            await bot.logged("ready", 60)
            measured = await measure(bot, slack, commands, pause)
            await bot.stop()
    return measured


def line(what: str, times: Sequence[float]) -> str:
    """Return the quantiles of these times."""
    cuts = statistics.quantiles(times, n=100)
    return f"{what:14} p50 {cuts[49]:6.0f} ms   p99 {cuts[98]:6.0f} ms   most {max(times):6.0f} ms"


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("where", nargs="?", type=Path)
    parser.add_argument("--commands", type=int, default=500)
    parser.add_argument("--pause", type=float, default=0.04, help="seconds between two commands")
    given = parser.parse_args()
    pages = site.load(given.where)
    context = multiprocessing.get_context("spawn")
    said: multiprocessing.Queue[str] = context.Queue()
    server = context.Process(target=serve_pages, args=(pages, said), daemon=True)
    server.start()
    measured = asyncio.run(run(said.get(timeout=60), given.commands, given.pause))
    server.terminate()
    print(f"{len(measured.acks)} commands, {measured.during} of them while {len(pages)} pages came")
    print(f"{line('acknowledged', measured.acks)}   goal p99 {GOAL:.0f} ms")
    print(line("answered", measured.answers))


if __name__ == "__main__":
    main()
