"""Subscriptions, saved stories, votes, mutes: what readers keep and say."""

from __future__ import annotations

from datetime import datetime, timedelta

from briefbot.models import Forgotten, SavedStory, Subscription, Taste, Vote
from briefbot.store.archive import Archive
from briefbot.store.rows import ARTICLE_COLUMNS, Row, moment, stamp, stored_article
from briefbot.store.writer import Writer

HANDLED = timedelta(days=1)
"""How long a request of Slack's is remembered; Slack repeats one for some minutes."""


class People(Archive):
    """The archive as those see it who ask what readers keep and say."""

    def all_subscriptions(self) -> tuple[Subscription, ...]:
        """Return every reader's subscriptions, oldest first."""
        return tuple(map(_subscription, self._rows("SELECT * FROM subscriptions ORDER BY id")))

    def subscriptions_of(self, user_id: str) -> tuple[Subscription, ...]:
        """Return a reader's subscriptions, oldest first."""
        sql = "SELECT * FROM subscriptions WHERE user_id = ? ORDER BY id"
        return tuple(map(_subscription, self._rows(sql, user_id)))

    def saved_of(self, user_id: str) -> tuple[SavedStory, ...]:
        """Return what a reader saved, latest first."""
        sql = (
            f"SELECT {ARTICLE_COLUMNS}, s.saved FROM saved s "
            "JOIN articles a ON a.id = s.article_id WHERE s.user_id = ? "
            "ORDER BY s.saved DESC, a.id DESC"
        )
        return tuple(
            SavedStory(article=stored_article(row), saved=moment(row["saved"]))
            for row in self._rows(sql, user_id)
        )

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

    def tasting(self) -> tuple[str, ...]:
        """Return the channels that want more or less of something."""
        sql = "SELECT channel FROM votes UNION SELECT channel FROM mutes ORDER BY channel"
        return tuple(row["channel"] for row in self._rows(sql))


class PeopleStore(Writer, People):
    """Subscriptions, saved stories, votes, mutes: what readers keep and say."""

    def subscribe(self, wanted: Subscription) -> Subscription:
        """Begin a subscription, or give the one to the same words its new time; return it.

        Its id is given here; that of `wanted` is not looked at.
        """
        with self.transaction():
            changes = "label = excluded.label, weekdays = excluded.weekdays, zone = excluded.zone"
            after = f"ON CONFLICT (user_id, query) DO UPDATE SET {changes}"
            self._insert("subscriptions", _row(wanted), after=after)
            sql = "SELECT * FROM subscriptions WHERE user_id = ? AND query = ?"
            return _subscription(self._rows(sql, wanted.user_id, wanted.query)[0])

    def change_subscription(self, wanted: Subscription) -> bool:
        """Change the reader's subscription of this id; return whether there is one.

        Another one of theirs to the same words ends: the two have become one.
        """
        row = _row(wanted)
        changes = ", ".join(f"{name} = ?" for name in row)
        with self.transaction():
            mine = "SELECT id FROM subscriptions WHERE id = ? AND user_id = ?"
            if not self._rows(mine, wanted.id, wanted.user_id):
                return False
            self._db.execute(
                "DELETE FROM subscriptions WHERE user_id = ? AND query = ? AND id != ?",
                (wanted.user_id, wanted.query, wanted.id),
            )
            self._db.execute(
                f"UPDATE subscriptions SET {changes} WHERE id = ?", (*row.values(), wanted.id)
            )
            return True

    def move_subscriptions(self, user_id: str, zone: str) -> None:
        """Let a reader's subscriptions keep to the clock of another zone."""
        with self.transaction():
            sql = "UPDATE subscriptions SET zone = ? WHERE user_id = ? AND zone != ?"
            self._db.execute(sql, (zone, user_id, zone))

    def unsubscribe(self, user_id: str, subscription_id: int) -> bool:
        """End a reader's subscription; return whether there was one."""
        with self.transaction():
            sql = "DELETE FROM subscriptions WHERE id = ? AND user_id = ? RETURNING id"
            return bool(self._rows(sql, subscription_id, user_id))

    def save(self, user_id: str, article_id: int, now: datetime) -> bool:
        """Keep an article for a reader; return whether it is in the archive."""
        with self.transaction():
            rows = self._rows(
                "INSERT INTO saved SELECT ?, id, ? FROM articles WHERE id = ? "
                "ON CONFLICT DO UPDATE SET saved = saved RETURNING article_id",
                user_id,
                stamp(now),
                article_id,
            )
            return bool(rows)

    def unsave(self, user_id: str, article_id: int) -> None:
        """Let a saved article go."""
        with self.transaction():
            sql = "DELETE FROM saved WHERE user_id = ? AND article_id = ?"
            self._db.execute(sql, (user_id, article_id))

    def vote(self, vote: Vote, now: datetime) -> None:
        """Keep a reader's word on a story; a later one takes the place of the earlier."""
        row = {
            "channel": vote.channel,
            "user_id": vote.user_id,
            "story_id": vote.story_id,
            "source_id": vote.source_id,
            "topic_id": vote.topic_id,
            "value": vote.value,
            "voted": stamp(now),
        }
        with self.transaction():
            self._insert("votes", row, conflict="OR REPLACE")

    def mute(self, channel: str, kind: str, value: str, user_id: str, now: datetime) -> None:
        """Keep a story, a source or stories with a word out of a channel."""
        row = {"channel": channel, "kind": kind, "value": value, "user_id": user_id}
        with self.transaction():
            self._insert("mutes", row | {"muted": stamp(now)}, conflict="OR IGNORE")

    def forget_taste(self, channel: str) -> Forgotten:
        """Forget all that was said of stories in a channel, and all that is kept out of it."""
        with self.transaction():
            votes = self._rows("DELETE FROM votes WHERE channel = ? RETURNING 1 AS gone", channel)
            mutes = self._rows("DELETE FROM mutes WHERE channel = ? RETURNING 1 AS gone", channel)
            return Forgotten(votes=len(votes), mutes=len(mutes))

    def forget_votes(self, channel: str, user_id: str) -> Forgotten:
        """Forget what one reader said of stories in a channel."""
        sql = "DELETE FROM votes WHERE channel = ? AND user_id = ? RETURNING 1 AS gone"
        with self.transaction():
            return Forgotten(votes=len(self._rows(sql, channel, user_id)), whole=False)

    def handled(self, request_id: str, now: datetime) -> bool:
        """Remember a request; return whether it is the first time that it comes in."""
        with self.transaction():
            self._db.execute("DELETE FROM handled WHERE handled < ?", (stamp(now - HANDLED),))
            rows = self._rows(
                "INSERT INTO handled VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id",
                request_id,
                stamp(now),
            )
            return bool(rows)

    def unhandled(self, request_id: str) -> None:
        """Forget a request of which nothing came, so that it may come in again."""
        with self.transaction():
            self._db.execute("DELETE FROM handled WHERE id = ?", (request_id,))


def _row(subscription: Subscription) -> dict[str, str]:
    return {
        "user_id": subscription.user_id,
        "query": subscription.query,
        "label": subscription.label,
        "weekdays": ",".join(subscription.weekdays),
        "zone": subscription.zone,
        "created": stamp(subscription.created),
    }


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
