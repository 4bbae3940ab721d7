"""Sources that members propose: each is decided once.

Proposals are rare, so each function opens the archive for itself; it takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
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
        if before and before[0] == Verdict.OPEN:
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


def decide(database: Path, number: int, verdict: Verdict, who: str, now: datetime) -> bool:
    """Decide on a proposal; false when somebody has done so before."""
    return _moved(database, number, (Verdict.OPEN, verdict), who, stamp(now))


def reopen(database: Path, number: int) -> None:
    """Take an approval back whose source could not be added."""
    _moved(database, number, (Verdict.APPROVED, Verdict.OPEN), "", None)


def _moved(
    database: Path, number: int, states: tuple[Verdict, Verdict], who: str, at: str | None
) -> bool:
    before, after = states
    with _opened(database) as db, immediate(db, database):
        gone = db.execute(
            "UPDATE suggestions SET state = ?, decided_by = ?, decided_at = ? "
            "WHERE id = ? AND state = ? RETURNING 1",
            (after.value, who, at, number, before.value),
        ).fetchall()
    return bool(gone)


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
