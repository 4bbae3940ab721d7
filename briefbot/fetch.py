"""One polite, safe HTTP GET: guarded at the connect call, bounded in time and in bytes."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
import zlib
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Self
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict
from yarl import URL

from briefbot.errors import FetchError
from briefbot.guard import parse_allowed, refusal
from briefbot.models import Request, Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from aiohttp.connector import AddrInfoType

    from briefbot.config import FetchOptions

    _Place = tuple[str | int | bytes, ...]
    _Found = Sequence[tuple[socket.AddressFamily, socket.SocketKind, int, str, _Place]]
    LookUp = Callable[[str, int, int, int], _Found]

REDIRECTS = 5
CHUNK = 65_536
"""Bytes that are read, and unpacked, at once: the most that a body exceeds its limit by."""
MEMBERS = 100
"""The most gzip members in one body; more are an attack on the unpacker."""
HEADER = 32_768
"""The longest header: news sites send content policies beyond aiohttp's 8 kB."""
KEEP_ALIVE = 2.0
"""Seconds that an idle connection waits for the next page; a burst leaves few sockets open."""
LONGEST_ADDRESS = 8_192

_OK, _NO_CONTENT, _NOT_MODIFIED, _SERVER_ERROR = 200, 204, 304, 500
_MOVED = frozenset({301, 302, 303, 307, 308})
_PACKINGS = re.compile(
    r"\b(?:br|dcb|dcz|deflate|(?:x-)?(?:compress|gzip)|xz|zstd)\b", re.IGNORECASE
)
"""Words that name a packing; servers also put charsets and worse into Content-Encoding."""
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([a-z0-9][a-z0-9_:+-]{0,39})", re.IGNORECASE)
_HOST = re.compile(r"[!-~]{1,253}")
_UNSENDABLE = re.compile(r"[^\t\x20-\x7e\x80-\ud7ff\ue000-\U0010ffff]")
"""Control characters, and the surrogates that aiohttp makes of bytes that are not UTF-8."""
_FOREIGN = (aiohttp.ClientError, OSError, ValueError, RuntimeError, zlib.error)
"""What aiohttp, yarl, ssl and zlib raise when a server or an address is odd."""
_UNREADABLE = (ValueError, IndexError)
"""What yarl raises for text that is no address; IndexError for `//[]@`."""
_ADVICE = {
    400: "check the address",
    401: "it wants a login; an Authorization header among the source's headers may be one",
    402: "it wants to be paid",
    403: "does the site block bots? set fetch.user_agent",
    404: "check the address",
    410: "it is gone for good",
    429: "it is asked too often; a longer interval may help",
    451: "it is withheld for legal reasons",
}


# ---------------------------------------------------------------- what is said


def _shown(text: str) -> str:
    """Show an address without what may be secret: user and password, query and fragment."""
    plain = re.split(r"[?#]", text, maxsplit=1)[0]
    return repr(re.sub(r"//.*@", "//", plain)[:80])


def _where(url: URL, first: URL | None = None) -> str:
    host = url.host_port_subcomponent or ""
    if first is None or first.raw_host == url.raw_host:
        return host
    return f"{host} (where {first.host_port_subcomponent} redirects)"


def _words(error: BaseException) -> str:
    """Say what the system says, without the addresses that asyncio adds."""
    number = getattr(error, "errno", None) or 0
    return os.strerror(number) if number > 0 else getattr(error, "strerror", None) or "no answer"


