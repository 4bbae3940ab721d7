"""Fetching is safe against any server, and polite to every server."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yarl import URL

from briefbot.config import FetchOptions
from briefbot.errors import FetchError
from briefbot.fetch import CHUNK, Fetcher, SystemResolver, Unpacker, same_place
from briefbot.models import Request, Response
from tests.badserver import (
    BadServer,
    chunked,
    endless,
    gzip_bomb,
    raw,
    redirect,
    reply,
    silent,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

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
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002  aiohttp's signature
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


def fetcher(
    *servers: BadServer,
    names: Callable[[str], str] = no_such_name,
    timeout: float = 10,
    per_host: int = 2,
    total: int = 100,
) -> Fetcher:
    """Make a fetcher that may read these servers and asks no real name server."""
    # unchecked, because a timeout that keeps tests short is none for real servers
    options = FetchOptions.model_construct(
        contact="https://example.org/bot",
        allow_private=tuple(server.allowed for server in servers),
        timeout=timeout,
        per_host=per_host,
        total=total,
    )
    return Fetcher(options, version="1.2.3", resolver=Names(names))


def ask(url: str, *, limit: int = LIMIT, **more: str | tuple[tuple[str, str], ...]) -> Request:
    return Request(url=url, limit=limit, **more)  # type: ignore[arg-type]  # shorter tests


async def refusal(fetch: Fetcher, request: Request | str) -> FetchError:
    """Return the error that a request ends in."""
    with pytest.raises(FetchError) as caught:
        await fetch(ask(request) if isinstance(request, str) else request)
    return caught.value


@pytest.fixture
async def site() -> AsyncIterator[BadServer]:
    """Serve what may be read."""
    async with BadServer("127.0.0.1") as server:
        yield server


@pytest.fixture
async def inside() -> AsyncIterator[BadServer]:
    """Serve, in the inside network, what may not be read."""
    async with BadServer("127.0.0.2") as server:
        server.pages["/"] = reply(b"secret")
        yield server


# ---------------------------------------------------------------- what must never be reached

LITERALS = (
    "127.0.0.2",
    "127.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "①②⑦.⓪.⓪.②",
    "127。0。0。2",
    "[::1]",
    "[::]",
    "[::127.0.0.2]",
    "[::ffff:127.0.0.2]",
    "[::ffff:7f00:2]",
    "[64:ff9b::7f00:2]",
    "[64:ff9b::169.254.169.254]",
    "[2002:7f00:2::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffd]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[3fff::1]",
)
MALFORMED = (
    "2130706434",
    "127.0.0.2.",
    "127.1",
    "0",
    "0177.0.0.2",
    "127.0.0.02",
    "127.0.0.256",
    "1.2.3.4.5",
)


@pytest.mark.parametrize("host", LITERALS)
async def test_an_inside_literal_is_refused(host: str) -> None:
    """An inside address is refused however it is written, on the ports of the web."""
    async with fetcher() as fetch:
        for scheme in ("http", "https"):
            error = await refusal(fetch, f"{scheme}://{host}/")
            assert error.reason == "blocked_address"
            assert "is not public; if it shall be read, add it to fetch.allow_private" in str(error)


@pytest.mark.parametrize("host", MALFORMED)
async def test_a_malformed_literal_is_refused(host: str) -> None:
    """A short, decimal or octal form of an IPv4 address is never guessed at."""
    async with fetcher(names=lambda _: "127.0.0.2") as fetch:
        assert (await refusal(fetch, f"http://{host}/")).reason in {
            "bad_address",
            "blocked_address",
        }


@pytest.mark.parametrize(
    "address", ["127.0.0.2", "::1", "::ffff:127.0.0.2", "64:ff9b::7f00:2", "169.254.169.254"]
)
async def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    """A public name for an inside address is refused, and both are named."""
    async with fetcher(names=lambda _: address) as fetch:
        error = await refusal(fetch, "http://intranet.example/?token=secret")
    assert error.reason == "blocked_address"
    assert str(error).startswith(f"intranet.example leads to {address}, which is not public")


async def test_localhost_is_refused_by_the_system_resolver() -> None:
    """A name with several inside addresses is refused as blocked, not as unreachable."""
    options = FetchOptions(contact="me@example.org")
    async with Fetcher(options, version="1") as fetch:
        assert (await refusal(fetch, "http://localhost/")).reason == "blocked_address"


async def test_inside_servers_see_no_connection(inside: BadServer, site: BadServer) -> None:
    """No form of address, direct or by redirect, opens a connection to an inside server."""
    port = inside.port
    hosts = (
        "127.0.0.2",
        "①②⑦.0.0.2",
        "[::ffff:127.0.0.2]",
        "0.0.0.0",
        "x.example",
        "u:p@127.0.0.2",
    )
    async with fetcher(site, names=lambda _: "127.0.0.2") as fetch:
        for host in hosts:
            for number, target in enumerate((f"http://{host}:{port}/", f"//{host}:{port}/")):
                site.pages[f"/{number}"] = redirect(target)
                await refusal(fetch, target if number == 0 else f"http:{target}")
                await refusal(fetch, site.url(f"/{number}"))
    assert inside.accepted == 0


async def test_a_redirect_inside_is_refused_at_a_later_hop(
    site: BadServer, inside: BadServer
) -> None:
    """The third hop is judged like the first."""
    site.pages["/1"] = redirect("/2")
    site.pages["/2"] = redirect(site.url("/3"), status=308)
    site.pages["/3"] = redirect(f"//127.0.0.2:{inside.port}/")
    async with fetcher(site) as fetch:
        error = await refusal(fetch, site.url("/1"))
    assert error.reason == "blocked_address"
    assert f"127.0.0.2:{inside.port} (where {site.allowed} redirects)" in str(error)
    assert inside.accepted == 0


async def test_a_name_that_changes_its_address_is_judged_when_connecting(
    site: BadServer, inside: BadServer
) -> None:
    """A name that is first harmless and then inside (DNS rebinding) never reaches the inside."""
    answers: dict[str, Iterator[str]] = {}

    def rebind(host: str) -> str:
        return next(answers.setdefault(host, iter((site.host, inside.host, inside.host))))

    async with fetcher(site, names=rebind) as fetch:
        for number in range(50):
            name = f"rebinding-{number}.example"
            site.pages["/"] = redirect(inside.url(host=name))
            error = await refusal(fetch, site.url(host=name))
            assert error.reason == "blocked_address"
    assert site.accepted == 50
    assert inside.accepted == 0


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.2:70/_x",
        "ftp://127.0.0.2/x",
        "data:text/html,x",
        "javascript:alert(1)",
        "feed://example.org/x",
        "example.org/feed",
        "//example.org/feed",
        "",
        "http://",
        "http:///path",
        "http://[::1",
        "http://[]@",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "http://a..example/",
        f"http://{'a' * 70}.example/",
        f"http://{'a.' * 200}example/",
        f"http://example.org/{'a' * 10_000}",
        "http://user@example.org/",
        "http://user:hunter2@example.org/",
        "http://:hunter2@example.org/",
        "http://user:hun/ter2@example.org/",
    ],
)
async def test_only_web_addresses_are_asked(url: str, site: BadServer) -> None:
    """Any other scheme, a user name or nonsense is refused, direct and by redirect."""
    site.pages["/"] = redirect(url or "data:,")

    def look_up(host: str) -> str:
        return str(host.encode("idna")) and no_such_name(host)

    async with fetcher(site, names=look_up) as fetch:
        direct = await refusal(fetch, url)
        assert direct.reason == "bad_address"
        assert "hunter2" not in str(direct)
        assert "ter2@" not in str(direct)
        if "://" in url.replace(":///", "") and url != "http://":  # else it is a relative one
            assert (await refusal(fetch, site.url())).reason == "bad_address"


async def test_proxy_variables_are_ignored(
    site: BadServer, inside: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy in the environment does not carry a request around the guard."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, inside.url())
    monkeypatch.delenv("no_proxy", raising=False)
    site.pages["/"] = reply(b"direct")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).body == b"direct"
    assert inside.accepted == 0


async def test_a_server_is_allowed_on_its_port_alone(site: BadServer) -> None:
    """An allowed address on another port is refused, and the message says which."""
    async with BadServer(site.host) as other, fetcher(site) as fetch:
        error = await refusal(fetch, other.url())
        assert other.accepted == 0
    assert f"is asked on port {other.port}, not on 80 or 443" in str(error)


async def test_a_bad_allow_list_is_refused_at_once() -> None:
    """A mistake in fetch.allow_private is an error before anything is read."""
    options = FetchOptions.model_construct(contact="me@example.org", allow_private=("intranet",))
    with pytest.raises(ValueError, match="'intranet' is no network"):
        Fetcher(options, version="1")


# ---------------------------------------------------------------- what must be survived

PACKED = gzip.compress(b"<p>hello</p>" * 1000)
STREAM = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ABUSES = {
    "gzip bomb": (
        reply(gzip_bomb(2_000_000_000)[:900_000], "Content-Encoding: gzip"),
        "too_large",
    ),
    "chunked gzip bomb": (
        endless(
            STREAM.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"),
            b"%x\r\n%b\r\n" % (len(gzip_bomb(2**26)), gzip_bomb(2**26)),
        ),
        "too_large",
    ),
    "gzip of gzip": (reply(PACKED, "Content-Encoding: gzip, gzip"), "bad_encoding"),
    "gzip twice": (
        reply(PACKED, "Content-Encoding: gzip", "Content-Encoding: gzip"),
        "bad_encoding",
    ),
    "brotli": (reply(b"\x1b\x00\x00", "Content-Encoding: br"), "bad_encoding"),
    "zstd": (reply(b"\x28\xb5\x2f\xfd", "Content-Encoding: zstd"), "bad_encoding"),
    "gzip that is none": (reply(b"<p>hello", "Content-Encoding: gzip"), "bad_encoding"),
    "deflate that is none": (reply(b"<p>hello", "Content-Encoding: deflate"), "bad_encoding"),
    "damaged gzip": (
        reply(PACKED[:-8] + bytes(8), "Content-Encoding: gzip"),
        "bad_encoding",
    ),
    "cut gzip": (reply(PACKED[:-9], "Content-Encoding: gzip"), "broken"),
    "empty members": (reply(gzip.compress(b"") * 5_000, "Content-Encoding: gzip"), "bad_encoding"),
    "large and honest": (reply(b"x", length=50_000_000), "too_large"),
    "large and chunked": (endless(STREAM, b"4000\r\n" + b"x" * 0x4000 + b"\r\n"), "too_large"),
    "large until the end": (endless(OK + b"\r\n", b"x" * 0x4000), "too_large"),
    "dripping body": (endless(STREAM, b"1\r\nx\r\n", pause=0.05), "timeout"),
    "dripping header": (endless(OK + b"X: ", b"x", pause=0.05), "timeout"),
    "endless early hints": (endless(b"", b"HTTP/1.1 103 Hints\r\n\r\n", pause=0.01), "timeout"),
    "flood of early hints": (endless(b"", b"HTTP/1.1 103 Hints\r\n\r\n" * 500), "timeout"),
    "silence": (silent(), "timeout"),
    "short body": (raw(OK + b"Content-Length: 100\r\n\r\nhello"), "broken"),
    "short chunk": (raw(STREAM + b"ff\r\nhello"), "broken"),
    "no last chunk": (raw(STREAM + b"5\r\nhello\r\n"), "broken"),
    "bad chunk": (raw(STREAM + b"zz\r\nhello\r\n"), "broken"),
    "bad length": (raw(OK + b"Content-Length: -5\r\n\r\nhello"), "broken"),
    "huge length": (raw(OK + b"Content-Length: %b\r\n\r\nhello" % (b"9" * 30)), "broken"),
    "not HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "broken"),
    "closes at once": (raw(b""), "unreachable"),
    "10 MB header": (raw(OK + b"X: " + b"x" * 10_000_000 + b"\r\n\r\n"), "broken"),
    "200,000 headers": (raw(OK + b"X: y\r\n" * 200_000 + b"\r\n"), "broken"),
    "NUL in header": (raw(OK + b"ETag: a\0b\r\nContent-Length: 1\r\n\r\nx"), "broken"),
    "switches protocols": (raw(b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\nxx"), "http_101"),
    "redirect loop": (redirect("/"), "redirects"),
    "redirect without target": (reply(b"x", status=302), "http_302"),
    "redirect to bytes": (redirect("\xff\xfe"), "http_404"),
    "nothing": (reply(b""), "empty"),
    "packed nothing": (reply(gzip.compress(b""), "Content-Encoding: gzip"), "empty"),
    "no content": (reply(status=204), "empty"),
    "a part": (reply(b"x", status=206), "http_206"),
    "304 unasked": (reply(status=304), "http_304"),
}


@pytest.mark.parametrize("name", ABUSES)
async def test_a_bad_server_gets_one_reason(name: str, site: BadServer) -> None:
    """Each abuse ends in its own reason, in a sentence that names the host but not the query."""
    behaviour, reason = ABUSES[name]
    site.pages["/?key=hunter2"] = site.pages["/"] = behaviour
    async with fetcher(site, timeout=0.5 if reason == "timeout" else 20) as fetch:
        error = await refusal(fetch, site.url("/?key=hunter2"))
    assert error.reason == reason
    assert site.allowed in str(error)
    assert "hunter2" not in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 300


@pytest.mark.parametrize("name", ["gzip bomb", "chunked gzip bomb", "large and chunked"])
async def test_memory_stays_within_the_limit(name: str, site: BadServer) -> None:
    """A bomb costs its limit, a chunk, and the buffers of one connection; never its size."""
    site.pages["/"] = ABUSES[name][0]
    async with fetcher(site) as fetch:
        await refusal(fetch, ask(site.url(), limit=CHUNK))
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            await refusal(fetch, ask(site.url(), limit=LIMIT))
            peak = tracemalloc.get_traced_memory()[1] - before
        finally:
            tracemalloc.stop()
    assert peak < 2 * (LIMIT + CHUNK) + 1_000_000


@pytest.mark.parametrize("size", [LIMIT, LIMIT + 1])
@pytest.mark.parametrize("packed", [False, True])
async def test_the_limit_is_exact(site: BadServer, size: int, *, packed: bool) -> None:
    """A body of exactly the limit is read, and one byte more is too large."""
    body = bytes(size)
    if packed:
        site.pages["/"] = reply(gzip.compress(body), "Content-Encoding: gzip")
    else:
        site.pages["/"] = chunked((body,))
    async with fetcher(site) as fetch:
        if size == LIMIT:
            assert (await fetch(ask(site.url()))).body == body
        else:
            assert (await refusal(fetch, site.url())).reason == "too_large"


async def test_packed_bytes_count_against_the_limit_too(site: BadServer) -> None:
    """What comes over the wire is limited even where it unpacks to less."""
    padding = gzip.compress(b"x") + bytes(LIMIT)
    site.pages["/"] = chunked((padding,), "Content-Encoding: gzip")
    async with fetcher(site) as fetch:
        assert (await refusal(fetch, site.url())).reason == "too_large"


async def test_a_certificate_is_always_checked() -> None:
    """A self-signed certificate is refused, and the page behind it is never asked for."""
    async with BadServer(tls=True) as server, fetcher(server) as fetch:
        error = await refusal(fetch, server.url())
        assert server.heads == []
    assert error.reason == "tls"
    assert "self-signed certificate" in str(error)


async def test_a_server_without_encryption_is_not_asked_again_in_clear() -> None:
    """When https fails, http is not tried instead."""
    async with BadServer(greeting=b"HTTP/1.1 400 Bad\r\n\r\n") as site, fetcher(site) as fetch:
        error = await refusal(fetch, site.url().replace("http:", "https:"))
        assert site.accepted == 1
    assert error.reason == "tls"


async def test_a_closed_port_is_unreachable(site: BadServer) -> None:
    """A refused connection says so."""
    async with fetcher(site) as fetch:
        await site.__aexit__()
        error = await refusal(fetch, site.url())
    assert error.reason == "unreachable"
    assert "Connection refused" in str(error)


async def test_an_unknown_name_is_a_dns_error() -> None:
    """A name without an address says so."""
    async with fetcher() as fetch:
        error = await refusal(fetch, "https://no-such-name.example/?key=hunter2")
    assert error.reason == "dns"
    assert str(error).startswith("no-such-name.example has no address: Name or service not known")


Found = list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]]


async def test_dead_name_servers_delay_their_own_names_alone(site: BadServer) -> None:
    """While forty look-ups hang, another name is found and its page is read."""
    release = threading.Event()

    def look_up(host: str, port: int, *_: int) -> Found:
        if host.startswith("dead"):
            release.wait(60)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (site.host, port))]

    site.pages["/"] = reply(b"alive")
    options = FetchOptions(contact="me@example.org", allow_private=(site.allowed,))
    async with Fetcher(options, version="1", resolver=SystemResolver(60, look_up)) as fetch:
        dead = [
            asyncio.create_task(fetch(ask(f"http://dead{number}.example/"))) for number in range(40)
        ]
        await asyncio.sleep(0)
        async with asyncio.timeout(20):
            assert (await fetch(ask(site.url(host="good.example")))).body == b"alive"
        assert not any(task.done() for task in dead)
        for task in dead:
            task.cancel()
        release.set()


@pytest.mark.parametrize("name", ["hangs", "fails", "odd"])
async def test_a_look_up_without_a_result_is_a_dns_error(name: str) -> None:
    """A name server that is silent, or knows nothing, is told from a server that is down."""
    release = threading.Event()

    def look_up(host: str, *_: int) -> Found:
        if host == "odd":
            raise UnicodeEncodeError("idna", host, 0, 1, "label too long")
        if host == "hangs":
            release.wait(60)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    options = FetchOptions(contact="me@example.org")
    async with Fetcher(options, version="1", resolver=SystemResolver(0.05, look_up)) as fetch:
        error = await refusal(fetch, f"http://{name}/")
    release.set()
    assert error.reason == {"hangs": "dns", "fails": "dns", "odd": "bad_address"}[name]


async def test_cancelling_leaves_the_turn_free(site: BadServer) -> None:
    """A cancelled request raises CancelledError and gives its place to the next one."""
    asked = asyncio.Event()

    async def note_and_wait(_: asyncio.StreamWriter) -> None:
        asked.set()
        await asyncio.sleep(30)

    site.pages["/slow"] = note_and_wait
    site.pages["/"] = reply(b"next")
    async with fetcher(site, per_host=1, total=1) as fetch:
        slow = asyncio.create_task(fetch(ask(site.url("/slow"))))
        await asked.wait()
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert (await fetch(ask(site.url()))).body == b"next"


PIECES = st.sampled_from(
    [
        *(
            b"HTTP/1.1 200 OK\r\n",
            b"HTTP/1.0 200\r\n",
            b"HTTP/1.1 302 x\r\n",
            b"HTTP/1.1 103 x\r\n",
        ),
        *(b"Location: ", b"/\xff", b"http://[", b"//", b"\\\\", b"ETag: ", b'W/"\xe9"', b"\x01"),
        *(b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate\r\n", gzip.compress(b"x")),
        *(b"Content-Length: 3\r\n", b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n"),
        *(b"Content-Type: text/html; charset=", b"Set-Cookie: a=b\r\n", b"Connection: close\r\n"),
        *(b"\r\n", b"\r\n\r\n", b"0\r\n\r\n", b"3\r\nabc\r\n", b"abc", b"\x78\x9c", b"\x00", b" "),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, PIECES, st.binary(max_size=8)), max_size=12))
def test_no_answer_makes_a_foreign_error(pieces: list[bytes]) -> None:
    """Whatever bytes come, the outcome is a response or a FetchError."""

    async def attempt() -> None:
        async with BadServer() as server, fetcher(server, timeout=2) as fetch:
            server.pages["/"] = raw(b"".join(pieces))
            with contextlib.suppress(FetchError):
                assert isinstance(await fetch(ask(server.url())), Response)

    asyncio.run(attempt())


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.tuples(
            st.sampled_from(["http://", "https://", "http:", "//", "HTTP://"]),
            st.text(max_size=20),
            st.sampled_from(["", "/", ":80", ":", "@", ":99999", "/%ff", "?\ud800", "]"]),
        ).map("".join),
    )
)
def test_no_address_makes_a_foreign_error(url: str) -> None:
    """Whatever text stands for an address, the outcome is a FetchError of one line."""

    async def attempt() -> str:
        async with fetcher() as fetch:
            return str(await refusal(fetch, url))

    assert asyncio.run(attempt()).isprintable()


# ---------------------------------------------------------------- what is said, and what comes back


async def test_a_page_comes_back_whole(site: BadServer) -> None:
    """A 200 gives the body, its media type, its charset, its validators and its address."""
    site.pages["/a?b=c"] = reply(
        b"\xe4\xbd\xa0" * 40_000,
        "Content-Type: Text/HTML; Charset=UTF-8",
        'ETag: W/"a\\"b"',
        "Last-Modified: yesterday or so",
    )
    async with fetcher(site) as fetch:
        response = await fetch(ask(site.url("/a?b=c#part")))
    assert response == Response(
        url=site.url("/a?b=c"),
        status=200,
        body=b"\xe4\xbd\xa0" * 40_000,
        content_type="text/html",
        charset="utf-8",
        etag='W/"a\\"b"',
        last_modified="yesterday or so",
    )


async def test_manners(site: BadServer) -> None:
    """A request names the project and a contact, and has no cookies and no referrer."""
    site.pages["/"] = reply(b"x", "Set-Cookie: id=1; Path=/")
    site.pages["/moved"] = redirect("/")
    async with fetcher(site) as fetch:
        for path in ("/", "/moved", "/"):
            await fetch(ask(site.url(path)))
    for head in site.heads:
        lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:-2])
        assert lines == {
            "Host": site.allowed,
            "User-Agent": "briefbot/1.2.3 (+https://example.org/bot)",
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
        }


async def test_connections_are_kept_for_the_next_page(site: BadServer) -> None:
    """Pages of one host come over one connection when they are read one after the other."""
    site.pages["/"] = reply(b"x")
    async with fetcher(site) as fetch:
        for _ in range(5):
            await fetch(ask(site.url()))
    assert site.accepted == 1


@pytest.mark.parametrize(
    "etag",
    ['"abc"', 'W/"abc"', "no quotes", '"a, b"', '"\\""', '""', "\t", '"\xc3\xa9"', "x" * 8_000],
)
async def test_validators_are_replayed_byte_for_byte(etag: str, site: BadServer) -> None:
    """What a server gave as validators goes back exactly, and its 304 is understood."""
    odd_date = "Thu, 01-Jan-70 00:00:00 GMT; length=12"
    site.pages["/"] = reply(b"new", f"ETag: {etag}", f"Last-Modified: {odd_date}")
    async with fetcher(site) as fetch:
        first = await fetch(ask(site.url()))
        site.pages["/"] = reply(status=304)
        again = Request(
            url=site.url(), limit=LIMIT, etag=first.etag, last_modified=first.last_modified
        )
        second = await fetch(again)
    lines = site.heads[1].split("\r\n")
    assert f"If-Modified-Since: {odd_date}" in lines
    assert (f"If-None-Match: {etag}" in lines) == bool(etag.strip())
    assert second.unchanged
    assert second.body == b""
    assert (second.etag, second.last_modified) == (first.etag, first.last_modified)


@pytest.mark.parametrize("etag", [b'"\xe9"', b'"\xff\xfe"', b'"a\x01b"', b'"\x7f"'])
async def test_validators_that_cannot_go_back_exactly_are_dropped(
    etag: bytes, site: BadServer
) -> None:
    """An ETag with bytes that would be lost on the way back is not kept at all."""
    site.pages["/"] = raw(OK + b"ETag: " + etag + b"\r\nContent-Length: 1\r\n\r\nx")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).etag is None


async def test_a_304_may_renew_the_validators(site: BadServer) -> None:
    """Validators that come with a 304 replace the old ones."""
    site.pages["/"] = reply(b"", 'ETag: "new"', status=304)
    async with fetcher(site) as fetch:
        response = await fetch(ask(site.url(), etag='"old"', last_modified="then"))
    assert (response.etag, response.last_modified) == ('"new"', "then")


async def test_redirects_are_followed_and_resolved(site: BadServer) -> None:
    """Five redirects are followed, relative ones too; the response says where it ended."""
    site.pages["/a/1"] = redirect("2")
    site.pages["/a/2"] = redirect("../b/3", status=301)
    site.pages["/b/3"] = redirect("?four", status=303)
    site.pages["/b/3?four"] = redirect(site.url("/\xe4\xba\x94"), status=307)
    site.pages["/%E4%BA%94"] = redirect("/%C3%A9\xe9", status=308)
    site.pages["/%C3%A9%E9"] = reply(b"there")
    async with fetcher(site) as fetch:
        response = await fetch(ask(site.url("/a/1")))
        assert (response.body, response.url) == (b"there", site.url("/%C3%A9%E9"))
        site.pages["/a/0"] = redirect("1")
        assert (await refusal(fetch, site.url("/a/0"))).reason == "redirects"


@pytest.mark.parametrize(
    ("target", "kept"),
    [("{site}/b", True), ("/b", True), ("{other}/b", False), ("http://{site_name}/b", False)],
)
async def test_secrets_and_validators_stay_with_their_host(
    site: BadServer, target: str, *, kept: bool
) -> None:
    """What is meant for one host is not shown to another that it redirects to."""
    async with BadServer() as other, fetcher(site, other, names=lambda _: site.host) as fetch:
        site.pages["/b"] = other.pages["/b"] = reply(b"x")
        named = f"elsewhere.example:{site.port}"
        site.pages["/a"] = redirect(
            target.format(site=site.url(""), other=other.url(""), site_name=named)
        )
        await fetch(
            Request(
                url=site.url("/a"),
                limit=LIMIT,
                etag='"e"',
                last_modified="then",
                headers=(("Authorization", "Bearer hunter2"), ("X-Key", "k")),
            )
        )
        last = (site.heads + other.heads)[-1]
    for line in ("Authorization: Bearer hunter2", "X-Key: k", 'If-None-Match: "e"', "If-Mod"):
        assert line in site.heads[0]
        assert (line in last) == kept


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("http://a.example/x", "http://a.example/y", True),
        ("https://a.example/", "https://A.EXAMPLE:443/", True),
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("http://a.example/", "https://a.example:8443/", False),
        ("http://a.example:8080/", "https://a.example/", False),
        ("https://a.example/", "https://www.a.example/", False),
        ("https://a.example/", "https://b.example/", False),
    ],
)
def test_secrets_go_only_where_they_are_as_safe(before: str, after: str, *, same: bool) -> None:
    """The same place is the same host, and never a step from https to http or to another port."""
    assert same_place(URL(before), URL(after)) == same


async def test_secrets_do_not_come_back_after_a_detour(site: BadServer) -> None:
    """A host that redirects back through another does not get the secrets a second time."""
    async with BadServer() as other, fetcher(site, other) as fetch:
        site.pages["/a"] = redirect(other.url("/b"))
        other.pages["/b"] = redirect(site.url("/c"))
        site.pages["/c"] = reply(b"x")
        await fetch(ask(site.url("/a"), headers=(("X-Key", "k"),)))
    assert ["X-Key" in head for head in site.heads] == [True, False]


async def test_long_headers_are_read(site: BadServer) -> None:
    """A content policy of 20 kB, as news sites send it, is no reason to refuse the page."""
    site.pages["/"] = reply(b"x", f"Content-Security-Policy: {'x' * 20_000}")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).body == b"x"


@pytest.mark.parametrize("value", ["a\nb", "a\r\nHost: x", "a\0", "a\x7f", "\udce9"])
async def test_a_header_with_a_line_break_is_named(value: str, site: BadServer) -> None:
    """A secret with a line break behind it is an error that names the header, not the secret."""
    async with fetcher(site) as fetch:
        error = await refusal(fetch, ask(site.url(), headers=(("X-Key", value),)))
    assert error.reason == "bad_header"
    assert "'X-Key'" in str(error)
    assert value not in str(error)
    assert site.accepted == 0


async def test_configured_headers_replace_ours(site: BadServer) -> None:
    """A source may ask under its own user agent, but not for packings that we can't undo."""
    site.pages["/"] = reply(b"x")
    own = (("user-agent", "Reader/1"), ("accept-encoding", "br"))
    async with fetcher(site) as fetch:
        await fetch(ask(site.url(), headers=own))
    assert "briefbot" not in site.heads[0]
    assert "Reader/1" in site.heads[0]
    assert "br" not in site.heads[0].lower().partition("accept-encoding: ")[2].split("\r\n")[0]


