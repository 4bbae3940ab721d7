"""An unmodified Bolt app for the emulator to talk to."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from briefbot.emulator import Slack


def client(slack: Slack) -> AsyncWebClient:
    """Return the SDK's client as it comes."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


@asynccontextmanager
async def running(slack: Slack, register: Callable[[AsyncApp], None]) -> AsyncIterator[AsyncApp]:
    """Run an app with these listeners, connected by Socket Mode."""
    app = AsyncApp(client=client(slack))
    register(app)
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    try:
        yield app
    finally:
        await handler.close_async()
