"""Other options of fetch count at once, and what is under way ends as it began."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from briefbot.config import Config, FetchOptions, Source
from briefbot.errors import FetchError, SetupError
from briefbot.models import Request
from briefbot.reach import online
from tests.badserver import BadServer, reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def server() -> AsyncIterator[BadServer]:
    async with BadServer() as server:
        yield server


def config(server: BadServer, **options: Any) -> Config:
    """Make a configuration that may read the server."""
    here = {"allow_private": (f"{server.host}/32:{server.port}",), **options}
    return Config(sources=(), fetch=FetchOptions(contact="https://desk.test/about", **here))


def agents(server: BadServer) -> list[str]:
    """Return under which names the server was asked."""
    lines = [line for head in server.heads for line in head.split("\r\n")]
    return [line.removeprefix("User-Agent: ") for line in lines if line.startswith("User-Agent")]


async def test_the_next_request_goes_by_the_new_options(server: BadServer) -> None:
    """The name, the timeout and what is open inside change; the workers are the same."""
    held = asyncio.Event()

    async def slow_page(writer: asyncio.StreamWriter) -> None:
        await held.wait()
        await reply(b"x")(writer)

    server.pages["/slow"], server.pages["/"] = slow_page, reply(b"x")
    async with online(config(server, user_agent="one", timeout=60)) as web:
        ask, work = web.inside.fetch, web.work
        slow = asyncio.create_task(ask(Request(url=server.url("/slow"), limit=100)))
        while not server.heads:  # noqa: ASYNC110  the server tells nobody
            await asyncio.sleep(0.01)
        await web.live.take(config(server, user_agent="two", timeout=50, per_host=3))
        assert (await ask(Request(url=server.url(), limit=100))).body == b"x"
        held.set()
        assert (await slow).body == b"x"  # its connection was not closed under it
        assert agents(server) == ["one", "two"]
        await web.live.take(config(server, allow_private=()))
        with pytest.raises(FetchError) as error:
            await ask(Request(url=server.url(), limit=100))
        assert error.value.reason == "blocked_address"
        assert web.work is work


async def test_options_that_nobody_can_ask_by_change_nothing(
    server: BadServer, tmp_path: Path
) -> None:
    """A certificate that is not there: the options before go on."""
    server.pages["/"] = reply(b"x")
    async with online(config(server, user_agent="one")) as web:
        before = web.config
        missing = str(tmp_path / "none.pem")
        with pytest.raises(SetupError, match="can't be read"):
            await web.live.take(config(server, user_agent="two", ca_file=missing))
        assert web.config is before
        await web.inside.fetch(Request(url=server.url(), limit=100))
        assert agents(server) == ["one"]


async def test_a_secret_that_is_new_is_found_at_the_next_change(
    server: BadServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source is added with a header, and its value to the file of settings: no restart."""
    monkeypatch.chdir(tmp_path)
    source = Source(id="a", url=server.url(), headers={"X-Key": "A_KEY"})
    async with online(config(server)) as web:
        (tmp_path / ".env").write_text("A_KEY=secret\n", encoding="utf-8")
        await web.live.take(config(server).model_copy(update={"sources": (source,)}))
        assert web.headers(source) == (("X-Key", "secret"),)
