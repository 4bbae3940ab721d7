"""What admins put right: a digest that should not be there, a story that is two."""

from __future__ import annotations

from briefbot.desk.room import Room
from briefbot.models import Delivery, StoredArticle
from briefbot.store.library import Library

BY_ADMIN = "deleted in Slack by {user}"


class Corrections(Room):
    """Puts right what people say is wrong."""

    async def digest_at(self, channel: str, ts: str) -> tuple[Delivery, ...]:
        """Return the posted parts of the digest that a message belongs to; none if it is none."""
        return await self.read(Library.digest_at, channel, ts)

    async def withdraw(self, part: Delivery, user: str) -> None:
        """Let nothing more of the digest be posted there."""
        why = BY_ADMIN.format(user=user)
        await self.db(self.store.withdraw, part.digest_id, part.destination, why)

    async def deleted(self, part: Delivery, user: str) -> None:
        """Remember that a message of a digest is gone."""
        await self.db(self.store.settle_deleted, part.key, BY_ADMIN.format(user=user))

    async def members(self, story_id: int) -> tuple[StoredArticle, ...]:
        """Return the articles of a story, oldest first."""
        return (await self.read(Library.members, [story_id]))[story_id]

    async def split(self, story_id: int, article_id: int) -> bool:
        """Give an article a story of its own; return whether it was in that one with others."""
        return await self.db(self.store.split, story_id, article_id) is not None
