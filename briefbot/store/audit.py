"""Who changed the configuration, when, from what to what: a connection of its own.

The command line writes here while the bot runs, so nothing is held: each write is short, and
waits for the bot's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from briefbot.models import Author, Change, ChangeRecord, ChangeState, Spelling, Value
from briefbot.store.connect import connect, immediate, translated
from briefbot.store.rows import moment, stamp

Row = tuple[Any, ...]
KNOWN = (
    "number, batch, at, who, way, called, part, item, before, after, state, spelling, behind, gap, "
    "note"
)
WRITTEN, COLUMNS = f"{KNOWN}, undoes", f"{KNOWN}, times"
WHILE = timedelta(hours=1)
MOST_REFUSED = 20
"""Lines that one person gets in an hour for what they may not do; then it is counted alone."""


def written(  # noqa: PLR0913  a line of the audit has as many columns
    db: Database,
    changes: Sequence[Change],
    author: Author,
    now: datetime,
    state: ChangeState,
    *,
    spellings: Sequence[Spelling] = (),
    undoes: Sequence[int] = (),
    note: str = "",
) -> int:
    """Write changes down, in the transaction that is open; return the number of the batch."""
    batch = int(db.execute("SELECT coalesce(max(number), 0) + 1 FROM changes").fetchone()[0])
    rows = [
        (
            batch + at,
            batch,
            stamp(now),
            author.name,
            author.way,
            author.called,
            change.part,
            change.id,
            _text(change.before),
            _text(change.after),
            state.value,
            *astuple(spellings[at] if at < len(spellings) else Spelling()),
            note,
            undoes[at] if at < len(undoes) else None,
        )
        for at, change in enumerate(changes)
    ]
    marks = ", ".join("?" * len(WRITTEN.split(", ")))
    db.conn.executemany(f"INSERT INTO changes ({WRITTEN}) VALUES ({marks})", rows)
    return batch


class Audit:
    """The changes and what became of them; one thread at a time."""

    def __init__(self, database: Path, *, write: bool = True) -> None:
        self._file = database
        self._db = connect(database, write=write)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def intend(
        self,
        changes: Sequence[Change],
        author: Author,
        now: datetime,
        state: ChangeState = ChangeState.INTENDED,
        *,
        spellings: Sequence[Spelling] = (),
        undoes: Sequence[int] = (),
    ) -> int:
        """Write down what is about to be changed; return the number of the batch."""
        with immediate(self._db, self._file):
            return written(
                self._db, changes, author, now, state, spellings=spellings, undoes=undoes
            )

    def refuse(self, changes: Sequence[Change], author: Author, now: datetime, note: str) -> None:
        """Write down what somebody asked for who may not.

        What they ask for again is counted, and so is all beyond some lines an hour: else anybody
        could fill the disk.
        """
        with immediate(self._db, self._file):
            rows = self._db.execute(
                "SELECT number, part, item, before, after FROM changes WHERE state = 'refused' "
                "AND who = ? AND way = ? AND at > ? ORDER BY number",
                (author.name, author.way, stamp(now - WHILE)),
            ).fetchall()
            known = {row[1:]: row[0] for row in rows}
            new = [change for change in changes if _said(change) not in known]
            counted = [known[said] for said in map(_said, changes) if said in known]
            if len(rows) >= MOST_REFUSED and not counted:
                counted = [rows[-1][0]]
            self._count(counted)
            if kept := new[: max(0, MOST_REFUSED - len(rows))]:
                written(self._db, kept, author, now, ChangeState.REFUSED, note=note)

    def settle(self, numbers: Collection[int], state: ChangeState, note: str | None = None) -> None:
        """Write down what became of changes."""
        with immediate(self._db, self._file):
            self._settle(numbers, state, note)

    def confirm(self, numbers: Sequence[int], data: Value) -> None:
        """Write down, all or nothing, that changes are done, what they undid, and the file's data.

        A death in between would leave a change that looks like a hand's.
        """
        with immediate(self._db, self._file):
            self._settle(numbers, ChangeState.APPLIED)
            self._db.execute(
                "UPDATE changes SET state = ?, note = 'by change ' || by.batch "
                "FROM (SELECT undoes, batch FROM changes "
                "WHERE number IN (SELECT value FROM json_each(?))) AS by "
                "WHERE changes.number = by.undoes",
                (ChangeState.UNDONE.value, json.dumps(list(numbers))),
            )
            if data is not None:
                self._keep(data)

    def overwritten(self, numbers: Collection[int], note: str) -> None:
        """Write down that a hand took changes back, which admins are yet to be told."""
        with immediate(self._db, self._file):
            self._settle(numbers, ChangeState.OVERWRITTEN, note)
            self._mark(numbers, untold=True)

    def untold(self) -> tuple[ChangeRecord, ...]:
        """Return the overwritten changes that no admin was told of, oldest first."""
        return self._found("untold ORDER BY number")

    def begin(self) -> None:
        """Let what was written down before the first start count as told."""
        with immediate(self._db, self._file):
            self._db.execute(
                "INSERT INTO config_told (number) SELECT coalesce(max(number), 0) FROM changes "
                "WHERE NOT EXISTS (SELECT 1 FROM config_told)"
            )

    def told_until(self) -> int:
        """Return the number of the last change that admins were told of."""
        return int(self._one("SELECT coalesce((SELECT number FROM config_told), 0)"))

    def told(self, last: int, overwritten: Collection[int]) -> None:
        """Write down, both or none, until which change admins were told, and of which losses."""
        with immediate(self._db, self._file):
            self._db.execute("UPDATE config_told SET number = ?", (last,))
            self._mark(overwritten, untold=False)

    def batch(self, number: int) -> tuple[ChangeRecord, ...]:
        """Return the changes that were made in one go with this one."""
        return self._found(
            "batch = (SELECT batch FROM changes WHERE number = ?) ORDER BY number", (number,)
        )

    def batches(self, limit: int, offset: int = 0) -> tuple[tuple[ChangeRecord, int], ...]:
        """Return what was done last, newest first: the first change of each batch, and its size."""
        firsts = self._found(
            "batch = number ORDER BY number DESC LIMIT ? OFFSET ?", (limit, offset)
        )
        size = "SELECT count(*) FROM changes WHERE batch = ?"
        with translated(self._file):
            return tuple((f, self._db.execute(size, (f.number,)).fetchone()[0]) for f in firsts)

    def history(self, limit: int, offset: int = 0) -> tuple[ChangeRecord, ...]:
        """Return the last changes, newest first."""
        return self._found("true ORDER BY number DESC LIMIT ? OFFSET ?", (limit, offset))

    def since(self, number: int) -> tuple[ChangeRecord, ...]:
        """Return what was written down after a change, oldest first."""
        return self._found("number > ? ORDER BY number", (number,))

    def called(self) -> dict[str, str]:
        """Return those in Slack who changed something, or tried to, and their latest names."""
        with translated(self._file):
            sql = "SELECT who, called FROM changes WHERE called <> '' ORDER BY number"
            return dict(self._db.execute(sql).fetchall())

    def intended(self) -> tuple[ChangeRecord, ...]:
        """Return what was begun and not settled."""
        return self._found("state = ? ORDER BY number", (ChangeState.INTENDED.value,))

    def confirmed(self, part: str, item: str, since: datetime) -> tuple[ChangeRecord, ...]:
        """Return an item's changes that people were told are done, newest first."""
        return self._found(
            "part = ? AND item = ? AND at >= ? AND way <> 'file' AND state = ? "
            "ORDER BY number DESC",
            (part, item, stamp(since), ChangeState.APPLIED.value),
        )

    # ------------------------------------------------------------ what the file said

    def said(self) -> Value:
        """Return the data that the file is known to have held last; None at first."""
        found = self._one("SELECT (SELECT data FROM config_said)")
        return json.loads(found) if found else None

    def keep(self, data: Value) -> None:
        """Remember what the file holds now."""
        with immediate(self._db, self._file):
            self._keep(data)

    # ------------------------------------------------------------ SQLite

    def _settle(
        self, numbers: Collection[int], state: ChangeState, note: str | None = None
    ) -> None:
        self._db.execute(
            "UPDATE changes SET state = ?, note = coalesce(?, note) "
            "WHERE number IN (SELECT value FROM json_each(?))",
            (state.value, note, json.dumps(list(numbers))),
        )

    def _count(self, numbers: Collection[int]) -> None:
        self._db.execute(
            "UPDATE changes SET times = times + 1 WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )

    def _mark(self, numbers: Collection[int], *, untold: bool) -> None:
        self._db.execute(
            "UPDATE changes SET untold = ? WHERE number IN (SELECT value FROM json_each(?))",
            (untold, json.dumps(list(numbers))),
        )

    def _keep(self, data: Value) -> None:
        self._db.execute("DELETE FROM config_said")
        self._db.execute("INSERT INTO config_said (data) VALUES (?)", (_text(data),))

    def _found(self, which: str, values: Row = ()) -> tuple[ChangeRecord, ...]:
        with translated(self._file):
            rows = self._db.execute(f"SELECT {COLUMNS} FROM changes WHERE {which}", values)
            return tuple(map(_record, rows.fetchall()))

    def _one(self, sql: str) -> Any:  # noqa: ANN401  a column
        with translated(self._file):
            return self._db.execute(sql).fetchone()[0]


def _text(value: Value) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _said(change: Change) -> Row:
    return change.part, change.id, _text(change.before), _text(change.after)


def _value(text: str | None) -> Value:
    return None if text is None else json.loads(text)


def _record(row: Row) -> ChangeRecord:
    number, batch, at, who, way, called, part, item, *more = row
    before, after, state, text, behind, gap, note, times = more
    return ChangeRecord(
        number=number,
        batch=batch,
        at=moment(at),
        author=Author(name=who, way=way, called=called),
        change=Change(part=part, id=item, before=_value(before), after=_value(after)),
        state=ChangeState(state),
        spelling=Spelling(text=text, behind=behind, gap=gap),
        note=note,
        times=times,
    )
