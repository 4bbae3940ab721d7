"""Find what may have been sent: after a while, twice, and only then send it again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from briefbot.errors import DeliveryError
from briefbot.models import Delivery
from briefbot.outbox.course import Course, course
from briefbot.outbox.gate import Door
from briefbot.outbox.pace import Pace
from briefbot.pipeline.ingest import Keeper
from briefbot.ports import Deliver, Sent

BLIND = "blind"

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot.outbox")


class Finder:
    """Settles deliveries that were claimed and of which nobody knows whether they were sent."""

    def __init__(
        self,
        keeper: Keeper,
        deliver: Deliver,
        clock: Callable[[], datetime],
        pace: Pace,
        *,
        door: Door,
        reached: Callable[[str], None],
    ) -> None:
        self._store, self._db = keeper.store, keeper.db
        self._deliver = deliver
        self._clock = clock
        self._pace = pace
        self._door = door
        self._reached = reached
        self._turns = asyncio.Semaphore(pace.at_once)

    async def find(self, delivery: Delivery, since_claim: float | None) -> None:
        """Look until it is found, was missed often enough, or can never be seen.

        `since_claim` are the seconds since its claim when this process made it. For a claim
        of a process before this one the clock has to do.
        """
        await asyncio.sleep(self._before_first(delivery, since_claim))
        looks = delivery.looks
        while looks < self._pace.looks:
            try:
                sent = await self._look(delivery)
            except DeliveryError as error:
                if await self._gave_up(delivery, error):
                    return
                await asyncio.sleep(max(self._pace.between_looks, error.retry_after or 0.0))
                continue
            if sent:
                await self._found(delivery, sent)
                return
            looks = await self._db(self._store.looked, delivery.key)
            self._reached("missed")
            if looks < self._pace.looks:
                await asyncio.sleep(self._pace.between_looks)
        await self._send_again(delivery)

    def _before_first(self, delivery: Delivery, since_claim: float | None) -> float:
        if since_claim is None:
            claimed = delivery.claimed or delivery.created
            since_claim = max(0.0, (self._clock() - claimed).total_seconds())
        settled = self._pace.settle - since_claim
        return max(settled, self._pace.between_looks if delivery.looks else 0.0)

    async def _look(self, delivery: Delivery) -> Sent | None:
        await self._door.opened()
        async with self._turns:
            sent = await self._deliver.look(delivery)
        self._reached("looked")
        return sent

    async def _found(self, delivery: Delivery, sent: Sent) -> None:
        await self._db(self._store.settle_sent, delivery.key, sent.channel, sent.ts)
        log.info("found", key=delivery.key, destination=delivery.destination, ts=sent.ts)

    async def _send_again(self, delivery: Delivery) -> None:
        await self._db(
            self._store.settle_pending, delivery.key, self._clock(), delivery.error or "not found"
        )
        log.warning("not found", key=delivery.key, destination=delivery.destination)

    async def _gave_up(self, delivery: Delivery, error: DeliveryError) -> bool:
        """Stop when it can never be seen; until its time is over, all else may pass."""
        log.warning(
            "can't look", key=delivery.key, destination=delivery.destination, error=str(error)
        )
        if course(error, delivery) is Course.BAR:
            await self._door.shut_for(error)
            return False
        if error.reason != BLIND and self._clock() < delivery.expires:
            return False
        await self._db(self._store.settle_unknown, delivery.key, str(error), self._clock())
        return True
