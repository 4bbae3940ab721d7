"""Which way a request goes out: straight to its host, or through a company's proxy."""

from __future__ import annotations

import re
import socket
from base64 import b64encode
from contextlib import asynccontextmanager
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Self

import aiohttp
from yarl import URL

from briefbot.errors import FetchError
from briefbot.fetch.connect import guarded_socket, judge, proxy_socket
from briefbot.fetch.trust import trust
from briefbot.fetch.unpack import CHUNK
from briefbot.guard import PORTS, is_public, parse_allowed, unwrap

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from aiohttp.abc import AbstractResolver
    from aiohttp.connector import AddrInfoType
    from multidict import CIMultiDict

    from briefbot.config import FetchOptions
    from briefbot.settings import Secret

    MakeSocket = Callable[[AddrInfoType], socket.socket]

HEADER = 32_768
"""The longest header: news sites send content policies beyond aiohttp's 8 kB."""
KEEP_ALIVE = 2.0
"""Seconds that an idle connection waits for the next page; a burst leaves few sockets open."""
_LOGIN_WANTED, _REFUSED = 407, 403
_UNREACHED = frozenset({502, 503, 504})
_FAILED = re.compile(r";\s{0,9}error=", re.IGNORECASE)


class Way:
    """Asks one address: `async with way.ask(url, headers) as answer`.

    Without a proxy the guard judges every socket. With one, the proxy makes the connection: so
    before it is asked, the host's addresses are judged as far as we can find them out. What
    `allow_private` names is our own, and asked straight.
    """

    def __init__(
        self, options: FetchOptions, *, resolver: AbstractResolver, login: Secret | None = None
    ) -> None:
        self._allowed = tuple(parse_allowed(text) for text in options.allow_private)
        self._resolver = resolver
        self._patience = options.timeout
        self._trust = trust(options.ca_file)
        self._proxy = URL(options.proxy) if options.proxy else None
        self._login = _basic(login)
        self._straight: aiohttp.ClientSession
        self._proxied: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._straight = self._session(partial(guarded_socket, allowed=self._allowed))
        if self._proxy is not None:
            self._proxied = self._session(partial(proxy_socket, port=self._proxy.port or 0))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._straight.close()
        if self._proxied is not None:
            await self._proxied.close()

    def _session(self, socket_factory: MakeSocket) -> aiohttp.ClientSession:
        patience = self._patience
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=socket_factory,
                resolver=self._resolver,
                ssl=self._trust,
                limit=0,  # the turns are ours: aiohttp counts waiting as connecting
                keepalive_timeout=KEEP_ALIVE,
            ),
            timeout=aiohttp.ClientTimeout(sock_connect=patience / 4),  # `Time` bounds the whole
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,  # a proxy of the environment would carry requests around the guard
            auto_decompress=False,
            read_bufsize=CHUNK,
            max_line_size=HEADER,
            max_field_size=HEADER,
        )

    def ask(
        self, url: URL, headers: CIMultiDict[str]
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Give the answer's head; raise FetchError for what the proxy itself has to say."""
        if self._proxied is None:
            return self._straight.get(url, headers=headers, allow_redirects=False)
        return self._ask_by(self._proxied, url, headers)

    @asynccontextmanager
    async def _ask_by(
        self, proxied: aiohttp.ClientSession, url: URL, headers: CIMultiDict[str]
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if await self._is_inside(url):
            async with self._straight.get(url, headers=headers, allow_redirects=False) as answer:
                yield answer
            return
        tunnel = url.scheme == "https"  # what it is led to is not for the proxy's eyes, nor back
        try:
            async with proxied.get(
                url,
                headers=headers if tunnel else {**headers, **self._login},
                allow_redirects=False,
                proxy=self._proxy,
                proxy_headers=dict(self._login),
            ) as answer:
                if answer.status == _LOGIN_WANTED or (not tunnel and _proxys_own(answer)):
                    raise self._unled(url, answer.status)
                yield answer
        except aiohttp.ClientHttpProxyError as error:
            raise self._unled(url, error.status) from error
        except (aiohttp.ClientProxyConnectionError, aiohttp.ClientConnectorDNSError) as error:
            raise FetchError(
                "proxy", f"{self._name} can't be reached; is fetch.proxy right, and is it up?"
            ) from error
        except aiohttp.ConnectionTimeoutError as error:
            host = url.host_port_subcomponent
            raise FetchError(
                "proxy", f"no connection to {host} by {self._name} came about in time; is it up?"
            ) from error

    @property
    def _name(self) -> str:
        return f"the proxy {self._proxy.host_port_subcomponent if self._proxy else ''}"

    def _unled(self, url: URL, status: int) -> FetchError:
        """Say why the proxy does not lead to a host."""
        host = url.host_port_subcomponent
        if status == _LOGIN_WANTED:
            said = "wants another login (407); set the variable that fetch.proxy_login names"
        elif status == _REFUSED:
            said = f"does not let us reach {host} (403); ask who runs it"
        else:
            said = f"did not reach {host} ({status}); it may be down"
        return FetchError("proxy", f"{self._name} {said}")

    def is_ours(self, address: str, port: int) -> bool:
        """Tell whether this is a literal address that `allow_private` names."""
        try:
            literal = unwrap(ip_address(address))
        except ValueError:
            return False
        return any(one.covers(literal, port) for one in self._allowed)

    async def is_outside(self, url: URL) -> bool:
        """Tell whether a host has addresses that we know, and anybody can reach all of them."""
        found = await self._addresses(url.raw_host or "")
        return bool(found) and all(is_public(unwrap(ip_address(each))) for each in found)

    async def _is_inside(self, url: URL) -> bool:
        """Tell whether all of a host's addresses are ours; raise when one is blocked."""
        host, port = url.raw_host or "", url.port or 0
        addresses = await self._addresses(host)
        if addresses and all(self.is_ours(address, port) for address in addresses):
            return True
        if not addresses and port not in PORTS:
            raise FetchError("blocked_address", f"{host} is asked on port {port}, not on 80 or 443")
        for address in addresses:
            judge(address, port, self._allowed)
        return False

    async def _addresses(self, host: str) -> list[str]:
        """Return the addresses of a host; none where only the proxy knows the name."""
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        try:
            found = await self._resolver.resolve(host, 0, socket.AF_UNSPEC)
        except OSError:
            return []
        return [each["host"] for each in found]


def _proxys_own(answer: aiohttp.ClientResponse) -> bool:
    """Tell whether a proxy says itself, in place of a host, that it did not reach it.

    Squid marks its own errors, and RFC 9209 has a field for it, whose last member is of the
    proxy next to us. Whatever comes without a mark counts as the host's own answer.
    """
    if answer.status not in _UNREACHED:
        return False
    status = ",".join(answer.headers.getall("Proxy-Status", ()))
    return (
        "X-Squid-Error" in answer.headers or _FAILED.search(status.rpartition(",")[2]) is not None
    )


def _basic(login: Secret | None) -> dict[str, str]:
    """Return the header that logs in at the proxy."""
    if login is None:
        return {}
    return {"Proxy-Authorization": f"Basic {b64encode(login.reveal().encode()).decode()}"}
