"""A server of feeds that never change, fast enough not to be what is measured.

Its tag is its number: /17/feed.xml has the validator "17", and whoever sends that back is
told that nothing is new. It speaks just enough HTTP for clients that behave.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import multiprocessing

_NUMBER = re.compile(rb"GET (?:http://[^/]+)?/(\d+)/")
_KNOWN = re.compile(rb"\r\nif-none-match: *\"(\d+)\"", re.IGNORECASE)
_TEXT = "The harbour has a new crane, which lifts what the old one could not. " * 6


def _body(number: int) -> bytes:
    items = "".join(
        f"<item><title>News {n} of outlet {number}</title><guid>{number}-{n}</guid>"
        f"<description>{_TEXT}</description></item>"
        for n in range(20)
    )
    channel = f"<title>Outlet {number}</title><link>http://outlet.example/</link>{items}"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{channel}</channel></rss>".encode()


class Feeds(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._said = b""
        self._transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what answers go to."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._said += data
        while (end := self._said.find(b"\r\n\r\n")) >= 0:
            head, self._said = self._said[: end + 2], self._said[end + 4 :]
            self._transport.write(_answer(head))


def _answer(head: bytes) -> bytes:
    asked, known = _NUMBER.match(head), _KNOWN.search(head)
    if asked is None:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    tag = b'ETag: "%b"\r\n' % asked[1]
    if known and known[1] == asked[1]:
        return b"HTTP/1.1 304 Not Modified\r\n%b\r\n" % tag
    body = _body(int(asked[1]))
    kind = b"Content-Type: application/rss+xml\r\n"
    return b"HTTP/1.1 200 OK\r\n%b%bContent-Length: %d\r\n\r\n%b" % (tag, kind, len(body), body)


def serve(ports: multiprocessing.Queue[int]) -> None:
    """Serve until stopped, on every address of this machine; tell the port."""

    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Feeds, "0.0.0.0", 0, backlog=4096)  # noqa: S104
        ports.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())
