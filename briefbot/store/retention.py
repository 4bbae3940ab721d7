"""What is forgotten, and when: statements over an open connection, inside a transaction."""

from __future__ import annotations

from datetime import datetime

from briefbot.store.connect import Connection
from briefbot.store.rows import stamp, unpacked_sketch, unpacked_terms

AT_ONCE = 500


def forget_features(connection: Connection, before: datetime) -> bool:
    """Make articles found before then incomparable; return whether there may be more of them."""
    rows = connection.execute(
        "SELECT f.article_id, f.sketch, f.terms FROM features f JOIN articles a "
        f"ON a.id = f.article_id WHERE a.found < ? LIMIT {AT_ONCE}",
        (stamp(before),),
    ).fetchall()
    for article_id, sketch, terms in rows:
        _forget_one(connection, article_id, unpacked_sketch(sketch), unpacked_terms(terms))
    connection.execute("DELETE FROM term_counts WHERE articles <= 0")
    return len(rows) == AT_ONCE


def _forget_one(
    connection: Connection,
    article_id: int,
    sketch: tuple[int, ...],
    terms: tuple[tuple[int, float], ...],
) -> None:
    many = connection.executemany
    pairs = [(term, article_id) for term, _ in terms]
    many("DELETE FROM terms WHERE term = ? AND article_id = ?", pairs)
    counts = [(term,) for term, _ in terms]
    many("UPDATE term_counts SET articles = articles - 1 WHERE term = ?", counts)
    hashes = [(value, article_id) for value in sketch]
    many("DELETE FROM sketches WHERE hash = ? AND article_id = ?", hashes)
    connection.execute("DELETE FROM features WHERE article_id = ?", (article_id,))


def forget_texts(connection: Connection, before: datetime) -> None:
    """Drop the texts of articles found before then, and what search finds them by."""
    old = "(SELECT id FROM articles WHERE found < ?)"
    value = (stamp(before),)
    connection.execute(
        "DELETE FROM search WHERE rowid IN "
        f"(SELECT article_id FROM bodies WHERE article_id IN {old})",
        value,
    )
    connection.execute(f"DELETE FROM bodies WHERE article_id IN {old}", value)


def forget_articles(connection: Connection, before: datetime) -> None:
    """Drop entries and articles from before then, and stories that are left empty."""
    value = (stamp(before),)
    connection.execute("DELETE FROM entries WHERE seen < ?", value)
    connection.execute("DELETE FROM articles WHERE found < ?", value)
    connection.execute(
        "DELETE FROM stories WHERE NOT EXISTS "
        "(SELECT 1 FROM articles WHERE articles.story_id = stories.id)"
    )
