"""The one-time code that makes somebody the first admin: its hash, for a few minutes.

The command line writes it while the bot runs, so each function opens the archive for itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from briefbot.store.connect import connect, immediate
from briefbot.store.rows import stamp

GOOD_FOR = timedelta(minutes=15)
TRIES = 5
"""Then the code is void: nobody guesses one of 60 bits in five tries, or in fifteen minutes."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None of them looks like another one: no I, O, 0 and 1."""
LENGTH, GROUP = 12, 4


def new(database: Path, now: datetime) -> str:
    """Return a new code, of which only the hash is kept; one before it is void."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    salt = secrets.token_bytes(16)
    row = (_hash(letters, salt), salt, stamp(now + GOOD_FOR))
    with _opened(database) as db, immediate(db, database):
        db.execute("DELETE FROM claims")
        db.execute("INSERT INTO claims (hash, salt, expires) VALUES (?, ?, ?)", row)
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemed:
    """A code that is void by now, so that it can be made good again."""

    hash: bytes
    salt: bytes
    expires: str


def redeem(database: Path, code: str, now: datetime) -> Redeemed | None:
    """Make void what is the code of these minutes, and return it; a wrong one costs a try.

    How it is written does not matter: small letters, spaces, hyphens.
    """
    given = "".join(filter(str.isalnum, code.upper()[: 4 * LENGTH]))
    with _opened(database) as db:
        with immediate(db, database):
            rows = db.execute(
                "UPDATE claims SET tries = tries + 1 WHERE expires > ? AND tries < ? "
                "RETURNING hash, salt, expires",
                (stamp(now), TRIES),
            ).fetchall()
        for row in rows:
            found = Redeemed(hash=row[0], salt=row[1], expires=row[2])
            right = hmac.compare_digest(found.hash, _hash(given, found.salt))
            if right and _used(db, database, found.hash):
                return found
    return None


def restore(database: Path, code: Redeemed) -> None:
    """Make a code good again of which nothing came, unless there is a newer one."""
    with _opened(database) as db, immediate(db, database):
        db.execute(
            "INSERT INTO claims (hash, salt, expires) SELECT ?, ?, ? "
            "WHERE NOT EXISTS (SELECT 1 FROM claims)",
            (code.hash, code.salt, code.expires),
        )


def _used(db: Database, database: Path, known: bytes) -> bool:
    """Void a code; false when somebody else has used it at the same moment."""
    with immediate(db, database):
        gone = db.execute("DELETE FROM claims WHERE hash = ? RETURNING 1", (known,)).fetchall()
    return bool(gone)


def _hash(letters: str, salt: bytes) -> bytes:
    # Slow and large on purpose (16 MB, some 50 ms): whoever reads the archive can't try them all.
    return hashlib.scrypt(letters.encode(), salt=salt, n=2**14, r=8, p=1)


@contextmanager
def _opened(database: Path) -> Iterator[Database]:
    db = connect(database, write=True)
    try:
        yield db
    finally:
        db.close()
