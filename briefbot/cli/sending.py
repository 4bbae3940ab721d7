"""A digest sent by hand: beside a running bot, which posts it, or posted here and now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import structlog

from briefbot import blocks, pipeline, plugins, settings
from briefbot.app import stored
from briefbot.clock import utc_now
from briefbot.deliver.slack import SlackDeliver
from briefbot.errors import SetupError, StoreLocked
from briefbot.models import Delivery, DeliveryState
from briefbot.orders import Order
from briefbot.outbox import Outbox, Versions
from briefbot.pipeline import Keeper, Press
from briefbot.settings import SlackSettings
from briefbot.slack.client import session, web_client
from briefbot.store.connect import locked
from briefbot.store.library import Library
from briefbot.store.sqlite import Store
from briefbot.summarise import select

PATIENCE = 60.0
"""Seconds in which Slack should have taken a digest; what is left is posted by the next run."""
GLANCE = 0.1


def sent(order: Order, database: Path) -> list[str]:
    """Compose, enqueue and, unless a bot is at work that does, post; return what to say of it."""
    Library(database).close()  # says so when there is no archive
    try:
        with locked(database):
            return asyncio.run(_posted(order, database, _slack()))
    except StoreLocked:
        return [f"{name}: the running briefbot posts it" for name in _enqueued(order, database)]


def _slack() -> SlackSettings:
    found = settings.slack()
    if found.bot_token is None:
        raise SetupError(
            "SLACK_BOT_TOKEN is not set, and no briefbot runs that could post; set it, "
            "or look at the digest with --dry-run"
        )
    return found


def _press() -> Press:
    payload = plugins.load("briefbot.render", "json", "RENDER")
    return Press(select=select, compose=blocks.digest_messages, payload=payload)


def _enqueued(order: Order, database: Path) -> tuple[str, ...]:
    """Put the digests into the outbox of the running bot; return where they go."""
    store = Store(database)
    try:
        pipeline.send(order, store, _press(), now=utc_now())
    finally:
        store.close()
    return order.destinations


async def _posted(order: Order, database: Path, slack: SlackSettings) -> list[str]:
    """Put the digests into the outbox and post what is in it; return how it went."""
    async with stored(database) as keeper:
        numbers = await keeper.db(pipeline.send, order, keeper.store, _press(), now=utc_now())
        await _post(keeper, slack, numbers)
        deliveries = await keeper.db(keeper.store.of_digests, numbers)
    return [_how(delivery) for delivery in deliveries if delivery.part == 0]


async def _post(keeper: Keeper, slack: SlackSettings, numbers: Collection[int]) -> None:
    """Post until the digests are settled, or for as long as a person waits."""
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)  # what the log would say is said at the end
    token = slack.bot_token.reveal() if slack.bot_token else ""
    async with session() as connections:
        deliver = SlackDeliver(web_client(token, slack.api_url, connections))
        versions = Versions(halve=blocks.halve, plain=blocks.plain_message)
        posting = asyncio.create_task(Outbox(keeper, deliver, utc_now, versions=versions).run())
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while await _open(keeper, numbers):  # noqa: ASYNC110  a database is watched
                    await asyncio.sleep(GLANCE)
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)


async def _open(keeper: Keeper, numbers: Collection[int]) -> bool:
    """Tell whether one of the digests' messages waits, and is not parked with a reason."""
    found = await keeper.db(keeper.store.of_digests, numbers)
    waiting = {DeliveryState.PENDING, DeliveryState.SENDING}
    return any(delivery.state in waiting and not delivery.error for delivery in found)


def _how(delivery: Delivery) -> str:
    if delivery.state is DeliveryState.SENT:
        return f"{delivery.destination}: posted ({delivery.channel}, {delivery.ts})"
    if delivery.state in {DeliveryState.PENDING, DeliveryState.SENDING}:
        why = delivery.error or "Slack has not taken it"
        return f"{delivery.destination}: not posted yet, `briefbot run` goes on trying; {why}"
    return f"{delivery.destination}: not posted; {delivery.error}"
