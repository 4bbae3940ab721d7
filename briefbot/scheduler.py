"""The metronome: every 20 seconds it looks what is due; APScheduler only ticks."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from briefbot import logs
from briefbot.app import App, running
from briefbot.clock import running_for, utc_now
from briefbot.desk import Office
from briefbot.errors import SetupError, StoreError
from briefbot.last_resort import Watchdog
from briefbot.store.heartbeat import beat, forget
from briefbot.watching import Watch

if TYPE_CHECKING:
    from briefbot.bot import Bot
    from briefbot.config import Config
    from briefbot.models import Looked
    from briefbot.settings import SlackSettings

TICK_SECONDS = 20
AGAIN = 5.0
"""Seconds before something that must always run is begun again after a mistake of ours."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")


class Logged:
    """Follows ingests in the log: what failed, and what brought news."""

    def __init__(self) -> None:
        self._offline = False

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
        if look.offline != self._offline and (look.offline or not look.failure):
            self._offline = look.offline
            self._say_network()
        if look.offline:
            return  # a line for each source would say the same
        if look.failure:
            log.warning("source failed", source=look.source_id, error=look.failure)
        elif look.articles:
            log.info("source read", source=look.source_id, articles=look.articles)
        if look.rolled_over:
            log.warning("feed rolled over", source=look.source_id, missed="perhaps some entries")
        for text in look.unread:
            log.warning("page not read", source=look.source_id, error=text)

    def _say_network(self) -> None:
        if self._offline:
            log.warning("no network", error="no host can be reached; all are tried again soon")
        else:
            log.info("network is back")


class Beside:
    """Starts the same work at each tick; what still runs goes on beside it.

    Work that fails is logged, and stops nothing: the next tick tries again.
    """

    def __init__(self, name: str, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._name = name
        self._work = work
        self._running: set[asyncio.Task[None]] = set()

    async def tick(self) -> None:
        """Start the work."""
        task = asyncio.create_task(self._run())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """Give up what runs; what it has not stored yet is done again next time."""
        running = set(self._running)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)

    async def _run(self) -> None:
        try:
            await self._work()
        except StoreError as error:
            log.error("archive", error=str(error))  # the next tick tries again
        except Exception:
            log.exception(self._name)  # a mistake of ours must not stop the bot


async def always(name: str, work: Callable[[], Awaitable[None]], *, again: float = AGAIN) -> None:
    """Keep something running until cancelled; only what is set up wrongly ends it."""
    while True:
        try:
            await work()
        except SetupError:
            raise
        except Exception:
            log.exception(name)  # a mistake of ours must not stop the bot
        await asyncio.sleep(again)


async def serve(
    config: Config,
    database: Path,
    *,
    file: Path | None = None,
    slack: SlackSettings | None = None,
    http: tuple[str, int] | None = None,
    stopping: Callable[[], object] = lambda: None,
) -> None:
    """Tick until SIGTERM or SIGINT, then let everything go.

    `file` is where the configuration stands: it is watched, and admins may change it. Without
    `slack` the archive is kept, and nothing is posted. `stopping` is called when the signal
    comes. Raise SetupError when Slack refuses a token.
    """
    logs.start(slack.secrets if slack else ())
    stop = _stop_asked(stopping)
    async with (
        running(config, database) as app,
        _office(app, file) as office,
        _in_slack(app, office, slack, http) as bot,
    ):
        wake = bot.wake if bot else (lambda: None)
        watch = Watch(file, office, app.keeper, utc_now, wake) if file and office else None
        with Watchdog():
            await _run(app, bot, watch, database, stop)
    forget(database)


def _stop_asked(stopping: Callable[[], object]) -> asyncio.Event:
    """Return what is set when the process is asked to stop."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def ask() -> None:
        if not stop.is_set():
            log.info("stopping")
            stopping()
            stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ask)
    return stop


@asynccontextmanager
async def _office(app: App, file: Path | None) -> AsyncIterator[Office | None]:
    """Hold what changes the configuration, where there is a file."""
    if file is None:
        yield None
        return
    office = Office(file, app.keeper.store.file, app.live.take, utc_now)
    try:
        yield office
    finally:
        await asyncio.to_thread(office.close)


@asynccontextmanager
async def _in_slack(
    app: App, office: Office | None, slack: SlackSettings | None, http: tuple[str, int] | None
) -> AsyncIterator[Bot | None]:
    if slack is None:
        yield None
        return
    from briefbot.bot import made  # noqa: PLC0415  without Slack its libraries are not needed

    async with made(app, slack, utc_now, office=office, http=http) as bot:
        await bot.greet()
        yield bot


async def _run(
    app: App, bot: Bot | None, watch: Watch | None, database: Path, stop: asyncio.Event
) -> None:
    """Tick until asked to stop, or until Slack refuses us."""
    logged, began = Logged(), utc_now()
    jobs = [Beside("ingest", lambda: app.ingest(logged, since=began))]
    if bot is not None:
        jobs.append(Beside("brief", bot.tick))
    scheduler = _ticking(database, jobs)
    log.info("started", sources=len(app.config.sources), database=str(database))
    if bot is None:
        log.info("nothing will be posted", why="no token of Slack's is set")
        log.info("ready", seconds=round(running_for(), 2))
    works = [] if bot is None else [("outbox", bot.post), ("slack", bot.listen)]
    works += [] if watch is None else [("configuration", watch.run)]
    tasks = [asyncio.create_task(always(name, work)) for name, work in works]
    tasks.append(asyncio.create_task(_until(stop)))
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        scheduler.shutdown(wait=False)
        await asyncio.gather(*(job.stop() for job in jobs), *([bot.drain()] if bot else []))
        await _end(tasks)
    for task in done:
        task.result()  # raises what Slack refused


async def _until(stop: asyncio.Event) -> None:
    await stop.wait()


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, SetupError):
            await task


def _ticking(database: Path, jobs: list[Beside]) -> AsyncIOScheduler:
    """Start the ticks: a heartbeat, and each job."""

    async def heartbeat() -> None:
        try:
            beat(database, utc_now())
        except OSError as error:
            log.error("heartbeat", database=str(database), error=error.strerror)

    scheduler = AsyncIOScheduler(timezone="UTC")
    for tick in (heartbeat, *(job.tick for job in jobs)):
        scheduler.add_job(
            tick, "interval", seconds=TICK_SECONDS, next_run_time=utc_now(), coalesce=True
        )
    scheduler.start()
    return scheduler
