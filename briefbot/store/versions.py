"""Corrected articles: the text as it is now, and each that it was before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from briefbot.models import Quality, Reading, Version
from briefbot.store.archive import SQL_VARIABLES, Archive
from briefbot.store.connect import Connection
from briefbot.store.rows import Row, body_of, entry_key, moment, sentences_text, stamp

STORED_ENTRY = "source_id = ? AND entry_key = ? AND fate = 'stored'"


class Versions(Archive):
    """The archive as those see it who ask what a text said before."""

    def versions(self, article_id: int) -> tuple[Version, ...]:
        """Return the earlier versions of an article's text, oldest first."""
        sql = "SELECT * FROM versions WHERE article_id = ? ORDER BY version"
        return tuple(map(_version, self._rows(sql, article_id)))

    def texts_at(self, moments: Mapping[int, datetime]) -> dict[int, str]:
        """Return what each article, by its id, said at a moment: its headline and its text.

        A page that was corrected afterwards said less then, so what came in is news still.
        """
        sql = (
            "SELECT b.article_id, a.title, b.text, coalesce(b.read, a.found) AS read FROM bodies b "
            "JOIN articles a ON a.id = b.article_id WHERE b.article_id IN ({0}) UNION ALL "
            "SELECT article_id, title, text, read FROM versions WHERE article_id IN ({0}) "
            "ORDER BY read"
        )
        said: dict[int, str] = {}
        for half in _halves(list(moments)):
            marks = ",".join("?" * len(half))
            for row in self._rows(sql.format(marks), *half, *half):
                number = row["article_id"]
                if number not in said or moment(row["read"]) <= moments[number]:
                    said[number] = f"{row['title']}\n{row['text']}"
        return said

    def read_before(
        self, source_id: str, entry_ids: Collection[str], since: datetime
    ) -> dict[str, tuple[str, int]]:
        """Return what entries said when their pages were read, and how often that was done again.

        Only those of articles found since then that still have their text.
        """
        keys = {entry_key(entry_id): entry_id for entry_id in entry_ids}
        sql = (
            "SELECT e.entry_key, e.said, e.rereads FROM entries e JOIN articles a "
            "ON a.id = e.article_id JOIN bodies b ON b.article_id = a.id WHERE e.entry_key IN ({}) "
            "AND e.source_id = ? AND e.fate = 'stored' AND e.said != '' AND a.found >= ?"
        )
        rows = self._rows_in(sql, keys, source_id, stamp(since))
        return {keys[row["entry_key"]]: (row["said"], row["rereads"]) for row in rows}


def _halves(ids: list[int]) -> list[list[int]]:
    """Return the ids in lists that SQLite takes twice in one question."""
    size = SQL_VARIABLES // 2
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _version(row: Row) -> Version:
    return Version(title=row["title"], read=moment(row["read"]), body=body_of(row))


# ------------------------------------------------------------ inside an open transaction


def stored_for(connection: Connection, source_id: str, entry_id: str) -> int | None:
    """Return the article that the entry was stored as, when it was."""
    row = connection.execute(
        f"SELECT article_id FROM entries WHERE {STORED_ENTRY} AND article_id IS NOT NULL",
        (source_id, entry_key(entry_id)),
    ).fetchone()
    return row[0] if row else None


def count_reading(connection: Connection, source_id: str, entry_id: str, said: str = "") -> None:
    """Count that the page of a stored entry was read again; keep what the entry says now."""
    connection.execute(
        "UPDATE entries SET rereads = rereads + 1, said = CASE ? WHEN '' THEN said ELSE ? END "
        f"WHERE {STORED_ENTRY}",
        (said, said, source_id, entry_key(entry_id)),
    )


def revise(connection: Connection, article_id: int, reading: Reading, now: datetime) -> bool:
    """Put a page that was read again in the place of its text, which is kept as a version.

    A text of the page never gives way to one of the feed: then, and when the words are the
    same, nothing is kept. Return whether the reading counts.
    """
    row = connection.execute(
        "SELECT a.quality, a.title, b.text FROM articles a JOIN bodies b ON b.article_id = a.id "
        "WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    new = reading.article
    if row is None or not reading.body.text:
        return False
    if row[0] == Quality.FULL.value and new.quality is not Quality.FULL:
        return False
    if row[2] != reading.body.text:
        _keep_version(connection, article_id, reading, now)
    if (row[1], row[2]) != (new.title, reading.body.text):
        _rename(connection, article_id, reading)
    return True


def _keep_version(connection: Connection, article_id: int, reading: Reading, now: datetime) -> None:
    connection.execute(
        "INSERT INTO versions SELECT b.article_id, b.version, a.title, b.text, b.sentences, "
        "b.summariser, coalesce(b.read, a.found) FROM bodies b JOIN articles a "
        "ON a.id = b.article_id WHERE b.article_id = ?",
        (article_id,),
    )
    body = reading.body
    connection.execute(
        "UPDATE bodies SET version = version + 1, text = ?, sentences = ?, summariser = ?, "
        "read = ? WHERE article_id = ?",
        (body.text, sentences_text(body.sentences), body.summariser, stamp(now), article_id),
    )


def _rename(connection: Connection, article_id: int, reading: Reading) -> None:
    """Let title and length, and what search finds, be those of the new reading."""
    new, (title, lead, text) = reading.article, reading.index
    connection.execute(
        "UPDATE articles SET title = ?, words = ?, quality = ? WHERE id = ?",
        (new.title, new.words, new.quality.value, article_id),
    )
    connection.execute("DELETE FROM search WHERE rowid = ?", (article_id,))
    connection.execute(
        "INSERT INTO search (rowid, title, lead, text) VALUES (?, ?, ?, ?)",
        (article_id, title, lead, text),
    )
