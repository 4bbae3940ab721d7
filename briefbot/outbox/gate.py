"""When nothing may be posted: to a channel that rests, or anywhere while we are not let in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from briefbot.errors import DeliveryError
from briefbot.outbox.pace import Pace
from briefbot.pipeline.ingest import Keeper
from briefbot.ports import Deliver
from briefbot.store.outbox import TOKEN_ALERT

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot.outbox")


class Rests:
    """Channels that were just posted to, by id and by what the configuration calls them."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[str, float] = {}

    def begin(self, *names: str | None) -> None:
        """Let these rest from now on."""
        until = _now() + self._seconds
        self._until |= {name: until for name in names if name}

    def names(self) -> set[str]:
        """Return those that rest now."""
        now = _now()
        self._until = {name: until for name, until in self._until.items() if until > now}
        return set(self._until)

    def next_end(self) -> float | None:
        """Return in how many seconds the first of them may be posted to again."""
        return min(self._until.values()) - _now() if self._until else None


class Door:
    """Shut while Slack refuses our token; it is asked again until it lets us in."""

    def __init__(
        self, keeper: Keeper, deliver: Deliver, clock: Callable[[], datetime], pace: Pace
    ) -> None:
        self._store, self._db = keeper.store, keeper.db
        self._deliver = deliver
        self._clock = clock
        self._pace = pace
        self._open = asyncio.Event()
        self._open.set()

    @property
    def shut(self) -> bool:
        """Whether nothing may be posted."""
        return not self._open.is_set()

    async def opened(self) -> None:
        """Wait until something may be posted."""
        await self._open.wait()

    async def shut_for(self, error: DeliveryError) -> None:
        """Let nothing be posted from now on, and let an admin know why."""
        self._open.clear()
        log.error("not let in", error=str(error))
        await self._db(self._store.raise_alert, TOKEN_ALERT, str(error), self._clock())

    async def knock(self) -> None:
        """Ask again and again until we are let in."""
        while self.shut:
            await asyncio.sleep(self._pace.retry_at_most)
            try:
                await self._deliver.check()
            except DeliveryError as error:
                log.error("not let in", error=str(error))
                continue
            await self.let_in()

    async def let_in(self) -> None:
        """Something was posted, or may be: forget the alert."""
        await self._db(self._store.clear_alert, TOKEN_ALERT)
        self._open.set()


def _now() -> float:
    return asyncio.get_running_loop().time()
