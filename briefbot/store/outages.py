"""What sources brought lately, which of them fail, and who was told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from briefbot.models import Outage, Quality, Recent, SourceState
from briefbot.store.archive import Archive
from briefbot.store.rows import STATE_COLUMNS, moment, stamp, state_of
from briefbot.store.writer import Writer

KNOWN = (
    "over = EXISTS (SELECT 1 FROM deliveries d WHERE d.digest_id = o.digest_id "
    "AND d.destination = o.destination AND d.state IN ('dead', 'skipped'))"
)
"""The destination knows of the outage: that it is was posted, or that it is over was not."""


class Outages(Archive):
    """The archive as those see it who ask how its sources fare."""

    def recent(self, since: datetime) -> dict[str, Recent]:
        """Return what each source brought since then, by its id."""
        sql = (
            "SELECT source_id, count(*) AS n, sum(quality = ?) AS paywalled FROM articles "
            "WHERE found >= ? GROUP BY source_id"
        )
        rows = self._rows(sql, Quality.PAYWALLED.value, stamp(since))
        return {
            row["source_id"]: Recent(articles=row["n"], paywalled=row["paywalled"]) for row in rows
        }

    def failing(self) -> dict[str, SourceState]:
        """Return the states of the sources that fail, by their ids."""
        columns = ", ".join(STATE_COLUMNS)
        rows = self._rows(f"SELECT {columns} FROM sources WHERE failing_since IS NOT NULL")
        return {row["source_id"]: state_of(row.values()) for row in rows}

    def outages_told(self) -> dict[str, dict[str, datetime]]:
        """Return for each destination the outages that it knows of: source id and since when.

        What was never posted it does not know.
        """
        known: dict[str, dict[str, datetime]] = {}
        for row in self._rows(f"SELECT * FROM outages o WHERE {KNOWN}"):
            known.setdefault(row["destination"], {})[row["source_id"]] = moment(row["since"])
        return known


class OutageStore(Writer, Outages):
    """Remembers who was told which outages."""

    def tell_outages(
        self,
        destination: str,
        begun: Iterable[Outage],
        over: Iterable[Outage],
        digest_id: int | None = None,
    ) -> None:
        """Remember that a destination is told these outages, and that those are over."""
        told = [(outage, 0) for outage in begun] + [(outage, 1) for outage in over]
        with self.transaction():
            for outage, ended in told:
                row = {
                    "destination": destination,
                    "source_id": outage.source_id,
                    "since": stamp(outage.since),
                    "over": ended,
                    "digest_id": digest_id,
                }
                self._insert("outages", row, conflict="OR REPLACE")

    def forget_outages(self, gone: Mapping[str, Iterable[str]]) -> None:
        """Forget what destinations were told of sources that they no longer read."""
        pairs = [(where, source_id) for where, ids in gone.items() for source_id in ids]
        if pairs:
            with self.transaction():
                sql = "DELETE FROM outages WHERE destination = ? AND source_id = ?"
                self._db.conn.executemany(sql, pairs)

    def publish_notice(self, destination: str, name: str, text: str, now: datetime) -> int:
        """Keep a notice to a destination, to be put into the outbox; return its number."""
        row = {"briefing_id": name, "destination": destination, "made": stamp(now), "payload": text}
        with self.transaction():
            return self._insert("digests", row)
