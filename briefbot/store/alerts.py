"""What an admin has to be told: once, until it is over."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from briefbot.store.deliveries import EVENT, OPEN
from briefbot.store.rows import stamp
from briefbot.store.writer import Writer

DESTINATION = "destination:"
"""Alerts under it are of a destination that can't be posted to."""
REMEMBERED = timedelta(days=30)
"""How long an event that was told is kept."""


def destination_alert(destination: str) -> str:
    """Return the key of what is wrong with a destination."""
    return f"{DESTINATION}{destination}"


class AlertStore(Writer):
    """Alerts: raised once a key, told once, cleared when what they are about works again."""

    def raise_alert(self, key: str, text: str, now: datetime) -> bool:
        """Keep an alert; return whether it is a new one. A known one takes the new words."""
        with self.transaction():
            forgotten = "DELETE FROM alerts WHERE key GLOB ? AND told < ?"
            self._db.execute(forgotten, (f"{EVENT}*", stamp(now - REMEMBERED)))
            known = self._rows("SELECT 1 FROM alerts WHERE key = ?", key)
            row = {"key": key, "text": text, "since": stamp(now)}
            self._insert("alerts", row, after="ON CONFLICT DO UPDATE SET text = excluded.text")
        return not known

    def clear_alert(self, key: str) -> None:
        """Forget an alert: what it is about works again."""
        with self.transaction():
            self._db.execute("DELETE FROM alerts WHERE key = ?", (key,))

    def alert_told(self, key: str, now: datetime) -> None:
        """Remember that an admin was told."""
        with self.transaction():
            self._db.execute("UPDATE alerts SET told = ? WHERE key = ?", (stamp(now), key))

    def forget_destinations(self, known: Collection[str]) -> None:
        """Forget alerts of destinations that are not known any more and that nothing waits for."""
        wrong = self._rows("SELECT key FROM alerts WHERE key GLOB ?", f"{DESTINATION}*")
        gone = {row["key"] for row in wrong} - set(map(destination_alert, known))
        if not gone:
            return
        with self.transaction():
            self._db.execute(
                "DELETE FROM alerts WHERE key IN (SELECT value FROM json_each(?1)) AND key NOT IN "
                f"(SELECT ?2 || destination FROM deliveries WHERE {OPEN})",
                (json.dumps(sorted(gone)), DESTINATION),
            )
