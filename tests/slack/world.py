"""A Slack on loopback in virtual time, and a client of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import TraceConfig
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.deliver.slack import SlackDeliver
from briefbot.emulator import Slack, serve
from briefbot.emulator.clock import Clock
from briefbot.slack.client import session, web_client
from tests.virtual import wall


class VirtualClock(Clock):
    """The emulator's clock, whose stopwatch is the virtual loop's."""

    def elapsed(self) -> float:
        return asyncio.get_running_loop().time() + self._passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a test needs to post: the place, a client of it, and who delivers."""

    slack: Slack
    client: AsyncWebClient
    deliver: SlackDeliver


@asynccontextmanager
async def desk(*traces: TraceConfig) -> AsyncIterator[Desk]:
    """Open a Slack and a client of it; to be run in virtual time."""
    async with serve(read=wall) as slack:
        slack.world.clock = VirtualClock(wall)
        async with session(trace_configs=traces) as http:
            client = web_client(slack.bot_token, slack.api_url, http)
            yield Desk(slack=slack, client=client, deliver=SlackDeliver(client))
