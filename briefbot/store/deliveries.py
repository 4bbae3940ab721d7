"""Deliveries as rows, and every question that readers ask of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from briefbot.models import Alert, Delivery, DeliveryState, Message
from briefbot.store.archive import Archive
from briefbot.store.rows import Row, moment, stamp

KEY_LENGTH = 40
NOTICE = "notice:sources"
"""What is told of sources between digests is kept under it; no order has such an id."""
EVENT = "delivery:"
"""Alerts under it are of something that happened: nothing ends them but being told."""
OPEN = "state IN ('pending', 'sending')"
DELIVERY = (
    "SELECT d.*, f.ts AS thread, coalesce(d.channel, f.channel, c.channel) AS place "
    "FROM deliveries d LEFT JOIN channels c ON c.destination = d.destination "
    "LEFT JOIN deliveries f ON f.digest_id = d.digest_id AND f.destination = d.destination "
    "AND f.part = 0 AND d.part > 0 AND f.state = 'sent'"
)
"""A delivery with the thread that it goes into and the channel that it goes to, where known."""


class Deliveries(Archive):
    """The archive as those see it who ask what was posted, and what waits."""

    def delivery(self, key: str) -> Delivery | None:
        """Return one delivery."""
        return next(map(delivery_of, self._rows(f"{DELIVERY} WHERE d.key = ?", key)), None)

    def waiting(self) -> tuple[Delivery, ...]:
        """Return all deliveries that are pending or sending, oldest first."""
        sql = f"{DELIVERY} WHERE d.{OPEN} ORDER BY d.created, d.digest_id, d.part"
        return tuple(map(delivery_of, self._rows(sql)))

    def sending(self) -> tuple[Delivery, ...]:
        """Return the deliveries that were claimed and of which nobody knows yet."""
        sql = f"{DELIVERY} WHERE d.{OPEN} AND d.state = 'sending' ORDER BY d.claimed"
        return tuple(map(delivery_of, self._rows(sql)))

    def of_digests(self, numbers: Collection[int]) -> tuple[Delivery, ...]:
        """Return the deliveries of these digests, part by part."""
        sql = f"{DELIVERY} WHERE d.digest_id IN ({{}}) ORDER BY d.digest_id, d.part"
        return tuple(map(delivery_of, self._rows_in(sql, numbers)))

    def digest_at(self, channel: str, ts: str) -> tuple[Delivery, ...]:
        """Return the posted parts of the digest of which a message is one, in order."""
        sql = (
            f"{DELIVERY} WHERE d.state = 'sent' AND (d.digest_id, d.destination) = "
            f"(SELECT digest_id, destination FROM deliveries WHERE channel = ? AND ts = ? "
            f"AND order_id != '{NOTICE}') ORDER BY d.part"
        )
        return tuple(map(delivery_of, self._rows(sql, channel, ts)))

    def latest(self, channel: str) -> tuple[Delivery, ...]:
        """Return the parts of the digest that was last posted to a channel, by its id."""
        sql = (
            f"{DELIVERY} WHERE d.state = 'sent' AND (d.digest_id, d.destination) = "
            "(SELECT digest_id, destination FROM deliveries WHERE channel = ? AND state = 'sent' "
            f"AND order_id != '{NOTICE}' ORDER BY created DESC, digest_id DESC LIMIT 1) "
            "ORDER BY d.part"
        )
        return tuple(map(delivery_of, self._rows(sql, channel)))

    def posted_since(self, since: datetime) -> tuple[Delivery, ...]:
        """Return the first parts of the digests composed since then and posted, newest first."""
        sql = (
            f"{DELIVERY} WHERE d.state = 'sent' AND d.part = 0 AND d.created >= ? "
            "ORDER BY d.created DESC, d.digest_id DESC"
        )
        return tuple(map(delivery_of, self._rows(sql, stamp(since))))

    def channel(self, destination: str) -> str | None:
        """Return the id of the channel that a destination was last posted to."""
        rows = self._rows("SELECT channel FROM channels WHERE destination = ?", destination)
        return rows[0]["channel"] if rows else None

    def alerts(self) -> tuple[Alert, ...]:
        """Return everything that an admin has to know, oldest first."""
        return tuple(map(alert_of, self._rows("SELECT * FROM alerts ORDER BY since, key")))

    def alerts_standing(self) -> tuple[Alert, ...]:
        """Return what an admin has to know now, oldest first: no event that was told already."""
        sql = "SELECT * FROM alerts WHERE told IS NULL OR key NOT GLOB ? ORDER BY since, key"
        return tuple(map(alert_of, self._rows(sql, f"{EVENT}*")))

    def alerts_to_tell(self) -> tuple[Alert, ...]:
        """Return what no admin has been told yet, oldest first."""
        sql = "SELECT * FROM alerts WHERE told IS NULL ORDER BY since, key"
        return tuple(map(alert_of, self._rows(sql)))


def delivery_key(*parts: object) -> str:
    """Return the key of what these name: short enough for a block's id, alike for no two."""
    text = json.dumps([str(part) for part in parts])
    return "bb:" + hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def message_text(message: Message) -> str:
    """Return a message as the JSON that it is frozen as."""
    frozen = {"text": message.text, "blocks": list(message.blocks), "plain": message.plain}
    return json.dumps(frozen, ensure_ascii=False, separators=(",", ":"))


def message_of(text: str) -> Message:
    """Return the message that message_text froze."""
    frozen = json.loads(text)
    return Message(text=frozen["text"], blocks=tuple(frozen["blocks"]), plain=frozen["plain"])


def new_rows(
    digest_id: int,
    order_id: str,
    destination: str,
    messages: Sequence[Message],
    *,
    created: datetime,
    expires: datetime,
) -> list[dict[str, Any]]:
    """Return the rows of a digest's deliveries to one destination, part by part."""
    return [
        {
            "key": delivery_key(stamp(created), order_id, digest_id, destination, part),
            "digest_id": digest_id,
            "order_id": order_id,
            "destination": destination,
            "part": part,
            "message": message_text(message),
            "plain": 0,
            "state": DeliveryState.PENDING.value,
            "attempts": 0,
            "looks": 0,
            "created": stamp(created),
            "expires": stamp(expires),
            "not_before": stamp(created),
            "error": "",
        }
        for part, message in enumerate(messages)
    ]


def delivery_of(row: Row) -> Delivery:
    """Return the delivery that a row of the DELIVERY query holds."""
    return Delivery(
        key=row["key"],
        digest_id=row["digest_id"],
        order_id=row["order_id"],
        destination=row["destination"],
        part=row["part"],
        message=message_of(row["message"]),
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        created=moment(row["created"]),
        expires=moment(row["expires"]),
        not_before=moment(row["not_before"]),
        claimed=moment(row["claimed"]) if row["claimed"] else None,
        looks=row["looks"],
        channel=row["place"],
        ts=row["ts"],
        thread=row["thread"],
        error=row["error"],
        plain=bool(row["plain"]),
    )


def alert_of(row: Row) -> Alert:
    """Return the alert that a row holds."""
    return Alert(key=row["key"], text=row["text"], since=moment(row["since"]))
