"""What is remembered and forgotten, and when: statements inside an open transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from briefbot.store import comparable
from briefbot.store.connect import Connection
from briefbot.store.rows import entry_key, stamp, unpacked_sketch, unpacked_terms

AT_ONCE = 500
NOT_SAVED = "id NOT IN (SELECT article_id FROM saved)"
"""What a reader saved stays readable for as long as they keep it."""


def renew(
    connection: Connection,
    source_id: str,
    entry_ids: Collection[str],
    addresses: Collection[str],
    now: datetime,
    before: datetime,
) -> None:
    """Remember that the source still lists these entries, by their ids or under new ones.

    Only what was last seen before `before` is written, so that a busy feed costs nothing;
    what is remembered as last seen before then is no longer listed.
    """
    names = {"entry_key": map(entry_key, entry_ids), "url": addresses}
    for column, those in names.items():
        connection.executemany(
            f"UPDATE entries SET last_seen = ? WHERE source_id = ? AND {column} = ? "
            "AND last_seen < ?",
            [(stamp(now), source_id, name, stamp(before)) for name in those],
        )
    connection.execute(
        "UPDATE sources SET gone_before = ? WHERE source_id = ?", (stamp(before), source_id)
    )


def forget_features(connection: Connection, before: datetime) -> bool:
    """Make articles found before then incomparable; return whether there may be more of them."""
    rows = connection.execute(
        "SELECT f.article_id, f.sketch, f.terms FROM features f JOIN articles a "
        f"ON a.id = f.article_id WHERE a.found < ? LIMIT {AT_ONCE}",
        (stamp(before),),
    ).fetchall()
    for article_id, sketch, terms in rows:
        comparable.forget(connection, article_id, unpacked_sketch(sketch), unpacked_terms(terms))
    connection.execute("DELETE FROM term_counts WHERE articles <= 0")
    return len(rows) == AT_ONCE


def forget_deliveries(connection: Connection, before: datetime) -> None:
    """Drop what digests made before then said, and their messages, unless one still waits.

    That there was a digest, and what it told, stays: it is what keeps a story from coming twice.
    """
    value = (stamp(before),)
    connection.execute(
        "DELETE FROM deliveries WHERE created < ? AND state NOT IN ('pending', 'sending')", value
    )
    connection.execute("UPDATE digests SET payload = '' WHERE made < ? AND payload != ''", value)


def forget_texts(connection: Connection, before: datetime) -> None:
    """Drop the texts of articles found before then, and what search finds them by."""
    old = f"(SELECT id FROM articles WHERE found < ? AND {NOT_SAVED})"
    value = (stamp(before),)
    connection.execute(
        "DELETE FROM search WHERE rowid IN "
        f"(SELECT article_id FROM bodies WHERE article_id IN {old})",
        value,
    )
    for table in ("bodies", "versions"):
        connection.execute(f"DELETE FROM {table} WHERE article_id IN {old}", value)


def forget_entries(connection: Connection, before: datetime) -> None:
    """Drop what no source has listed since then, and sources not looked at since then.

    An entry that its source may still list stays, however long ago that was found out: a
    source that answers "unchanged" or fails for a year must not bring all of it as news.
    """
    value = (stamp(before),)
    connection.execute("DELETE FROM sources WHERE coalesce(checked, asked, '') < ?", value)
    connection.execute(
        "DELETE FROM entries WHERE last_seen < ? AND NOT EXISTS (SELECT 1 FROM sources s "
        "WHERE s.source_id = entries.source_id "
        "AND entries.last_seen >= coalesce(s.gone_before, ''))",
        value,
    )


def forget_articles(connection: Connection, before: datetime) -> None:
    """Drop articles from before then, and their stories that are left empty."""
    dropped = connection.execute(
        f"DELETE FROM articles WHERE found < ? AND {NOT_SAVED} RETURNING story_id",
        (stamp(before),),
    ).fetchall()
    connection.executemany(
        "DELETE FROM stories WHERE id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM articles WHERE articles.story_id = ?1)",
        set(dropped),
    )
