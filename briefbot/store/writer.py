"""What every writer of the archive shares: one transaction at a time, begun as one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefbot.store.archive import Archive
from briefbot.store.connect import immediate


class Writer(Archive):
    """An archive that may be changed; one object, one thread at a time."""

    def __init__(self, database: Path) -> None:
        super().__init__(database, write=True)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a transaction of its own.

        Inside another one it is part of that: only the outermost commits.
        """
        if self._begun():
            yield
            return
        with immediate(self._db, self._file):
            yield

    def _begun(self) -> bool:
        return bool(self._db.conn.in_transaction)

    def _insert(
        self, table: str, row: dict[str, Any], *, conflict: str = "", after: str = ""
    ) -> int:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        sql = f"INSERT {conflict} INTO {table} ({names}) VALUES ({marks}) {after}"
        return int(self._db.execute(sql, tuple(row.values())).lastrowid or 0)
