"""Threads that end the process when its event loop can't: one for a hang, one for a slow stop."""

from __future__ import annotations

import asyncio
import faulthandler
import os
import threading
from collections.abc import Callable
from functools import partial
from typing import Self

import structlog

HUNG = 70
"""The exit code of a process whose loop hung: EX_SOFTWARE of sysexits.h; start it anew."""
EVERY = 5.0
MISSED = 24
"""So many questions without an answer, two minutes of them, are a hang. Questions are counted,
not seconds: a machine that slept has asked none."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

_STDERR = 2

WORDS = 2.0
"""Seconds in which somebody has to take what is said at the end."""

End = Callable[[int], object]


def _last_words(say: Callable[[], object]) -> None:
    """Say it, and go on when nobody takes it: a log that is not read may be what hangs."""
    speaker = threading.Thread(target=say, daemon=True)
    speaker.start()
    speaker.join(WORDS)


class Watchdog:
    """Asks the running loop again and again whether it still turns; a context manager."""

    def __init__(self, *, every: float = EVERY, missed: int = MISSED, end: End = os._exit) -> None:
        self._loop = asyncio.get_running_loop()
        self._every = every
        self._most = missed
        self._end = end
        self._missed = 0
        self._off = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._off.set()

    def _watch(self) -> None:
        while not self._off.wait(self._every):
            self._missed += 1
            if self._missed > self._most:
                seconds = round(self._every * self._most)
                _last_words(partial(log.critical, "hung", seconds=seconds))
                _last_words(partial(faulthandler.dump_traceback, file=_STDERR))
                self._end(HUNG)
                return
            self._loop.call_soon_threadsafe(self._answer)

    def _answer(self) -> None:
        self._missed = 0


def end_within(seconds: float, end: End = os._exit) -> threading.Timer:
    """End the process after so many seconds, unless the timer is cancelled or it has ended.

    What is stored is whole at any moment, and what is being posted is looked for at the next
    start; so an end in the middle loses nothing.
    """

    def over() -> None:
        _last_words(partial(log.warning, "stop cut short", seconds=seconds))
        end(0)

    timer = threading.Timer(seconds, over)
    timer.daemon = True
    timer.start()
    return timer
