"""Socket Mode: two connections, each watched, healed and made anew when it can't be healed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Self

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.settings import Secret
from briefbot.slack.line import Line, Pauses, Rhythm

NUMBER = 2
"""While Slack renews one connection, what people type comes in on the other."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot.slack")


class Sockets:
    """Takes what Slack sends over its connections to Bolt; an async context manager."""

    def __init__(
        self,
        bolt: AsyncApp,
        app_token: Secret,
        client: AsyncWebClient,
        rhythm: Rhythm = Rhythm(),  # noqa: B008  frozen
        *,
        number: int = NUMBER,
    ) -> None:
        self._bolt = bolt
        self._app_token = app_token
        self._client = client
        self._rhythm = rhythm
        self._watched = [_Watched(self._line, rhythm, name) for name in range(1, number + 1)]
        self._watchdog: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._watchdog = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._watchdog:
            self._watchdog.cancel()
            with suppress(asyncio.CancelledError):
                await self._watchdog
        await asyncio.gather(*(watched.end() for watched in self._watched))

    @property
    def connected(self) -> int:
        """How many connections were open when they were looked at last."""
        return sum(watched.connected for watched in self._watched)

    async def ready(self) -> None:
        """Wait until a first connection is open."""
        await self._ready.wait()

    def _line(self, pauses: Pauses, renew: Callable[[str], None]) -> Line:
        line = Line(self._app_token, self._client, self._rhythm, pauses=pauses, renew=renew)
        line.socket_mode_request_listeners.append(self._handle)
        return line

    async def _handle(self, line: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Let Bolt answer an envelope, on the connection that it came in on."""
        begun = time.monotonic()
        answer = await run_async_bolt_app(self._bolt, request)
        await send_async_response(line, request, answer, begun)

    async def _watch(self) -> None:
        """Look at each connection again and again; the first look opens it."""
        before = 0
        while True:
            for watched in self._watched:
                await watched.look()
            if self.connected:
                self._ready.set()
            if before and not self.connected:
                log.warning("disconnected")
            elif self.connected > before:
                log.info("connected", connections=self.connected)
            before = self.connected
            fast = self._rhythm.look / (1 if self._ready.is_set() else 20)
            await asyncio.sleep(fast)


Make = Callable[[Pauses, Callable[[str], None]], Line]


class _Watched:
    """A place for one connection, and what is known of it."""

    def __init__(self, make: Make, rhythm: Rhythm, name: int) -> None:
        self._make = make
        self._rhythm = rhythm
        self._name = name
        self._pauses = Pauses(rhythm)
        self._line: Line | None = None
        self._leaving: dict[Line, float] = {}
        """Lines that Slack renews, and until when they are kept."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._since = 0.0
        """When it became what it is: connected, or not."""
        self._urged = False
        self.connected = False

    async def look(self) -> None:
        """See whether it is connected, and do what is needed when it is not."""
        now = asyncio.get_running_loop().time()
        await self._say_goodbye(now)
        if self._line is None:
            self._open(now)
            return
        connected = await self._line.is_connected()
        if connected != self.connected and not self._leaving:
            self.connected, self._since, self._urged = connected, now, False
        if not connected:
            await self._heal(now, now - self._since)
        elif now - self._since > self._rhythm.settled:
            self._pauses.settle()

    async def _say_goodbye(self, now: float) -> None:
        """Let lines go that Slack has closed, or has kept for too long."""
        for line, until in tuple(self._leaving.items()):
            if now > until or not await line.is_connected():
                self._leaving.pop(line, None)
                self._start(line.leave())

    async def _heal(self, now: float, away: float) -> None:
        """Throw away the address that is tried; after longer, the client with all it holds."""
        if away > self._rhythm.anew:
            log.error("connection made anew", connection=self._name, seconds=round(away))
            await self.end()
            self._open(now)
        elif away > self._rhythm.patience and not self._urged and self._line:
            log.warning("connection given a new address", connection=self._name)
            self._line.wss_uri = None
            self._urged = True

    def _open(self, now: float) -> None:
        self._since, self._urged = now, False
        self._line = self._make(self._pauses, self._renew)
        self._start(self._line.open())

    def _renew(self, reason: str) -> None:
        """Open another line; the one that there is stays until Slack closes it."""
        now = asyncio.get_running_loop().time()
        if self._line is not None:
            # With too many connections open, this one only keeps the next from coming up.
            stay = 0.0 if reason == "too_many_websockets" else self._rhythm.farewell
            self._leaving[self._line] = now + stay
        self._open(now)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Close all that is open here."""
        lines = [*self._leaving, *([self._line] if self._line else [])]
        self._line = None
        self._leaving.clear()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, *(line.leave() for line in lines), return_exceptions=True)
