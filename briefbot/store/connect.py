"""Open the database safely: version gates, pragmas, one writer; foreign errors translated."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the module it picked

from briefbot.errors import StoreError, StoreLocked, UsageError
from briefbot.store.migrations import SCHEMA

OLDEST_SQLITE = (3, 51, 3)
"""Before it, a checkpoint that meets a writer can corrupt a WAL database (sqlite.org, 3.51.3)."""

TOO_LONG = (
    "Looking for that took too long and was stopped; "
    "ask for fewer or rarer words, or for a shorter time such as 1d"
)

Connection = Any
"""A connection of pysqlite3, which publishes no types."""


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the database for this process, by whatever links; raise StoreLocked when one does."""
    _check_name(database)
    path = Path(f"{os.path.realpath(database)}.lock")
    with translated(database):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("ab+", buffering=0)  # what is held back would fail as it is closed
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            holder = handle.read(20).decode("ascii", "replace").strip() or "unknown"
            raise StoreLocked(
                f"{database} is held by another briefbot (process {holder}); "
                "stop it first, or name another database with --database"
            ) from error
        with suppress(OSError):  # a full disk must not keep us from the lock
            handle.truncate(0)
            handle.write(b"%d\n" % os.getpid())
        yield


def connect(database: Path, *, write: bool) -> Database:
    """Open the file, for one writer or for one of many readers."""
    _check_sqlite()
    _check_name(database)
    with translated(database):
        if not write and not database.exists():
            raise _nothing_at(database)
        try:
            return _opened(database, "mode=rwc" if write else "mode=ro", write=write)
        except sqlite3.OperationalError:
            if write or not _unchanging(database):
                raise
            return _opened(database, "mode=ro&immutable=1", write=False)


def _opened(database: Path, how: str, *, write: bool) -> Database:
    connection = sqlite3.connect(
        f"file:{_quoted(database)}?{how}",
        uri=True,
        isolation_level=None,
        timeout=5,
        check_same_thread=False,
    )
    try:
        _prepare(connection, write=write)
        db = Database(connection, execute_plugins=False)
        _migrate(db, database, write=write)
    except BaseException:
        connection.close()
        raise
    return db


def _unchanging(database: Path) -> bool:
    """Tell whether the folder is read-only and the file whole.

    SQLite reads a WAL database only where it may put a file beside it, unless it is told
    that nobody writes (sqlite.org/wal.html, "Read-Only Databases").
    """
    journal = database.with_name(database.name + "-wal")
    settled = not journal.exists() or journal.stat().st_size == 0
    return settled and not os.access(database.parent, os.W_OK)


def _check_name(database: Path) -> None:
    with translated(database):
        if not database.name or database.is_dir():
            raise StoreError(f"{database} is a folder; name a file in it with --database")


def _nothing_at(database: Path) -> StoreError:
    return StoreError(
        f"there is no archive at {database} yet; run `briefbot preview` once, "
        "or name the file with --database"
    )


def _quoted(database: Path) -> str:
    return quote(str(database.absolute()))


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        raise StoreError(
            f"SQLite {sqlite3.sqlite_version} can corrupt the archive; {wanted} or newer is needed "
            "(install the locked requirements: pysqlite3 carries one)"
        )


def _prepare(connection: Connection, *, write: bool) -> None:
    for pragma in (
        "busy_timeout=5000",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "mmap_size=0",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if not write:
        connection.execute("PRAGMA query_only=ON")
        return
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=4000",  # 16 MB: a page that many articles change is moved once
        "cache_size=-16000",  # what one look changes fits in, or it would be written twice
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(db: Database, database: Path, *, write: bool) -> None:
    known = {migration.name for migration in SCHEMA._migrations}
    applied = {migration.name for migration in SCHEMA.applied(db)}
    if applied - known:
        raise StoreError(
            f"{database} was written by a newer briefbot; update this one, "
            "or name another database with --database"
        )
    if not applied and db.table_names():
        raise StoreError(
            f"{database} is a SQLite database, but not briefbot's; name another with --database"
        )
    if not applied and not write:
        raise _nothing_at(database)
    if known - applied and not write:
        raise StoreError(
            f"{database} is from an older briefbot; run `briefbot preview` once to bring it up"
        )
    if write:
        SCHEMA.apply(db)


@contextmanager
def translated(database: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into one sentence that helps."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if "interrupted" in str(error):
            raise UsageError(TOO_LONG) from error
        raise StoreError(f"{database}: {_advice(error)}") from error


@contextmanager
def immediate(db: Database, database: Path) -> Iterator[None]:
    """Run a transaction: a deferred one that turns to writing fails at once when busy."""
    with translated(database):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.execute("ROLLBACK")
            raise


def _advice(error: Exception) -> str:
    text = str(error).lower()
    if "full" in text or "no space" in text:
        return "the disk is full; free some space and run again (nothing stored was lost)"
    if "not a database" in text or "malformed" in text:
        return "this is no sound SQLite database; restore a backup, or move it away to start anew"
    if any(sign in text for sign in ("readonly", "read-only", "unable to open", "permission")):
        return f"can't be opened ({text}); check that its folder exists and may be written"
    if "name too long" in text:
        return "the name is too long for a file; name another with --database"
    if "i/o error" in text:  # also when there is no room for the file that its users share
        return "its disk can't be read or written; is it full, or failing?"
    return f"the archive can't be used: {text}"
