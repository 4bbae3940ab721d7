"""What is not public is never connected to, however it is named."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from briefbot.config import FetchOptions
from briefbot.fetch import Fetcher
from briefbot.fetch.connect import SystemResolver
from tests.badserver import BadServer, redirect, reply
from tests.fetch.asking import ask, fetcher, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    options = FetchOptions(contact="me@example.org", timeout=120)
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


Found = list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]]


async def test_dead_name_servers_delay_their_own_names_alone(site: BadServer) -> None:
    """While forty look-ups hang, another name is found and its page is read."""
    release = threading.Event()

    def look_up(host: str, port: int, *_: int) -> Found:
        if host.startswith("dead"):
            release.wait(60)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (site.host, port))]

    site.pages["/"] = reply(b"alive")
    here = (site.allowed,)
    options = FetchOptions(contact="me@example.org", allow_private=here, timeout=120)
    async with Fetcher(options, version="1", resolver=SystemResolver(60, look_up)) as fetch:
        dead = [
            asyncio.create_task(fetch(ask(f"http://dead{number}.example/"))) for number in range(40)
        ]
        await asyncio.sleep(0)
        async with asyncio.timeout(50):
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

    options = FetchOptions(contact="me@example.org", timeout=120)
    patience = 0.05 if name == "hangs" else 60
    async with Fetcher(options, version="1", resolver=SystemResolver(patience, look_up)) as fetch:
        error = await refusal(fetch, f"http://{name}/")
    release.set()
    assert error.reason == {"hangs": "dns", "fails": "dns", "odd": "bad_address"}[name]
