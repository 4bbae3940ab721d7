"""HTTP mode: what the app receives, signed and posted to its address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

from briefbot.emulator.world import Ack

if TYPE_CHECKING:
    from briefbot.emulator.world import World

JSON = dict[str, Any]
_OK = range(200, 300)


def sign(secret: str, body: bytes, timestamp: str) -> str:
    """Return a request's signature: HMAC-SHA256 of `v0:timestamp:body`.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Requests:
    """Posts payloads to the app's address; a transport in the sockets' place."""

    def __init__(self, world: World, url: str, secret: str) -> None:
        self.last: tuple[bytes, dict[str, str]] | None = None
        """Body and headers of the last request: what who listens in could send again."""
        self._world = world
        self._url = url
        self._secret = secret

    async def send(self, kind: str, payload: JSON, *, retry: int = 0) -> Ack:
        """Post one payload, and wait for the answer as long as Slack does."""
        body, mime = _body(kind, payload)
        headers = self.signed(body, mime)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        self.last = body, headers
        began = time.perf_counter()
        answer = asyncio.ensure_future(self.post(body, headers))
        in_time = await self._world.clock.wait(answer, self._world.options.ack_window)
        took = (time.perf_counter() - began) * 1000
        acks = self._world.journal.acks
        if not in_time or answer.exception() is not None or answer.result()[0] not in _OK:
            answer.cancel()
            acks.missed += 1
            return Ack(ok=False, problem="operation_timeout", took=took)
        acks.times.append(took)
        return Ack(ok=True, took=took, payload=_read(answer.result()[1]))

    def signed(self, body: bytes, mime: str, *, timestamp: str | None = None) -> dict[str, str]:
        """Return the headers that Slack sends with such a body."""
        moment = timestamp or str(int(self._world.clock.now().timestamp()))
        return {
            "Content-Type": mime,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": moment,
            "X-Slack-Signature": sign(self._secret, body, moment),
        }

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Post a body as it is; return the status and the body of the answer."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._url, data=body, headers=headers) as response,
        ):
            return response.status, await response.read()


def _body(kind: str, payload: JSON) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _read(body: bytes) -> JSON:
    """Return what the answer says: JSON, or a text to show, or nothing."""
    if not body:
        return {}
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body.decode("utf-8", "replace")}
    return answer if isinstance(answer, dict) else {}
