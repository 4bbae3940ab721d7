"""Search over 100,000 stored articles, beside the bare full-text query in the same run.

    python benchmarks/search.py [--articles 100000] [--queries 400] [--database F]

The archive is filled with made-up articles of 300 words whose words are as unevenly
common as real ones (Zipf), one in eight in Chinese. A query is one to four words drawn by
how common they are, some as phrases, some narrowed to a source or to the last days.
Last come the topics of a digest: which articles of a day, a week or 90 days name one of 12 words.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path

from briefbot import pipeline
from briefbot.choosing import select
from briefbot.models import (
    Article,
    Body,
    Entry,
    Features,
    Quality,
    Query,
    Reading,
    Sentence,
    SourceState,
)
from briefbot.store.archive import Archive
from briefbot.store.match import match_expression
from briefbot.store.sqlite import Store
from briefbot.text.words import tokens

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
VOCABULARY = 60_000
BATCH = 2_000
HANZI = (
    "台灣海峽晶片製造資訊安全漏洞攻擊駭客政府公司市場"
    "地震颱風電力能源經濟貿易防務外交科技研究大學產業供應鏈"
)


class Language:
    """Made-up words, drawn as unevenly as real ones."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        parts = [a + b for a in "bcdfghklmnprstvw" for b in "aeiou"]
        self.words = ["".join(rng.choices(parts, k=rng.randint(2, 4))) for _ in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))

    def text(self, length: int) -> str:
        """Return words of this language; about one sentence in twelve words."""
        drawn = self.rng.choices(self.words, cum_weights=self.weights, k=length)
        return ". ".join(" ".join(drawn[at : at + 12]) for at in range(0, length, 12)) + "."

    def chinese(self, length: int) -> str:
        """Return Chinese characters in sentences of twenty."""
        drawn = self.rng.choices(HANZI, k=length)
        return "".join("".join(drawn[at : at + 20]) + "。" for at in range(0, length, 20))


def reading(number: int, language: Language) -> Reading:
    """Make one article, an hour's share older than the next."""
    chinese = number % 8 == 0
    title = language.chinese(12) if chinese else language.text(8)
    text = language.chinese(500) if chinese else language.text(300)
    found = NOW - timedelta(seconds=90 * (100_000 - number))
    ends = [at + 1 for at, letter in enumerate(text) if letter in ".。"]
    starts = [0, *ends[:-1]]
    url = f"https://outlet{number % 40}.example/{number}"
    return Reading(
        entry=Entry(id=str(number), url=url, title=title),
        article=Article(
            url=url,
            source_id=f"outlet{number % 40}",
            outlet=f"Outlet {number % 40}",
            title=title,
            language="zh" if chinese else "en",
            quality=Quality.FULL,
            words=300,
            found=found,
            published=found,
        ),
        body=Body(
            text=text,
            sentences=tuple(
                Sentence(start=s, end=e, weight=1.0) for s, e in zip(starts, ends, strict=True)
            ),
            summariser="lead",
        ),
        features=Features(digest=str(number), sketch=(), terms=()),
        index=(tokens(title), tokens(text[:600]), tokens(text)),
    )


def fill(database: Path, articles: int, language: Language) -> None:
    """Store the articles in batches."""
    store = Store(database)
    begun = time.perf_counter()
    for first in range(0, articles, BATCH):
        batch = [reading(n, language) for n in range(first, min(articles, first + BATCH))]
        state = SourceState(source_id=f"fill{first}", url="https://fill.example", checked=NOW)
        store.record(state, batch)
    store.close()
    size = database.stat().st_size / 1e6
    print(f"filled {articles:,} articles in {time.perf_counter() - begun:.0f} s, {size:,.0f} MB")


def queries(count: int, language: Language) -> list[Query]:
    """Draw queries as people type them: mostly one or two words, some common, some rare."""
    rng = language.rng
    made = []
    for number in range(count):
        flat = rng.choices(language.words, k=1)
        common = rng.choices(language.words, cum_weights=language.weights, k=rng.randint(1, 3))
        words = tuple(dict.fromkeys(flat + common if number % 2 else common))
        query = Query(words=words)
        if number % 10 == 0:
            start = rng.randrange(len(HANZI) - 2)
            query = Query(words=(HANZI[start : start + 2],))
        if number % 7 == 0:
            query = replace(query, source_id=f"outlet{rng.randrange(40)}")
        if number % 5 == 0:
            query = replace(query, since=NOW - timedelta(days=7))
        made.append(query)
    return [
        *made,
        Query(words=(language.words[0],)),
        Query(phrases=(" ".join(language.words[:2]),)),
    ]


def topics(language: Language) -> list[Query]:
    """Draw lists of words as a topic names them: neither the commonest nor the rarest."""
    return [
        Query(words=tuple(language.rng.choices(language.words[20:5000], k=12))) for _ in "x" * 30
    ]


def timed(ask: Callable[[Query], object], asked: Sequence[Query]) -> list[float]:
    """Return the milliseconds of each query."""
    taken = []
    for query in asked:
        begun = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def report(name: str, taken: Sequence[float], peer: Sequence[float] | None = None) -> None:
    """Print the figures of one way of asking."""
    cuts = statistics.quantiles(taken, n=100)
    figures = zip(("p50", "p90", "p99"), (cuts[49], cuts[89], cuts[98]), strict=True)
    line = f"{name:40}" + "".join(f"  {label} {value:7.2f}" for label, value in figures) + " ms"
    if peer:
        line += (
            f"  p99 is {cuts[98] / statistics.quantiles(peer, n=100)[98]:.2f} of the bare query's"
        )
    print(line)


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--database", type=Path, help="keep the archive here, and use it if there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or Path(folder) / "search.db"
        language = Language(random.Random(7))
        if not database.exists():
            fill(database, options.articles, language)
        asked = queries(options.queries, Language(random.Random(7)))
        archive = Archive(database)

        def bare(query: Query) -> object:
            expression = match_expression(query.words, query.phrases)
            sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 50"
            return archive._db.execute(sql, (expression,)).fetchall()

        def whole(query: Query) -> object:
            return pipeline.answer("", query, archive, select, now=NOW)

        def about(query: Query, since: datetime) -> object:
            return archive.about(query.words, since)

        timed(archive.search, asked[:40])
        plain = timed(bare, asked)
        report("bare full-text query, 50 by rank", plain)
        report(
            "archive.search, 50 articles",
            timed(lambda q: archive.search(q, limit=50), asked),
            plain,
        )
        report("answer: 10 stories with their sentences", timed(whole, asked), plain)
        for days in (1, 7, 90):
            taken = timed(partial(about, since=NOW - timedelta(days=days)), topics(language))
            report(f"archive.about, 12 words, {days} days", taken)
        archive.close()


if __name__ == "__main__":
    main()
