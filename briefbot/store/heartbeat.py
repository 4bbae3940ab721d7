"""A file beside the database that says when `briefbot run` was last alive."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

STALE = timedelta(minutes=2)
"""Six ticks without a heartbeat: the loop hangs."""


def _file(database: Path) -> Path:
    return database.with_name(database.name + ".heartbeat")


def beat(database: Path, now: datetime) -> None:
    """Leave the time; raise OSError when the file can't be written."""
    _file(database).write_text(now.isoformat(), encoding="ascii")


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
