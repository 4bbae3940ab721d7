"""A Slack for each test, with nobody's messages in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefbot import emulator
from tests.emulator.bot import session_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Serve a Slack with real limits, in whose second a machine may pause for a minute."""
    async with emulator.serve(scale=1 / 60) as slack:
        yield slack


@pytest.fixture
async def web(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    """Open the SDK's client with the bot's token, and its defaults."""
    async with session_client(slack) as client:
        yield client
