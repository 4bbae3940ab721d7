"""The servers that fetching is tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.badserver import BadServer, reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


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
