"""The archive as its readers see it: every question that the flow asks of it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from briefbot.models import (
    Body,
    EntryRecord,
    Fate,
    Hit,
    Query,
    Showing,
    SourceState,
    StoredArticle,
    Story,
)
from briefbot.store import upfront
from briefbot.store.connect import connect, translated
from briefbot.store.match import match_expression, with_pieces
from briefbot.store.rows import (
    ARTICLE_COLUMNS,
    STATE_COLUMNS,
    Row,
    body_of,
    entry_key,
    entry_record,
    moment,
    stamp,
    state_of,
    stored_article,
)

QUERY_SECONDS = 0.3
"""A person's query that takes longer is stopped: 200 common words would take a minute."""
NEWEST_HITS = 1000
"""How many of the newest hits are ranked: ranking all hits of a common word is slow."""
SQL_VARIABLES = 500


class Archive:
    """Read-only questions; one connection, to be used by one thread at a time."""

    def __init__(self, database: Path, *, write: bool = False) -> None:
        self._file = database
        self._db = connect(database, write=write)

    @property
    def file(self) -> Path:
        """The file that it reads."""
        return self._file

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def _rows(self, sql: str, *values: object) -> list[Row]:
        with translated(self._file):
            cursor = self._db.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def _rows_in(self, sql: str, values: Iterable[object], *more: object) -> Iterator[Row]:
        """Run `sql`, whose {} stands for a list of values, in slices that SQLite takes."""
        wanted = list(dict.fromkeys(values))
        for start in range(0, len(wanted), SQL_VARIABLES):
            part = wanted[start : start + SQL_VARIABLES]
            yield from self._rows(sql.format(",".join("?" * len(part))), *part, *more)

    # ------------------------------------------------------------ ingest asks

    def states(self) -> dict[str, SourceState]:
        """Return what is known of each source, by its id."""
        with translated(self._file):
            rows = self._db.execute(f"SELECT {', '.join(STATE_COLUMNS)} FROM sources")
            return {state.source_id: state for state in map(state_of, rows)}

    def seen(self, source_id: str, entry_ids: Collection[str]) -> set[str]:
        """Return those of the ids that are settled: that this source's entries had before."""
        keys = {entry_key(entry_id): entry_id for entry_id in entry_ids}
        sql = (
            "SELECT entry_key FROM entries WHERE entry_key IN ({}) AND source_id = ? AND fate != ?"
        )
        return {
            keys[row["entry_key"]]
            for row in self._rows_in(sql, keys, source_id, Fate.WAITING.value)
        }

    def waits(self, source_id: str, entry_ids: Collection[str]) -> dict[str, datetime]:
        """Return those of the ids whose pages are still to be read, and since when they are."""
        keys = {entry_key(entry_id): entry_id for entry_id in entry_ids}
        sql = (
            "SELECT entry_key, seen FROM entries WHERE entry_key IN ({}) AND source_id = ? "
            "AND fate = ?"
        )
        rows = self._rows_in(sql, keys, source_id, Fate.WAITING.value)
        return {keys[row["entry_key"]]: moment(row["seen"]) for row in rows}

    def known_addresses(self, urls: Collection[str]) -> set[str]:
        """Return those of the addresses, tidy or canonical, that an article already has."""
        articles = "SELECT url FROM articles WHERE url IN ({})"
        entries = "SELECT url FROM entries WHERE url IN ({}) AND article_id IS NOT NULL"
        found = (row["url"] for sql in (articles, entries) for row in self._rows_in(sql, urls))
        return set(found)

    def listed(self, source_id: str, urls: Collection[str]) -> set[str]:
        """Return those of the canonical addresses that a settled entry of this source had."""
        sql = "SELECT url FROM entries WHERE url IN ({}) AND source_id = ? AND fate != ?"
        return {row["url"] for row in self._rows_in(sql, urls, source_id, Fate.WAITING.value)}

    # ------------------------------------------------------------ brief asks

    def stories_since(
        self,
        since: datetime,
        briefing_id: str,
        source_ids: Collection[str],
        destination: str = "",
        late: timedelta = timedelta(),
    ) -> tuple[Story, ...]:
        """Return the stories with an article published since then, each whole.

        Only articles of the given sources count, and only placed ones: until then an
        article's story is not known. One found since then counts too, up to so `late`.
        `Story.told` says when the briefing last told it to the destination; articles that it
        has shown are still among them.
        """
        ids = sorted({row["story_id"] for row in self._recent(since, source_ids, late)})
        told: dict[int, dict[int, datetime]] = {}
        for row in self._rows_in(
            "SELECT t.story_id, t.article_id, d.made FROM told t JOIN digests d "
            "ON d.id = t.digest_id WHERE t.story_id IN ({}) AND t.briefing_id = ? "
            "AND t.destination = ? ORDER BY d.made",
            ids,
            briefing_id,
            destination,
        ):
            told.setdefault(row["story_id"], {})[row["article_id"]] = moment(row["made"])
        wanted = set(source_ids)
        return tuple(
            Story(
                id=story_id,
                articles=tuple(a for a in articles if a.article.source_id in wanted),
                told=max(told.get(story_id, {}).values(), default=None),
                told_ids=frozenset(told.get(story_id, ())),
            )
            for story_id, articles in self.members(ids).items()
        )

    def _recent(
        self, since: datetime, source_ids: Collection[str], late: timedelta = timedelta()
    ) -> list[Row]:
        """Return id and story of what these sources published since then, placed already."""
        placed = "AND id NOT IN (SELECT article_id FROM features WHERE placed = 0)"
        sql = f"SELECT id, source_id, story_id FROM articles WHERE published >= ? {placed}"
        rows = self._rows(sql, stamp(since))
        if late:  # asked apart: the index alone answers the first question
            both = f"AND published < ? AND found >= ? {placed}"
            sql = f"SELECT id, source_id, story_id FROM articles WHERE published >= ? {both}"
            rows += self._rows(sql, stamp(since - late), stamp(since), stamp(since))
        wanted = set(source_ids)
        return [row for row in rows if row["source_id"] in wanted]

    def count_since(
        self, since: datetime, source_ids: Collection[str], late: timedelta = timedelta()
    ) -> tuple[int, int]:
        """Return how many articles, and stories, these sources published since then.

        An article counts once it is placed, as in `stories_since`.
        """
        rows = self._recent(since, source_ids, late)
        return len(rows), len({row["story_id"] for row in rows})

    def members(self, story_ids: Collection[int]) -> dict[int, tuple[StoredArticle, ...]]:
        """Return the articles of each story, oldest first."""
        sql = f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.story_id IN ({{}})"
        found: dict[int, list[StoredArticle]] = {story_id: [] for story_id in story_ids}
        for row in self._rows_in(sql, story_ids):
            found[row["story_id"]].append(stored_article(row))
        return {
            story_id: tuple(sorted(articles, key=lambda a: (a.article.published, a.id)))
            for story_id, articles in found.items()
        }

    def bodies(self, article_ids: Collection[int]) -> dict[int, Body]:
        """Return the text of each article that still has one."""
        sql = "SELECT * FROM bodies WHERE article_id IN ({})"
        return {row["article_id"]: body_of(row) for row in self._rows_in(sql, article_ids)}

    def about(self, words: Sequence[str], since: datetime) -> dict[int, bool]:
        """Return the articles found since then that name one of the words up front.

        The value says whether the title does; otherwise the first lines do.
        """
        return upfront.about(self._rows, words, since)

    # ------------------------------------------------------------ people ask

    def search(self, query: Query, *, limit: int = 100) -> tuple[Hit, ...]:
        """Return the best of the newest articles that the query finds, best first."""
        expression = match_expression(with_pieces(query.words), query.phrases, query.without)
        if not expression:
            return ()
        conditions, values = _conditions(query)
        sql = f"""
            SELECT {ARTICLE_COLUMNS}, found.score FROM (
                SELECT search.rowid AS id, -bm25(search, 4.0, 2.0, 1.0) AS score
                FROM search JOIN articles b ON b.id = search.rowid
                WHERE search MATCH ? {conditions} ORDER BY search.rowid DESC LIMIT {NEWEST_HITS}
            ) found JOIN articles a ON a.id = found.id
            ORDER BY found.score DESC, a.id DESC LIMIT ?
        """
        with self._deadline():
            rows = self._rows(sql, expression, *values, limit)
        return tuple(Hit(stored=stored_article(row), score=row["score"]) for row in rows)

    def count(self) -> int:
        """Return how many articles the archive holds."""
        return int(self._rows("SELECT count(*) AS n FROM articles")[0]["n"])

    def article(self, url: str) -> StoredArticle | None:
        """Return the article at a tidy address, if it is kept."""
        sql = f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.url = ?"
        return next(map(stored_article, self._rows(sql, url)), None)

    def articles(self, ids: Collection[int]) -> dict[int, StoredArticle]:
        """Return articles by their ids."""
        sql = f"SELECT {ARTICLE_COLUMNS} FROM articles a WHERE a.id IN ({{}})"
        return {row["id"]: stored_article(row) for row in self._rows_in(sql, ids)}

    def entries_of(self, urls: Collection[str]) -> tuple[EntryRecord, ...]:
        """Return every entry that pointed to one of the addresses, oldest first."""
        sql = (
            "SELECT * FROM entries WHERE url = ?1 UNION ALL "
            "SELECT e.* FROM articles a JOIN entries e ON e.article_id = a.id WHERE a.url = ?1"
        )
        rows = {row["id"]: row for url in urls for row in self._rows(sql, url)}
        return tuple(entry_record(rows[key]) for key in sorted(rows))

    def showings(self, article_id: int) -> tuple[Showing, ...]:
        """Return the digests that told the article's story with this article in it."""
        rows = self._rows(
            "SELECT t.briefing_id, t.destination, d.made, t.headline, t.quoted FROM told t "
            "JOIN digests d ON d.id = t.digest_id WHERE t.article_id = ? ORDER BY d.made",
            article_id,
        )
        return tuple(
            Showing(
                briefing_id=row["briefing_id"],
                made=moment(row["made"]),
                headline=bool(row["headline"]),
                quoted=bool(row["quoted"]),
                destination=row["destination"],
            )
            for row in rows
        )

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        until = time.monotonic() + QUERY_SECONDS
        connection = self._db.conn
        connection.set_progress_handler(lambda: time.monotonic() > until, 20_000)
        try:
            yield
        finally:
            connection.set_progress_handler(None, 0)


def _conditions(query: Query) -> tuple[str, list[Any]]:
    """Return the SQL that narrows a query by time, source and language, and its values."""
    parts: list[tuple[str, Any]] = []
    if query.since:
        parts.append(("b.published >= ?", stamp(query.since)))
    if query.source_id:
        parts.append(("b.source_id = ?", query.source_id))
    if query.language:
        parts.append(("b.language = ?", query.language))
    return "".join(f"AND {part} " for part, _ in parts), [value for _, value in parts]
