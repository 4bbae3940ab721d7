"""Requests go straight or through a proxy, and the guard judges what it can before."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tests.badserver import CERTIFICATE, BadServer, redirect, reply
from tests.fetch.asking import ask, fetcher, refusal
from tests.fetch.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PUBLIC = "93.184.216.34"
"""What public names lead to here; nothing ever connects to it."""


def public(host: str) -> str:
    """Know every host as a public one."""
    return PUBLIC


def unknown(host: str) -> str:
    """Know no host, as behind a proxy that alone has a name server."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.fixture
def authority(tmp_path: Path) -> str:
    """Write down whom a company trusts."""
    file = tmp_path / "company-ca.pem"
    file.write_text(CERTIFICATE, encoding="ascii")
    return str(file)


@pytest.mark.parametrize("names", [public, unknown])
async def test_a_public_page_comes_through_the_proxy(
    site: BadServer, names: Callable[[str], str]
) -> None:
    """A host that is public, or that only the proxy knows, is asked through the proxy."""
    site.pages["/a?b=c"] = reply(b"x")
    async with Proxy(site) as proxy, fetcher(names=names, proxy=proxy.url) as fetch:
        response = await fetch(ask("http://news.example/a?b=c"))
    assert (response.body, response.url) == (b"x", "http://news.example/a?b=c")
    assert proxy.lines == ["GET http://news.example/a?b=c HTTP/1.1"]
    assert "Proxy-Authorization" not in proxy.heads[0]


async def test_tls_goes_through_and_is_checked_against_the_host(authority: str) -> None:
    """The proxy opens a tunnel, and the certificate at its end must be one that we trust."""
    async with BadServer(tls=True) as site, Proxy(site) as proxy:
        site.pages["/"] = reply(b"x")
        async with fetcher(names=public, proxy=proxy.url, ca_file=authority) as fetch:
            assert (await fetch(ask("https://localhost/"))).body == b"x"
            assert (await refusal(fetch, "https://news.example/")).reason == "tls"
        async with fetcher(names=public, proxy=proxy.url) as fetch:
            assert (await refusal(fetch, "https://localhost/")).reason == "tls"
        assert set(proxy.lines) == {
            "CONNECT localhost:443 HTTP/1.1",
            "CONNECT news.example:443 HTTP/1.1",
        }
        assert len(site.heads) == 1


async def test_a_proxy_may_speak_tls_itself(authority: str) -> None:
    """An https proxy is checked by the same certificates, and leads to http and https."""
    async with BadServer(tls=True) as site, Proxy(site, tls=True) as proxy:
        site.pages["/"] = reply(b"x")
        async with fetcher(names=public, proxy=proxy.url, ca_file=authority) as fetch:
            assert (await fetch(ask("https://localhost/"))).body == b"x"
        async with fetcher(names=public, proxy=proxy.url) as fetch:
            error = await refusal(fetch, "https://localhost/")
        assert error.reason in {"proxy", "tls"}
        assert len(proxy.heads) == 1


async def test_the_login_goes_to_the_proxy_alone(site: BadServer, authority: str) -> None:
    """The proxy gets user and password, the page behind it does not."""
    site.pages["/"] = reply(b"x")
    async with (
        BadServer(tls=True) as safe,
        Proxy(safe) as proxy,
        fetcher(names=public, proxy=proxy.url, login="ana:se:cret", ca_file=authority) as fetch,
    ):
        safe.pages["/"] = reply(b"x")
        await fetch(ask("https://localhost/"))
        assert "Proxy-Authorization: Basic YW5hOnNlOmNyZXQ=\r\n" in proxy.heads[0]
        assert "Authorization" not in safe.heads[0]
    async with (
        Proxy(site) as plain,
        fetcher(site, names=public, proxy=plain.url, login="ana:secret") as fetch,
    ):
        await fetch(ask("http://news.example/"))
        await fetch(ask(site.url()))
    assert "Proxy-Authorization" in plain.heads[0]
    assert len(plain.heads) == 1
    assert "Authorization" not in site.heads[-1]


@pytest.mark.parametrize("proxied", [False, True])
async def test_a_server_may_think_for_nearly_all_of_its_time(
    site: BadServer, *, proxied: bool
) -> None:
    """The first byte may come as late as the last: the limit is one for the whole."""
    site.pages["/"] = reply(b"x", after=3)
    async with Proxy(site) as proxy:
        through = fetcher(names=public, proxy=proxy.url, timeout=5)
        async with through if proxied else fetcher(site, timeout=5) as fetch:
            answer = await fetch(ask("http://news.example/" if proxied else site.url()))
    assert answer.body == b"x"
    assert 2.9 < (answer.took or 0) < 5


INSIDE = [
    "http://127.0.0.2/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:127.0.0.2]/",
    "http://[64:ff9b::7f00:2]/",
    "https://10.0.0.1/",
    "http://intranet.example/",
    "http://93.184.216.34:8080/",
    "http://news.example:8080/",
    "http://unknown.example:25/",
]


