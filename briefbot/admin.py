"""The only writer of the configuration: judged whole, written down, replaced whole, undoable.

A change is intended (an audit row), the file is replaced, the change is settled. A process
that dies in between leaves an intention; `reconcile` looks into the file what became of it.
All of it blocks, for a second with a thousand sources: on an event loop, use a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from briefbot.differing import diff, differences, takes_back
from briefbot.errors import BriefbotError, ConfigError, Stale, UsageError
from briefbot.models import Author, Change, ChangeRecord, ChangeState, Spelling
from briefbot.store import configedit, still
from briefbot.store.configedit import Data

if TYPE_CHECKING:
    from pathlib import Path

    from briefbot.config import Config
    from briefbot.store.audit import Audit
    from briefbot.store.configedit import Content

Judge = Callable[[Data], None]
"""Look at what the file says, and raise what speaks against a change."""

RECENT = timedelta(days=1)
"""How long a confirmed change is watched for a hand that takes it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A change that the file says now."""

    number: int
    """By which it can be undone."""
    config: Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What a hand in the file changed."""

    config: Config
    changes: tuple[Change, ...]
    overwritten: tuple[ChangeRecord, ...]
    """Confirmed changes that a hand took back and nobody was told of, whoever found them."""


class Admin:
    """Changes one configuration file, with an audit beside it."""

    def __init__(self, file: Path, audit: Audit) -> None:
        self._file = file
        self._audit = audit
        self.found: list[ChangeRecord] = []
        """Confirmed changes that a hand took back, as far as this one came upon them."""

    # ------------------------------------------------------------ looking

    def data(self) -> Data:
        """Return what the file says, key for key; raise ConfigError."""
        return configedit.content(self._file).data

    def unwritable(self) -> str:
        """Say why the file can't be changed; empty when it can."""
        return configedit.unwritable(self._file)

    def preview(self, changes: Sequence[Change]) -> str:
        """Return what would change in the file, as a diff; raise ConfigError or Stale."""
        return diff(configedit.edited(self._file, changes))

    def history(self, limit: int = 20, offset: int = 0) -> tuple[ChangeRecord, ...]:
        """Return the last changes, newest first."""
        return self._audit.history(limit, offset)

    def batches(self, limit: int = 20, offset: int = 0) -> tuple[tuple[ChangeRecord, int], ...]:
        """Return what was done last, newest first: the first change of each batch, and its size."""
        return self._audit.batches(limit, offset)

    def batch(self, number: int) -> tuple[ChangeRecord, ...]:
        """Return the changes that were made in one go with this one; none when it is not known."""
        return self._audit.batch(number)

    def news(self) -> tuple[ChangeRecord, ...]:
        """Return what was written down since people were told last, oldest first.

        What is only begun, and all after it, is for the next time.
        """
        records = self._audit.since(self._audit.told_until())
        return tuple(takewhile(lambda each: each.state is not ChangeState.INTENDED, records))

    def undoable(self, number: int) -> tuple[ChangeRecord, ...]:
        """Return what undoing a change takes back; raise UsageError when that is nothing.

        Items come back in their own order; one that was changed twice, from its last change.
        Raise Stale where a hand made something else of one of them: none is taken back then.
        """
        records = self._audit.batch(number)
        if any(record.final for record in records):
            raise UsageError(f"change {number} is none of the file's, and can't be taken back")
        applied = [record for record in records if record.state is ChangeState.APPLIED]
        if not applied:
            said = f"is {records[0].state.value} already" if records else "is not known"
            raise UsageError(f"change {number} {said}; `briefbot config history` lists them")
        for record in records:
            if record.state is ChangeState.OVERWRITTEN:
                self._as_before(record.change)
        once = len({(each.change.part, each.change.id) for each in applied}) == len(applied)
        return tuple(applied if once else reversed(applied))

    def _as_before(self, change: Change) -> None:
        now = configedit.value(self.data(), change.part, change.id)
        if now != change.before:
            raise Stale(change.part, change.id, now)

    # ------------------------------------------------------------ changing

    def apply(
        self,
        changes: Sequence[Change],
        author: Author,
        now: datetime,
        *,
        judge: Judge | None = None,
    ) -> Done:
        """Change the file; raise ConfigError, Stale or BriefbotError, and change nothing.

        `judge` sees what the file says while nobody else may change it: what it raises is raised.
        """
        return self._apply(changes, author, now, judge=judge)

    def undo(self, number: int, author: Author, now: datetime) -> Done:
        """Take a change back, and all that was made in one go with it.

        Raise Stale when the file says something else by now, UsageError when there is none.
        """
        records = self.undoable(number)
        return self._apply(
            [record.change.back for record in records],
            author,
            now,
            [record.spelling for record in records],
            undoes=[record.number for record in records],
        )

    def refuse(self, changes: Sequence[Change], author: Author, now: datetime, why: str) -> None:
        """Write down that somebody asked for changes who may not make them."""
        self._audit.refuse(changes, author, now, why)

    def _apply(
        self,
        changes: Sequence[Change],
        author: Author,
        now: datetime,
        spellings: Sequence[Spelling] = (),
        undoes: Sequence[int] = (),
        judge: Judge | None = None,
    ) -> Done:
        if why := self.unwritable():
            raise BriefbotError(f"{why}; {configedit.NOTHING}; {configedit.CURE}")
        with configedit.held(self._file):
            known = self._settled()
            self._notice(known, now)  # what a hand changed is not this author's
            if judge is not None:
                judge(known.data)
            edit = configedit.edited(self._file, changes, spellings, known=known)
            batch = self._audit.intend(
                changes, author, now, spellings=edit.spellings, undoes=undoes
            )
            numbers = range(batch, batch + len(changes))
            try:
                configedit.write(edit)
            except (BriefbotError, ConfigError) as error:
                self._audit.settle(numbers, ChangeState.FAILED, str(error))
                raise
            self._audit.confirm(numbers, edit.data)
        return Done(number=batch, config=edit.config)

    def _settled(self) -> Content:
        """Return what the file says; where a hand is just writing it, once that is done.

        Half a file would be taken for a whole one.
        """
        with suppress(ConfigError):
            known = configedit.content(self._file)
            if known.data == self._audit.said() or not still.fresh(self._file):
                return known
        still.wait(self._file)
        return configedit.content(self._file)

    # ------------------------------------------------------------ what others did

    def begin(self) -> None:
        """Settle as `reconcile` does, and let all before the very first start count as told."""
        self._audit.begin()
        self.reconcile()

    def reconcile(self) -> None:
        """Settle what a process that died has left; raise ConfigError when the file is broken."""
        with configedit.held(self._file):
            configedit.sweep(self._file)
            self._reconcile(configedit.content(self._file).data)

    def _reconcile(self, data: Data) -> None:
        """Settle what was begun; what the file says of it is no hand's doing.

        Whoever holds the file knows that nobody is at it: what is open was left.
        """
        left = self._audit.intended()
        if not left:
            return
        # An item that was changed twice in one go says what its last change made of it.
        ends = {(r.batch, r.change.part, r.change.id): r.change.after for r in left}
        done: list[ChangeRecord] = []
        failed: list[int] = []
        for record in left:
            change = record.change
            end = ends[record.batch, change.part, change.id]
            if configedit.value(data, change.part, change.id) == end:
                done.append(record)
            else:
                failed.append(record.number)
        said = self._audit.said()
        for record in done if said is not None else ():
            with suppress(Stale):  # it is known already, or a hand was there in between
                said = configedit.applied(said, [record.change])
        self._audit.confirm([record.number for record in done], said)
        self._audit.settle(failed, ChangeState.FAILED, "briefbot was stopped")

    def notice(self, now: datetime) -> Noticed:
        """Return what the file says and what a hand changed in it; raise ConfigError.

        A change that was confirmed and is taken back is found: it is audited, and returned
        until it is told, also where another change came upon it first, of whatever process.
        """
        with configedit.held(self._file):
            known = configedit.content(self._file)
            changes = self._notice(known, now)
        return Noticed(config=known.config, changes=changes, overwritten=self._audit.untold())

    def told(self, news: Sequence[ChangeRecord], overwritten: Sequence[ChangeRecord]) -> None:
        """Write down that people know of this news, and of changes that were overwritten."""
        last = max((record.number for record in news), default=self._audit.told_until())
        self._audit.told(last, [record.number for record in overwritten])

    def _notice(self, known: Content, now: datetime) -> tuple[Change, ...]:
        """Write down, and return, how what the file says differs from before."""
        data = known.data
        self._reconcile(data)
        before = self._audit.said()
        if before is None or before == data:
            if before is None:
                self._audit.keep(data)
            return ()
        changes = differences(before, data)
        lost = tuple(record for change in changes for record in self._lost(change, now))
        self._audit.intend(changes, Author(name="", way="file"), now, ChangeState.APPLIED)
        if lost:
            self._audit.overwritten([record.number for record in lost], "by hand, in the file")
        self._audit.keep(data)
        self.found += lost
        return changes

    def _lost(self, change: Change, now: datetime) -> list[ChangeRecord]:
        """Return the confirmed changes of an item of which something is taken back."""
        recent = self._audit.confirmed(change.part, change.id, now - RECENT)
        return [record for record in recent if takes_back(change, record.change)]
