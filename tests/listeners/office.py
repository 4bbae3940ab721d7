"""An unmodified Bolt at work in the emulator, with our listeners or a test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.emulator import Slack, serve
from briefbot.listeners.front import Front
from briefbot.listeners.people import People
from briefbot.slack.client import Calls, session, web_client
from tests.makers import NOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A Slack, and the bot's side of it."""

    slack: Slack
    client: AsyncWebClient
    front: Front


@asynccontextmanager
async def client_of(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    """Open the bot's own client."""
    async with session() as http:
        yield web_client(slack.bot_token, slack.api_url, http)


@asynccontextmanager
async def opened(
    desk: Any,
    register: Callable[[AsyncApp, Front], None],
    *,
    patience: float = 60.0,
    **fields: Any,
) -> AsyncIterator[Office]:
    """Run the listeners over Socket Mode, with this desk behind them."""
    async with serve() as slack, client_of(slack) as client:
        calls = Calls(client)
        front = Front(
            desk=desk,
            client=client,
            calls=calls,
            people=People(
                calls, client, patience=patience, **({"moved": desk.moved} if desk else {})
            ),
            **{"clock": lambda: NOON, **fields},
        )
        bolt = AsyncApp(client=client)
        register(bolt, front)
        handler = AsyncSocketModeHandler(bolt, slack.app_token, ping_interval=30)
        handler.client.proxy = None
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's
        try:
            yield Office(slack=slack, client=client, front=front)
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's
