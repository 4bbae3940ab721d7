"""One Socket Mode connection: the SDK's client, with a ticket for each try and patience."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any, Self, cast

from aiohttp import ClientWebSocketResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.logs import SOCKET
from briefbot.settings import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Every time of a connection, in seconds."""

    ping: float = 5.0
    """Between two pings; a peer that is silent for four of them is given up."""
    look: float = 1.0
    """Between two looks of the watchdog."""
    patience: float = 30.0
    """Not connected for so long: the address that is tried is thrown away."""
    anew: float = 120.0
    """Not connected for so long: the client is made anew."""
    handshake: float = 10.0
    first_pause: float = 0.5
    """Before the second try; twice as long before the next, and so on..."""
    longest_pause: float = 60.0
    """...and never longer than this."""
    settled: float = 30.0
    """A connection that lived for so long was no mere try."""
    farewell: float = 15.0
    """How long a connection that Slack renews is kept beside the new one: Slack ends it itself,
    ten seconds after its warning, and what came in on it is answered on it."""
    goodbye: float = 1.0

    def divided(self, by: float) -> Self:
        """Return the rhythm of a faster world."""
        return type(self)(**{f.name: getattr(self, f.name) / by for f in fields(self)})


class Pauses:
    """How long to wait before each try to connect, so that no storm comes of it."""

    def __init__(self, rhythm: Rhythm) -> None:
        self._rhythm = rhythm
        self._tries = 0
        self._last = float("-inf")

    def next(self, now: float) -> float:
        """Return the seconds to wait before a try that is made now."""
        if now - self._last > self._rhythm.longest_pause + self._rhythm.settled:
            self._tries = 0
        rest = self._rhythm.first_pause * 2 ** (self._tries - 2) if self._tries > 1 else 0.0
        pause = min(rest, self._rhythm.longest_pause)
        self._tries += 1
        self._last = now + pause
        return pause

    def settle(self) -> None:
        """Forget the tries: a connection lives."""
        self._tries = 0


class Line(SocketModeClient):
    """The SDK's client, which alone would try a dead ticket for ever, as fast as it can.

    Each try gets a ticket of its own, and a pause before it when tries follow each other.
    The SDK renews a connection by closing it first, and what is on its way is lost; here
    `renew` is called, which opens another line before this one goes.
    """

    def __init__(
        self,
        app_token: Secret,
        client: AsyncWebClient,
        rhythm: Rhythm,
        *,
        pauses: Pauses,
        renew: Callable[[str], None],
    ) -> None:
        super().__init__(
            app_token=app_token.reveal(),
            web_client=client,
            logger=logging.getLogger(SOCKET),
            ping_interval=rhythm.ping,
        )
        # Left to itself the SDK takes the environment's proxy, and ignores NO_PROXY.
        self.proxy = client.proxy
        self._rhythm = rhythm
        self._pauses = pauses
        self._renew = renew
        dial = _Dial(self, self.aiohttp_client_session, rhythm.handshake)
        self.aiohttp_client_session = cast("Any", dial)

    async def issue_new_wss_url(self) -> str:
        """Ask Slack for a ticket, after a pause when tries follow each other."""
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(self._pauses.next(now))
        return await super().issue_new_wss_url()

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Take a message in; Slack's wish to end the connection is not left to the SDK."""
        if message.get("type") != "disconnect":
            await super().run_message_listeners(message, raw_message)
        elif self.default_auto_reconnect_enabled:  # Slack warns, and says it again at the end
            # It stays open, and is not opened again when Slack closes it.
            self.auto_reconnect_enabled = self.default_auto_reconnect_enabled = False
            self._renew(str(message.get("reason")))

    async def open(self) -> None:
        """Connect, however many tries that takes."""
        await self.connect()  # type: ignore[no-untyped-call]

    async def leave(self) -> None:
        """Close for good, whatever the peer does."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._rhythm.goodbye):
                await self.close()  # type: ignore[no-untyped-call]
        tasks = (self.message_processor, self.current_session_monitor, self.message_receiver)
        for task in filter(None, tasks):
            task.cancel()
        await self.aiohttp_client_session.close()


class _Dial:
    """What a line connects with: it gives up a handshake in time, and never uses a ticket twice."""

    def __init__(self, line: Line, session: Any, seconds: float) -> None:  # noqa: ANN401  the SDK's
        self._line = line
        self._session = session
        self._seconds = seconds

    @property
    def closed(self) -> bool:
        return bool(self._session.closed)

    async def ws_connect(self, url: str, **how: Any) -> ClientWebSocketResponse:  # noqa: ANN401
        self._line.wss_uri = None
        async with asyncio.timeout(self._seconds):
            opened: ClientWebSocketResponse = await self._session.ws_connect(url, **how)
        return opened

    async def close(self) -> None:
        await self._session.close()
