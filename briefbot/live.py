"""The configuration that the bot works by at this moment: it changes while the bot runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from briefbot import config as configuration
from briefbot.clock import utc_now
from briefbot.config import Config

Follow = Callable[[Config], Awaitable[None]]
"""Make ready for a configuration; raise BriefbotError when it can't be worked by."""


class Live:
    """Whoever works by the configuration asks here for it each time, and keeps none.

    It changes with what is taken, and with the time: what is paused until a day goes on then.
    """

    def __init__(self, config: Config, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._given = config
        self._known: tuple[Config, datetime, datetime, Config] | None = None
        """What counts of a configuration from one minute to the next; worked out once for it."""
        self._follow: list[Follow] = []
        self._turn = asyncio.Lock()

    @property
    def config(self) -> Config:
        """The configuration of this moment; any thread may ask."""
        given, now, known = self._given, self._clock(), self._known
        if known is None or known[0] is not given or not known[1] <= now < known[2]:
            minute = now.replace(second=0, microsecond=0)
            then = minute + timedelta(minutes=1)
            known = self._known = given, minute, then, configuration.on(given, minute)
        return known[3]

    def follow(self, follow: Follow) -> None:
        """Let something make itself ready for each configuration before it counts."""
        self._follow.append(follow)

    async def take(self, config: Config) -> bool:
        """Work by a configuration from now on, and say whether it is another one.

        Raise BriefbotError when it can't be worked by; the one before goes on then.
        """
        async with self._turn:
            if config == self._given:
                return False
            for follow in self._follow:
                await follow(config)
            self._given = config
            return True
