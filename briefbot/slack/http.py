"""HTTP mode: takes Slack's signed requests to Bolt, each once, and nobody else's."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Self

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from briefbot.errors import SetupError
from briefbot.settings import Secret

PATH = "/slack/events"
"""Where commands, interactions and events come in."""
HEALTH = "/healthz"
WINDOW = 300
"""Seconds that a request may be old, or ahead of us: Slack's own rule."""
REMEMBERED = 600
"""Seconds that a signature is known: both ends of the window."""
MOST = 50_000
BODY_LIMIT = 1_000_000
"""Bytes: Slack's largest is an interaction with a view of 250 kB and the message below it."""
BODY_PATIENCE = 3.0
"""Seconds for the whole body; Slack itself waits no longer for the answer."""
_LONGEST_TIMESTAMP = 12
_GOODBYE = 1.0
"""Seconds that requests under way get when it ends."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot.slack")


class Seen:
    """The signatures of the last minutes: a bounded number, the oldest forgotten first."""

    def __init__(self, seconds: float = REMEMBERED, most: int = MOST) -> None:
        self._seconds = seconds
        self._most = most
        self._seen: OrderedDict[bytes, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def first(self, signature: bytes, now: float) -> bool:
        """Remember a signature; tell whether it is the first time."""
        while self._seen and next(iter(self._seen.values())) < now - self._seconds:
            self._seen.popitem(last=False)
        if signature in self._seen:
            return False
        self._seen[signature] = now
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True


def signed(body: bytes, timestamp: str, signature: str, secret: Secret, now: float) -> bool:
    """Tell whether Slack signed this just now.

    HMAC-SHA256 of `v0:timestamp:body`, docs.slack.dev/authentication/verifying-requests-from-slack.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIMESTAMP):
        return False
    if abs(now - int(timestamp)) > WINDOW:
        return False
    base = b"v0:" + timestamp.encode() + b":" + body
    made = "v0=" + hmac.new(secret.reveal().encode(), base, hashlib.sha256).hexdigest()
    return hmac.compare_digest(made.encode(), _bytes(signature))


def _bytes(header: str) -> bytes:
    """Return the bytes of a header that aiohttp took in, whatever they are."""
    return header.encode("utf-8", "surrogateescape")


class Receiver:
    """Listens at an address, and serves `/slack/events` and `/healthz`; a context manager."""

    def __init__(
        self,
        bolt: AsyncApp,
        secret: Secret,
        clock: Callable[[], datetime],
        host: str,
        port: int,
        *,
        healthy: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bolt = bolt
        self._secret = secret
        self._clock = clock
        self._healthy = healthy
        self._seen = Seen()
        self._place = (host, port)
        served = web.Application(client_max_size=BODY_LIMIT)
        served.router.add_post(PATH, self._take)
        served.router.add_get(HEALTH, self._health)
        self._runner = web.AppRunner(served, access_log=None, shutdown_timeout=_GOODBYE)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        host, port = self._place
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise SetupError(
                f"--http {host}:{port} can't be listened at: {error.strerror}"
            ) from error
        log.info("listening", host=host, port=self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def port(self) -> int:
        """The port; the one that the system chose when 0 was asked for."""
        return int(self._runner.addresses[0][1])

    async def _health(self, _: web.Request) -> web.Response:
        fine = self._healthy()
        return web.Response(status=200 if fine else 503, text="fine\n" if fine else "not ready\n")

    async def _take(self, request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(BODY_PATIENCE):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        now = self._clock().timestamp()
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not signed(body, timestamp, signature, self._secret, now):
            log.warning("unsigned request refused")
            return web.Response(status=401)
        if not self._seen.first(_bytes(signature), now):
            log.warning("request seen before")
            return web.Response()
        return await self._answer(request, body)

    async def _answer(self, request: web.Request, body: bytes) -> web.Response:
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        text = body.decode("utf-8", "replace")
        try:
            asked = AsyncBoltRequest(body=text, query=request.query_string, headers=headers)
        except (ValueError, TypeError, AttributeError, RecursionError):
            log.warning("request not understood")
            return web.Response(status=400)
        return await to_aiohttp_response(await self._bolt.async_dispatch(asked))
