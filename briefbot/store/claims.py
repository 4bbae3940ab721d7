"""The one-time code that makes somebody the first admin: its hash, for a few minutes.

The command line writes it while the bot runs, so each function opens the archive for itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
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


def redeem(database: Path, code: str, now: datetime) -> bool:
    """Tell whether it is the code of these minutes, and make it void; a wrong one costs a try.

    How it is written does not matter: small letters, spaces, hyphens.
    """
    given = "".join(filter(str.isalnum, code.upper()[: 4 * LENGTH]))
    with _opened(database) as db:
        with immediate(db, database):
            rows = db.execute(
                "UPDATE claims SET tries = tries + 1 WHERE expires > ? AND tries < ? "
                "RETURNING hash, salt",
                (stamp(now), TRIES),
            ).fetchall()
        return any(
            hmac.compare_digest(wanted, _hash(given, salt)) and _used(db, database, wanted)
            for wanted, salt in rows
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
