"""The whole archive for those who only read it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from briefbot.models import Fate
from briefbot.store.deliveries import Deliveries
from briefbot.store.outages import Outages
from briefbot.store.people import People
from briefbot.store.posted import Posted
from briefbot.store.rows import moment, stamp
from briefbot.store.versions import Versions


class Library(Posted, Deliveries, People, Versions, Outages):
    """Every question: what was read, composed and posted, and what readers keep."""

    def articles_by_source(self, since: datetime) -> dict[str, int]:
        """Return how many articles each source published since then."""
        sql = (
            "SELECT source_id, count(*) AS n FROM articles WHERE published >= ? GROUP BY source_id"
        )
        return {row["source_id"]: row["n"] for row in self._rows(sql, stamp(since))}

    def reaches_back(self, articles: int) -> datetime | None:
        """Return when the newest so many articles begin; None when there are not so many."""
        sql = "SELECT published FROM articles ORDER BY published DESC LIMIT 1 OFFSET ?"
        rows = self._rows(sql, articles - 1)
        return moment(rows[0]["published"]) if rows else None

    def newest(self) -> datetime | None:
        """Return when the newest article was found."""
        found = self._rows("SELECT max(found) AS found FROM articles")[0]["found"]
        return moment(found) if found else None

    def stories_told(self, digest_ids: Collection[int]) -> dict[int, int]:
        """Return how many stories each of the digests told."""
        sql = (
            "SELECT digest_id, count(DISTINCT story_id) AS n FROM told "
            "WHERE digest_id IN ({}) GROUP BY digest_id"
        )
        return {row["digest_id"]: row["n"] for row in self._rows_in(sql, digest_ids)}

    def listed_since(self, source_id: str, since: datetime) -> tuple[tuple[str, str], ...]:
        """Return what a source listed that was new since then: headlines, and how texts begin."""
        sql = (
            "SELECT e.title, coalesce(substr(b.text, 1, 2000), '') AS text FROM entries e "
            "LEFT JOIN bodies b ON b.article_id = e.article_id "
            "WHERE e.source_id = ? AND e.seen >= ? AND e.fate != ? "
            "ORDER BY e.seen DESC, e.id DESC LIMIT 500"
        )
        rows = self._rows(sql, source_id, stamp(since), Fate.BASELINE.value)
        return tuple((row["title"], row["text"]) for row in rows)
