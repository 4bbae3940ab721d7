"""An unmodified Bolt app and an unmodified client for the emulator to talk to."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from briefbot.emulator import Slack


@asynccontextmanager
async def session_client(slack: Slack, **options: Any) -> AsyncIterator[AsyncWebClient]:
    """Open the SDK's client, in one session."""
    async with aiohttp.ClientSession() as session:
        given: dict[str, Any] = {"token": slack.bot_token, "session": session, **options}
        yield AsyncWebClient(base_url=slack.api_url, **given)


@asynccontextmanager
async def running(
    slack: Slack, register: Callable[[AsyncApp], None], *, ping_interval: float = 30
) -> AsyncIterator[AsyncSocketModeHandler]:
    """Run an app with these listeners, connected by Socket Mode.

    What is silent for four times the interval is taken for broken.
    """
    app = AsyncApp(client=AsyncWebClient(token=slack.bot_token, base_url=slack.api_url))
    register(app)
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping_interval)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK has no types here
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # the SDK has no types here


async def refusal(call: Awaitable[object]) -> Mapping[str, Any]:
    """Return what Slack says no with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    data: Mapping[str, Any] = caught.value.response.data
    return data


async def until(true: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Wait until something holds; raise TimeoutError."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 the app under test tells nobody
            await asyncio.sleep(0.01)
