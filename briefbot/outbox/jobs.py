"""Tasks by name: one of a name at a time, and none is forgotten when the outbox ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from briefbot.errors import StoreError

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot.outbox")


class Jobs:
    """Runs tasks; `ended` is called after each, and one that failed first pauses."""

    def __init__(self, ended: Callable[[], None], pause: float = 0.0) -> None:
        self._ended = ended
        self._pause = pause
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def names(self) -> set[str]:
        """Return the names of those that run."""
        return set(self._tasks)

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a task under a name that no other has now."""
        self._tasks[name] = asyncio.create_task(self._run(name, work))

    async def _run(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except StoreError as error:
            log.error("archive", error=str(error))  # what is claimed is looked for again
            await asyncio.sleep(self._pause)
        except Exception:
            log.exception("outbox", job=name)  # a mistake of ours must not stop all posting
            await asyncio.sleep(self._pause)
        finally:
            del self._tasks[name]
            self._ended()

    async def wait(self, seconds: float) -> None:
        """Wait until all have ended, or the time is over."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=seconds)

    async def cancel(self) -> None:
        """End them all where they stand."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
