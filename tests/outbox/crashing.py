"""A bot that posts what is in an outbox, and dies at a named point: run as a program.

python -m tests.outbox.crashing DATABASE API_URL TOKEN POINT N
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from aiohttp import ClientSession, TraceConfig, TraceRequestChunkSentParams

from briefbot.app import stored
from briefbot.clock import utc_now
from briefbot.deliver.slack import SlackDeliver
from briefbot.outbox import Outbox, Pace
from briefbot.pipeline.ingest import Keeper
from briefbot.slack.client import session, web_client
from tests.outbox.posting import VERSIONS

PACE = Pace().divided(100)
CRASH = 137
POINTS = ("claimed", "asked", "replied", "settled", "looked", "missed")
"""`asked`: the request's bytes have left, and no answer has come."""


def dying_at(point: str, times: int) -> Callable[[str], None]:
    """Return what ends the process without any clean-up at the n-th passing of a point."""
    left = times

    def reached(name: str) -> None:
        nonlocal left
        left -= name == point
        if name == point and not left:
            os._exit(CRASH)

    return reached


def traced(reached: Callable[[str], None]) -> TraceConfig:
    """Return what tells when a message's bytes have left."""

    async def sent(_: ClientSession, __: object, what: TraceRequestChunkSentParams) -> None:
        if what.url.path.endswith("chat.postMessage"):
            reached("asked")

    config = TraceConfig()
    config.on_request_chunk_sent.append(sent)
    return config


async def post_all(keeper: Keeper, url: str, token: str, reached: Callable[[str], None]) -> None:
    """Post until nothing waits."""
    async with session(PACE.timeout, trace_configs=[traced(reached)]) as http:
        deliver = SlackDeliver(web_client(token, url, http), timeout=PACE.timeout)
        outbox = Outbox(keeper, deliver, utc_now, PACE, versions=VERSIONS, reached=reached)
        running = asyncio.create_task(outbox.run())
        while await keeper.db(keeper.store.waiting):  # noqa: ASYNC110  it is another's to end
            await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def main(database: str, url: str, token: str, point: str, times: str) -> None:
    """Post, and die on the way."""
    async with stored(Path(database)) as keeper:
        await post_all(keeper, url, token, dying_at(point, int(times)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
