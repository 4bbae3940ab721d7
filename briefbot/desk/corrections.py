"""What admins put right: a digest that should not be there, a story that is two."""

from __future__ import annotations

from briefbot.desk.room import Room
from briefbot.models import Author, Delivery, StoredArticle
from briefbot.store.library import Library


class Corrections(Room):
    """Puts right what people say is wrong."""

    async def digest_at(self, channel: str, ts: str) -> tuple[Delivery, ...]:
        """Return the posted parts of the digest that a message belongs to; none if it is none."""
        return await self.read(Library.digest_at, channel, ts)

    async def withdraw(self, part: Delivery, author: Author) -> int:
        """Let nothing more of the digest be posted there; return the number of the audit."""
        return await self.db(self.store.withdraw, part, author, self.clock())

    async def not_deleted(self, number: int, why: str) -> None:
        """Remember that not all of a digest could be deleted."""
        await self.db(self.store.not_deleted, number, why)

    async def deleted(self, part: Delivery, author: Author) -> None:
        """Remember that a message of a digest is gone."""
        await self.db(self.store.settle_deleted, part.key, author)

    async def members(self, story_id: int) -> tuple[StoredArticle, ...]:
        """Return the articles of a story, oldest first."""
        return (await self.read(Library.members, [story_id]))[story_id]

    async def split(self, story_id: int, article_id: int, author: Author) -> bool:
        """Give an article a story of its own; return whether it was in that one with others."""
        split = self.store.split
        return await self.db(split, story_id, article_id, author, self.clock()) is not None
