"""A source that a member proposes, and what an admin made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    ADDING = "adding"
    """An admin has approved it, and its source is just being written into the file."""
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An address that somebody wants to be read."""

    id: int
    url: str
    who: str
    """The Slack user who proposes it."""
    at: datetime
    state: Verdict = Verdict.OPEN
    decided_by: str = ""
