"""What an address would bring as a source: what an admin sees before saying yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One entry that stands there now."""

    title: str
    url: str
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An address that somebody typed, and what was found at it."""

    typed: str
    problem: str = ""
    """Why it can't be added, in a sentence; empty when it can."""
    url: str = ""
    """The address to keep."""
    found: str = ""
    """Where the entries stand."""
    kind: str = ""
    """`feed`, `page` or `sitemap`."""
    title: str = ""
    language: str = ""
    """In two letters; empty when nobody says and the newest entry does not tell."""
    per_day: float | None = None
    """Entries a day; None when their dates do not tell."""
    entries: int = 0
    """How many stand there now."""
    samples: tuple[Sample, ...] = ()
    """The last three, newest first."""
    summary: str = ""
    """The newest one's summary, in its own sentences."""
    warnings: tuple[str, ...] = ()
    """What to know before it is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry that the archive has: its headline, and how its text begins."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """An entry, and why a source's words would drop it."""

    title: str
    why: str = ""
    """Empty when they would keep it."""
