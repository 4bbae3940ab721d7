"""`briefbot run` as a process of its own, beside an emulated Slack in this one."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbot.clock import utc_now
from briefbot.orders import of_briefing
from briefbot.store import configfile
from briefbot.store.sqlite import Store
from tests import watching
from tests.stalls import SEEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

COMMAND = (sys.executable, "-m", "briefbot")
QUIET = ("SLACK_", "BRIEFBOT_")


class Running:
    """The process, and what its log says."""

    def __init__(self, process: asyncio.subprocess.Process, *, inside: bool = False) -> None:
        self.process = process
        self._inside = inside
        """Whether the bot is the child of another program that was started."""
        self.log: list[dict[str, Any]] = []
        self.raw = self._complaints = ""
        self._news = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.raw += line.decode()
            self.log.append(json.loads(line))
            self._news.set()

    @property
    def events(self) -> list[str]:
        """What was logged, in order."""
        return [entry["event"] for entry in self.log]

    async def logged(self, event: str, seconds: float = 60) -> dict[str, Any]:
        """Return the first entry of an event, waiting for it."""
        async with asyncio.timeout(seconds):
            while True:
                self._news.clear()
                for entry in self.log:
                    if entry["event"] == event:
                        return entry
                await self._news.wait()

    @property
    def _pid(self) -> int:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return int(children[0]) if self._inside else pid

    async def stop(self) -> float:
        """Ask it to stop, and return the seconds until it has ended."""
        begun = time.monotonic()
        os.kill(self._pid, signal.SIGTERM)
        await self.ended()
        return time.monotonic() - begun

    async def ended(self, seconds: float = 60) -> str:
        """Wait for its end; return what it said on standard error."""
        assert self.process.stderr
        async with asyncio.timeout(seconds):
            self._complaints += (await self.process.stderr.read()).decode()
            await self.process.wait()
            await self._reader
        return self._complaints


@asynccontextmanager
async def running(
    config: Path,
    database: Path,
    env: Mapping[str, str],
    *options: str,
    before: tuple[str, ...] = (),
) -> AsyncIterator[Running]:
    """Start the bot, in tests with its loop watched; it is killed in the end if it goes on."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(QUIET)}
    where = ("--config", str(config), "--database", str(database))
    process = await asyncio.create_subprocess_exec(
        *before,
        *(watching.COMMAND if SEEN in clean else COMMAND),
        "run",
        *where,
        *options,
        env={**clean, **env},
        cwd=database.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    bot = Running(process, inside=bool(before))
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
            await bot.ended()


def label() -> str:
    """Return the local time of a slot that was due a moment ago, in UTC."""
    return f"{utc_now() - timedelta(minutes=2):%H:%M}"


def known_since(config: Path, database: Path, *, hours: float = 3) -> None:
    """Let the archive know the briefings for some hours, so that their slots were missed."""
    found = configfile.load(config)
    store = Store(database)
    try:
        orders = (of_briefing(found, briefing) for briefing in found.briefings)
        texts = {order.id: order.schedule_text for order in orders}
        store.keep_orders(texts, utc_now() - timedelta(hours=hours))
    finally:
        store.close()
