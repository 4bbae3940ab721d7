"""How a source fares, in one word, and what channels are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Condition(StrEnum):
    """The state of a source in one word, the worst first."""

    GONE = "gone"
    """Its server says that it is gone for good (410)."""
    ROBOTS = "robots"
    """Its robots.txt asks bots to stay away from the page."""
    BLOCKED = "blocked"
    """It lets us not in: a refusal (403), a login, a check for robots."""
    EMPTY = "empty"
    """It answers, and nothing is in it."""
    FAILING = "failing"
    """It is not read for any other reason."""
    UNREAD = "unread"
    """It was not asked for long, because we were down or our network was."""
    ROLLED_OVER = "rolled over"
    """When it was read again, it had dropped what came in between."""
    STALE = "stale"
    """Nothing new for far longer than its rhythm."""
    SLOW = "slow"
    MOVED = "moved"
    UNDATED = "undated"
    """Most of its entries have no date."""
    PAYWALLED = "paywalled"
    """Most of its articles ask for money."""
    NEW = "new"
    """It was never asked."""
    OFF = "off"
    FINE = "fine"

    @property
    def fails(self) -> bool:
        """Whether it is asked and gives nothing."""
        return self in _FAILS

    @property
    def read(self) -> bool:
        """Whether a digest may say that it was read."""
        return not self.fails and self not in {Condition.OFF, Condition.NEW, Condition.UNREAD}

    @property
    def named(self) -> bool:
        """Whether a digest names it: it is not read, or a reader may miss something."""
        return self.fails or self in _NAMED


_FAILS = frozenset(
    {
        Condition.GONE,
        Condition.ROBOTS,
        Condition.BLOCKED,
        Condition.EMPTY,
        Condition.FAILING,
    }
)
_NAMED = frozenset({Condition.UNREAD, Condition.ROLLED_OVER, Condition.STALE, Condition.SLOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source fares."""

    word: Condition
    since: datetime | None = None
    """Since when; for a stale one, when it last brought something."""
    advice: str = ""
    """What is wrong and what to do, in words; of one that fails the last error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """What a source brought lately."""

    articles: int = 0
    paywalled: int = 0
    """Those of them that ask for money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A source that has not been read for long."""

    source_id: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ailing:
    """A source that is not read at the moment, or of which something may be missing."""

    name: str
    since: datetime
    message: str
    state: Condition = Condition.FAILING


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a channel is told of its sources between digests: each outage once."""

    failing: tuple[Ailing, ...]
    """Those that have not been read for a day."""
    back: tuple[Ailing, ...]
    """Those that it was told of and that are read again; `since` when they failed."""
    now: datetime
    zone: str
