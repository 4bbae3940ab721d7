"""The heartbeat: fresh, stale, and gone after a clean stop."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from briefbot.store.heartbeat import STALE, alive, beat, forget
from tests.makers import NOON

if TYPE_CHECKING:
    from pathlib import Path


def test_a_heartbeat_is_fresh_for_two_minutes(tmp_path: Path) -> None:
    """After that whoever asks hears how old it is."""
    database = tmp_path / "briefbot.db"
    beat(database, NOON)
    assert alive(database, NOON + STALE) is None
    assert alive(database, NOON + STALE + timedelta(seconds=1)) == (
        "the last heartbeat is 121 s old; briefbot hangs or has stopped"
    )


def test_a_clean_stop_is_known_at_once(tmp_path: Path) -> None:
    """A forgotten heartbeat is no sign of life, and nothing is left beside the database."""
    database = tmp_path / "briefbot.db"
    beat(database, NOON)
    forget(database)
    assert "is not running there" in (alive(database, NOON) or "")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_forgotten_is_left(tmp_path: Path) -> None:
    """No heartbeat, or one that can't be removed, stops no stop."""
    database = tmp_path / "briefbot.db"
    forget(database)
    (tmp_path / "briefbot.db.heartbeat").mkdir()
    forget(database)
    assert (tmp_path / "briefbot.db.heartbeat").is_dir()