def _explained(error: Exception, where: str, patience: float) -> FetchError:
    """Put a foreign error into words; its own text may hold the address and its secrets."""
    cause = getattr(error, "os_error", error)
    reason, message = "broken", f"{where} sends an answer that is cut short or is not HTTP"
    if isinstance(cause, _BlockedError):
        reason = "blocked_address"
        message = (
            f"{where} leads to {cause.address}, which {cause};"
            " if it shall be read, add it to fetch.allow_private"
        )
    elif isinstance(error, TimeoutError):
        reason = "timeout"
        message = f"no complete answer from {where} within {patience:g} s; does it block bots?"
    elif isinstance(error, aiohttp.ClientConnectorDNSError):
        reason, message = "dns", f"{where} has no address: {_words(cause)}; check the spelling"
    elif isinstance(cause, ssl.SSLError):
        reason = "tls"
        detail = getattr(cause, "verify_message", "") or "no common way to encrypt"
        message = f"no safe connection to {where}: {detail}; its owner must mend that"
    elif isinstance(error, zlib.error):
        reason, message = "bad_encoding", f"the answer of {where} can't be unpacked"
    elif isinstance(error, aiohttp.InvalidURL | UnicodeError):
        reason, message = "bad_address", f"{where} is no host that can be asked; check the address"
    elif isinstance(error, OSError | aiohttp.ClientConnectionError):
        reason, message = "unreachable", f"{where} can't be reached: {_words(cause)}; is it down?"
    return FetchError(reason, message)


def _wait(retry_after: str) -> str:
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return f"; it may be asked again in {int(retry_after)} s"
    try:
        when = parsedate_to_datetime(retry_after[:64])
        when = when.astimezone(UTC) if when.tzinfo else when
    except (ValueError, OverflowError):
        return ""
    return f"; it may be asked again at {when:%Y-%m-%d %H:%M} UTC"


def _refused(answer: aiohttp.ClientResponse, where: str) -> FetchError:
    status = answer.status
    if status == _NO_CONTENT:
        return FetchError("empty", f"{where} answers that it has nothing (204); check the address")
    other = "it has trouble; wait" if status >= _SERVER_ERROR else "look at it in a browser"
    wait = _wait(answer.headers.get("Retry-After", "").strip())
    return FetchError(
        f"http_{status}", f"{status} from {where}; {_ADVICE.get(status, other)}{wait}"
    )


# ---------------------------------------------------------------- what is asked


def _address(text: str) -> URL:
    """Read an address that may be asked; its host and port are judged when connecting."""
    try:
        url = URL(text[: LONGEST_ADDRESS + 1]).with_fragment(None)
    except _UNREADABLE as error:
        raise FetchError("bad_address", f"{_shown(text)} is no address; check it") from error
    if url.scheme not in {"http", "https"}:
        raise FetchError("bad_address", f"{_shown(text)} does not begin with http:// or https://")
    if url.raw_user is not None or url.raw_password is not None:
        raise FetchError(
            "bad_address",
            f"{_shown(text)} comes with a user name; take it out and put an Authorization header"
            " among the source's headers",
        )
    if not _HOST.fullmatch(url.raw_host or "") or len(text) > LONGEST_ADDRESS:
        raise FetchError("bad_address", f"{_shown(text)} is no address of a host; check it")
    return url


def _target(url: URL, location: str) -> URL:
    """Resolve a redirect; bytes that are not UTF-8 become percent codes."""
    raw = location.encode("utf-8", "surrogateescape")
    text = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)  # noqa: PLR2004  ASCII
    try:
        return _address(str(url.join(URL(text))))
    except (FetchError, *_UNREADABLE) as error:
        raise FetchError(
            "bad_address", f"{_where(url)} redirects to {_shown(text)}, which is not followed"
        ) from error


def _sendable(validator: str | None) -> str | None:
    """Return a validator that goes back byte for byte; aiohttp drops parts of any other."""
    return None if not validator or _UNSENDABLE.search(validator) else validator


def _own_headers(request: Request) -> CIMultiDict[str]:
    """Return what is meant for this host alone: configured headers, and its validators."""
    own = CIMultiDict[str]()
    for name, value in request.headers:
        if not name or _UNSENDABLE.search(name + value):
            raise FetchError(
                "bad_header",
                f"the value of header {name!r} holds a line break or another control character;"
                " check the environment variable that it comes from",
            )
        own[name] = value
    if etag := _sendable(request.etag):
        own["If-None-Match"] = etag
    if modified := _sendable(request.last_modified):
        own["If-Modified-Since"] = modified
    return own


