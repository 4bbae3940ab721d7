"""How fast the outbox goes, and how long it waits for what."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

_COUNTS = {"at_once", "looks"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Every time of the protocol, in seconds."""

    timeout: float = 15.0
    """How long an attempt takes at most; it has ended, one way or other, after that."""
    settle: float = 75.0
    """From a claim until a look can be believed: the timeout, and a minute in which Slack
    may still accept what it has received, and show it in the history."""
    between_looks: float = 30.0
    looks: int = 2
    """How many looks have to miss a message before it is sent again."""
    channel: float = 1.1
    """Between two posts to one channel: Slack takes about one a second."""
    apart: float = 0.2
    """Between any two posts: Slack takes several hundred a minute from one app."""
    at_once: int = 8
    """Channels that are posted to at the same time, and looks at the same time."""
    retry_first: float = 2.0
    """Before the second attempt; twice as long before the next, and so on..."""
    retry_at_most: float = 300.0
    """...and never longer than this. How often a refused token and a parked channel are tried."""
    idle: float = 20.0
    """The longest sleep: a clock that was set is noticed after it."""

    def divided(self, by: float) -> Self:
        """Return the pace of a faster world: all times shorter, all counts the same."""
        times = {f.name: getattr(self, f.name) / by for f in fields(self) if f.name not in _COUNTS}
        return type(self)(**times, at_once=self.at_once, looks=self.looks)
