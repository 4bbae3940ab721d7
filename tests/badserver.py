"""A web server on loopback that answers with exactly the bytes it is told to send."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
import zlib
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What a page does with a connection when a request has come; closing ends the connection."""


class Load:
    """Counts the requests that are under way at one moment, over one server or several."""

    def __init__(self) -> None:
        self.now = 0
        self.peak = 0

    def __enter__(self) -> None:
        self.now += 1
        self.peak = max(self.peak, self.now)

    def __exit__(self, *_: object) -> None:
        self.now -= 1


class BadServer:
    """Serves `pages`: path -> behaviour; keeps count of connections and what was asked."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        tls: bool = False,
        greeting: bytes = b"",
        load: Load | None = None,
    ) -> None:
        self.host = host
        self.port = 0
        self.pages: dict[str, Behaviour] = {}
        self.accepted = 0
        self.heads: list[str] = []
        """The head of each request as it came, in Latin-1, so that every byte can be seen."""
        self.load = load or Load()
        self._greeting = greeting
        self._tls = tls_context() if tls else None
        self._tasks: set[asyncio.Task[None]] = set()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """Return the address of a page, under another name of the host if wanted."""
        return f"http{'s' if self._tls else ''}://{host or self.host}:{self.port}{path}"

    @property
    def allowed(self) -> str:
        """How an allow-list names this server alone."""
        return f"{self.host}:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._serve, self.host, self.port, ssl=self._tls, limit=2**20
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            writer.write(self._greeting)
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.heads.append(head)
                path = head.split(" ", 2)[1]
                with self.load:
                    await self.pages.get(path, reply(status=404))(writer)
        except (ConnectionError, EOFError, ssl.SSLError):
            pass  # the client has seen enough
        except asyncio.CancelledError:
            pass  # the server stops: streams log a cancelled handler as an error
        finally:
            self._tasks.discard(task)
            writer.transport.abort()


def reply(
    body: bytes = b"", *headers: str, status: int = 200, length: int | None = None, after: float = 0
) -> Behaviour:
    """Answer properly, apart from what the headers claim; wait first if wanted."""
    said = len(body) if length is None else length
    head = (f"HTTP/1.1 {status} Said", *headers, f"Content-Length: {said}", "", "")

    async def behave(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(after)
        writer.write("\r\n".join(head).encode("latin-1") + body)
        await writer.drain()

    return behave


def redirect(location: str, *, status: int = 302) -> Behaviour:
    """Send the client elsewhere."""
    return reply(b"elsewhere", f"Location: {location}", status=status)


def raw(*pieces: bytes, pause: float = 0, close: bool = True) -> Behaviour:
    """Send these bytes, slowly if wanted, and close the connection."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if close:
            writer.close()

    return behave


def endless(start: bytes, piece: bytes, *, pause: float = 0) -> Behaviour:
    """Send the start, then the piece again and again until the client leaves."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return behave


def silent() -> Behaviour:
    """Take the request and never answer."""
    return endless(b"", b"", pause=0.05)


def chunked(pieces: Iterable[bytes], *headers: str) -> Behaviour:
    """Answer in chunks of one piece each."""
    head = ("HTTP/1.1 200 OK", *headers, "Transfer-Encoding: chunked", "", "")
    chunks = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece]
    return raw("\r\n".join(head).encode(), *chunks, b"0\r\n\r\n", close=False)


def gzip_bomb(size: int) -> bytes:
    """Return gzip bytes, a thousandth of the size, that unpack to so many zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, block = (
        packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    return first + block * (size // 2**20 - 1)


# A throw-away key for loopback: nobody trusts it, which is what it is for.
_TLS = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMD+l3Nxixxq54jYB
Z5BCHH/EOotNx30tDanyzFRooR2hRANCAAShOBTGbnaYIWLz3oF7vWgM0hwOaOX/
znszNjIyvmPHhO7pmRjrVUMU808/rpvViy8FOsOFZQw4nLw6D1y/GBr5
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUbW997NRHQ80ONhVkVw/d+RfeiqIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA3MDIyM1oYDzIxMjYxMDMw
MDcwMjIzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAShOBTGbnaYIWLz3oF7vWgM0hwOaOX/znszNjIyvmPHhO7pmRjrVUMU
808/rpvViy8FOsOFZQw4nLw6D1y/GBr5o28wbTAdBgNVHQ4EFgQUIH9eGijZJWFA
MLdViTajy8STsMUwHwYDVR0jBBgwFoAUIH9eGijZJWFAMLdViTajy8STsMUwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSAAwRQIhAIZ5MHNapE4SAuIm0cvURwbforaH9q2E/W22zICnnzxfAiBq
uvQ4nb5XKGILse1EIJTpeSwHDBrSuF8HxQbj3J7SFg==
-----END CERTIFICATE-----
"""
CERTIFICATE = _TLS[_TLS.index("-----BEGIN CERTIFICATE") :]
"""Who trusts it as an authority trusts every server here: it has signed itself."""


def tls_context() -> ssl.SSLContext:
    """Return what a server on loopback shows of itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
        file.write(_TLS)
    try:
        context.load_cert_chain(file.name)
    finally:
        with suppress(OSError):
            Path(file.name).unlink()
    return context
