"""What admins do by hand: a digest sent, or taken away again, a story that is two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from briefbot.models import Author, Change, ChangeState, Delivery, DeliveryState
from briefbot.store.audit import written
from briefbot.store.outbox import OutboxStore

BY_ADMIN = "deleted in Slack by {name}"


class AmendStore(OutboxStore):
    """What was wrong, put right; each a transaction of its own, the audit's line in it."""

    def withdraw(self, part: Delivery, author: Author, now: datetime) -> int:
        """Let nothing more of a digest be posted where a part of it stands.

        That its messages are deleted is written down before they are; return the number of that.
        """
        what = {"briefing": part.order_id, "destination": part.destination}
        change = Change(part="digests", id=str(part.digest_id), before=what)
        why = BY_ADMIN.format(name=author.name)
        with self.transaction():
            self._db.execute(
                "UPDATE deliveries SET state = ?, error = ? WHERE digest_id = ? "
                "AND destination = ? AND state = 'pending'",
                (DeliveryState.SKIPPED.value, why, part.digest_id, part.destination),
            )
            return written(self._db, [change], author, now, ChangeState.APPLIED)

    def sent_by_hand(
        self, briefing: str, sent: Mapping[int, str], author: Author, now: datetime
    ) -> None:
        """Write down who sent digests, by their numbers and where they go."""
        changes = [
            Change(
                part="digests",
                id=str(number),
                after={"briefing": briefing, "destination": destination},
            )
            for number, destination in sent.items()
        ]
        with self.transaction():
            written(self._db, changes, author, now, ChangeState.APPLIED)

    def not_deleted(self, number: int, why: str) -> None:
        """Note that not all of a digest could be deleted."""
        with self.transaction():
            self._db.execute(
                "UPDATE changes SET state = ?, note = ? WHERE number = ?",
                (ChangeState.FAILED.value, why, number),
            )

    def settle_deleted(self, key: str, author: Author) -> None:
        """Note that a posted message is gone; without its last one a digest told nothing.

        Its slot stays settled, so that nothing is posted again by itself; what it told is
        told by the next edition.
        """
        with self.transaction():
            delivery = self._delivery(key)
            self._db.execute(
                "UPDATE deliveries SET state = ?, error = ? WHERE key = ? AND state = 'sent'",
                (DeliveryState.SKIPPED.value, BY_ADMIN.format(name=author.name), key),
            )
            self._untell(delivery.digest_id, delivery.destination)

    def split(self, story_id: int, article_id: int, author: Author, now: datetime) -> int | None:
        """Give an article a story of its own; return it, or None where it is not in that story.

        An article is placed once, so it stays there. All others stay where they are: of its
        copies the oldest becomes what the others copy. Where it was shown itself it counts as
        told; where it only belonged to what was told it is news.
        """
        with self.transaction():
            rows = self._rows("SELECT id, title FROM articles WHERE story_id = ?", story_id)
            titles = {row["id"]: row["title"] for row in rows}
            if len(titles) < 2 or article_id not in titles:  # noqa: PLR2004  it is alone
                return None
            new = self._insert("stories", {"id": None})
            self._db.execute(
                "UPDATE articles SET story_id = ?, duplicate_of = NULL WHERE id = ?",
                (new, article_id),
            )
            # placed for good, if it was still to be
            self._db.execute("UPDATE features SET placed = 1 WHERE article_id = ?", (article_id,))
            self._free_copies(article_id)
            self._retell(article_id, new)
            what = {"article": titles[article_id]}
            change = Change(part="stories", id=str(story_id), before=what, after={"story": new})
            written(self._db, [change], author, now, ChangeState.APPLIED)
            return new

    def _free_copies(self, article_id: int) -> None:
        copies = self._rows(
            "SELECT id FROM articles WHERE duplicate_of = ? ORDER BY published, id", article_id
        )
        for at, row in enumerate(copies):
            first = None if at == 0 else copies[0]["id"]
            self._db.execute(
                "UPDATE articles SET duplicate_of = ? WHERE id = ?", (first, row["id"])
            )

    def _retell(self, article_id: int, story_id: int) -> None:
        self._db.execute(
            "DELETE FROM told WHERE article_id = ? AND NOT headline AND NOT quoted", (article_id,)
        )
        self._db.execute(
            "UPDATE told SET story_id = ? WHERE article_id = ?", (story_id, article_id)
        )
