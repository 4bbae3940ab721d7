"""The outbox: claim, settle, look; each a transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from briefbot.models import Delivery, DeliveryState, Message
from briefbot.store.alerts import AlertStore, destination_alert
from briefbot.store.deliveries import (
    DELIVERY,
    EVENT,
    NOTICE,
    OPEN,
    Deliveries,
    delivery_key,
    delivery_of,
    message_text,
    new_rows,
)
from briefbot.store.rows import moment, stamp

HELD = "posting held until"
TOKEN_ALERT = "token"  # noqa: S105  an alert's name
HEAD = (
    "d.state = 'pending' AND NOT EXISTS (SELECT 1 FROM deliveries o WHERE "
    f"o.destination = d.destination AND o.{OPEN} AND (o.state = 'sending' OR "
    "(o.created, o.digest_id, o.part) < (d.created, d.digest_id, d.part)))"
)
"""Nothing of its destination is under way, and nothing stands before it."""
CLAIM = f"""
    UPDATE deliveries SET state = 'sending', claimed = ?1, attempts = attempts + 1, looks = 0
    WHERE state = 'pending' AND key = (
        SELECT d.key FROM deliveries d LEFT JOIN channels c ON c.destination = d.destination
        WHERE {HEAD} AND (d.not_before <= ?1 OR d.not_before > ?3) AND d.expires > ?1
        AND d.destination NOT IN (SELECT value FROM json_each(?2))
        AND coalesce(c.channel, d.destination) NOT IN (
            SELECT value FROM json_each(?2) UNION ALL
            SELECT coalesce(w.channel, o.destination) FROM deliveries o
            LEFT JOIN channels w ON w.destination = o.destination
            WHERE o.{OPEN} AND o.state = 'sending'
        )
        ORDER BY d.created, d.digest_id, d.part LIMIT 1
    ) AND NOT EXISTS (SELECT 1 FROM marks WHERE name = '{HELD}' AND value > ?1 AND value <= ?3)
    RETURNING key
