"""The client is polite to every server, keeps secrets, and survives any answer."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.errors import FetchError
from briefbot.models import Request, Response
from tests.badserver import BadServer, raw, redirect, reply
from tests.fetch.asking import LIMIT, ask, fetcher, refusal


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
async def test_secrets_stay_with_their_host(site: BadServer, target: str, *, kept: bool) -> None:
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
                headers=(("Authorization", "Bearer hunter2"), ("X-Key", "k")),
            )
        )
        last = (site.heads + other.heads)[-1]
    for line in ("Authorization: Bearer hunter2", "X-Key: k"):
        assert line in site.heads[0]
        assert (line in last) == kept


async def test_secrets_do_not_come_back_after_a_detour(site: BadServer) -> None:
    """A host that redirects back through another does not get the secrets a second time."""
    async with BadServer() as other, fetcher(site, other) as fetch:
        site.pages["/a"] = redirect(other.url("/b"))
        other.pages["/b"] = redirect(site.url("/c"))
        site.pages["/c"] = reply(b"x")
        await fetch(ask(site.url("/a"), headers=(("X-Key", "k"),)))
    assert ["X-Key" in head for head in site.heads] == [True, False]


async def test_validators_go_to_the_address_that_gave_them(site: BadServer) -> None:
    """A feed behind a redirect to another host gets its 304, and the first never sees the tag."""
    async with BadServer("127.0.0.2") as other, fetcher(site, other) as fetch:
        site.pages["/a"] = redirect(other.url("/b"))
        other.pages["/b"] = reply(b"news", 'ETag: "b"', "Last-Modified: then")
        first = await fetch(ask(site.url("/a")))
        assert (first.etag, first.last_modified) == ('"b"', "then")
        other.pages["/b"] = reply(status=304)
        again = Request(
            url=site.url("/a"),
            limit=LIMIT,
            etag=first.etag,
            last_modified=first.last_modified,
            validators_from=first.url,
        )
        second = await fetch(again)
        assert second.unchanged
        assert (second.url, second.etag) == (first.url, '"b"')
        for line in ('If-None-Match: "b"', "If-Modified-Since: then"):
            assert [line in head for head in site.heads] == [False, False]
            assert [line in head for head in other.heads] == [False, True]
        site.pages["/a"] = redirect(other.url("/c"))
        other.pages["/c"] = reply(b"another")
        assert (await fetch(again)).body == b"another"
        assert "If-" not in other.heads[-1]


async def test_validators_without_an_address_are_for_the_one_that_is_asked(site: BadServer) -> None:
    """And not for where that redirects to, even on the same host."""
    site.pages["/a"] = redirect("/b")
    site.pages["/b"] = reply(b"x")
    async with fetcher(site) as fetch:
        await fetch(ask(site.url("/a"), etag='"a"'))
    assert ['If-None-Match: "a"' in head for head in site.heads] == [True, False]


async def test_a_304_may_renew_the_validators(site: BadServer) -> None:
    """Validators that come with a 304 replace the old ones."""
    site.pages["/"] = reply(b"", 'ETag: "new"', status=304)
    async with fetcher(site) as fetch:
        response = await fetch(ask(site.url(), etag='"old"', last_modified="then"))
    assert (response.etag, response.last_modified) == ('"new"', "then")


async def test_long_headers_are_read(site: BadServer) -> None:
    """A content policy of 20 kB, as news sites send it, is no reason to refuse the page."""
    site.pages["/"] = reply(b"x", f"Content-Security-Policy: {'x' * 20_000}")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).body == b"x"


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


class Outside:
    """A name server whose names are on loopback when first asked for, and public afterwards."""

    def __init__(self, later: str = "93.184.216.34") -> None:
        self._later = later
        self.asked: list[str] = []

    def __call__(self, host: str) -> str:
        self.asked.append(host)
        return "127.0.0.1" if self.asked.count(host) == 1 else self._later


@pytest.mark.parametrize(
    ("hops", "moved"),
    [
        ((301,), "/1"),
        ((308,), "/1"),
        ((302,), None),
        ((307, 301), None),  # the first says that it leads here today alone
        ((301, 308), "/2"),
        ((301, 302), "/1"),
        ((301, 303, 301), "/1"),
    ],
)
async def test_a_move_for_good_is_told(
    site: BadServer, hops: tuple[int, ...], moved: str | None
) -> None:
    """The response names the address to which permanent redirects, and no others, have led."""
    for number, status in enumerate(hops):
        after = site.url(f"/{number + 1}", host="news.test")
        site.pages[f"/{number}"] = redirect(after, status=status)
    site.pages[f"/{len(hops)}"] = reply(b"news")
    async with fetcher(site, names=Outside()) as fetch:
        answer = await fetch(ask(site.url("/0", host="news.test")))
    assert answer.moved == (moved and site.url(moved, host="news.test"))
    assert answer.url == site.url(f"/{len(hops)}", host="news.test")


async def test_a_move_is_told_with_a_304(site: BadServer) -> None:
    """What has not changed has moved all the same."""
    site.pages["/0"] = redirect("/1", status=301)
    site.pages["/1"] = reply(status=304)
    async with fetcher(site, names=Outside()) as fetch:
        there = site.url("/1", host="news.test")
        url = site.url("/0", host="news.test")
        answer = await fetch(ask(url, etag='"a"', validators_from=there))
    assert (answer.status, answer.moved) == (304, there)


@pytest.mark.parametrize("host", ["127.0.0.1", "name.test", "lost.test"])
async def test_a_move_to_an_inside_address_is_never_told(site: BadServer, host: str) -> None:
    """Though it may be read, by `allow_private`, and is: it is not to be asked by itself."""
    asked: list[str] = []

    def names(name: str) -> str:
        asked.append(name)
        if name == "lost.test" and asked.count(name) > 1:
            raise OSError("no such name any more")
        return "127.0.0.1"

    site.pages["/1"] = reply(b"inside")
    site.pages["/0"] = redirect(site.url("/1", host=host), status=301)
    async with fetcher(site, names=names) as fetch:
        answer = await fetch(ask(site.url("/0")))
    assert (answer.body, answer.moved) == (b"inside", None)


async def test_how_long_an_answer_stays_is_told(site: BadServer) -> None:
    """Of a 200 and of a 304; several headers are read as one."""
    site.pages["/"] = reply(b"news", "Cache-Control: public", "Cache-Control: max-age=60")
    site.pages["/same"] = reply(b"", "Cache-Control: max-age=90", "Age: 30", status=304)
    site.pages["/none"] = reply(b"news")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).fresh_for == 60
        assert (await fetch(ask(site.url("/same"), etag='"a"'))).fresh_for == 60
        assert (await fetch(ask(site.url("/none")))).fresh_for is None


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
        async with BadServer() as server, fetcher(server, whole=2) as fetch:
            server.pages["/"] = raw(b"".join(pieces))
            with contextlib.suppress(FetchError):
                assert isinstance(await fetch(ask(server.url())), Response)

    asyncio.run(attempt())


async def test_a_source_may_have_a_user_agent_of_its_own(site: BadServer) -> None:
    """What it names is filled in, and goes along with redirects; others keep the usual name."""
    site.pages["/"] = reply(b"home")
    site.pages["/moved"] = redirect("/")
    async with fetcher(site) as fetch:
        await fetch(
            replace(ask(site.url("/moved")), user_agent="reader/{version} {contact}\r\nX: y")
        )
        await fetch(ask(site.url("/")))
    names = [head.split("User-Agent: ")[1].split("\r\n")[0] for head in site.heads]
    assert names == ["reader/1.2.3 https://example.org/botX: y"] * 2 + [
        "briefbot/1.2.3 (+https://example.org/bot)"
    ]
