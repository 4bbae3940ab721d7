"""Ask servers on loopback: a fetcher that may, and knows no real name server."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from briefbot.config import FetchOptions
from briefbot.errors import FetchError
from briefbot.fetch import Fetcher
from briefbot.models import Request
from briefbot.settings import Secret
from tests.badserver import BadServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefbot.fetch.allowance import Room
    from briefbot.fetch.turns import Turns

LIMIT = 1_000_000
OK = b"HTTP/1.1 200 OK\r\n"


class Names(AbstractResolver):
    """A name server that answers from a function: host -> address, or an error."""

    def __init__(self, answer: Callable[[str], str]) -> None:
        self._answer = answer

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,
    ) -> list[ResolveResult]:
        """Answer with one address."""
        address = self._answer(host)
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=6, flags=0)
        ]

    async def close(self) -> None:
        """Nothing to close."""


def no_such_name(host: str) -> str:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def fetcher(  # noqa: PLR0913  each test names one or two
    *servers: BadServer,
    names: Callable[[str], str] = no_such_name,
    allow: tuple[str, ...] = (),
    timeout: float = 60,
    whole: float = 0,
    per_host: int = 2,
    total: int = 100,
    turns: Turns | None = None,
    room: Room | None = None,
    proxy: str = "",
    login: str = "",
    ca_file: str = "",
) -> Fetcher:
    """Make a fetcher that may read these servers and asks no real name server.

    A connection has a quarter of `timeout`; `whole` is for all of a request instead of it, so
    that it is the whole that runs out and not, where the machine pauses, the connection's part.
    """
    # unchecked, because a timeout that keeps tests short is none for real servers
    options = FetchOptions.model_construct(
        contact="https://example.org/bot",
        allow_private=(*(server.allowed for server in servers), *allow),
        timeout=timeout,
        per_host=per_host,
        total=total,
        proxy=proxy,
        ca_file=ca_file,
    )
    made = Fetcher(
        options,
        version="1.2.3",
        resolver=Names(names),
        turns=turns,
        room=room,
        proxy_login=Secret(login) if login else None,
    )
    made._patience = whole or timeout
    return made


def ask(
    url: str, *, limit: int = LIMIT, **more: str | bool | tuple[tuple[str, str], ...]
) -> Request:
    return Request(url=url, limit=limit, **more)  # type: ignore[arg-type]  # shorter tests


async def refusal(fetch: Fetcher, request: Request | str) -> FetchError:
    """Return the error that a request ends in."""
    with pytest.raises(FetchError) as caught:
        await fetch(ask(request) if isinstance(request, str) else request)
    return caught.value
