"""An archive of made-up articles, filled fast: what `ingest.py --stored` adds to.

The articles lie evenly over the last ninety days, which is how long texts are kept; those of
the last five days can be compared with new ones, and share as much with the pages that will be
read as real ones do (`alike.py`). Tables are filled directly and without waiting for the disk.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.alike import Alike
from briefbot.clock import utc_now
from briefbot.store.comparable import LOWEST
from briefbot.store.rows import packed_sketch, packed_terms, stamp
from briefbot.store.sqlite import COMPARABLE, Store
from briefbot.text.words import tokens

KEPT = timedelta(days=90)
TEXTS = 2_000
"""So many texts there are; the articles take turns with them."""
LENGTH = 120
OUTLETS = 400

NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :articles)"
ROWS = {
    "stories (id)": "i FROM n",
    "articles (id, url, story_id, source_id, outlet, title, author, language, quality, words, "
    "published, found)": "i, url(i), i, outlet(i), outlet(i), 'Article ' || i, '', 'en', 'full', "
    "120, moment(i), moment(i) FROM n",
    "entries (source_id, entry_key, url, title, seen, last_seen, fate, detail, article_id)": (
        "outlet(i), url(i), url(i), 'Article ' || i, moment(i), moment(i), 'stored', '', i FROM n"
    ),
    "bodies (article_id, text, sentences, summariser)": (
        "i, text, '[]', 'lead' FROM n CROSS JOIN temp.texts WHERE texts.id = i % :texts"
    ),
    "search (rowid, title, lead, text)": (
        "i, title, lead, tokens FROM n CROSS JOIN temp.texts WHERE texts.id = i % :texts"
    ),
}
"""What each table holds of the articles."""


class Stock:
    """An archive to be filled once: `Stock(file, alike, now).fill(1_000)`."""

    def __init__(self, file: Path, alike: Alike, now: datetime) -> None:
        self._alike = alike
        self._now = now
        self._store = Store(file)
        self._connection: Any = self._store._db.conn
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA cache_size = -400000")
        self._texts()

    def close(self) -> None:
        """Let the file go, whole."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._store.close()

    def _texts(self) -> None:
        self._connection.execute(
            "CREATE TEMP TABLE texts (id INTEGER PRIMARY KEY, title, lead, text, tokens)"
        )
        for number in range(TEXTS):
            words = self._alike.words.draw(LENGTH)
            text, title = " ".join(words), " ".join(words[:8])
            row = (number, tokens(title), tokens(" ".join(words[:60])), text, tokens(text))
            self._connection.execute("INSERT INTO temp.texts VALUES (?, ?, ?, ?, ?)", row)

    def fill(self, articles: int) -> None:
        """Put so many articles into the empty archive."""
        step = KEPT / articles
        functions = {
            "moment": lambda i: stamp(self._now - step * (articles - i + 1)),
            "outlet": lambda i: f"outlet{i % OUTLETS}",
            "url": lambda i: f"https://outlet{i % OUTLETS}.example/{i}",
        }
        for name, function in functions.items():
            self._connection.create_function(name, 1, function)
        with self._store.transaction():
            for table, values in ROWS.items():
                self._connection.execute(
                    f"INSERT INTO {table} {NUMBERS} SELECT {values}",
                    {"articles": articles, "texts": TEXTS},
                )
            self._comparable(articles - int(articles * (COMPARABLE / KEPT)), articles)

    def _comparable(self, first: int, last: int) -> None:
        many = self._connection.executemany
        made = {number: self._alike.draw() for number in range(first + 1, last + 1)}
        many(
            "INSERT INTO features (article_id, digest, sketch, terms, placed) VALUES (?,?,?,?,1)",
            ((n, f.digest, packed_sketch(f), packed_terms(f)) for n, f in made.items()),
        )
        pairs = sorted((term, n) for n, f in made.items() for term, _ in f.terms)
        many("INSERT INTO terms (term, article_id) VALUES (?, ?)", pairs)
        counts = Counter(term for term, _ in pairs)
        many("INSERT INTO term_counts (term, articles) VALUES (?, ?)", counts.items())
        hashes = sorted((value, n) for n, f in made.items() for value in f.sketch[:LOWEST])
        many("INSERT INTO sketches (hash, article_id) VALUES (?, ?)", hashes)


def make(file: Path, alike: Alike, articles: int) -> None:
    """Make an archive of so many articles."""
    stock = Stock(file, alike, utc_now())
    stock.fill(articles)
    stock.close()
