"""What comes one by one goes to the archive in groups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from briefbot.errors import BriefbotError

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
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._turn = asyncio.Lock()
        self._writing: set[asyncio.Task[None]] = set()

    async def __call__(self, item: T) -> None:
        """Return once the item is written; raise what writing its group raises."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if len(self._waiting) == 1:
            task = asyncio.create_task(self._group())
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)
        await written

    async def _group(self) -> None:
        async with self._turn:
            group, self._waiting = self._waiting, []
            waiting = [written for _, written in group]
            try:
                await self._db(self._write, [item for item, _ in group])
                for written in filter(_waits, waiting):
                    written.set_result(None)
            except BriefbotError as error:
                for written in filter(_waits, waiting):
                    written.set_exception(error)
            finally:
                for written in filter(_waits, waiting):
                    written.cancel()


def _waits(written: asyncio.Future[None]) -> bool:
    return not written.done()
