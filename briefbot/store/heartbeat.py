"""A file beside the database that says when `briefbot run` was last alive."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

STALE = timedelta(minutes=2)
"""Six ticks without a heartbeat: the loop hangs."""


def _file(database: Path) -> Path:
    return Path(f"{os.path.realpath(database)}.heartbeat")  # whatever links lead to the archive


def beat(database: Path, now: datetime) -> None:
    """Leave the time; raise OSError when the file can't be written.

    It is written over the last one, which is as long: nobody finds an empty file meanwhile, and
    a disk that has filled up keeps the room for it.
    """
    handle = os.open(_file(database), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        os.pwrite(handle, now.isoformat(timespec="microseconds").encode("ascii"), 0)
    finally:
        os.close(handle)


def forget(database: Path) -> None:
    """Take the heartbeat away after a clean stop; one that can't be removed is stale soon."""
    with suppress(OSError):
        _file(database).unlink()


def alive(database: Path, now: datetime) -> str | None:
    """Return None while the heartbeat is fresh, else what is wrong."""
    try:
        last = datetime.fromisoformat(_file(database).read_text(encoding="ascii"))
        age = now - last
    except (OSError, ValueError, TypeError):
        return f"no heartbeat beside {database}: `briefbot run` is not running there"
    if age <= STALE:
        return None
    return f"the last heartbeat is {age.total_seconds():.0f} s old; briefbot hangs or has stopped"
