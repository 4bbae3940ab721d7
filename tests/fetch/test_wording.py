"""A failure is one sentence: what, where, what to do."""

from __future__ import annotations

import asyncio
import time
from copy import copy

import pytest

from briefbot.fetch.wording import shown
from tests.badserver import BadServer, reply, silent
from tests.fetch.asking import fetcher, refusal


async def test_a_closed_port_is_unreachable(nobody: str) -> None:
    """A refused connection says so."""
    async with fetcher(allow=(nobody,)) as fetch:
        error = await refusal(fetch, f"http://{nobody}/")
    assert error.reason == "unreachable"
    assert "Connection refused" in str(error)


async def test_a_network_that_drops_everything_makes_no_connection(deaf: str) -> None:
    """It is told from a server that takes the connection and then says nothing."""
    async with fetcher(timeout=4, allow=(deaf,)) as fetch:
        error = await refusal(fetch, f"http://{deaf}/?key=hunter2")
    assert error.reason == "no_connection"
    assert str(error) == f"no connection to {deaf} came about in time; is it down?"
    async with BadServer() as site, fetcher(site, whole=1) as fetch:
        site.pages["/"] = silent()
        assert (await refusal(fetch, site.url())).reason == "timeout"


def test_an_address_is_shown_without_its_secrets() -> None:
    """User and password, query and fragment are left out, however long they are."""
    for secret in ("u:p", "u:p/q", "u@v:p", "p" * 2_000):
        assert shown(f"https://{secret}@news.example/a?key=p#p") == "'https://news.example/a'"
    assert shown("news.example//a@b") == "'news.example//b'"
    assert shown("//" * 100) == repr("//" * 40)


@pytest.mark.parametrize("piece", ["/", "//", "//@", "@", "?", "#", "ftp://", "a", "é", "\0"])
def test_showing_an_address_takes_no_time(piece: str) -> None:
    """A megabyte of whatever a server sends as one is no reason for the loop to stop."""
    address = f"ftp:{piece * (1_000_000 // len(piece))}"
    begun = time.process_time()
    assert len(shown(address)) < 500
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize("tls", [False, True])
async def test_a_server_that_hangs_up_was_asked(*, tls: bool) -> None:
    """Whether before it agreed on encryption, or behind the request."""

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server, fetcher(allow=(f"{host}:{port}",)) as fetch:
        error = await refusal(fetch, f"http{'s' * tls}://{host}:{port}/")
    assert error.reason == "disconnected"
    assert str(error).startswith(f"{host}:{port} ends the connection without an answer")


async def test_an_unknown_name_is_a_dns_error() -> None:
    """A name without an address says so."""
    async with fetcher() as fetch:
        error = await refusal(fetch, "https://no-such-name.example/?key=hunter2")
    assert error.reason == "dns"
    assert str(error).startswith("no-such-name.example has no address: Name or service not known")


OFTEN = "it is asked too often; a longer interval may help"
TROUBLE = "its server has trouble; wait, that mostly passes by itself"


@pytest.mark.parametrize(
    ("status", "header", "says"),
    [
        (400, "X: y", "it does not understand what it is asked; check the address"),
        (
            401,
            "X: y",
            "it wants a login; an Authorization header among the source's headers may be one",
        ),
        (403, "X: y", "does the site block bots? set fetch.user_agent"),
        (404, "X: y", "nothing is there; check the address"),
        (410, "X: y", "it is gone for good; look for its new address"),
        (418, "X: y", "that is no page; open the address in a browser"),
        (429, "X: y", OFTEN),
        (429, "Retry-After: 120", f"{OFTEN}; it wants a pause of 120 s"),
        (503, "Retry-After: 3600", f"{TROUBLE}; it wants a pause of 60 min"),
        (503, "Retry-After: soon", TROUBLE),
        (520, "X: y", TROUBLE),
    ],
)
async def test_a_refusal_says_what_to_do(
    status: int, header: str, says: str, site: BadServer
) -> None:
    """Every status that is no answer says who, what and what to do, and how long to wait."""
    site.pages["/"] = reply(b"sorry", header, status=status)
    async with fetcher(site) as fetch:
        error = await refusal(fetch, site.url())
    assert error.reason == f"http_{status}"
    assert str(error) == f"{status} from {site.allowed}: {says}"


async def test_a_304_that_nobody_asked_for_is_a_refusal(site: BadServer) -> None:
    """There is nothing of it yet that could be unchanged."""
    site.pages["/"] = reply(status=304)
    async with fetcher(site) as fetch:
        error = await refusal(fetch, site.url())
    assert str(error).endswith("nothing has changed, which it was not asked; tell its owner")


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        (429, ("Retry-After: 3600",), 3600),
        (503, ("Retry-After:  0 ",), 0),
        (403, ("Retry-After: 5",), 5),
        (
            503,
            (
                "Date: Mon, 23 Nov 2026 14:00:00 GMT",
                "Retry-After: Mon, 23 Nov 2026 14:30:00 GMT",
            ),
            1800,
        ),
        (503, ("Retry-After: Mon, 23 Nov 2026 14:30:00 GMT",), None),
        (503, (), None),
    ],
)
async def test_a_refusal_carries_the_pause_that_is_asked_for(
    status: int, headers: tuple[str, ...], pause: float | None, site: BadServer
) -> None:
    """Retry-After comes with the error in seconds, whatever the status; copies have it too."""
    site.pages["/"] = reply(b"sorry", *headers, status=status)
    async with fetcher(site) as fetch:
        error = await refusal(fetch, site.url())
    assert error.retry_after == pause
    again = copy(error)  # as pickle does it between processes
    assert (again.reason, str(again), again.retry_after) == (error.reason, str(error), pause)
