"""What placing an article costs in an archive that holds many of the last five days.

    python -m benchmarks.placing [--stored 1000 10000 100000] [summaries.jsonl.gz]

Give a file of `{article}`, one JSON object a line; without, the newsroom's articles serve.
Each archive is made of such articles' own telling words: a made article has those of one real
article, the event, and of others, as unevenly as words come in news; events have from one to
forty articles, and every tenth article is a copy with a part of its wording. Then as many new
ones are kept and placed by the real store, in its own batches and with its own disk writes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.stories import invented
from briefbot.clock import utc_now
from briefbot.cluster import features
from briefbot.models import Features
from briefbot.pipeline.ingest import CLUSTERING
from briefbot.store import comparable
from briefbot.store.comparable import LOWEST
from briefbot.store.connect import Connection
from briefbot.store.rows import packed_sketch, packed_terms, stamp
from briefbot.store.sqlite import BATCH, COMPARABLE, Store

NEW = 1_000
EVENT_TERMS, TERMS, SKETCH = 22, 40, 64
NAMES = 5
"""Words of an event that no other event has: who and where."""
COPIES = 0.1


def read(path: Path | None) -> list[Features]:
    if path is None:
        texts = [(piece.title, piece.text, piece.language) for piece in invented()]
    else:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts = [("", json.loads(line)["article"], "en") for line in lines]
    return [features(title=title, text=text, language=lang) for title, text, lang in texts]


class Maker:
    """Makes articles of events, from the words of real ones."""

    def __init__(self, real: Sequence[Features]) -> None:
        self.rng = random.Random(5)
        self._real = real
        self._event: list[tuple[int, float]] = []
        self._left = 0
        self._last = self._sketch()

    def _sketch(self) -> tuple[int, ...]:
        return tuple(sorted(self.rng.getrandbits(57) for _ in range(SKETCH)))

    def _new_event(self) -> None:
        names = [(self.rng.getrandbits(63), self.rng.uniform(3, 9)) for _ in range(NAMES)]
        told = self.rng.choice(self._real).terms
        self._event = names + list(self.rng.sample(told, min(len(told), EVENT_TERMS + 10)))
        self._left = min(40, int(self.rng.paretovariate(0.9)))

    def make(self) -> Features:
        """Return the next article's features."""
        if not self._left:
            self._new_event()
        self._left -= 1
        own = self.rng.sample(self._event, min(len(self._event), EVENT_TERMS))
        others = (self.rng.choice(self.rng.choice(self._real).terms) for _ in range(2 * TERMS))
        terms = tuple((dict(others) | dict(own)).items())[-TERMS:]
        if self.rng.random() < COPIES:
            kept = self.rng.sample(self._last, SKETCH * 2 // 3)
            sketch = tuple(sorted({*kept, *self._sketch()[: SKETCH // 3]}))
        else:
            self._last = sketch = self._sketch()
        return Features(digest=f"{self.rng.getrandbits(64):x}", sketch=sketch, terms=terms)


ARTICLE = (
    "INSERT INTO articles (id, url, story_id, source_id, outlet, title, author, language, "
    "quality, words, published, found) VALUES (?, ?, ?, 'a', 'a', '', '', 'en', 'full', 1, ?, ?)"
)


def _articles(connection: Connection, dated: Iterable[tuple[int, datetime]]) -> None:
    rows = [(n, f"https://a.example/{n}", n, stamp(when), stamp(when)) for n, when in dated]
    connection.executemany("INSERT INTO stories (id) VALUES (?)", [(row[0],) for row in rows])
    connection.executemany(ARTICLE, rows)


def fill(store: Store, made: Sequence[Features], now: datetime) -> None:
    """Put the articles into the tables, as placed ones of the last five days."""
    connection: Any = store._db.conn
    step = COMPARABLE / (len(made) + 1)
    many = connection.executemany
    numbered = list(enumerate(made, start=1))
    order = random.Random(3).sample(range(len(made)), len(made))
    with store.transaction():
        _articles(connection, ((n, now - step * (order[n - 1] + 1)) for n, _ in numbered))
        many(
            "INSERT INTO features (article_id, digest, sketch, terms, placed) VALUES (?,?,?,?,1)",
            ((n, f.digest, packed_sketch(f), packed_terms(f)) for n, f in numbered),
        )
        pairs = sorted((term, n) for n, f in numbered for term, _ in f.terms)
        many("INSERT OR IGNORE INTO terms (term, article_id) VALUES (?, ?)", pairs)
        counts = Counter(term for term, _ in pairs)
        many("INSERT INTO term_counts (term, articles) VALUES (?, ?)", counts.items())
        hashes = sorted((value, n) for n, f in numbered for value in f.sketch[:LOWEST])
        many("INSERT OR IGNORE INTO sketches (hash, article_id) VALUES (?, ?)", hashes)


def timed(store: Store, new: Sequence[Features], stored: int, now: datetime) -> tuple[float, float]:
    """Keep and place new articles; return the milliseconds an article of both."""
    connection: Any = store._db.conn
    numbered = list(enumerate(new, start=stored + 1))
    with store.transaction():
        _articles(connection, ((n, now) for n, _ in numbered))
    began = time.perf_counter()
    for part in _parts(numbered):
        with store.transaction():
            for number, made in part:
                comparable.keep(connection, number, made)
    kept = time.perf_counter()
    while store.place(CLUSTERING):
        pass
    ended = time.perf_counter()
    return 1000 * (kept - began) / len(new), 1000 * (ended - kept) / len(new)


def _parts(items: Sequence[tuple[int, Features]]) -> Iterator[Sequence[tuple[int, Features]]]:
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", nargs="?", type=Path)
    parser.add_argument("--stored", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options = parser.parse_args()
    real = read(options.path)
    for stored in options.stored:
        maker, now = Maker(real), utc_now()
        made = [maker.make() for _ in range(stored + NEW)]
        maker.rng.shuffle(made)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "archive.db"
            store = Store(database)
            fill(store, made[:stored], now)
            store.close()  # or all of the fill would still stand in the log, to be moved later
            store = Store(database)
            kept, placed = timed(store, made[stored:], stored, now)
            sql = "SELECT count(*) AS n FROM articles WHERE id > ? AND story_id != id"
            joined = store._rows(sql, stored)[0]["n"]
            store.close()
        print(
            f"{stored:9,} comparable: {placed:.2f} ms an article to place, {kept:.2f} ms to keep "
            f"({joined / NEW:.0%} of the new joined a story)",
            flush=True,
        )


if __name__ == "__main__":
    main()
