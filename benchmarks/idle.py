"""Seconds from the start of `briefbot run` until it is ready, and its memory when idle.

    python -m benchmarks.idle [--sources 1000] [--idle 30] [--rounds 3]

The real process runs against the emulator of Slack and a thousand sources on loopback, which
are all looked at once; then nothing is due. Started once more with that archive, it is ready
when both tokens are checked and a connection is open; the rounds' median counts. Memory is
VmRSS of the main process after the idle seconds, and the most that it ever was (VmHWM).
Goals: 3 s and 200 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

from briefbot import emulator
from briefbot.clock import utc_now
from tests.badserver import BadServer, reply
from tests.press import item, rss
from tests.processes import MEGABYTE, memory
from tests.running import Running, running

READY, MEGABYTES = 3.0, 200.0
PATIENCE = 1_200.0


def configuration(server: BadServer, number: int) -> str:
    """Write so many sources, each on an address of this machine of its own."""
    lines = [
        f"  - {{id: s{n}, url: 'http://127.1.{n // 200}.{n % 200 + 1}:{server.port}/{n}/feed.xml'}}"
        for n in range(number)
    ]
    schedule = 'schedule: {times: ["00:01"], zone: Pacific/Kiritimati}'
    desk = f'{{id: desk, name: Desk, topics: [news], destinations: ["#news"], {schedule}}}'
    return "\n".join(
        [
            'fetch: {contact: "https://desk.test/about", allow_private: ["127.0.0.0/8"]}',
            "sources:",
            *lines,
            "topics: [{id: news, name: News, words: [news, cable, harbour]}]",
            "briefings:",
            f"  - {desk}",
        ]
    )


def publish(server: BadServer, number: int) -> None:
    """Let each source have twenty entries without a page, as most feeds do."""
    text = "The harbour has a new crane, which lifts what the old one could not. " * 6
    for n in range(number):
        items = [
            item(f"News {n} of the harbour, {k}", guid=f"{n}-{k}", published=utc_now(), text=text)
            for k in range(20)
        ]
        server.pages[f"/{n}/feed.xml"] = reply(
            rss(f"Outlet {n}", items), "Content-Type: application/rss+xml"
        )


async def settled(bot: Running, number: int) -> None:
    """Wait until every source was looked at."""
    async with asyncio.timeout(PATIENCE):
        while sum(event in {"source read", "source failed"} for event in bot.events) < number:  # noqa: ASYNC110
            await asyncio.sleep(0.5)


async def start(config: Path, database: Path, env: Mapping[str, str]) -> float:
    """Start the bot, and return the seconds until it is ready."""
    begun = time.perf_counter()
    async with running(config, database, env) as bot:
        await bot.logged("ready", 60)
        took = time.perf_counter() - begun
        await bot.stop()
    return took


async def main(number: int, idle: float, rounds: int) -> None:
    """Measure, and print what was found."""
    with tempfile.TemporaryDirectory() as folder:
        config, database = Path(folder) / "briefbot.yaml", Path(folder) / "briefbot.db"
        async with BadServer("0.0.0.0") as server, emulator.serve() as slack:  # noqa: S104
            publish(server, number)
            config.write_text(configuration(server, number), encoding="utf-8")
            async with running(config, database, slack.env) as bot:
                await settled(bot, number)
                after = memory(bot.process.pid) / MEGABYTE
                most = memory(bot.process.pid, "VmHWM") / MEGABYTE
                await bot.stop()
            starts = [await start(config, database, slack.env) for _ in range(rounds)]
            async with running(config, database, slack.env) as bot:
                await bot.logged("ready", 60)
                await asyncio.sleep(idle)
                resting = memory(bot.process.pid) / MEGABYTE
                await bot.stop()
    ready, worst = statistics.median(starts), max(starts)
    print(f"start to ready     {ready:6.2f} s    goal {READY:.0f} s (at worst {worst:.2f} s)")
    print(f"idle               {resting:6.0f} MB   goal {MEGABYTES:.0f} MB ({number} sources)")
    print(f"after first ingest {after:6.0f} MB   most {most:.0f} MB ({number * 20:,} entries)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--idle", type=float, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    asyncio.run(main(given.sources, given.idle, given.rounds))
