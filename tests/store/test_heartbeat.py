"""The heartbeat: fresh, stale, and gone after a clean stop."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from briefbot.store.heartbeat import STALE, alive, beat, forget
from tests.makers import NOON


def test_a_heartbeat_is_fresh_for_two_minutes(tmp_path: Path) -> None:
    """After that whoever asks hears how old it is."""
    database = tmp_path / "briefbot.db"
    beat(database, NOON)
    assert alive(database, NOON + STALE) is None
    assert alive(database, NOON + STALE + timedelta(seconds=1)) == (
        "the last heartbeat is 121 s old; briefbot hangs or has stopped"
    )


def test_what_cannot_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    """A disk without room takes no heartbeat away: the last one counts for its two minutes."""
    database = tmp_path / "briefbot.db"
    beat(database, NOON)
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "from tests.makers import NOON; from briefbot.store.heartbeat import beat;"
        "from pathlib import Path; import sys; beat(Path(sys.argv[1]), NOON)"
    )
    done = subprocess.run(
        (sys.executable, "-c", code, database),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"File too large" in done.stderr
    assert alive(database, NOON + STALE) is None


def test_a_clean_stop_is_known_at_once(tmp_path: Path) -> None:
    """A forgotten heartbeat is no sign of life, and nothing is left beside the database."""
    database = tmp_path / "briefbot.db"
    beat(database, NOON)
    forget(database)
    assert "is not running there" in (alive(database, NOON) or "")
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_the_archive_leads_to_its_heartbeat(tmp_path: Path) -> None:
    """Whoever asks under another name hears how the bot fares that holds the archive."""
    file, link = tmp_path / "kept" / "briefbot.db", tmp_path / "linked.db"
    file.parent.mkdir()
    link.symlink_to(file)
    beat(file, NOON)
    assert alive(link, NOON) is None
    forget(link)
    assert alive(file, NOON) is not None


def test_what_cannot_be_forgotten_is_left(tmp_path: Path) -> None:
    """No heartbeat, or one that can't be removed, stops no stop."""
    database = tmp_path / "briefbot.db"
    forget(database)
    (tmp_path / "briefbot.db.heartbeat").mkdir()
    forget(database)
    assert (tmp_path / "briefbot.db.heartbeat").is_dir()
