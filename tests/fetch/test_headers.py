"""Headers go out as they were configured, validators as they came, and nothing else."""

from __future__ import annotations

import pytest

from briefbot.models import Request
from tests.badserver import BadServer, raw, reply
from tests.fetch.asking import LIMIT, OK, ask, fetcher, refusal


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


async def test_what_steers_a_terminal_is_taken_out(site: BadServer) -> None:
    """U+009B begins a command to a terminal as ESC [ does; a content type never holds it."""
    kind = "Content-Type: image/\x9b31mred\x1b[32m\x85; charset=utf-8".encode()
    site.pages["/"] = raw(OK + kind + b"\r\nContent-Length: 1\r\n\r\nx")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).content_type == "image/31mred[32m"


@pytest.mark.parametrize("value", ["a\nb", "a\r\nHost: x", "a\0", "a\x7f", "a\x9b", "\udce9"])
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
