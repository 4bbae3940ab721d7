"""One answer to a person: shown to them, once more when that failed, and never too often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from briefbot import blocks
from briefbot.errors import DeliveryError, Rejected, Uncertain
from briefbot.models import Message

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

ATTEMPTS = 3
LONGEST_PAUSE = 10.0
"""Seconds: Slack may ask for more, but nobody waits that long for an answer."""
TOO_MANY = "That is longer than I can show here. The rest stands in the channel."

Send = Callable[[Message], Awaitable[None]]
"""Send a message; raise DeliveryError, Rejected or Uncertain."""


def even_twice(_error: DeliveryError) -> bool:
    """Repeat after any failure: seen twice by one person is better than not at all."""
    return True


def never_twice(error: DeliveryError) -> bool:
    """Repeat only what was not sent for certain: it stays where it is sent."""
    return not isinstance(error, Uncertain)


class Reply:
    """Answers one command, click or message of a person.

    `show` is how they see it; `share` shows it to the whole channel, `replace` puts it in the
    place of the message that was clicked. Where Slack offers neither, both are `show`.
    """

    def __init__(
        self,
        show: Send,
        *,
        share: Send | None = None,
        replace: Send | None = None,
        repeat: Callable[[DeliveryError], bool] = never_twice,
        most: int | None = None,
    ) -> None:
        self._show = show
        self._share = share or show
        self._replace = replace or show
        self._repeat = repeat
        self._left = most

    async def show(self, *messages: Message) -> None:
        """Show the messages to the person; when there is no room for all, the last says so."""
        if self._left is not None and len(messages) > self._left:
            messages = (*messages[: max(0, self._left - 1)], blocks.notice(TOO_MANY))
        for message in messages:
            await self._sent(self._show, message)

    async def say(self, text: str) -> None:
        """Show one plain sentence."""
        await self.show(blocks.notice(text))

    async def replace(self, message: Message) -> None:
        """Show the message in place of the one that was clicked."""
        await self._sent(self._replace, message)

    async def share(self, message: Message) -> None:
        """Show the message to everybody in the channel, at most once.

        Raise Uncertain when nobody can tell whether they see it.
        """
        self._use()
        await self._share(message)

    async def _sent(self, send: Send, message: Message, attempt: int = 1) -> None:
        """Send it, again where that does no harm; in plain words when Slack refuses its blocks."""
        self._use()
        try:
            return await send(message)
        except Rejected as error:
            if not message.blocks:
                raise
            log.error("answer refused", error=str(error))
            message = blocks.plain_message(message)
        except DeliveryError as error:
            if attempt == ATTEMPTS or self._left == 0 or not self._repeat(error):
                raise
            await asyncio.sleep(min(error.retry_after or attempt, LONGEST_PAUSE))
        return await self._sent(send, message, attempt + 1)

    def _use(self) -> None:
        if self._left is None:
            return
        if self._left <= 0:
            raise DeliveryError("used_url", "an answer: Slack takes no more for this click")
        self._left -= 1
