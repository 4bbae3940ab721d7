"""The error tree: one branch for each thing that a caller can do about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class BriefbotError(Exception):
    """Something went wrong that a person understands; the message says what, where, what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with the configuration: where it stands and what to do about it."""

    path: str
    """Where in the file, as `sources[3].url`; empty for the file as a whole."""
    line: int | None
    """The line in the file, from 1; None when the file could not be read at all."""
    message: str

    def __str__(self) -> str:
        where = ": ".join(filter(None, (f"line {self.line}" if self.line else "", self.path)))
        return f"{where}: {self.message}" if where else self.message


class ConfigError(BriefbotError):
    """Tell the admin: every problem of the configuration at once."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file}: {problem}" for problem in self.problems))


class Stale(BriefbotError):  # noqa: N818  a state, said as one
    """Somebody else has changed the item meanwhile: look at what it says `now`, and decide anew.

    `now` is None when the item is gone.
    """

    def __init__(self, part: str, id_: str, now: Any) -> None:  # noqa: ANN401  what a file can say
        self.part, self.id, self.now = part, id_, now
        what = f"{part.removesuffix('s')} {id_!r}"
        said = "it is gone" if now is None else f"it says {json.dumps(now, ensure_ascii=False)}"
        super().__init__(f"somebody has changed {what} meanwhile: {said}; nothing is changed")


class UsageError(BriefbotError):
    """The command was asked for something that does not exist; exit code 2."""


class Impossible(UsageError):  # noqa: N818  a verdict, said as one
    """A change that can't be made as it was asked for: every reason at once."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reasons))


class Refused(BriefbotError):  # noqa: N818  a verdict, said as one
    """Somebody may not do that; the message says who may."""


class SetupError(BriefbotError):
    """The bot can't run as it is set up: an environment variable, a token or the Slack app."""


class SourceError(BriefbotError):
    """Skip this source or this page, go on with the others.

    `reason` is a short stable word for the state of a source (`timeout`, `http_404`,
    `blocked_address`, `too_large`, `bad_feed`, `no_entries`, `login_page`, ...).
    """

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str]]:
        """Travel from a worker process to the main process."""
        return type(self), (self.reason, str(self))


class FetchError(SourceError):
    """The address could not be read.

    `retry_after` is how many seconds the server wants to be left alone (Retry-After), if it says.
    """

    def __init__(self, reason: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(reason, message)
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel with the pause too."""
        return type(self), (self.reason, str(self), self.retry_after)


class ParseError(SourceError):
    """What came back is no feed, no index page and no sitemap."""


class ExtractError(SourceError):
    """A page holds no article text that we can find."""


class WorkError(SourceError):
    """A worker process gave up: it ran out of its time or memory, or died."""


class DeliveryError(BriefbotError):
    """The message was not sent for certain; sending it again is safe.

    `reason` is Slack's own word where there is one (`ratelimited`, `not_in_channel`), else
    `unreachable`. `retry_after` is how many seconds Slack wants to be left alone.
    """

    def __init__(self, reason: str, message: str, retry_after: float | None = None) -> None:
        self.reason = reason
        self.retry_after = retry_after
        super().__init__(message)


class Rejected(DeliveryError):  # noqa: N818  a verdict, said as one
    """Slack will never take this message as it is: it is too long, or its blocks are invalid."""


class Uncertain(DeliveryError):  # noqa: N818  a state, said as one
    """The message may have been sent: look before sending again."""


class StoreError(BriefbotError):
    """Stop this job: the archive can't be read or written."""


class StoreLocked(StoreError):  # noqa: N818  a state, said as one
    """Another instance holds the database; exit code 75."""
