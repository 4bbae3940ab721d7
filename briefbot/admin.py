"""The only writer of the configuration: judged whole, written down, replaced whole, undoable.

A change is intended (an audit row), the file is replaced, the change is settled. A process
that dies in between leaves an intention; `reconcile` looks into the file what became of it.
All of it blocks, for a second with a thousand sources: on an event loop, use a thread.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from briefbot.errors import BriefbotError, ConfigError, Stale, UsageError
from briefbot.models import LISTS, Author, Change, ChangeRecord, ChangeState, Spelling, Value
from briefbot.store import configedit, still

if TYPE_CHECKING:
    from pathlib import Path

    from briefbot.config import Config
    from briefbot.store.audit import Audit
    from briefbot.store.configedit import Content, Data, Edit

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

    def since(self, number: int) -> tuple[ChangeRecord, ...]:
        """Return what was written down after a change, oldest first."""
        return self._audit.since(number)

    def undoable(self, number: int) -> tuple[ChangeRecord, ...]:
        """Return what undoing a change takes back; raise UsageError when that is nothing.

        Items come back in their own order; one that was changed twice, from its last change.
        """
        records = self._audit.batch(number)
        if any(record.final for record in records):
            raise UsageError(f"change {number} is none of the file's, and can't be taken back")
        applied = [record for record in records if record.state is ChangeState.APPLIED]
        if not applied:
            said = f"is {records[0].state.value} already" if records else "is not known"
            raise UsageError(f"change {number} {said}; `briefbot config history` lists them")
        once = len({(each.change.part, each.change.id) for each in applied}) == len(applied)
        return tuple(applied if once else reversed(applied))

    # ------------------------------------------------------------ changing

    def apply(self, changes: Sequence[Change], author: Author, now: datetime) -> Done:
        """Change the file; raise ConfigError, Stale or BriefbotError, and change nothing."""
        return self._apply(changes, author, now)

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
    ) -> Done:
        if why := self.unwritable():
            raise BriefbotError(f"{why}; {configedit.NOTHING}; make it writable for briefbot")
        with configedit.held(self._file):
            known = self._settled()
            self._notice(known, now)  # what a hand changed is not this author's
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

    def told(self, records: Sequence[ChangeRecord]) -> None:
        """Write down that people know of changes that were overwritten."""
        self._audit.told([record.number for record in records])

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


# ---------------------------------------------------------------- comparing; pure


def diff(edit: Edit) -> str:
    """Return what an edit changes, as a unified diff without its head."""
    lines = difflib.unified_diff(edit.before.splitlines(), edit.after.splitlines(), lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


def differences(before: Data, after: Data) -> tuple[Change, ...]:
    """Return what changed from one content of the file to another."""
    found = []
    for part in LISTS:
        old = {each["id"]: each for each in before.get(part) or ()}
        new = {each["id"]: each for each in after.get(part) or ()}
        found += _of(part, old, new)
    found += _of("settings", _settings(before), _settings(after))
    return tuple(found)


def _settings(data: Data) -> Data:
    return {key: value for key, value in data.items() if key not in LISTS}


def _of(part: str, old: Data, new: Data) -> list[Change]:
    return [
        Change(part=part, id=name, before=old.get(name), after=new.get(name))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def takes_back(change: Change, confirmed: Change) -> bool:
    """Tell whether a change takes away something of what a confirmed one did."""
    was, did = confirmed.before, confirmed.after
    before = list(_missing(was, did, change.before))  # somebody else's doing
    return any(each not in before for each in _missing(was, did, change.after))


def _missing(was: Value, did: Value, now: Value, at: tuple[str, ...] = ()) -> Iterator[object]:
    """Yield what of a value's change is not so now: of a list its entries, of an item its keys."""
    if isinstance(did, dict) and isinstance(now, dict):
        old = was if isinstance(was, dict) else {}
        for key in dict.fromkeys([*old, *did]):
            if old.get(key) != did.get(key):
                yield from _missing(old.get(key), did.get(key), now.get(key), (*at, key))
        return
    if all(each is None or isinstance(each, list) for each in (was, did, now)):
        olds, news, nows = was or [], did or [], now or []
        added = [each for each in news if each not in olds]
        removed = [each for each in olds if each not in news]
        if added or removed:
            yield from ((at, "+", each) for each in added if each not in nows)
            yield from ((at, "-", each) for each in removed if each in nows)
            return
    if now != did:
        yield at