@pytest.mark.parametrize(
    ("status", "header", "says"),
    [
        (401, "X: y", "an Authorization header among the source's headers"),
        (403, "X: y", "403 from {}; does the site block bots? set fetch.user_agent"),
        (404, "X: y", "check the address"),
        (410, "X: y", "it is gone for good"),
        (418, "X: y", "look at it in a browser"),
        (429, "Retry-After: 3600", "asked too often; a longer interval may help; it may be asked"),
        (429, "Retry-After: 3600", "it may be asked again in 3600 s"),
        (503, "Retry-After: Mon, 23 Nov 2026 14:30:00 GMT", "again at 2026-11-23 14:30 UTC"),
        (503, "Retry-After: Mon, 23 Nov 2026 14:30:00 +0800", "again at 2026-11-23 06:30 UTC"),
        (503, "Retry-After: soon", "503 from {}; it has trouble; wait"),
        (503, "Retry-After: -1", "503 from {}; it has trouble; wait"),
        (503, f"Retry-After: {'9' * 400}", "503 from {}; it has trouble; wait"),
        (503, "Retry-After: Mon, 99 Nov 2026 14:30:00 GMT", "503 from {}; it has trouble; wait"),
        (503, "Retry-After: Fri, 31 Dec 9999 23:59:00 -2359", "503 from {}; it has trouble; wait"),
        (503, "Retry-After: Mon, 23 Nov 2026 14:30:00 -0000", "again at 2026-11-23 14:30 UTC"),
        (520, "X: y", "it has trouble; wait"),
    ],
)
async def test_a_refusal_says_what_to_do(
    status: int, header: str, says: str, site: BadServer
) -> None:
    """Every status that is no answer says who, what and what to do, and when to ask again."""
    site.pages["/"] = reply(b"sorry", header, status=status)
    async with fetcher(site) as fetch:
        error = await refusal(fetch, site.url())
    assert error.reason == f"http_{status}"
    assert says.format(site.allowed) in str(error)


