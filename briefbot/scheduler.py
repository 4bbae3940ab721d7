"""The metronome: every 20 seconds it looks what is due; APScheduler only ticks."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from briefbot.app import App, running
from briefbot.clock import utc_now
from briefbot.errors import StoreError
from briefbot.store.heartbeat import beat, forget

if TYPE_CHECKING:
    from briefbot.config import Config
    from briefbot.models import Looked

TICK_SECONDS = 20

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")


class Logged:
    """Follows an ingest in the log: what failed, and what brought news."""

    def started(self, sources: int) -> None:
        """Say how many sources are due, if any."""
        if sources:
            log.info("due", sources=sources)

    def pages(self, count: int) -> None:
        """Say nothing."""

    def page(self) -> None:
        """Say nothing."""

    def looked(self, look: Looked) -> None:
        """Say how the look ended, unless nothing was new."""
        if look.failure:
            log.warning("source failed", source=look.source_id, error=look.failure)
        elif look.articles:
            log.info("source read", source=look.source_id, articles=look.articles)
        for text in look.unread:
            log.warning("page not read", source=look.source_id, error=text)


class Ingester:
    """Starts an ingest at each tick; one that still runs goes on beside it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._running: set[asyncio.Task[None]] = set()

    async def tick(self) -> None:
        """Start an ingest of what is due and not under way."""
        task = asyncio.create_task(self._ingest())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """Give up what runs; what it has not stored yet is read again next time."""
        running = set(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)

    async def _ingest(self) -> None:
        try:
            await self._app.ingest(Logged())
        except StoreError as error:
            log.error("archive", error=str(error))  # the next tick tries again
        except Exception:
            log.exception("ingest")  # a mistake of ours must not stop the bot


async def serve(config: Config, database: Path) -> None:
    """Tick until SIGTERM or SIGINT, then let everything go."""
    _log_as_json()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with running(config, database) as app:
        ingester = Ingester(app)
        scheduler = AsyncIOScheduler(timezone="UTC")

        async def heartbeat() -> None:
            try:
                beat(database, utc_now())
            except OSError as error:
                log.error("heartbeat", database=str(database), error=error.strerror)

        for job in (heartbeat, ingester.tick):
            scheduler.add_job(
                job, "interval", seconds=TICK_SECONDS, next_run_time=utc_now(), coalesce=True
            )
        scheduler.start()
        log.info("started", sources=len(config.sources), database=str(database))
        await stop.wait()
        log.info("stopping")
        scheduler.shutdown(wait=False)
        await ingester.stop()
    forget(database)


def _log_as_json() -> None:
    """Write one JSON object a line, so that no text from the web can forge a line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )
