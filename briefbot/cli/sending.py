"""A digest sent by hand: posted by the bot that runs, or here and now when none does."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import structlog
import uvloop

from briefbot import pipeline, settings
from briefbot.app import stored
from briefbot.cli.options import operator
from briefbot.clock import utc_now
from briefbot.deliver.slack import SlackDeliver
from briefbot.errors import SetupError, StoreLocked
from briefbot.models import Delivery, DeliveryState
from briefbot.orders import Order
from briefbot.outbox import Outbox
from briefbot.pipeline import Keeper
from briefbot.posting import VERSIONS, press
from briefbot.settings import SlackSettings
from briefbot.slack.client import connected
from briefbot.store.connect import locked
from briefbot.store.heartbeat import alive
from briefbot.store.library import Library
from briefbot.store.sqlite import Store

PATIENCE = 60.0
"""Seconds in which Slack should have taken a digest; what is left is posted by the next run."""
GLANCE = 0.1
OPEN = {DeliveryState.PENDING, DeliveryState.SENDING}
LEFT = "`briefbot run` posts it; what holds the archive just now is another command"
NOT_TAKEN = (
    "an earlier message may come first; without Slack's tokens the one at work posts nothing"
)


def sent(order: Order, database: Path, *, patience: float = PATIENCE) -> list[str]:
    """Compose, enqueue and, unless another process holds the archive, post; return how it went."""
    Library(database).close()  # says so when there is no archive
    try:
        with locked(database):
            return uvloop.run(_posted(order, database, _slack()))
    except StoreLocked:
        return _handed_over(order, database, patience)


def _slack() -> SlackSettings:
    found = settings.slack()
    if found.bot_token is None:
        raise SetupError(
            "SLACK_BOT_TOKEN is not set, and no briefbot runs that could post; set it, "
            "or look at the digest with --dry-run"
        )
    return found


def _handed_over(order: Order, database: Path, patience: float) -> list[str]:
    """Put the digests into the outbox, and see whether who holds the archive posts them."""
    store = Store(database)
    try:
        numbers = pipeline.send(order, store, press(), operator(), now=utc_now())
    finally:
        store.close()
    if alive(database, utc_now()):  # says what is wrong: a preview, a demo or another `send` runs
        return [f"{name}: not posted yet, {LEFT}" for name in order.destinations]
    library = Library(database)
    try:
        for _ in range(round(patience / GLANCE)):
            if not any(map(_waits, library.of_digests(numbers))):
                break
            time.sleep(GLANCE)
        found = library.of_digests(numbers)
    finally:
        library.close()
    return [_how(delivery, NOT_TAKEN) for delivery in found if delivery.part == 0]


async def _posted(order: Order, database: Path, slack: SlackSettings) -> list[str]:
    """Put the digests into the outbox and post what is in it; return how it went."""
    async with stored(database) as keeper:
        now, author = utc_now(), operator()
        numbers = await keeper.db(pipeline.send, order, keeper.store, press(), author, now=now)
        await _post(keeper, slack, numbers)
        deliveries = await keeper.db(keeper.store.of_digests, numbers)
    return [_how(delivery) for delivery in deliveries if delivery.part == 0]


async def _post(keeper: Keeper, slack: SlackSettings, numbers: Collection[int]) -> None:
    """Post until the digests are settled, or for as long as a person waits."""
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)  # what the log would say is said at the end
    async with connected(slack) as client:
        outbox = Outbox(keeper, SlackDeliver(client), utc_now, versions=VERSIONS)
        posting = asyncio.create_task(outbox.run())
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while await _open(keeper, numbers):  # noqa: ASYNC110  a database is watched
                    await asyncio.sleep(GLANCE)
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)


async def _open(keeper: Keeper, numbers: Collection[int]) -> bool:
    """Tell whether one of the digests' messages waits, and is not parked with a reason."""
    return any(map(_waits, await keeper.db(keeper.store.of_digests, numbers)))


def _waits(delivery: Delivery) -> bool:
    return delivery.state in OPEN and not delivery.error


def _how(delivery: Delivery, why: str = "Slack has not taken it") -> str:
    if delivery.state is DeliveryState.SENT:
        return f"{delivery.destination}: posted ({delivery.channel}, {delivery.ts})"
    if delivery.state in OPEN:
        goes_on = f"not posted yet, `briefbot run` goes on trying; {delivery.error or why}"
        return f"{delivery.destination}: {goes_on}"
    return f"{delivery.destination}: not posted; {delivery.error}"
