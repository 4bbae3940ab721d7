"""What comes one by one goes to the archive in groups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from briefbot.ports import Offload

T = TypeVar("T")


class Together(Generic[T]):
    """Writes items, many in one go: `await together(item)` returns once it is written.

    What comes while a group is being written makes up the next one. A commit waits for the
    disk, and a step into the store's thread and back costs as much as a poll: with thousands
    of sources of which few have news, that would be most of the work.
    """

    def __init__(self, db: Offload, write: Callable[[Sequence[T]], None]) -> None:
        self._db = db
        self._write = write
        self._waiting: list[T] = []
        self._next: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def __call__(self, item: T) -> None:
        """Return once the item is written; raise what writing its group raises."""
        self._waiting.append(item)
        if self._next is None:
            self._next = asyncio.create_task(self._group())
        await asyncio.shield(self._next)  # who is cut short does not cut short the others

    async def _group(self) -> None:
        async with self._turn:
            items, self._waiting, self._next = self._waiting, [], None
            await self._db(self._write, items)
