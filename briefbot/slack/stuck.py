"""An archive that can't be used: what admins are told else is kept in it, so this is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from briefbot.errors import DeliveryError, StoreError
from briefbot.models import Alert

LONG = timedelta(minutes=10)
"""So long may a disk be full, or a backup hold the archive, before somebody is called."""
KEY = "archive"


class Stuck:
    """Tells the admins once of an archive that can't be used for long, until it can be again."""

    def __init__(
        self, tell: Callable[[Alert], Awaitable[None]], clock: Callable[[], datetime]
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._since: datetime | None = None
        self._told = False

    async def look(self, error: StoreError | None) -> None:
        """Take what the archive said last; None when all is well with it."""
        if error is None:
            self._since, self._told = None, False
            return
        now = self._clock()
        self._since = self._since or now
        if self._told or now - self._since < LONG:
            return
        text = f"Nothing is read, and no digest is made: {error}"
        self._told = True  # at once: the next look may come while they are still being told
        try:
            await self._tell(Alert(key=KEY, text=text, since=self._since))
        except DeliveryError:
            self._told = False  # the next look tries again