def same_place(before: URL, after: URL) -> bool:
    """Tell whether what is meant for one address may go to another: same host, no less safe."""
    if before.raw_host != after.raw_host:
        return False
    if (before.scheme, after.scheme) == ("http", "https"):
        return before.is_default_port() and after.is_default_port()
    return (before.scheme, before.port) == (after.scheme, after.port)


# ---------------------------------------------------------------- what is answered


class Unpacker:
    """Undoes gzip or deflate in pieces of at most CHUNK, so that a bomb shows at once."""

    def __init__(self, packing: str | None) -> None:
        self._packing = packing
        self._members = 0
        self._stream: zlib._Decompress | None = None

    @property
    def complete(self) -> bool:
        """Whether what was packed has come to its own end."""
        return self._stream is None or self._stream.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Unpack the next bytes; what stands behind the end is ignored, as browsers do."""
        more = bool(data)
        while more and (stream := self._open(data)):
            piece = stream.decompress(data, CHUNK)
            yield piece
            data = stream.unused_data if stream.eof else stream.unconsumed_tail
            more = bool(data) or (len(piece) == CHUNK and not stream.eof)
        if not self._packing:
            yield data

    def _open(self, data: bytes) -> zlib._Decompress | None:
        if not self._packing:
            return None
        gzip = self._packing != "deflate"
        if self._stream is None or (gzip and self._stream.eof and data.startswith(b"\x1f")):
            self._members += 1
            if self._members > MEMBERS:
                raise zlib.error("too many members")
            # "deflate" means zlib, but some servers leave zlib's header out
            raw = not gzip and data[0] & 0x0F != zlib.DEFLATED
            self._stream = zlib.decompressobj(31 if gzip else -15 if raw else 15)
        return None if self._stream.eof else self._stream


def _packing(answer: aiohttp.ClientResponse, where: str) -> str | None:
    named = ",".join(answer.headers.getall("Content-Encoding", ()))
    packings = [word.lower() for word in _PACKINGS.findall(named)]
    if packings and (len(packings) > 1 or packings[0] not in {"gzip", "x-gzip", "deflate"}):
        raise FetchError(
            "bad_encoding",
            f"{where} packs its answer as {', '.join(packings[:3])}, though only gzip or deflate"
            " was asked for; tell its owner",
        )
    return packings[0] if packings else None


async def _body(answer: aiohttp.ClientResponse, limit: int, where: str) -> bytes:
    """Read and unpack the body; stop where it is too large, packed or unpacked."""
    too_large = FetchError(
        "too_large",
        f"{where} sends more than {limit / 1e6:g} MB; is this the address of a feed or a page?",
    )
    unpacker = Unpacker(_packing(answer, where))
    if (answer.content_length or 0) > limit:
        raise too_large
    body, arrived = bytearray(), 0
    async for chunk in answer.content.iter_chunked(CHUNK):
        arrived += len(chunk)
        if arrived > limit:
            raise too_large
        for piece in unpacker.feed(chunk):
            body += piece
            if len(body) > limit:
                raise too_large
    if not unpacker.complete:
        raise FetchError("broken", f"the packed answer of {where} is cut short; it may heal")
    if not body:
        raise FetchError("empty", f"{where} answers with an empty page; check the address")
    return bytes(body)


def _charset(content_type: str) -> str | None:
    match = _CHARSET.search(content_type)
    if not match:
        return None
    try:
        "a".encode(match[1])
    except (LookupError, ValueError):
        return None
    return match[1].lower()


def _response(
    url: URL, answer: aiohttp.ClientResponse, *, body: bytes = b"", asked: Request | None = None
) -> Response:
    """Make the response; a 304 without validators leaves those that it was `asked` with."""
    declared = _UNSENDABLE.sub("", answer.headers.get("Content-Type", ""))
    etag = _sendable(answer.headers.get("ETag"))
    modified = _sendable(answer.headers.get("Last-Modified"))
    return Response(
        url=str(url),
        status=answer.status,
        body=body,
        content_type=declared.partition(";")[0].strip().lower(),
        charset=_charset(declared),
        etag=etag or (asked.etag if asked else None),
        last_modified=modified or (asked.last_modified if asked else None),
    )


# ---------------------------------------------------------------- how it is connected


class _BlockedError(OSError):
    """The guard refuses to connect.

    aiohttp tries every address of a name and keeps the errors' type only when all of them
    read alike, so the text leaves the address out.
    """

    def __init__(self, reason: str, address: str) -> None:
        super().__init__(reason)
        self.address = address


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


class _Time:
    """The seconds that a request may still use; waiting for its turn uses none."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= clock() - start


