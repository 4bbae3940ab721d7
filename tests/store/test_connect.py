"""The gates of the database: every way to be wrong is one clear sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from briefbot.errors import StoreError, StoreLocked
from briefbot.store.archive import Archive
from briefbot.store.connect import locked
from briefbot.store.sqlite import Store
from tests.makers import reading, state


def test_a_second_holder_is_refused(tmp_path: Path) -> None:
    """Another process that asks for the database hears who holds it."""
    database = tmp_path / "briefbot.db"
    asks = (
        "from pathlib import Path; import sys; from briefbot.store.connect import locked\n"
        "from briefbot.errors import StoreLocked\n"
        "try:\n    with locked(Path(sys.argv[1])): print('got it')\n"
        "except StoreLocked as error: print(error)"
    )
    with locked(database):
        said = subprocess.run(
            [sys.executable, "-c", asks, str(database)], capture_output=True, text=True, check=True
        ).stdout
    assert "is held by another briefbot (process " in said
    with locked(database):
        pass


def test_a_full_disk_is_told_as_one_at_the_start(tmp_path: Path) -> None:
    """The number in the lock is not worth an error: what can't be written is the archive."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "from pathlib import Path; import sys; from briefbot.store.connect import locked;"
        "from briefbot.store.sqlite import Store; from briefbot.errors import StoreError;"
        "database = Path(sys.argv[1])\n"
        "try:\n"
        "    with locked(database): Store(database)\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run(
        (sys.executable, "-c", code, tmp_path / "briefbot.db"),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "disk" in done.stdout


def test_a_link_to_the_archive_leads_to_its_lock(tmp_path: Path) -> None:
    """Under another name it is the same archive, which two may not write and post from."""
    (tmp_path / "kept").mkdir()
    file, link = tmp_path / "kept" / "briefbot.db", tmp_path / "linked.db"
    link.symlink_to(file)
    with locked(link), pytest.raises(StoreLocked, match=str(os.getpid())), locked(file):
        pass  # also while there is no archive yet
    with locked(file), pytest.raises(StoreLocked), locked(link):
        pass


def test_the_lock_is_refused_in_the_same_process_too(tmp_path: Path) -> None:
    """Two holders in one process are two holders."""
    with locked(tmp_path / "a.db"), pytest.raises(StoreLocked), locked(tmp_path / "a.db"):
        pass


def test_no_archive_yet(tmp_path: Path) -> None:
    """A reader without a file hears how to make one."""
    with pytest.raises(StoreError, match=r"no archive at .* yet; run `briefbot preview`"):
        Archive(tmp_path / "none.db")


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A file that a newer version migrated is not touched by an older one."""
    database = tmp_path / "briefbot.db"
    Store(database).close()
    db = Database(str(database))
    db.table("_sqlite_migrations").insert(
        {"migration_set": "briefbot", "name": "m999_future", "applied_at": "2030"}
    )
    db.close()
    for kind in (Store, Archive):
        with pytest.raises(StoreError, match="written by a newer briefbot"):
            kind(database)


def test_someone_elses_database_is_refused(tmp_path: Path) -> None:
    """A SQLite file of another program is left alone."""
    database = tmp_path / "other.db"
    db = Database(str(database))
    db.table("birds").insert({"name": "Swinhoe's pheasant"})
    db.close()
    with pytest.raises(StoreError, match="not briefbot's"):
        Store(database)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    """Bytes that are no database are named as such, not as a traceback."""
    database = tmp_path / "briefbot.db"
    database.write_bytes(b"these bytes are no database at all" * 100)
    with pytest.raises(StoreError, match="no sound SQLite database"):
        Store(database)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A database in a folder that is not there says so."""
    with pytest.raises(StoreError, match="can't be opened"):
        Store(tmp_path / "no" / "such" / "briefbot.db")


@pytest.mark.parametrize("name", ["/", "", ".", "folder"])
def test_a_folder_is_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A folder where a file is asked for is one sentence, for the lock and for the reader."""
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="is a folder; name a file in it"), locked(Path(name)):
        pass
    for kind in (Store, Archive):
        with pytest.raises(StoreError, match="is a folder; name a file in it"):
            kind(Path(name))


def test_a_name_too_long_is_named(tmp_path: Path) -> None:
    """A name that no file can have is one sentence, for the lock and for the reader."""
    with pytest.raises(StoreError, match="too long for a file"), locked(tmp_path / ("n" * 300)):
        pass
    for kind in (Store, Archive):
        with pytest.raises(StoreError, match="too long for a file"):
            kind(tmp_path / ("n" * 300))


COUNT = (
    "from pathlib import Path; import sys; from briefbot.errors import StoreError\n"
    "from briefbot.store.archive import Archive\n"
    "try: print(Archive(Path(sys.argv[1])).count())\n"
    "except StoreError as error: print(error)"
)
FREEZE = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'


def count_read_only(database: Path) -> str:
    """Return what a reader says of a database whose folder can't be written."""
    command = [sys.executable, "-c", COUNT, str(database)]
    if os.geteuid() == 0:  # who may write everywhere needs a read-only mount
        frozen = ["unshare", "-m", "sh", "-c", FREEZE, "sh", str(database.parent)]
        if not shutil.which("unshare") or subprocess.run([*frozen, "true"], check=False).returncode:
            pytest.skip("root may write everywhere, and nothing can be mounted here")
        command = frozen + command
    database.parent.chmod(0o555)
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    finally:
        database.parent.chmod(0o755)


def test_a_read_only_archive_is_read(tmp_path: Path) -> None:
    """An archive that was closed well can be searched where nothing may be written."""
    folder = tmp_path / "with spaces?"
    folder.mkdir()
    store = Store(folder / "briefbot.db")
    store.record(state(), [reading("port")])
    store.close()
    assert [file.name for file in folder.iterdir()] == ["briefbot.db"]
    assert count_read_only(folder / "briefbot.db") == "1\n"


def test_a_read_only_archive_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    """Without what stands in the write-ahead log an archive would answer wrongly: it does not."""
    store = Store(tmp_path / "briefbot.db")
    store.record(state(), [reading("port")])
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("briefbot.db", "briefbot.db-wal"):
        shutil.copy(tmp_path / name, copy / name)
    store.close()
    assert "can't be opened" in count_read_only(copy / "briefbot.db")


def test_the_pragmas_hold(tmp_path: Path) -> None:
    """The writer is durable (WAL, FULL) and refuses what a schema could smuggle in."""
    store = Store(tmp_path / "briefbot.db")

    def pragma(name: str) -> object:
        return store._db.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert (pragma("synchronous"), pragma("foreign_keys"), pragma("trusted_schema")) == (2, 1, 0)
    store.close()
