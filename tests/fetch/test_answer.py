"""A body is read within its limit or refused with a reason; headers are understood."""

from __future__ import annotations

import gzip
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefbot.fetch.unpack import CHUNK
from briefbot.models import Response
from tests.badserver import BadServer, chunked, endless, gzip_bomb, raw, redirect, reply, silent
from tests.fetch.asking import LIMIT, OK, ask, fetcher, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

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
    "closes at once": (raw(b""), "disconnected"),
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
    async with fetcher(site, whole=0.5 if reason == "timeout" else 60) as fetch:
        error = await refusal(fetch, site.url("/?key=hunter2"))
    assert error.reason == reason
    assert site.allowed in str(error)
    assert "hunter2" not in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 300


@pytest.mark.fault
@pytest.mark.parametrize("name", ["gzip bomb", "chunked gzip bomb", "large and chunked"])
async def test_memory_stays_within_the_limit(
    name: str, site: BadServer, figure: Callable[[str, str], None]
) -> None:
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
    figure("H-05", f"{name}: at most {peak / 1e6:.1f} MB for a limit of {LIMIT / 1e6:.1f}")


async def test_an_error_that_is_kept_holds_no_body(site: BadServer) -> None:
    """What was read before it was too large is let go, though a traceback leads to it."""
    site.pages["/"] = ABUSES["large and chunked"][0]
    async with fetcher(site) as fetch:
        await refusal(fetch, ask(site.url(), limit=CHUNK))
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            errors = [await refusal(fetch, site.url()) for _ in range(5)]
            held = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
    assert [error.reason for error in errors] == ["too_large"] * 5
    assert held < 5 * LIMIT / 2


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
    assert replace(response, took=None) == Response(
        url=site.url("/a?b=c"),
        status=200,
        body=b"\xe4\xbd\xa0" * 40_000,
        content_type="text/html",
        charset="utf-8",
        etag='W/"a\\"b"',
        last_modified="yesterday or so",
    )


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
