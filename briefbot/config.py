"""Sources, topics, briefings: the configuration's nouns and their checks; pure."""

from __future__ import annotations

from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A part of the configuration: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Source(Part):
    """A place that publishes: a feed, an index page, a sitemap, or a home page (`auto`)."""

    id: Identifier
    url: str
    kind: str = "auto"
    name: str = ""
    topics: tuple[Identifier, ...] = ()
    language: str | None = None
    weight: float = Field(default=1.0, ge=0.1, le=10)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    interval: timedelta = timedelta(hours=1)
    headers: dict[str, str] = {}
    """Header name -> name of the environment variable that holds its value."""
    first_sight: int | Literal["all"] = 5
    enabled: bool = True


class Topic(Part):
    """A named query: an article is about it when it says one of its words, in any language."""

    id: Identifier
    name: str
    words: tuple[str, ...]


class Schedule(Part):
    """When a briefing is posted: local times on weekdays, in a named zone."""

    times: tuple[time, ...]
    weekdays: tuple[Weekday, ...] = tuple(Weekday)
    zone: str = "UTC"


class Briefing(Part):
    """A standing order: which topics and sources, where to, when."""

    id: Identifier
    name: str
    topics: tuple[Identifier, ...] = ()
    sources: tuple[Identifier, ...] = ()
    destinations: tuple[str, ...] = ()
    schedule: Schedule
    max_stories: int = Field(default=10, ge=1, le=50)
    sentences: int = Field(default=3, ge=1, le=10)
    quiet_day: Literal["say", "skip"] = "say"


class FetchOptions(Part):
    """How the web is read."""

    contact: str
    user_agent: str = "briefbot/{version} (+{contact})"
    allow_private: tuple[str, ...] = ()
    """Networks in CIDR form, with `:port` behind if wanted, that may be read although private."""
    timeout: float = 20
    feed_limit: int = 5_000_000
    page_limit: int = 2_000_000
    per_host: int = 2
    total: int = 100


class Retention(Part):
    """How long what is kept."""

    text_days: int = 90
    seen_days: int = 400


class Config(Part):
    """The whole configuration."""

    sources: tuple[Source, ...]
    topics: tuple[Topic, ...] = ()
    briefings: tuple[Briefing, ...] = ()
    admins: tuple[str, ...] = ()
    fetch: FetchOptions
    retention: Retention = Retention()
    summariser: str = "lexrank"