@pytest.mark.fault
@pytest.mark.parametrize("how", ["asked", "redirect", "robots"])
async def test_the_proxy_is_not_asked_for_what_is_inside(
    site: BadServer, how: str, figure: Callable[[str, str], None]
) -> None:
    """Literal addresses, names that lead inside and other ports are refused before the proxy."""

    def names(host: str) -> str:
        if host == "intranet.example":
            return "10.1.2.3"
        return unknown(host) if host == "unknown.example" else PUBLIC

    refused = 0
    async with Proxy(site) as proxy, fetcher(names=names, proxy=proxy.url) as fetch:
        for url in INSIDE:
            site.pages["/a"] = redirect(url)
            site.pages["/robots.txt"] = redirect(url)
            asked = ask("http://news.example/a" if how == "redirect" else url)
            if how == "robots":
                asked = ask(f"http://host{refused}.example/b", crawled=True)
            error = await refusal(fetch, asked)
            assert error.reason == "blocked_address", (url, str(error))
            refused += 1
        assert all(" http://news.example/a " in line or "robots" in line for line in proxy.lines)
    figure("S-06", f"{how}: {refused} of {len(INSIDE)} inside addresses refused before the proxy")


async def test_what_is_our_own_is_asked_straight(site: BadServer) -> None:
    """An address of fetch.allow_private, or a name for one, does not go through the proxy."""
    site.pages["/"] = reply(b"x")
    async with (
        Proxy(site) as proxy,
        fetcher(site, names=lambda _: site.host, proxy=proxy.url) as fetch,
    ):
        assert (await fetch(ask(site.url()))).body == b"x"
        assert (await fetch(ask(site.url(host="intranet.example")))).body == b"x"
    assert proxy.heads == []


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (407, "wants another login (407); set the variable that fetch.proxy_login names"),
        (403, "does not let us reach news.example (403); ask who runs it"),
        (502, "did not reach news.example (502); it may be down"),
    ],
)
async def test_what_the_proxy_refuses_is_said_of_it(
    site: BadServer, status: int, says: str
) -> None:
    """A tunnel that is not opened is the proxy's word, with what to do, and no secret in it."""
    async with (
        Proxy(site, refusing=status) as proxy,
        fetcher(names=public, proxy=proxy.url, login="ana:hunter2") as fetch,
    ):
        error = await refusal(fetch, "https://news.example/?key=hunter2")
        assert error.reason == "proxy"
        assert str(error) == f"the proxy 127.0.0.1:{proxy.port} {says}"
        if status == 407:
            assert str(await refusal(fetch, "http://news.example/")) == str(error)


@pytest.mark.parametrize("status", [502, 503, 504])
@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("X-Squid-Error: ERR_CONNECT_FAIL 111", "proxy"),
        ("Proxy-Status: cdn.example, gate.example; error=connection_timeout", "proxy"),
        ("Proxy-Status: cdn.example; error=dns_error, gate.example; received-status=502", "http"),
        ("Proxy-Status: gate.example", "http"),
        ("Via: 1.1 gate.example", "http"),
    ],
)
async def test_a_proxy_that_reaches_nobody_may_say_so(
    site: BadServer, status: int, mark: str, reason: str
) -> None:
    """Where it marks its error as its own; else, and when asked straight, it is the host's."""
    site.pages["/"] = reply(b"no", mark, status=status)
    async with Proxy(site) as proxy, fetcher(site, names=public, proxy=proxy.url) as fetch:
        error = await refusal(fetch, "http://news.example/")
        straight = await refusal(fetch, site.url())
    assert straight.reason == f"http_{status}"
    assert error.reason == ("proxy" if reason == "proxy" else f"http_{status}")
    if reason == "proxy":
        says = f"the proxy 127.0.0.1:{proxy.port} did not reach news.example ({status})"
        assert str(error).startswith(says)


async def test_a_proxy_that_takes_no_connection_is_named(deaf: str) -> None:
    """What it drops is no time of the host's, which was never asked."""
    async with fetcher(names=unknown, proxy=f"http://{deaf}", timeout=4) as fetch:
        error = await refusal(fetch, "http://news.example/")
    assert error.reason == "proxy"
    assert str(error).startswith(f"no connection to news.example by the proxy {deaf} came about")


async def test_a_proxy_that_is_not_there_says_so(nobody: str) -> None:
    """A proxy that is down, or whose name is unknown, is named as what fails."""
    for address in (f"http://{nobody}", "http://proxy.example:3128"):
        async with fetcher(names=unknown, proxy=address) as fetch:
            error = await refusal(fetch, "https://news.example/")
        assert error.reason == "proxy"
        assert "is fetch.proxy right, and is it up?" in str(error)


async def test_proxies_of_the_environment_are_ignored_beside_ours(
    site: BadServer, inside: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the configured proxy counts, and NO_PROXY does not lead around it."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, inside.url())
    monkeypatch.setenv("no_proxy", "*")
    site.pages["/"] = reply(b"x")
    async with Proxy(site) as proxy, fetcher(names=public, proxy=proxy.url) as fetch:
        assert (await fetch(ask("http://news.example/"))).body == b"x"
    assert inside.accepted == 0
    assert len(proxy.heads) == 1
