"""The archive as its one writer sees it: each method is one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from briefbot.addresses import known_as, tidy
from briefbot.models import (
    Entry,
    Fate,
    Passed,
    Reading,
    SourceState,
)
from briefbot.ports import Clustering, Neighbour, Placement
from briefbot.store import comparable, retention, versions
from briefbot.store.amending import AmendStore
from briefbot.store.library import Library
from briefbot.store.outages import OutageStore
from briefbot.store.people import PeopleStore
from briefbot.store.polls import PollStore
from briefbot.store.posting import PostingStore
from briefbot.store.rows import (
    Row,
    article_row,
    entry_key,
    features_of,
    moment,
    sentences_text,
    stamp,
)

COMPARABLE = timedelta(days=5)
"""How long an article can be joined by others: a story lives for days, not weeks."""
NEAR, NEAR_COPIES = 30, 10
"""The most neighbours that an article is compared with, by what they tell and by their wording.
With 20 to 60 the stories of ECB+ and of the newsroom are the same (benchmarks/stories.py)."""
SETTLED = ("url", "title", "fate", "detail", "article_id", "said")
"""What a later look may still change of an entry: it waited for its page."""
TRIED = {Fate.WAITING, Fate.UNREADABLE}
"""Fates of entries whose page was asked for and gave nothing."""
BATCH = 200
"""How many articles `place` takes at a time: others wait for a quarter second at most."""
RENEWED = timedelta(days=1)
"""An entry that is still listed is written again after so long, not at every look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What one look at a source added to the archive."""

    articles: int = 0
    duplicates: int = 0


class Store(PollStore, AmendStore, PostingStore, PeopleStore, OutageStore, Library):
    """Everything that changes the archive; one object, one thread at a time."""

    # ------------------------------------------------------------ ingest tells

    def record(
        self,
        state: SourceState,
        readings: Sequence[Reading] = (),
        passed: Sequence[Passed] = (),
        *,
        present: Collection[str] = (),
        again: Collection[str] = (),
    ) -> Recorded:
        """Keep what one look at a source brought, validators and articles together.

        `present` are the ids of all entries that the source lists, new or not; none when
        it said only that nothing changed. `again` are the addresses of those that it listed
        under other ids before. A crash before the commit leaves the old
        validators, so the source is simply read again. Each article is a story of its own
        until `place` has seen it.
        """
        duplicates = 0
        with self.transaction():
            self.keep_states([state])
            if present and state.checked:
                before = state.checked - RENEWED
                moments = (state.checked, before)
                retention.renew(self._db.conn, state.source_id, present, again, *moments)
            for reading in readings:
                duplicates += self._keep(reading, state)
            for item in passed:
                known = self._article_at(_page(item.entry), known_as(item.entry, state.url))
                self._remember(item.entry, state, item.fate, item.detail, known)
                if item.fate in TRIED:
                    versions.count_reading(self._db.conn, state.source_id, item.entry.id)
        return Recorded(articles=len(readings) - duplicates, duplicates=duplicates)

    def _keep(self, reading: Reading, state: SourceState) -> bool:
        """Store one article; return whether its page was there already."""
        stored = versions.stored_for(self._db.conn, state.source_id, reading.entry.id)
        if stored is not None:
            self._revise(stored, reading, state)
            return True
        known = self._article_at(reading.article.url, known_as(reading.entry, state.url))
        if known is not None:
            detail = "another entry has the same page"
            self._remember(reading.entry, state, Fate.DUPLICATE, detail, known)
            return True
        story = {"story_id": self._insert("stories", {"id": None})}
        article_id = self._insert("articles", article_row(reading.article) | story)
        self._insert_body(article_id, reading)
        comparable.keep(self._db.conn, article_id, reading.features)
        self._remember(reading.entry, state, Fate.STORED, reading.note, article_id)
        return False

    def _revise(self, article_id: int, reading: Reading, state: SourceState) -> None:
        """Take a page that was read again; what did not count is tried once more."""
        db, entry = self._db.conn, reading.entry
        counts = versions.revise(db, article_id, reading, reading.article.found)
        versions.count_reading(db, state.source_id, entry.id, entry.said if counts else "")

    def _article_at(self, url: str | None, address: str) -> int | None:
        """Return the article at the address, or the one that an entry with its page led to."""
        row = self._db.execute(
            "SELECT id FROM articles WHERE url = ? UNION ALL "
            "SELECT article_id FROM entries WHERE url = ? AND article_id IS NOT NULL LIMIT 1",
            (url, address),
        ).fetchone()
        return row[0] if row else None

    def _remember(
        self, entry: Entry, state: SourceState, fate: Fate, detail: str, article_id: int | None
    ) -> None:
        seen = stamp(state.checked or moment("1970-01-01T00:00:00Z"))
        row = {
            "source_id": state.source_id,
            "entry_key": entry_key(entry.id),
            "url": known_as(entry, state.url),
            "title": entry.title,
            "seen": seen,
            "last_seen": seen,
            "fate": fate.value,
            "detail": detail,
            "article_id": article_id,
            "said": entry.said,
        }
        settled = ", ".join(f"{name} = excluded.{name}" for name in SETTLED)
        after = f"ON CONFLICT DO UPDATE SET {settled} WHERE fate = '{Fate.WAITING.value}'"
        self._insert("entries", row, after=after)

    def _insert_body(self, article_id: int, reading: Reading) -> None:
        body, (title, lead, text) = reading.body, reading.index
        self._insert(
            "bodies",
            {
                "article_id": article_id,
                "text": body.text,
                "sentences": sentences_text(body.sentences),
                "summariser": body.summariser,
            },
        )
        self._insert("search", {"rowid": article_id, "title": title, "lead": lead, "text": text})

    # ------------------------------------------------------------ clustering

    def place(self, clustering: Clustering) -> int:
        """Put the oldest articles that are not placed yet into their stories.

        Return how many were, 0 when all are placed: call it until then, and let others
        have the archive in between. All that are new are known before the first is placed,
        and they are placed by date: so neither the order in which pages arrived nor how
        small the archive was then decides a story.
        """
        unplaced = self._unplaced()
        if unplaced:
            with self.transaction():
                total = int(self._rows("SELECT count(*) AS n FROM features")[0]["n"])
                for row in unplaced:
                    self._put(row, self._placement(row, clustering, total))
        return len(unplaced)

    def _unplaced(self) -> list[Row]:
        return self._rows(
            "SELECT a.id, a.story_id, a.published, f.* FROM features f JOIN articles a "
            f"ON a.id = f.article_id WHERE f.placed = 0 ORDER BY a.published, a.url LIMIT {BATCH}"
        )

    def _put(self, row: Row, placement: Placement) -> None:
        if placement.story_id is not None:
            self._db.execute(
                "UPDATE articles SET story_id = ?, duplicate_of = ? WHERE id = ?",
                (placement.story_id, placement.duplicate_of, row["id"]),
            )
            self._db.execute("DELETE FROM stories WHERE id = ?", (row["story_id"],))
        self._db.execute("UPDATE features SET placed = 1 WHERE article_id = ?", (row["id"],))

    def _placement(self, row: Row, clustering: Clustering, total: int) -> Placement:
        features = features_of(row)
        terms = [term for term, _ in features.terms]
        rows = self._rows_in("SELECT term, articles FROM term_counts WHERE term IN ({})", terms)
        rarity = {row["term"]: row["articles"] for row in rows}
        near = self._neighbours(
            row,
            clustering.lookup_terms(features, rarity, total),
            clustering.lookup_sketch(features),
        )
        return clustering.place(features, near, rarity, total)

    def _neighbours(
        self, row: Row, terms: Sequence[int], hashes: Sequence[int]
    ) -> tuple[Neighbour, ...]:
        """Return the recent articles that share two telling words or one shingle."""
        shared = self._sharing("terms", "term", terms, least=2, most=NEAR)
        copies = self._sharing("sketches", "hash", hashes, least=1, most=NEAR_COPIES)
        placed = list(
            self._rows_in(
                "SELECT a.id, a.story_id, a.duplicate_of, a.source_id, a.published, a.url, "
                "f.digest, f.sketch, f.terms FROM articles a JOIN features f "
                "ON f.article_id = a.id AND +f.placed = 1 WHERE a.id IN ({})",
                (*copies, *shared),
            )
        )
        published = moment(row["published"])
        near = (*_closest(placed, copies, NEAR_COPIES), *_closest(placed, shared, NEAR))
        chosen = {other["id"]: other for other in near}
        return tuple(_neighbour(other, published) for other in chosen.values())

    def _sharing(
        self, table: str, key: str, keys: Sequence[int], *, least: int, most: int
    ) -> dict[int, int]:
        """Return how many of the keys those articles have that may be among the closest.

        Counted from the index alone: of thousands that share a word few share two.
        """
        marks = ",".join("?" * len(keys))
        sql = f"SELECT article_id FROM {table} WHERE {key} IN ({marks})"
        found = Counter(chain.from_iterable(self._db.conn.execute(sql, keys)))
        counts = sorted(found.values(), reverse=True)
        least = max(least, counts[min(most, len(counts)) - 1] if counts else 0)
        return {id_: count for id_, count in found.items() if count >= least}

    # ------------------------------------------------------------ time tells

    def prune(self, now: datetime, *, text_days: int, seen_days: int) -> None:
        """Forget what is past its time: features after days, texts and entries as configured."""
        connection, more = self._db.conn, True
        while more:
            with self.transaction():
                more = retention.forget_features(connection, now - COMPARABLE)
        with self.transaction():
            retention.forget_texts(connection, now - timedelta(days=text_days))
            retention.forget_deliveries(connection, now - timedelta(days=text_days))
            retention.forget_entries(connection, now - timedelta(days=seen_days))
            retention.forget_articles(connection, now - timedelta(days=seen_days))


def _page(entry: Entry) -> str | None:
    """Return the address that an article of the entry's page would have."""
    return None if entry.shared else tidy(entry.url)


def _closest(rows: Iterable[Row], shared: Mapping[int, int], most: int) -> list[Row]:
    """Return those that share most; ties go by date, not by id: ids follow the arrival."""
    those = [row for row in rows if row["id"] in shared]
    those.sort(key=lambda row: (-shared[row["id"]], row["published"], row["url"]))
    return those[:most]


def _neighbour(row: Row, published: datetime) -> Neighbour:
    days = abs((published - moment(row["published"])).total_seconds()) / 86_400
    return Neighbour(
        article_id=row["id"],
        story_id=row["story_id"],
        duplicate_of=row["duplicate_of"],
        source_id=row["source_id"],
        age_days=days,
        features=features_of(row),
    )
