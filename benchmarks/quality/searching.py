"""Whether the best answers come first: queries with judgements over the newsroom and 22 texts."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from math import log2
from pathlib import Path
from typing import Any

from benchmarks.quality.table import Table
from briefbot import newsroom, search
from briefbot.cluster import features
from briefbot.models import Article, Body, Entry, Quality, Reading, SourceState
from briefbot.store.sqlite import Store
from briefbot.text.indexed import LEAD_CHARACTERS, columns

DEPTH = 10
QUERIES = Path(__file__).with_name("searching.json")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLAIN = "unicode61 remove_diacritics 2"

Searcher = Callable[[str], Sequence[str]]
"""Returns the ids of the best texts, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text that can be found."""

    id: str
    story: str
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A query and how useful which texts are: by id or by story."""

    kind: str
    query: str
    judged: Mapping[str, int]

    def gain(self, piece: Piece) -> int:
        """Return how useful a text is, 0 to 2; what is said of it alone comes first."""
        return self.judged.get(piece.id, self.judged.get(piece.story, 0))


def _asked() -> tuple[list[Case], list[Piece]]:
    said: dict[str, list[dict[str, Any]]] = json.loads(QUERIES.read_text(encoding="utf-8"))
    told = [
        Piece(
            id=f"{piece.outlet.id}/{piece.slug}",
            story=piece.story,
            title=piece.title,
            text=piece.body,
            language=piece.outlet.language.partition("-")[0],
        )
        for piece in newsroom.load(NOW)
    ]
    texts = [Piece(story=text["id"], **text) for text in said["texts"]]
    return [Case(**case) for case in said["queries"]], told + texts


# ------------------------------------------------------------ systems


def _reading(piece: Piece) -> Reading:
    named = {"title": piece.title, "text": piece.text, "language": piece.language}
    url = f"https://example.org/{piece.id}"
    return Reading(
        entry=Entry(id=piece.id, url=url, title=piece.title),
        article=Article(
            url=url,
            source_id="set",
            outlet="Set",
            title=piece.title,
            author=piece.id,
            language=piece.language,
            quality=Quality.FULL,
            words=len(piece.text.split()),
            published=NOW,
            found=NOW,
        ),
        body=Body(text=piece.text, sentences=(), summariser="lead"),
        features=features(**named),
        index=columns(**named),
    )


@contextmanager
def _ours(pieces: Sequence[Piece]) -> Iterator[Searcher]:
    """Search as `/brief` does: the store's own index, its own expression, its own ranking."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "briefbot.db")
        store.record(SourceState(source_id="set", url="https://example.org"), _readings(pieces))

        def find(query: str) -> list[str]:
            hits = store.search(search.parse(query, now=NOW), limit=DEPTH)
            return [hit.stored.article.author for hit in hits]

        with closing(store):
            yield find


def _readings(pieces: Sequence[Piece]) -> list[Reading]:
    return [_reading(piece) for piece in pieces]


@contextmanager
def _fts(pieces: Sequence[Piece], tokenizer: str, joint: str) -> Iterator[Searcher]:
    """Search as FTS5 comes: whole words, with the same weights of the columns."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(
            f"CREATE VIRTUAL TABLE s USING fts5(id UNINDEXED, t, l, x, tokenize='{tokenizer}')"
        )
        base.executemany(
            "INSERT INTO s VALUES (?, ?, ?, ?)",
            [(p.id, p.title, p.text[:LEAD_CHARACTERS], p.text) for p in pieces],
        )

        def find(query: str) -> list[str]:
            quoted = joint.join(f'"{word}"' for word in query.replace('"', " ").split())
            sql = "SELECT id FROM s WHERE s MATCH ? ORDER BY bm25(s, 0, 4, 2, 1) LIMIT ?"
            return [row[0] for row in base.execute(sql, (quoted, DEPTH))]

        yield find


SYSTEMS: dict[str, Callable[[Sequence[Piece]], AbstractContextManager[Searcher]]] = {
    "briefbot": _ours,
    "bm25, OR, no stems": lambda pieces: _fts(pieces, PLAIN, " OR "),
    "bm25, OR, Porter": lambda pieces: _fts(pieces, f"porter {PLAIN}", " OR "),
    "bm25, implicit AND, Porter": lambda pieces: _fts(pieces, f"porter {PLAIN}", " "),
    "bm25, implicit AND, no stems": lambda pieces: _fts(pieces, PLAIN, " "),
    "trigrams, OR": lambda pieces: _fts(pieces, "trigram", " OR "),
}


# ------------------------------------------------------------ measure


def ndcg(case: Case, found: Sequence[str], pieces: Mapping[str, Piece]) -> float:
    """Return the discounted gain of what was found, as a share of the best order's."""
    best = sorted((case.gain(piece) for piece in pieces.values()), reverse=True)
    return _dcg([case.gain(pieces[each]) for each in found]) / _dcg(best)


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains[:DEPTH]))


def _row(name: str, cases: Sequence[Case], pieces: Sequence[Piece]) -> tuple[str, ...]:
    by_id = {piece.id: piece for piece in pieces}
    with SYSTEMS[name](pieces) as find:
        found = {case.query: find(case.query) for case in cases}
    score = {case.query: ndcg(case, found[case.query], by_id) for case in cases}
    kinds = [[c.query for c in group] for _, group in groupby(cases, key=lambda c: c.kind)]
    means = [sum(map(score.__getitem__, asked)) / len(asked) for asked in (*kinds, [*score])]
    return (name, *(f"{mean:.3f}" for mean in means), str(sum(not f for f in found.values())))


def measure(_data: Path) -> list[Table]:
    """Ask every system every query; the set is ours and lies beside this file."""
    cases, pieces = _asked()
    kinds = dict.fromkeys(case.kind for case in cases)
    counts = ", ".join(f"{sum(c.kind == kind for c in cases)} of {kind}" for kind in kinds)
    return [
        Table(
            task="Search",
            about=f"nDCG@{DEPTH} of {len(cases)} queries ({counts}) over {len(pieces)} texts, "
            "judged by hand in `benchmarks/quality/searching.json`, and how many queries were "
            "left without any answer. A small set of our own: read it as a test of kinds.",
            columns=(*kinds, "all", "no answer"),
            rows=tuple(_row(name, cases, pieces) for name in SYSTEMS),
        )
    ]