@pytest.mark.parametrize(
    ("content_type", "media", "charset"),
    [
        ("text/html; charset=utf-8", "text/html", "utf-8"),
        ("text/html;charset='Big5'", "text/html", "big5"),
        ('text/xml ; Charset = "windows-1252"; x=y', "text/xml", "windows-1252"),
        ("text/html", "text/html", None),
        ("text/html; charset=", "text/html", None),
        ("text/html; charset=no-such-charset", "text/html", None),
        ("text/html; charset=undefined", "text/html", None),
        ("text/html; charset=base64", "text/html", None),
        ("text/html; charset=../../etc/passwd", "text/html", None),
        ("text/html; charset=\xe9", "text/html", None),
        (";;;", "", None),
        ("", "", None),
    ],
)
async def test_the_declared_charset_is_passed_through(
    content_type: str, media: str, charset: str | None, site: BadServer
) -> None:
    """A charset is read however it is written, and none where it names no charset."""
    site.pages["/"] = reply(b"x", f"Content-Type: {content_type}")
    async with fetcher(site) as fetch:
        response = await fetch(ask(site.url()))
    assert (response.content_type, response.charset) == (media, charset)


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


TEXT = b"".join(b"%d, " % number for number in range(50_000))


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("identity, gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])),
        ("gzip", gzip.compress(TEXT) + bytes(700)),
        ("gzip", gzip.compress(TEXT) + b"\r\n"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _raw_deflate(TEXT)),
        ("deflate", zlib.compress(TEXT) + b"\x1f\x8b rubbish"),
        ("identity", TEXT),
        ("none", TEXT),
        ("utf-8", TEXT),
        ("", TEXT),
    ],
)
@pytest.mark.parametrize("step", [1_000_000, 997])
async def test_packed_answers_are_unpacked(
    coding: str, packed: bytes, step: int, site: BadServer
) -> None:
    """What is packed comes out whole, in one piece or many, rubbish behind it left aside."""
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    site.pages["/"] = chunked(pieces, f"Content-Encoding: {coding}")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).body == TEXT


