"""What makes articles comparable, into the tables and out of them: inside an open transaction."""

from __future__ import annotations

from briefbot.models import Features
from briefbot.store.connect import Connection
from briefbot.store.rows import packed_sketch, packed_terms

LOWEST = 24
"""How many hashes of a sketch an article is found by: each one is written into another page of
the file. Sixteen are looked up, and copies that share none of these are two in a thousand."""


def keep(connection: Connection, article_id: int, features: Features) -> None:
    """Let others find the article by its terms and its sketch; it is not placed yet."""
    many = connection.executemany
    connection.execute(
        "INSERT INTO features (article_id, digest, sketch, terms, placed) VALUES (?, ?, ?, ?, 0)",
        (article_id, features.digest, packed_sketch(features), packed_terms(features)),
    )
    terms = [(term, article_id) for term, _ in features.terms]
    many("INSERT OR IGNORE INTO terms (term, article_id) VALUES (?, ?)", terms)
    many(
        "INSERT INTO term_counts (term, articles) VALUES (?, 1) "
        "ON CONFLICT DO UPDATE SET articles = articles + 1",
        [(term,) for term, _ in features.terms],
    )
    hashes = [(value, article_id) for value in features.sketch[:LOWEST]]
    many("INSERT OR IGNORE INTO sketches (hash, article_id) VALUES (?, ?)", hashes)


def forget(
    connection: Connection,
    article_id: int,
    sketch: tuple[int, ...],
    terms: tuple[tuple[int, float], ...],
) -> None:
    """Take back what `keep` wrote, so that nothing is compared with the article any more."""
    many = connection.executemany
    pairs = [(term, article_id) for term, _ in terms]
    many("DELETE FROM terms WHERE term = ? AND article_id = ?", pairs)
    counts = [(term,) for term, _ in terms]
    many("UPDATE term_counts SET articles = articles - 1 WHERE term = ?", counts)
    hashes = [(value, article_id) for value in sketch]
    many("DELETE FROM sketches WHERE hash = ? AND article_id = ?", hashes)
    connection.execute("DELETE FROM features WHERE article_id = ?", (article_id,))
