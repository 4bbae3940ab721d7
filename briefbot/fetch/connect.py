"""How a connection is made: names are looked up, and every address is judged."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import Future
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver, ResolveResult

from briefbot.guard import Allowed, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from aiohttp.connector import AddrInfoType

    _Place = tuple[str | int | bytes, ...]
    _Found = Sequence[tuple[socket.AddressFamily, socket.SocketKind, int, str, _Place]]
    LookUp = Callable[[str, int, int, int], _Found]


class _BlockedError(OSError):
    """The guard refuses to connect.

    aiohttp tries every address of a name and keeps the errors' type only when all of them
    read alike, so the text leaves the address out.
    """

    def __init__(self, reason: str, address: str) -> None:
        super().__init__(reason)
        self.address = address


def blocked_address(error: BaseException) -> str | None:
    """Return the address that the guard refused, when that is what the error says."""
    return error.address if isinstance(error, _BlockedError) else None


def guarded_socket(info: AddrInfoType, allowed: Iterable[Allowed]) -> socket.socket:
    """Make the socket for one address; raise when it must not be connected to."""
    family, kind, proto, _, address = info
    judge(address[0], address[1], allowed)
    return socket.socket(family, kind, proto)


def judge(address: str, port: int, allowed: Iterable[Allowed]) -> None:
    """Raise when the address must not be connected to."""
    if reason := refusal(address, port, allowed):
        raise _BlockedError(reason, address)


def proxy_socket(info: AddrInfoType, port: int) -> socket.socket:
    """Make the socket to a proxy, wherever that is; raise for every other port."""
    family, kind, proto, _, address = info
    if address[1] != port:
        raise _BlockedError("is not the proxy", address[0])
    return socket.socket(family, kind, proto)


def _settle(answer: Future[_Found], look_up: Callable[[], _Found]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(look_up())
    except (OSError, UnicodeError) as error:
        answer.set_exception(error)


class SystemResolver(AbstractResolver):
    """The system's resolver, each look-up in a daemon thread of its own.

    A look-up can't be stopped. In asyncio's shared threads (six on two cores) a few dead
    name servers would hold up every other source, and the end of the process.
    """

    def __init__(self, patience: float, look_up: LookUp = socket.getaddrinfo) -> None:
        self._patience = patience
        self._look_up = look_up

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a name; raise gaierror when there is none in time."""
        answer: Future[_Found] = Future()
        look_up = partial(self._look_up, host, port, family, socket.SOCK_STREAM)
        Thread(target=_settle, args=(answer, look_up), daemon=True).start()
        try:
            async with asyncio.timeout(self._patience):
                found = await asyncio.wrap_future(answer)
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, "the name server does not answer") from None
        return [
            ResolveResult(
                hostname=host, host=str(address[0]), port=port, family=kind, proto=proto, flags=0
            )
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Leave the threads to end by themselves."""