"""
LONGEST_PAUSE = timedelta(hours=1)
"""No pause is longer: Slack is asked again after it. One that seems longer was written by a
clock that was ahead, and is over."""


class OutboxStore(AlertStore, Deliveries):
    """The outbox: claim, settle, look; each a transaction of its own."""

    def enqueue(
        self,
        digest_id: int,
        order_id: str,
        destination: str,
        messages: Sequence[Message],
        *,
        created: datetime,
        expires: datetime,
    ) -> None:
        """Freeze what a destination gets of a digest; part of the transaction that composes it."""
        with self.transaction():
            for row in new_rows(
                digest_id, order_id, destination, messages, created=created, expires=expires
            ):
                self._insert("deliveries", row)

    def claim(self, now: datetime, resting: Collection[str] = ()) -> Delivery | None:
        """Take the delivery whose turn it is, so that no other worker can.

        One is under way a destination, and a channel where that is known: digests in order of
        creation, their parts in order.
        Destinations and channels that are `resting` are left alone.
        """
        with self.transaction():
            names = json.dumps(sorted(resting))
            rows = self._rows(CLAIM, stamp(now), names, stamp(now + LONGEST_PAUSE))
            return self._delivery(rows[0]["key"]) if rows else None

    def _delivery(self, key: str) -> Delivery:
        return delivery_of(self._rows(f"{DELIVERY} WHERE d.key = ?", key)[0])

    def next_turn(self) -> datetime | None:
        """Return when the next pending delivery may be claimed, or is over; None without one."""
        rows = self._rows(
            f"SELECT min(not_before) AS at FROM deliveries d WHERE {HEAD} UNION ALL "
            "SELECT min(expires) FROM deliveries WHERE state = 'pending'"
        )
        turn, over = (row["at"] for row in rows)
        held = self._rows("SELECT value FROM marks WHERE name = ?", HELD)
        begin = max(turn, held[0]["value"]) if turn and held else turn
        times = [text for text in (begin, over) if text]
        return moment(min(times)) if times else None

    def hold(self, until: datetime, now: datetime) -> None:
        """Let nothing be claimed until then: Slack asks for it, also across a restart."""
        longest = now + LONGEST_PAUSE
        with self.transaction():
            self._db.execute(
                "INSERT INTO marks (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
                "value = iif(value <= ?3, max(value, excluded.value), excluded.value)",
                (HELD, stamp(min(until, longest)), stamp(longest)),
            )

    # ------------------------------------------------------------ how an attempt ended

    def settle_sent(self, key: str, channel: str, ts: str) -> None:
        """Remember where a delivery is; its destination works, and so does the token."""
        with self.transaction():
            delivery = self._delivery(key)
            self._db.execute(
                "UPDATE deliveries SET state = 'sent', channel = ?, ts = ?, error = '' "
                "WHERE key = ? AND state = 'sending'",
                (channel, ts, key),
            )
            row = {"destination": delivery.destination, "channel": channel}
            self._insert("channels", row, conflict="OR REPLACE")
            self.clear_alert(destination_alert(delivery.destination))
            self.clear_alert(TOKEN_ALERT)

    def settle_pending(self, key: str, not_before: datetime, error: str) -> None:
        """Give a delivery back that was not sent for certain, to be claimed again from then on."""
        with self.transaction():
            self._db.execute(
                "UPDATE deliveries SET state = 'pending', not_before = ?, error = ? "
                "WHERE key = ? AND state = 'sending'",
                (stamp(not_before), error, key),
            )

    def settle_unsure(self, key: str, error: str) -> None:
        """Note why nobody knows whether a delivery was sent; it stays claimed until it is found."""
        with self.transaction():
            self._db.execute(
                "UPDATE deliveries SET error = ? WHERE key = ? AND state = 'sending'", (error, key)
            )

    def settle_unknown(self, key: str, error: str, now: datetime) -> None:
        """Give up finding out: it may be posted, so it never is again."""
        self._end(key, DeliveryState.UNKNOWN, error, now)

    def settle_dead(self, key: str, error: str, now: datetime) -> None:
        """Give up a delivery that Slack will never take."""
        self._end(key, DeliveryState.DEAD, error, now)

    def expire(self, now: datetime) -> tuple[Delivery, ...]:
        """Skip what was not posted in its time; return it."""
        over = self._rows(
            "SELECT key FROM deliveries WHERE state = 'pending' AND expires <= ? "
            "ORDER BY created, digest_id, part",
            stamp(now),
        )
        if not over:
            return ()
        with self.transaction():
            for row in over:  # a first part takes those after it along
                delivery = self._delivery(row["key"])
                if delivery.state is DeliveryState.PENDING:
                    self._end(delivery.key, DeliveryState.SKIPPED, delivery.error, now)
            return tuple(self._delivery(row["key"]) for row in over)

    def _end(self, key: str, state: DeliveryState, error: str, now: datetime) -> None:
        """End a delivery unsent; without its first part a digest has no thread to go on in."""
        with self.transaction():
            delivery = self._delivery(key)
            ended = "UPDATE deliveries SET state = ?, error = ? WHERE "
            self._db.execute(f"{ended} key = ? AND {OPEN}", (state.value, error, key))
            whole = (delivery.digest_id, delivery.destination)
            if delivery.part == 0:
                rest = f"{ended} digest_id = ? AND destination = ? AND state = 'pending'"
                left = DeliveryState.DEAD if state is DeliveryState.DEAD else DeliveryState.SKIPPED
                self._db.execute(rest, (left.value, error, *whole))
            self._untell(*whole)
            if state is not DeliveryState.SKIPPED or not self._is_known(delivery.destination):
                self.raise_alert(f"{EVENT}{key}", _ended(delivery, state, error), now)

    def _is_known(self, destination: str) -> bool:
        """Tell whether an admin hears already that a destination does not work."""
        key = destination_alert(destination)
        return bool(self._rows("SELECT 1 FROM alerts WHERE key = ?", key))

    def _untell(self, digest_id: int, destination: str) -> None:
        """Forget what a digest told a destination that saw nothing of it: no story is lost."""
        self._db.execute(
            "DELETE FROM told WHERE digest_id = ?1 AND destination = ?2 AND NOT EXISTS (SELECT 1 "
            "FROM deliveries WHERE digest_id = ?1 AND destination = ?2 "
            f"AND ({OPEN} OR state IN ('sent', 'unknown')))",
            (digest_id, destination),
        )

    # ------------------------------------------------------------ other versions, and looks

    def settle_plain(self, key: str, message: Message, now: datetime, error: str) -> None:
        """Freeze the plain version of a message whose blocks Slack refused."""
        with self.transaction():
            self._freeze(key, message, plain=True)
            self.settle_pending(key, now, error)

    def settle_halved(
        self, key: str, halves: tuple[Message, Message], now: datetime, error: str
    ) -> None:
        """Freeze the halves of a message that Slack found too long; the parts after it move up."""
        first, second = halves
        with self.transaction():
            whole = self._rows("SELECT * FROM deliveries WHERE key = ?", key)[0]
            later = self._rows(
                "SELECT key FROM deliveries WHERE digest_id = ? AND destination = ? AND part > ? "
                "ORDER BY part DESC",
                *(whole[name] for name in ("digest_id", "destination", "part")),
            )
            for row in later:  # from the last: no two have one number at any time
                self._db.execute(
                    "UPDATE deliveries SET part = part + 1 WHERE key = ?", (row["key"],)
                )
            self._freeze(key, first, plain=bool(whole["plain"]))
            self.settle_pending(key, now, error)
            half = {
                "key": delivery_key(key, len(later), message_text(second)),
                "part": whole["part"] + 1,
                "message": message_text(second),
                "state": DeliveryState.PENDING.value,
                "attempts": 0,
                "claimed": None,
            }
            self._insert("deliveries", {**whole, **half})

    def _freeze(self, key: str, message: Message, *, plain: bool) -> None:
        self._db.execute(
            "UPDATE deliveries SET message = ?, plain = ? WHERE key = ? AND state = 'sending'",
            (message_text(message), int(plain), key),
        )

    def looked(self, key: str) -> int:
        """Count a look that did not find the last attempt; return how many there were."""
        with self.transaction():
            rows = self._rows(
                "UPDATE deliveries SET looks = looks + 1 WHERE key = ? AND state = 'sending' "
                "RETURNING looks",
                key,
            )
        return int(rows[0]["looks"]) if rows else 0


def _ended(delivery: Delivery, state: DeliveryState, error: str) -> str:
    """Say what an admin should know of a delivery that did not end well."""
    what = "notice" if delivery.order_id == NOTICE else "digest"
    digest = f"the {what} of {delivery.created:%Y-%m-%d %H:%M} UTC ({delivery.order_id})"
    where, why = delivery.destination, error or "there was no time left to try"
    part = f", part {delivery.part + 1}," if delivery.part else ""
    if state is DeliveryState.UNKNOWN:
        said = f"{where}: {digest}{part} may have been posted and is not posted again; {why}"
        return f"{said}; {_advice(delivery.order_id)}"
    if state is DeliveryState.DEAD:
        return f"{where}: {digest}{part} was not posted and will not be; {why}"
    return f"{where}: {digest}{part} was not posted in its time; last: {why}"


def _advice(order_id: str) -> str:
    """Return what an admin can do about a digest that may be missing."""
    if ":" in order_id:  # no briefing's: a subscription's, or a notice
        return "the next one comes at its time"
    send = f"`briefbot briefings send {order_id}`"
    return f"look there: if it is missing, {send} posts what has come in since"
