"""What polls write, in groups: that sources are asked now, and how they are afterwards."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from briefbot.errors import StoreError

if TYPE_CHECKING:
    from briefbot.models import SourceState
    from briefbot.ports import Offload
    from briefbot.store.sqlite import Store


class Ledger:
    """Writes the states of many sources in one go.

    What comes while a group is being written makes up the next one. A commit waits for the
    disk, and a step into the store's thread and back costs as much as a poll: with thousands
    of sources of which few have news, that would be most of the work.
    """

    def __init__(self, store: Store, db: Offload) -> None:
        self._store, self._db = store, db
        self._loop = asyncio.get_running_loop()
        self._begun: list[tuple[SourceState, asyncio.Future[None]]] = []
        self._settled: list[SourceState] = []
        self._writing: asyncio.Task[None] | None = None
        self._failure: StoreError | None = None

    async def begin(self, state: SourceState) -> None:
        """Return once it is written that the source is asked now; raise StoreError."""
        if self._failure:
            raise self._failure
        written = self._loop.create_future()
        self._begun.append((state, written))
        self._write()
        await written

    async def settle(self, state: SourceState) -> None:
        """Let the state of a source that brought nothing be written soon; nobody waits for it.

        A crash before that leaves it as asked, and it is not asked again before its time.
        """
        self._settled.append(state)
        self._write()

    async def close(self) -> None:
        """Return once all is written; raise StoreError when something could not be."""
        while self._writing is not None:
            await self._writing
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Give up what is not written; nothing, after `close`."""
        if self._writing is not None:
            self._writing.cancel()

    def _write(self) -> None:
        if self._writing is None:
            self._writing = asyncio.create_task(self._groups())

    async def _groups(self) -> None:
        try:
            while self._begun or self._settled:
                await self._group()
        finally:
            self._writing = None

    async def _group(self) -> None:
        begun, self._begun = self._begun, []
        settled, self._settled = self._settled, []
        waiting = [written for _, written in begun]
        try:
            await self._db(self._store.polled, [state for state, _ in begun], settled)
            for written in filter(_waits, waiting):
                written.set_result(None)
        except StoreError as error:
            self._failure = error
            for written in filter(_waits, waiting):
                written.set_exception(error)
        finally:
            for written in waiting:
                written.cancel()  # of those that nobody has told


def _waits(written: asyncio.Future[None]) -> bool:
    return not written.done()
