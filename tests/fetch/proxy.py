"""A company's proxy on loopback: it leads all requests to one server, and notes them."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from tests.badserver import tls_context

if TYPE_CHECKING:
    from tests.badserver import BadServer

OPENED = b"HTTP/1.1 200 Opened\r\n\r\n"


class Proxy:
    """Takes CONNECT and whole addresses, and reaches `server` whatever host is named."""

    def __init__(self, server: BadServer, *, tls: bool = False, refusing: int = 0) -> None:
        self._server = server
        self._tls = tls_context() if tls else None
        self._refusing = refusing
        self._tasks: set[asyncio.Task[None]] = set()
        self.heads: list[str] = []
        """The head of each request as it came."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    @property
    def lines(self) -> list[str]:
        """The first line of each request."""
        return [head.partition("\r\n")[0] for head in self.heads]

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            await self._lead(reader, writer)
        except (ConnectionError, EOFError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await self._head(reader)
        if self._refusing:
            writer.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self._refusing)
            await writer.drain()
            return
        host = (self._server.host, self._server.port)
        far_reader, far_writer = await asyncio.open_connection(*host)
        back = asyncio.create_task(_pass(far_reader, writer))
        try:
            if head.startswith(b"CONNECT "):
                writer.write(OPENED)
                await _pass(reader, far_writer)
                return
            while True:
                method, address, rest = head.split(b" ", 2)
                far_writer.write(b" ".join((method, b"/" + address.split(b"/", 3)[3], rest)))
                head = await self._head(reader)
        finally:
            far_writer.transport.abort()
            back.cancel()

    async def _head(self, reader: asyncio.StreamReader) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head.decode("latin-1"))
        return head


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
