"""Slots and digests: what was composed for whom, and what it told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from briefbot.models import Digest, Item, Slot, SlotState
from briefbot.store.posted import Posted
from briefbot.store.rows import stamp
from briefbot.store.writer import Writer


class PostingStore(Writer, Posted):
    """Slots and digests: what was composed for whom, and what it told."""

    def keep_orders(self, schedules: Mapping[str, str], now: datetime) -> None:
        """Remember which orders there are, by id, and their schedules as text.

        What was due before an order, or its schedule, was first seen is none of its slots.
        An order that is gone is forgotten: when it comes back, it is a new one. One that was
        first seen in the future, by a clock that has been set right, was first seen now.
        """
        known = {row["order_id"]: row for row in self._rows("SELECT * FROM orders")}
        same = {
            order_id
            for order_id, row in known.items()
            if row["schedule"] == schedules.get(order_id) and row["since"] <= stamp(now)
        }
        new = {order_id: text for order_id, text in schedules.items() if order_id not in same}
        gone = set(known) - set(schedules)
        if not new and not gone:
            return
        with self.transaction():
            for order_id, text in new.items():
                row = {"order_id": order_id, "schedule": text, "since": stamp(now)}
                self._insert("orders", row, conflict="OR REPLACE")
            for order_id in gone:
                self._db.execute("DELETE FROM orders WHERE order_id = ?", (order_id,))

    def settle_slot(self, slot: Slot, state: SlotState, now: datetime, detail: str = "") -> None:
        """Remember what became of a slot; each is settled once, and a second time is a mistake."""
        row = {
            "order_id": slot.order_id,
            "day": slot.day.isoformat(),
            "label": slot.label,
            "due": stamp(slot.due),
            "state": state.value,
            "detail": detail,
            "settled": stamp(now),
        }
        with self.transaction():
            self._insert("slots", row)

    def publish(self, digest: Digest, payload: str, destination: str = "") -> int:
        """Remember that a destination is told these stories, so that it is told them once.

        Return the digest's number. What was found after the digest was made has yet to be
        told, unless it is shown.
        """
        with self.transaction():
            row = {
                "briefing_id": digest.briefing_id,
                "destination": destination,
                "made": stamp(digest.made),
                "payload": payload,
            }
            digest_id = self._insert("digests", row)
            for item in digest.items:
                self._tell(item, digest, digest_id, destination)
        return digest_id

    def _tell(self, item: Item, digest: Digest, digest_id: int, destination: str) -> None:
        shown = {item.url, *(outlet.url for outlet in item.sources)}
        for stored in self.members([item.story_id])[item.story_id]:
            if stored.article.found > digest.made and stored.article.url not in shown:
                continue
            told = {
                "briefing_id": digest.briefing_id,
                "destination": destination,
                "article_id": stored.id,
                "story_id": item.story_id,
                "digest_id": digest_id,
                "headline": int(stored.article.url == item.url),
                "quoted": int(item.beside is not None and item.beside.article_id == stored.id),
            }
            self._insert("told", told, conflict="OR REPLACE")

    def set_mark(self, name: str, at: datetime) -> None:
        """Mark a moment under a name."""
        with self.transaction():
            self._insert("marks", {"name": name, "value": stamp(at)}, conflict="OR REPLACE")
