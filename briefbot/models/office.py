"""What admins see in App Home: one part of the configuration at a time, a page of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from briefbot.models.changes import ChangeRecord
from briefbot.models.desk import OrderLine, SourceLine, Status
from briefbot.models.suggestions import Suggestion


class Part(StrEnum):
    """A part of what admins see."""

    OVERVIEW = "overview"
    SOURCES = "sources"
    BRIEFINGS = "briefings"
    TOPICS = "topics"
    CHANGES = "changes"


class Fare(StrEnum):
    """Which sources are shown by how they fare."""

    ANY = ""
    UNWELL = "unwell"
    """Something is to be looked at."""
    OFF = "off"
    """Off, or paused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What of it somebody looks at."""

    part: Part = Part.OVERVIEW
    page: int = 0
    words: str = ""
    """What sources have to say of themselves to be shown."""
    topic: str = ""
    """The topic whose sources are shown; empty for all, `-` for those without."""
    fare: Fare = Fare.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A source as admins see it."""

    line: SourceLine
    topics: tuple[str, ...] = ()
    """The names of its topics."""
    paused: date | None = None
    """The day from which it is read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingEntry:
    """A briefing as admins see it."""

    briefing_id: str
    line: OrderLine
    enabled: bool = True
    paused: date | None = None
    """The day from which it is posted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEntry:
    """A topic as admins see it."""

    topic_id: str
    name: str
    words: tuple[str, ...]
    sources: int
    """How many belong to it as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShelf:
    """The sources that are shown, by topic, and how many there are."""

    groups: tuple[tuple[str, tuple[SourceEntry, ...]], ...] = ()
    """Names of topics, each with its sources; the name is empty for those without."""
    found: int = 0
    all: int = 0
    unwell: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was changed in one go."""

    first: ChangeRecord
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePage:
    """What an admin sees; each part of it fills what it shows."""

    now: datetime
    zone: str
    where: Where
    pages: int = 1
    command: str = "/brief"
    unwritable: str = ""
    """Why nothing can be changed; empty when it can."""
    said: str = ""
    """What became of the last click."""
    whole: bool = True
    """False for whoever may change their own briefings only."""
    status: Status | None = None
    sources: SourceShelf = SourceShelf()
    topics: tuple[TopicEntry, ...] = ()
    briefings: tuple[BriefingEntry, ...] = ()
    changes: tuple[Batch, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    """What members propose, the oldest first."""
    labels: tuple[tuple[str, str], ...] = ()
    """Ids and names of all topics, to choose from."""
    numbers: tuple[int, int] = (0, 0)
    """How many briefings and topics there are."""
