"""The servers that fetching is tried on."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.badserver import BadServer, reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


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


@pytest.fixture
def nobody() -> Iterator[str]:
    """Hold a port at which nobody answers, so that no other process begins to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield "{}:{}".format(*held.getsockname())


@pytest.fixture
def deaf() -> Iterator[str]:
    """Serve a port that takes no connection: what comes to it is dropped, as by a dead network."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, ExitStack() as waiting:
        for _ in range(3):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(server.getsockname())
        yield "{}:{}".format(*server.getsockname())
