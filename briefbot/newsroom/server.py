"""All outlets on one loopback port, told apart by the host name that a request asks for."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from briefbot.newsroom import setup, site
from briefbot.newsroom.outlets import OUTLETS, Layout, Outlet
from briefbot.newsroom.world import Piece, load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

_TICK = timedelta(seconds=1)
_SHUTDOWN = 0.2
"""Seconds that answers under way get when the newsroom closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request as the newsroom saw it, and the status that it answered."""

    method: str
    host: str
    path: str
    status: int
    headers: Mapping[str, str]


class Resolver(AbstractResolver):
    """Sends the newsroom's host names to its own port; every other name is unknown.

    aiohttp connects to the port of the answer, not to the one in the address, so that
    an article's address needs no port in it.
    """

    def __init__(self, hosts: frozenset[str], port: int) -> None:
        self._hosts = hosts
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return 127.0.0.1 and the newsroom's port; raise OSError for another name."""
        del port, family
        if host not in self._hosts:
            raise OSError(None, f"{host} is not in the newsroom")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Hold nothing, release nothing."""


class Newsroom:
    """The served world: what it publishes, who asked for what, and how it all belongs together."""

    def __init__(self, now: datetime, delay: float) -> None:
        self.port = 0
        """The loopback port; known once it is served."""
        self.requests: list[Visit] = []
        self.hosts = frozenset(outlet.host for outlet in OUTLETS)
        self._delay = delay
        self._outlets = {outlet.host: outlet for outlet in OUTLETS}
        self._down = {outlet.id for outlet in OUTLETS if outlet.down}
        self._pieces = {piece.url: piece for piece in load(now)}
        self._changed = {outlet.id: self._newest(outlet, now) for outlet in OUTLETS}

    @cached_property
    def resolver(self) -> Resolver:
        """What an aiohttp connector needs to reach the newsroom by its host names."""
        return Resolver(self.hosts, self.port)

    @property
    def config_text(self) -> str:
        """A whole `briefbot.yaml` that reads every outlet."""
        return setup.config_text(self.port)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything published, the newest first."""
        return tuple(sorted(self._pieces.values(), key=lambda piece: piece.published, reverse=True))

    @property
    def truth(self) -> dict[str, str]:
        """Canonical address of each article -> its event, the same for all who tell it."""
        return {piece.url: piece.story for piece in self.pieces}

    def publish(
        self,
        outlet_id: str,
        slug: str,
        *,
        title: str,
        body: str,
        published: datetime,
        story: str = "",
    ) -> str:
        """Publish an article, with an empty line between paragraphs; return its address."""
        outlet = next(outlet for outlet in OUTLETS if outlet.id == outlet_id)
        piece = Piece(
            outlet=outlet,
            slug=slug,
            title=title,
            author=f"{outlet.name} staff",
            section=outlet.sections[0],
            published=published.replace(microsecond=0),
            body=body,
            teaser=body.partition("\n\n")[0],
            story=story or slug,
        )
        self._put(piece)
        return piece.url

    def change(self, url: str, *, title: str | None = None, body: str | None = None) -> None:
        """Correct an article that stands: another headline, another text, or both."""
        piece = self._pieces[url]
        self._put(replace(piece, title=title or piece.title, body=body or piece.body))

    def withdraw(self, url: str) -> None:
        """Take an article off its page (404), out of the feed and off the home page."""
        self._touch(self._pieces.pop(url).outlet)

    def fail(self, outlet_id: str) -> None:
        """Let an outlet answer 503 to everything from now on."""
        self._down.add(outlet_id)

    def recover(self, outlet_id: str) -> None:
        """Let an outlet work again."""
        self._down.discard(outlet_id)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request and note it."""
        host = request.host.partition(":")[0]
        outlet = self._outlets.get(host)
        answer = self._answer(outlet, request.path) if outlet else site.Answer(status=404)
        if outlet and outlet.slow and request.path == outlet.feed:
            await asyncio.sleep(self._delay)
        status = 304 if _unchanged(request.headers, answer) else answer.status
        self.requests.append(
            Visit(
                method=request.method,
                host=host,
                path=request.path_qs,
                status=status,
                headers=request.headers,
            )
        )
        return _response(answer, status, compress=outlet is not None and _compresses(outlet))

    def _answer(self, outlet: Outlet, path: str) -> site.Answer:
        if outlet.id in self._down:
            return site.out_of_service(outlet)
        pieces = [piece for piece in self.pieces if piece.outlet.id == outlet.id]
        return site.answer(outlet, pieces, path, self._changed[outlet.id])

    def _put(self, piece: Piece) -> None:
        self._pieces[piece.url] = piece
        self._touch(piece.outlet)

    def _touch(self, outlet: Outlet) -> None:
        """Move the date of the last change on, so that a server with dates only shows it."""
        self._changed[outlet.id] = max(
            self._changed[outlet.id] + _TICK, self._newest(outlet, self._changed[outlet.id])
        )

    def _newest(self, outlet: Outlet, otherwise: datetime) -> datetime:
        dates = (p.published for p in self._pieces.values() if p.outlet.id == outlet.id)
        return max(dates, default=otherwise)


@asynccontextmanager
async def serve(now: datetime, *, delay: float = 1.5) -> AsyncIterator[Newsroom]:
    """Serve the newsroom as it stands at `now` (aware) on a free loopback port.

    `delay` is how many seconds the slow outlet's feed takes.
    """
    room = Newsroom(now, delay)
    app = web.Application()
    app.router.add_get("/{path:.*}", room.handle)
    # A slow answer that nobody waits for any more must not hold up the end.
    runner = web.AppRunner(
        app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        room.port = runner.addresses[0][1]
        yield room
    finally:
        await runner.cleanup()


def _unchanged(headers: Mapping[str, str], answer: site.Answer) -> bool:
    """Compare validators byte for byte; an ETag outranks a date (RFC 9110, 13.2.2)."""
    if answer.status != 200:  # noqa: PLR2004 OK
        return False
    if answer.etag and "If-None-Match" in headers:
        return headers["If-None-Match"] == answer.etag
    return answer.last_modified is not None and (
        headers.get("If-Modified-Since") == answer.last_modified
    )


def _compresses(outlet: Outlet) -> bool:
    return outlet.layout is Layout.MODERN


def _response(answer: site.Answer, status: int, *, compress: bool) -> web.Response:
    offered = {
        "ETag": answer.etag,
        "Last-Modified": answer.last_modified,
        "Location": answer.location,
        "Content-Type": answer.content_type,
    }
    headers = {name: value for name, value in offered.items() if value}
    # Cookies must not come back: a reader of news has no session.
    headers["Set-Cookie"] = "visitor=1; Path=/"
    body = b"" if status == 304 else answer.body  # noqa: PLR2004 Not Modified
    response = web.Response(status=status, body=body, headers=headers)
    if compress and body:
        response.enable_compression()
    return response
