"""The configuration file is watched: what a hand writes in it is taken up, or refused whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

import structlog

from briefbot.desk import Office
from briefbot.errors import BriefbotError, ConfigError, StoreError
from briefbot.models import Author, Change, ChangeRecord, ChangeState
from briefbot.pipeline import Keeper
from briefbot.store.deliveries import EVENT
from briefbot.store.still import LONGER, STILL, ends

GLANCE = 1.0
"""Seconds between two looks at a file that nobody changes."""
SOON = 0.25
"""...and at one that was just changed."""
BROKEN = "configuration"
"""The alert of a file that can't be taken up."""
TOLD = 10
"""Changes, or problems, that a message names; it says how many more there are."""
NOUNS = {"sources": "source", "topics": "topic", "briefings": "briefing"}
_HAPPENED = {ChangeState.APPLIED, ChangeState.UNDONE, ChangeState.OVERWRITTEN}

Mark = tuple[int, ...] | None
"""What tells one content of a file from another; None when there is none."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")


class Watch:
    """Looks at the file again and again; `wake` tells the outbox that admins are to be told.

    While the file is broken or gone, the bot goes on by what it said last.
    """

    def __init__(
        self,
        file: Path,
        office: Office,
        keeper: Keeper,
        clock: Callable[[], datetime],
        wake: Callable[[], object] = lambda: None,
    ) -> None:
        self._file, self._office = file, office
        self._store, self._db = keeper.store, keeper.db
        self._clock = clock
        self._wake = wake
        self._judged: list[Mark] = []
        """The mark that was judged last, once there is one."""
        self._coming: tuple[Mark, float] | None = None
        """One that is not judged yet, and since when the file is so."""
        self._begun = False
        self._problems: list[str] = []
        """What is wrong with the file, while something is."""

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                pause = await self.look()
            except StoreError as error:
                log.error("archive", error=str(error))  # the next look tries again
                pause = GLANCE
            await asyncio.sleep(pause)

    async def look(self) -> float:
        """Look once, and return in how many seconds to look again."""
        mark, now = await asyncio.to_thread(_mark, self._file), asyncio.get_running_loop().time()
        if [mark] == self._judged:
            self._coming = None
            return GLANCE
        if self._judged:  # at the start nobody has just written it
            if self._coming is None or self._coming[0] != mark:
                self._coming = mark, now - self._age(mark)
            still = now - self._coming[1]
            if still < STILL or (still < LONGER and not await asyncio.to_thread(ends, self._file)):
                return SOON
        if await self._judge():
            self._judged, self._coming = [mark], None
        return GLANCE

    def _age(self, mark: Mark) -> float:
        """Return the seconds since the file was changed: no more than since the look before."""
        if mark is None:
            return 0.0
        # another machine's disk may have a clock of its own
        return min(GLANCE, max(0.0, self._clock().timestamp() - mark[-1] / 1e9))

    async def _judge(self) -> bool:
        """Take up what the file says, or refuse it; return whether that stays so."""
        try:
            if not self._begun:
                await self._office.begin()
                self._begun = True
            found = await self._office.notice()
        except StoreError:
            raise
        except BriefbotError as error:  # not the file alone: a certificate, a folder, a variable
            await self._refuse(error)
            return isinstance(error, ConfigError)
        await self._taken_up(found.overwritten)
        return True

    # ------------------------------------------------------------ what came of it

    async def _refuse(self, error: BriefbotError) -> None:
        """Say what is wrong, to admins once until it is mended."""
        problems = list(map(str, error.problems if isinstance(error, ConfigError) else [error]))
        if problems == self._problems:
            return
        log.error("configuration refused", file=str(self._file), problems=problems[: 2 * TOLD])
        text = (
            f"{self._name} can't be taken up; I go on by what it said before. {_few(problems)}."
            " Once it is mended, I take it up by myself."
        )
        await self._db(self._store.raise_alert, BROKEN, text, self._clock())
        self._problems = problems
        self._wake()

    async def _taken_up(self, overwritten: Sequence[ChangeRecord]) -> None:
        """Say what is new since the last time, and who changed it."""
        records = await self._office.news()
        done = [each for each in records if each.state in _HAPPENED and not each.final]
        lines = []
        for author, changes in _by_author(done):
            said = list(map(named, changes))
            log.info("configuration changed", by=whose(author), changes=said[: 2 * TOLD])
            if author.way != "slack":
                lines.append(f"{self._name} was changed {whose(author)}: {_few(said)}.")
        if overwritten:
            log.warning("change overwritten", changes=[record.number for record in overwritten])
            lines += _lost(overwritten)
        if self._problems:
            log.info("configuration sound again", file=str(self._file))
            lines.insert(0, f"{self._name} is sound again, and I work by it.")
        await self._db(self._store.clear_alert, BROKEN)
        if lines:
            # A process that is killed before it is written down tells the same once more.
            ends = f"{records[0].number}-{records[-1].number}" if records else ""
            await self._tell(" ".join(lines), ends)
        if records or overwritten:
            await self._office.told(records, overwritten)
        self._problems = []

    async def _tell(self, text: str, about: str) -> None:
        now = self._clock()
        key = f"{EVENT}{BROKEN}:{about or now.isoformat()}"
        await self._db(self._store.raise_alert, key, text, now)
        self._wake()

    @property
    def _name(self) -> str:
        return f"`{self._file.name.replace('`', '')}`"


def _mark(file: Path) -> Mark:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


# ---------------------------------------------------------------- wording; pure


def named(change: Change) -> str:
    """Return what changed, in a few words."""
    noun = NOUNS.get(change.part)
    what = f"{noun} `{change.id}`" if noun else f"`{change.id}`"
    if change.before is None or change.after is None:
        return f"{what} {'added' if change.before is None else 'removed'}"
    if not isinstance(change.before, dict) or not isinstance(change.after, dict):
        return f"{what} changed"
    keys = dict.fromkeys([*change.before, *change.after])
    other = [key for key in keys if change.before.get(key) != change.after.get(key)]
    return f"{what} changed ({', '.join(other)})"


def whose(author: Author) -> str:
    """Return who made a change, and how."""
    if author.way == "slack":
        return f"by `@{author.name}` in Slack"
    return f"by `{author.name}` on the command line" if author.way == "cli" else "by hand"


def lost(record: ChangeRecord) -> str:
    """Return whose change was taken back, and what it was."""
    at = f"{record.at:%Y-%m-%d %H:%M} UTC"
    return (
        f"That took back, at least in part, a change made {whose(record.author)} at {at}:"
        f" {named(record.change)}."
    )


def _lost(records: Sequence[ChangeRecord]) -> Iterator[str]:
    yield from map(lost, records[:TOLD])
    if (more := len(records) - TOLD) > 0:
        yield f"And {more} more; `briefbot config history` lists them."


def _by_author(records: Sequence[ChangeRecord]) -> Iterator[tuple[Author, list[Change]]]:
    for author, some in groupby(records, key=lambda record: record.author):
        yield author, [record.change for record in some]


def _few(said: Sequence[str]) -> str:
    more = len(said) - TOLD
    return "; ".join(said[:TOLD]) + (f"; and {more} more" if more > 0 else "")
