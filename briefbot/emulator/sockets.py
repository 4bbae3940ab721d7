"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from itertools import count
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from briefbot.emulator.world import Ack

if TYPE_CHECKING:
    from briefbot.emulator.world import World

JSON = dict[str, Any]
MOST = 10
"""Connections that one app may hold."""
_LIFE = 18060
"""Seconds that Slack says a connection will live, about."""
_WARNING = 10.0
"""Seconds from the warning to the end of a connection."""
_ANSWERED = {"slash_commands", "interactive"}
"""Kinds whose acknowledgement may carry an answer."""


class _Connection:
    """One open socket and the envelopes on it that nobody acknowledged yet."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.request = request
        self.open = asyncio.Event()
        self.open.set()
        self.pending: dict[str, asyncio.Future[JSON]] = {}
        self.asleep = False

    async def tell(self, message: JSON) -> None:
        if not self.asleep:
            await self.socket.send_str(json.dumps(message))

    def settle(self, envelope: str, payload: JSON) -> bool:
        """Take an acknowledgement; tell whether the envelope went out here and was open."""
        future = self.pending.get(envelope)
        if future is None or future.done():
            return False
        future.set_result(payload)
        return True

    def drop(self) -> None:
        """Give up what is pending; the connection is gone."""
        for future in self.pending.values():
            future.cancel()


class Sockets:
    """The app's connections; a payload goes out on one of them, in turn."""

    def __init__(self, world: World) -> None:
        self.opened = 0
        """How many connections were ever opened."""
        self.handshakes = 0
        """How many were tried, refused ones among them."""
        self.broken = 0
        """So many of the next tickets lead nowhere: the handshake answers 500, again and again."""
        self._world = world
        self._tickets: dict[str, bool] = {}
        self._connections: list[_Connection] = []
        self._late: set[str] = set()
        self._turn = count()

    def __len__(self) -> int:
        return len(self._connections)

    def url(self) -> str:
        """Issue the address of a new connection, good for one handshake."""
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = self.broken == 0
        self.broken = max(0, self.broken - 1)
        world = self._world
        app = world.workspace.app_id
        return f"ws://127.0.0.1:{world.port}/link/?ticket={ticket}&app_id={app}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Open a connection and serve it until it ends."""
        self.handshakes += 1
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=408, text="ticket is unknown or used")
        if not self._tickets[ticket]:
            return web.Response(status=500)
        del self._tickets[ticket]
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = _Connection(request, socket)
        if len(self._connections) >= MOST:
            await connection.tell(self._goodbye("too_many_websockets"))
            await socket.close()
            return socket
        await self._serve(connection)
        return socket

    async def _serve(self, connection: _Connection) -> None:
        self._connections.append(connection)
        self.opened += 1
        try:
            await connection.tell(self._hello())
            async for message in connection.socket:
                await self._hear(connection, message.type, message.data)
        finally:
            if connection in self._connections:
                self._connections.remove(connection)
            connection.drop()

    async def _hear(self, connection: _Connection, kind: WSMsgType, data: Any) -> None:  # noqa: ANN401 a frame's
        await connection.open.wait()
        if kind is WSMsgType.PING:
            await connection.socket.pong(data)
        elif kind is WSMsgType.TEXT:
            self._acknowledge(connection, data)

    def _acknowledge(self, connection: _Connection, data: str) -> None:
        acks = self._world.journal.acks
        try:
            message = json.loads(data)
            envelope = message["envelope_id"]
        except (ValueError, KeyError, TypeError):
            acks.strays += 1
            return
        if connection.settle(envelope, message.get("payload") or {}):
            return
        if envelope in self._late:
            acks.late += 1
            self._late.discard(envelope)
        else:
            # Only the connection that carried an envelope can answer it.
            acks.strays += 1

    async def send(self, kind: str, payload: JSON, *, retry: int = 0) -> Ack:
        """Deliver one payload on one connection, and wait for its acknowledgement as Slack does."""
        awake = self._connections
        if not awake:
            return Ack(ok=False, problem="dispatch_failed")
        connection = awake[next(self._turn) % len(awake)]
        envelope = _envelope(kind, payload, retry)
        future: asyncio.Future[JSON] = asyncio.get_running_loop().create_future()
        connection.pending[envelope["envelope_id"]] = future
        began = time.perf_counter()
        try:
            await connection.tell(envelope)
            in_time = await self._world.clock.wait(future, self._world.options.ack_window)
        except ConnectionError:
            in_time = False
        took = (time.perf_counter() - began) * 1000
        connection.pending.pop(envelope["envelope_id"], None)
        if not in_time or future.cancelled():
            self._late.add(envelope["envelope_id"])
            self._world.journal.acks.missed += 1
            return Ack(ok=False, problem="operation_timeout", took=took)
        self._world.journal.acks.times.append(took)
        return Ack(ok=True, took=took, payload=future.result())

    async def disconnect(self, reason: str = "warning") -> None:
        """Tell every connection to end: warning, refresh_requested, link_disabled."""
        for connection in list(self._connections):
            await connection.tell(self._goodbye(reason))
            self._world.start(self._end(connection, _WARNING if reason == "warning" else 0.0))

    async def _end(self, connection: _Connection, seconds: float) -> None:
        await self._world.clock.sleep(seconds)
        await connection.socket.close()

    def reset(self) -> None:
        """Break every connection with no close frame, as a network does."""
        for connection in list(self._connections):
            if connection.request.transport is not None:
                connection.request.transport.abort()

    def freeze(self) -> None:
        """Let every connection that is open now stay so and never answer again."""
        for connection in self._connections:
            connection.asleep = True
            connection.open.clear()

    async def close(self) -> None:
        """End every connection."""
        for connection in list(self._connections):
            connection.open.set()
            await connection.socket.close()

    def _hello(self) -> JSON:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {"host": "applink-1", "approximate_connection_time": _LIFE},
            "connection_info": {"app_id": self._world.workspace.app_id},
        }

    def _goodbye(self, reason: str) -> JSON:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}


def _envelope(kind: str, payload: JSON, retry: int) -> JSON:
    envelope: JSON = {
        "envelope_id": secrets.token_hex(16),
        "payload": payload,
        "type": kind,
        "accepts_response_payload": kind in _ANSWERED,
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
    return envelope
