"""Changes of the configuration: what an item said before, and what it says after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Value = Any
"""What a configuration file holds: text, numbers, lists, and mappings of them."""
Spec = Mapping[str, Value]
LISTS = ("sources", "topics", "briefings")
"""Parts of the configuration that are lists of items with an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One item of the file, or one setting beside the lists, before and after."""

    part: str
    """`sources`, `topics` or `briefings`; or `settings`, whose ids are the file's other keys.

    What is done beside the file is audited too, as a change of one of `BESIDE`.
    """
    id: str
    before: Value = None
    """What the file says of it, key for key; None while it is not there."""
    after: Value = None
    """What it will say; None takes it away."""

    @property
    def back(self) -> Change:
        """The change that undoes this one."""
        return Change(part=self.part, id=self.id, before=self.after, after=self.before)


BESIDE = frozenset({"digests", "stories", "clicks"})
"""Parts that are none of the file's: a digest that was asked for by hand or deleted, a story that
was split, and what somebody clicked or sent who may not.
"""
OPERATORS = frozenset({"inside", "url", "headers", "cookies", "owners", "destinations"})
"""Keys of an item that say what may be reached, with which secrets, and who may do what."""


class ChangeState(StrEnum):
    """How far a change has come."""

    INTENDED = "intended"
    """Written down; the file may say it or not."""
    APPLIED = "applied"
    UNDONE = "undone"
    """Taken back by another change."""
    FAILED = "failed"
    """The file never said it."""
    OVERWRITTEN = "overwritten"
    """A hand in the file took it back."""
    REFUSED = "refused"
    """Somebody asked for it who may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who changes the configuration, and by which way."""

    name: str
    """A Slack user's id, or the operator's name on the machine; empty where nobody knows."""
    way: str
    """`slack`, `cli` or `file`."""
    called: str = field(default="", compare=False)
    """The name that Slack knew them by then, which they choose; empty where nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How the file spelt an item that was taken away, and where it stood."""

    text: str = ""
    """Its lines, with its comments; empty where it is spelt anew."""
    behind: str | None = None
    """The id of the item before it, empty for the first; None where that is not known."""
    gap: str = ""
    """What stood between the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """One line of the audit: a change, whose, when, and what became of it."""

    number: int
    batch: int
    """The number of the first change that was made in one go with it."""
    at: datetime
    author: Author
    change: Change
    state: ChangeState
    spelling: Spelling = Spelling()
    note: str = ""
    """Why it was refused or failed, or by which change it was undone."""
    times: int = 1
    """How often it was asked for within an hour, where it was refused."""

    @property
    def final(self) -> bool:
        """Whether nobody can take it back.

        Slack keeps no message that was deleted; a story that was split may have grown since.
        """
        return self.change.part in BESIDE

    @property
    def operators(self) -> bool:
        """Whether only the operator may take it back: it says what the bot may, or who may.

        A setting beside the lists does, as the networks and the admins; so do an item's own keys
        of that kind, and an item that a hand took away with them.
        """
        before, after = self.change.before, self.change.after
        if self.change.part == "settings":
            return True
        if before is None:
            return False
        if after is None:
            return self.author.way != "slack" and not OPERATORS.isdisjoint({*before} - {"url"})
        return any(before.get(key) != after.get(key) for key in OPERATORS)
