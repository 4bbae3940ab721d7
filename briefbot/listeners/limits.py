"""How much one person may ask: so many questions a minute, and none for all together."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MINUTE = 60.0
MOST_PEOPLE = 10_000
"""People remembered at a time. Whoever is forgotten has asked nothing for longest."""
_ROUNDING = 1e-9
"""Whoever waits for exactly as long as they were told is let through."""


@dataclass(slots=True)
class _Bucket:
    """What one person may still ask, at one moment."""

    tokens: float
    at: float
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Too much was asked."""

    seconds: int
    """How long to wait."""
    first: bool
    """Whether the person has not been told yet, since they last could ask."""

    @property
    def text(self) -> str:
        """What to tell the person."""
        wait = "a second" if self.seconds == 1 else f"{self.seconds} seconds"
        return f"You ask faster than I can answer. Please try again in {wait}."


class Limits:
    """A token bucket for each person: `per_minute` at once, then that many a minute.

    It lives in memory: after a restart everybody starts afresh.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        most_people: int = MOST_PEOPLE,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._full = float(per_minute)
        self._rate = per_minute / MINUTE
        self._most = most_people
        self._timer = timer
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, user: str) -> Refusal | None:
        """Count one question; return a refusal when it is one too many."""
        bucket = self._filled(user)
        if bucket.tokens > 1 - _ROUNDING:
            bucket.tokens = max(0.0, bucket.tokens - 1)
            bucket.told = False
            return None
        refusal = Refusal(
            seconds=math.ceil((1 - bucket.tokens) / self._rate), first=not bucket.told
        )
        bucket.told = True
        return refusal

    def _filled(self, user: str) -> _Bucket:
        """Return the person's bucket as it is now, and forget who was silent for longest."""
        now = self._timer()
        bucket = self._buckets.setdefault(user, _Bucket(self._full, now))
        bucket.tokens = min(self._full, bucket.tokens + (now - bucket.at) * self._rate)
        bucket.at = now
        self._buckets.move_to_end(user)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return bucket
