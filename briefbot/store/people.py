"""Subscriptions, saved stories, votes, mutes: what readers keep and say."""

from __future__ import annotations

from briefbot.models import Subscription, Taste
from briefbot.store.archive import Archive
from briefbot.store.rows import Row, moment
from briefbot.store.writer import Writer


class People(Archive):
    """The archive as those see it who ask what readers keep and say."""

    def all_subscriptions(self) -> tuple[Subscription, ...]:
        """Return every reader's subscriptions, oldest first."""
        return tuple(map(_subscription, self._rows("SELECT * FROM subscriptions ORDER BY id")))

    def taste(self, channel: str) -> Taste:
        """Return what a channel wants more and less of."""
        sums = {}
        for name in ("source_id", "topic_id"):
            sql = (
                f"SELECT {name} AS id, sum(value) AS votes FROM votes "
                f"WHERE channel = ? AND {name} IS NOT NULL GROUP BY {name} ORDER BY {name}"
            )
            sums[name] = tuple((row["id"], row["votes"]) for row in self._rows(sql, channel))
        muted: dict[str, list[str]] = {"story": [], "source": [], "word": []}
        for row in self._rows("SELECT kind, value FROM mutes WHERE channel = ?", channel):
            muted[row["kind"]].append(row["value"])
        return Taste(
            stories=frozenset(map(int, muted["story"])),
            sources=frozenset(muted["source"]),
            words=tuple(muted["word"]),
            source_votes=sums["source_id"],
            topic_votes=sums["topic_id"],
        )


class PeopleStore(Writer, People):
    """Subscriptions, saved stories, votes, mutes: what readers keep and say."""


def _subscription(row: Row) -> Subscription:
    return Subscription(
        id=row["id"],
        user_id=row["user_id"],
        query=row["query"],
        label=row["label"],
        weekdays=tuple(row["weekdays"].split(",")),
        zone=row["zone"],
        created=moment(row["created"]),
    )
