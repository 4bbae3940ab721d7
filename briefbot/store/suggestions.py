"""Sources that members propose: each is decided once.

Proposals are rare, so each function opens the archive for itself; it takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from briefbot.errors import Refused
from briefbot.models.suggestions import Suggestion, Verdict
from briefbot.store.connect import connect, immediate
from briefbot.store.rows import moment, stamp

MOST_OPEN = 5
"""Of one person; then an admin has to decide first."""
RESTS = timedelta(days=30)
"""How long a source that was declined is not proposed again."""
COLUMNS = "id, url, who, at, state, decided_by"
WAITS = "That is proposed already, and an admin has yet to decide."
DECLINED = "That was proposed less than a month ago, and an admin declined it."
ENOUGH = f"{MOST_OPEN} of your proposals wait for an admin. Please propose more once they decided."


def add(database: Path, url: str, address: str, who: str, now: datetime) -> Suggestion:
    """Write down a proposal; raise Refused when it waits already, or was declined lately."""
    with _opened(database) as db, immediate(db, database):
        before = db.execute(
            "SELECT state, decided_at FROM suggestions WHERE address = ? ORDER BY id DESC LIMIT 1",
            (address,),
        ).fetchone()
        if before and before[0] in {Verdict.OPEN, Verdict.ADDING}:
            raise Refused(WAITS)
        if before and before[0] == Verdict.DECLINED and now - moment(before[1]) < RESTS:
            raise Refused(DECLINED)
        sql = "SELECT count(*) FROM suggestions WHERE who = ? AND state = ?"
        if db.execute(sql, (who, Verdict.OPEN.value)).fetchone()[0] >= MOST_OPEN:
            raise Refused(ENOUGH)
        row = db.execute(
            "INSERT INTO suggestions (url, address, who, at, state) VALUES (?, ?, ?, ?, ?) "
            f"RETURNING {COLUMNS}",
            (url, address, who, stamp(now), Verdict.OPEN.value),
        ).fetchone()
    return _suggestion(row)


def find(database: Path, number: int) -> Suggestion | None:
    """Return a proposal by its number."""
    with _opened(database) as db:
        sql = f"SELECT {COLUMNS} FROM suggestions WHERE id = ?"
        row = db.execute(sql, (number,)).fetchone()
    return _suggestion(row) if row else None


def waiting(database: Path, limit: int = 20) -> tuple[Suggestion, ...]:
    """Return the proposals that nobody has decided on, oldest first."""
    with _opened(database) as db:
        sql = f"SELECT {COLUMNS} FROM suggestions WHERE state = ? ORDER BY id LIMIT ?"
        return tuple(map(_suggestion, db.execute(sql, (Verdict.OPEN.value, limit)).fetchall()))


def decline(database: Path, number: int, who: str, now: datetime) -> bool:
    """Decide against a proposal; false when somebody has decided before."""
    with _opened(database) as db, immediate(db, database):
        return _decided(db, number, Verdict.DECLINED, (who, stamp(now), ""))


def begin(database: Path, number: int, source_id: str, who: str, now: datetime) -> bool:
    """Let somebody add a source for a proposal; false when somebody has decided before.

    It is approved when the source is added: whoever dies in between has decided nothing.
    """
    with _opened(database) as db, immediate(db, database):
        return _decided(db, number, Verdict.ADDING, (who, stamp(now), source_id))


def approve(database: Path, number: int) -> None:
    """Note that the source is added that was begun for a proposal."""
    with _opened(database) as db, immediate(db, database):
        _approved(db, number)


def reopen(database: Path, number: int) -> None:
    """Let others decide on a proposal whose source could not be added."""
    with _opened(database) as db, immediate(db, database):
        _reopened(db, number)


def settle(database: Path, sources: Collection[str]) -> tuple[int, ...]:
    """Decide what a process that died has left: approved is what stands among the sources.

    Return the numbers of those; who proposed them may not have been told.
    """
    with _opened(database) as db, immediate(db, database):
        sql = "SELECT id, source_id FROM suggestions WHERE state = ?"
        left = db.execute(sql, (Verdict.ADDING.value,)).fetchall()
        for number, source_id in left:
            (_approved if source_id in sources else _reopened)(db, number)
    return tuple(number for number, source_id in left if source_id in sources)


def _decided(db: Database, number: int, verdict: Verdict, how: tuple[str, str, str]) -> bool:
    gone = db.execute(
        "UPDATE suggestions SET state = ?, decided_by = ?, decided_at = ?, source_id = ? "
        "WHERE id = ? AND state = 'open' RETURNING 1",
        (verdict.value, *how, number),
    ).fetchall()
    return bool(gone)


def _approved(db: Database, number: int) -> None:
    sql = "UPDATE suggestions SET state = 'approved' WHERE id = ? AND state = 'adding'"
    db.execute(sql, (number,))


def _reopened(db: Database, number: int) -> None:
    db.execute(
        "UPDATE suggestions SET state = 'open', decided_by = '', decided_at = NULL, "
        "source_id = '' WHERE id = ? AND state = 'adding'",
        (number,),
    )


def _suggestion(row: tuple[Any, ...]) -> Suggestion:
    number, url, who, at, state, decided_by = row
    return Suggestion(
        id=number,
        url=url,
        who=who,
        at=moment(at),
        state=Verdict(state),
        decided_by=decided_by,
    )


@contextmanager
def _opened(database: Path) -> Iterator[Database]:
    db = connect(database, write=True)
    try:
        yield db
    finally:
        db.close()