@given(
    st.sampled_from([("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("deflate", -15)]),
    st.one_of(st.binary(max_size=300), st.integers(CHUNK - 2, CHUNK + 300).map(bytes)),
    st.lists(st.integers(0, 400), max_size=20),
)
@example(packing=("deflate", -15), body=bytes(CHUNK + 1), cuts=[])
def test_unpacking_gives_back_what_was_packed(
    packing: tuple[str, int], body: bytes, cuts: list[int]
) -> None:
    """Whatever the bytes and wherever the network cuts them, they come back, in small pieces."""
    name, window = packing
    packer = zlib.compressobj(wbits=window)
    packed = packer.compress(body) + packer.flush()
    edges = [0, *sorted(cuts), len(packed)]
    unpacker = Unpacker(name)
    pieces = [piece for start, end in pairwise(edges) for piece in unpacker.feed(packed[start:end])]
    assert b"".join(pieces) == body
    assert unpacker.complete
    assert max(map(len, pieces)) <= CHUNK


def test_a_packed_byte_that_looks_like_a_new_member_is_none() -> None:
    """A piece from the midst of a gzip stream may begin with the byte that begins gzip."""
    body = bytes(range(256)) * 8
    packer = zlib.compressobj(0, zlib.DEFLATED, 31)
    packed = packer.compress(body) + packer.flush()
    unpacker = Unpacker("gzip")
    assert b"".join(piece for byte in packed for piece in unpacker.feed(bytes([byte]))) == body


# ---------------------------------------------------------------- whose turn it is


async def test_two_requests_at_a_time_go_to_one_host(site: BadServer) -> None:
    """The server itself never sees more than `per_host` requests under way, and sees so many."""
    site.pages["/"] = reply(b"x", after=0.03)
    site.pages["/moved"] = redirect("/")
    async with fetcher(site, per_host=2) as fetch:
        await asyncio.gather(*(fetch(ask(site.url(path))) for path in ("/", "/moved") * 5))
    assert site.load.peak == 2


async def test_so_many_requests_go_out_at_a_time(site: BadServer) -> None:
    """Over all hosts never more than `total` requests are under way, and so many are."""
    site.pages["/"] = reply(b"x", after=0.03)
    async with fetcher(site, names=lambda _: site.host, per_host=2, total=5) as fetch:
        urls = (site.url(host=f"host{number % 7}.example") for number in range(28))
        await asyncio.gather(*(fetch(ask(url)) for url in urls))
    assert site.load.peak == 5


async def test_waiting_for_a_turn_costs_no_time_of_ones_own(site: BadServer) -> None:
    """Requests that wait longer than the timeout for their turn still succeed."""
    site.pages["/"] = reply(b"x", after=0.15)
    async with fetcher(site, per_host=1, timeout=1.2) as fetch:
        start = time.monotonic()
        answers = await asyncio.gather(*(fetch(ask(site.url())) for _ in range(9)))
        assert time.monotonic() - start > 1.2
    assert len(answers) == 9


async def test_the_time_runs_over_all_redirects(site: BadServer) -> None:
    """Slow redirects share one timeout, each within it and all beyond it."""
    for number in range(5):
        site.pages[f"/{number}"] = reply(b"", f"Location: /{number + 1}", status=302, after=0.2)
    site.pages["/5"] = reply(b"x")
    async with fetcher(site, timeout=0.5) as fetch:
        assert (await refusal(fetch, site.url("/0"))).reason == "timeout"
    assert len(site.heads) < 5


async def test_slow_sources_do_not_starve_a_good_one(site: BadServer) -> None:
    """With every place taken by silent hosts, a good host gets its turn as soon as they end."""
    site.pages["/"] = reply(b"good")
    async with BadServer() as slow:
        slow.pages["/"] = silent()
        names = {"good.example": site.host}.get
        async with fetcher(
            site, slow, names=lambda host: names(host, slow.host), total=10, timeout=1
        ) as fetch:
            stuck = [
                asyncio.create_task(refusal(fetch, slow.url(host=f"slow{number}.example")))
                for number in range(20)
            ]
            await asyncio.sleep(0)
            good = asyncio.create_task(fetch(ask(site.url(host="good.example"))))
            assert (await good).body == b"good"
            assert sum(task.done() for task in stuck) >= 10
            assert {error.reason for error in await asyncio.gather(*stuck)} == {"timeout"}


async def test_a_busy_host_takes_no_place_from_others(site: BadServer) -> None:
    """A hundred pages of one slow host leave the other places free."""
    site.pages["/slow"] = silent()
    site.pages["/"] = reply(b"good")
    async with fetcher(site, names=lambda _: site.host, per_host=1, total=2) as fetch:
        crowd = [
            asyncio.create_task(fetch(ask(site.url("/slow", host="slow.example"))))
            for _ in range(100)
        ]
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            assert (await fetch(ask(site.url(host="good.example")))).body == b"good"
        assert not any(task.done() for task in crowd)
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
