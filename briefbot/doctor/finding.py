"""One thing that was looked at, and how it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How something is."""

    FINE = "fine"
    NOTE = "note"
    """It works, though less well than it could."""
    WRONG = "WRONG"
    """Something must change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sentence about one thing."""

    grade: Grade
    text: str


def fine(text: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(grade=Grade.FINE, text=text)


def note(text: str) -> Finding:
    """Return what could be better."""
    return Finding(grade=Grade.NOTE, text=text)


def wrong(text: str) -> Finding:
    """Return what must change."""
    return Finding(grade=Grade.WRONG, text=text)
