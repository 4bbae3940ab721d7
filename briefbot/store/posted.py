"""Slots and digests as those see them who ask what was composed, and when."""

from __future__ import annotations

from datetime import date, datetime

from briefbot.models import SettledSlot, Slot, SlotState
from briefbot.store.archive import Archive
from briefbot.store.rows import Row, moment


class Posted(Archive):
    """The archive as those see it who ask what was composed for whom."""

    def order_since(self, order_id: str) -> datetime | None:
        """Return when the order, or its schedule, was first seen; None when it never was."""
        rows = self._rows("SELECT since FROM orders WHERE order_id = ?", order_id)
        return moment(rows[0]["since"]) if rows else None

    def settled_slots(self, order_id: str, since: date) -> tuple[SettledSlot, ...]:
        """Return what became of the order's slots from that local date on, in order."""
        sql = "SELECT * FROM slots WHERE order_id = ? AND day >= ? ORDER BY due, day, label"
        return tuple(map(_settled, self._rows(sql, order_id, since.isoformat())))

    def last_digest(self, order_id: str, destination: str | None = None) -> datetime | None:
        """Return when the order's latest digest, to one destination or to any, was made.

        One that was never posted, and never will be, does not count: what it would have told
        is still to be told.
        """
        rows = self._rows(
            "SELECT max(made) AS made FROM digests d WHERE briefing_id = ?1 "
            "AND (?2 IS NULL OR destination = ?2) AND (EXISTS (SELECT 1 FROM deliveries "
            "WHERE digest_id = d.id AND state NOT IN ('dead', 'skipped')) "
            "OR NOT EXISTS (SELECT 1 FROM deliveries WHERE digest_id = d.id))",
            order_id,
            destination,
        )
        return moment(rows[0]["made"]) if rows[0]["made"] else None

    def mark(self, name: str) -> datetime | None:
        """Return the moment that was marked under a name."""
        rows = self._rows("SELECT value FROM marks WHERE name = ?", name)
        return moment(rows[0]["value"]) if rows else None


def _settled(row: Row) -> SettledSlot:
    return SettledSlot(
        slot=Slot(
            order_id=row["order_id"],
            day=date.fromisoformat(row["day"]),
            label=row["label"],
            due=moment(row["due"]),
        ),
        state=SlotState(row["state"]),
        detail=row["detail"],
        settled=moment(row["settled"]),
    )
