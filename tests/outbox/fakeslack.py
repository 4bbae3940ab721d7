"""A place to post to that ends each attempt as it is told, and remembers what it was given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from briefbot.errors import DeliveryError, Uncertain
from briefbot.models import Delivery
from briefbot.ports import Sent
from tests.virtual import wall


class End(Enum):
    """How an attempt ends whose answer is lost."""

    LOST = "lost"
    """It never came."""
    KEPT = "kept"
    """It came; we do not hear of it."""
    LATE = "late"
    """It comes 50 s after we gave up."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """One message as it stands in a channel."""

    key: str
    text: str
    channel: str
    at: datetime
    thread: str | None
    ts: str


class FakeSlack:
    """A `ports.Deliver`: `ends` are used up in order, then everything works."""

    def __init__(self, *ends: DeliveryError | End | None, latency: float = 0.3) -> None:
        self.ends = list(ends)
        self.looks: list[tuple[datetime, str]] = []
        self.attempts: list[tuple[datetime, str]] = []
        self.posted: list[Posted] = []
        self.blind: list[DeliveryError] = []
        """What the next looks end in."""
        self.refusal: Callable[[Delivery], DeliveryError | End | None] = lambda _: None
        """What an attempt ends in when `ends` are used up."""
        self.checks: list[DeliveryError | None] = []
        self.lands: list[float | None] = []
        """For attempts whose process is killed: after how long they land all the same, if ever."""
        self.latency = latency

    async def send(self, delivery: Delivery) -> Sent:
        self.attempts.append((wall(), delivery.key))
        try:
            await asyncio.sleep(self.latency)
        except asyncio.CancelledError:
            landing = self.lands.pop(0) if self.lands else None
            if landing is not None:
                asyncio.get_running_loop().call_later(landing, self._keep, delivery)
            raise
        end = self.ends.pop(0) if self.ends else self.refusal(delivery)
        if isinstance(end, DeliveryError):
            raise end
        if end is None:
            return self._keep(delivery)
        if end is End.KEPT:
            self._keep(delivery)
        elif end is End.LATE:
            asyncio.get_running_loop().call_later(15 + 50, self._keep, delivery)
        await asyncio.sleep(15 - self.latency)
        raise Uncertain("timeout", f"{delivery.destination}: no answer")

    def _keep(self, delivery: Delivery) -> Sent:
        channel, ts = f"C-{delivery.destination}", f"{len(self.posted)}.1"
        self.posted.append(
            Posted(
                key=delivery.key,
                text=delivery.message.text,
                channel=channel,
                at=wall(),
                thread=delivery.thread,
                ts=ts,
            )
        )
        return Sent(channel=channel, ts=ts)

    async def look(self, delivery: Delivery) -> Sent | None:
        self.looks.append((wall(), delivery.key))
        await asyncio.sleep(self.latency)
        if self.blind:
            raise self.blind.pop(0)
        found = (post for post in self.posted if post.key == delivery.key)
        return next((Sent(channel=post.channel, ts=post.ts) for post in found), None)

    async def check(self) -> None:
        end = self.checks.pop(0) if self.checks else None
        if end:
            raise end

    @property
    def texts(self) -> list[str]:
        """What was posted, in order."""
        return [post.text for post in self.posted]
