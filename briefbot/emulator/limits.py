"""Slack's rate limits: one message a second in a channel, and so many calls a minute a method."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Tier and its calls a minute (docs.slack.dev/apis/web-api/rate-limits)."""


@dataclass
class _Bucket:
    """Lets `burst` through at once and `rate` a second after that."""

    rate: float
    burst: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Take one; return the seconds until there would be one, 0 when it was taken."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


@dataclass
class Limits:
    """The limits in force; `on` switches them all.

    Slack lets short bursts of messages pass and does not say how short: three is a guess on
    the strict side.
    """

    on: bool = True
    message_burst: int = 3
    refused: int = 0
    """How many calls met a limit."""
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)

    def message(self, channel: str, elapsed: Callable[[], float]) -> int:
        """Count a message to a channel; return Retry-After's seconds, 0 for go on."""
        return self._take(("message", channel), 1.0, self.message_burst, elapsed())

    def call(self, method: str, tier: int, elapsed: Callable[[], float]) -> int:
        """Count a call of a method; return Retry-After's seconds, 0 for go on."""
        if tier not in TIERS:
            return 0
        return self._take(("call", method), TIERS[tier] / 60, TIERS[tier], elapsed())

    def _take(self, key: tuple[str, str], rate: float, burst: float, now: float) -> int:
        if not self.on:
            return 0
        bucket = self._buckets.setdefault(key, _Bucket(rate, burst, burst, now))
        wait = math.ceil(bucket.wait(now))
        self.refused += wait > 0
        return wait