class Fetcher:
    """Reads the web: `async with Fetcher(options, version="1") as fetch: await fetch(request)`.

    At most `options.total` requests are under way, and `options.per_host` to one host. The
    others wait their turn, which costs nothing of their own time.
    """

    def __init__(
        self, options: FetchOptions, *, version: str, resolver: AbstractResolver | None = None
    ) -> None:
        agent = options.user_agent.replace("{version}", version)
        self._agent = _UNSENDABLE.sub("", agent.replace("{contact}", options.contact))
        self._allowed = tuple(parse_allowed(text) for text in options.allow_private)
        self._options = options
        self._resolver = resolver or SystemResolver(options.timeout / 4)
        self._turns = asyncio.Semaphore(options.total)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        patience = self._options.timeout
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=self._socket,
                resolver=self._resolver,
                limit=0,  # the turns are ours: aiohttp counts waiting as connecting
                keepalive_timeout=KEEP_ALIVE,
            ),
            timeout=aiohttp.ClientTimeout(sock_connect=patience / 4, sock_read=patience / 2),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,  # behind a proxy the guard would see the proxy's address alone
            auto_decompress=False,
            read_bufsize=CHUNK,
            max_line_size=HEADER,
            max_field_size=HEADER,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def __call__(self, request: Request) -> Response:
        """Return the answer, 200 or 304, behind at most five redirects; raise FetchError else."""
        first = url = _address(request.url)
        own = _own_headers(request)
        time = _Time(self._options.timeout)
        for _ in range(REDIRECTS + 1):
            where = _where(url, first)
            try:
                async with self._turn(url), time.spent():
                    answer = await self._ask(url, own, request, where)
            except _FOREIGN as error:
                raise _explained(error, where, self._options.timeout) from error
            if isinstance(answer, Response):
                return answer
            if not same_place(url, answer):
                own = CIMultiDict()
            url = answer
        raise FetchError(
            "redirects",
            f"{_where(first)} redirects more than {REDIRECTS} times; open it in a browser and use"
            " the address where it ends",
        )

    async def _ask(
        self, url: URL, own: CIMultiDict[str], request: Request, where: str
    ) -> Response | URL:
        headers = CIMultiDict({"User-Agent": self._agent, "Accept": "*/*"})
        headers.update(own)
        headers["Accept-Encoding"] = "gzip, deflate"
        asked_whether_changed = "If-None-Match" in own or "If-Modified-Since" in own
        async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status in _MOVED and (location := answer.headers.get("Location")):
                return _target(url, location)
            if answer.status == _NOT_MODIFIED and asked_whether_changed:
                return _response(url, answer, asked=request)
            if answer.status != _OK:
                raise _refused(answer, where)
            return _response(url, answer, body=await _body(answer, request.limit, where))

    @asynccontextmanager
    async def _turn(self, url: URL) -> AsyncIterator[None]:
        """Wait for the host first: who waits for a busy host takes no place from others."""
        fresh = asyncio.Semaphore(self._options.per_host)
        host = self._hosts.setdefault(url.host_port_subcomponent or "", fresh)
        async with host, self._turns:
            yield

    def _socket(self, info: AddrInfoType) -> socket.socket:
        family, kind, proto, _, address = info
        if reason := refusal(address[0], address[1], self._allowed):
            raise _BlockedError(reason, address[0])
        return socket.socket(family, kind, proto)
