"""A test message: as long as a digest may be, posted, looked for as the outbox does, deleted."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from briefbot import blocks
from briefbot.blocks.size import ROOM
from briefbot.deliver.slack import SlackDeliver
from briefbot.doctor.finding import Finding, fine, note, wrong
from briefbot.errors import DeliveryError
from briefbot.models import Delivery, DeliveryState, Message
from briefbot.ports import Sent
from briefbot.slack.client import Calls, listed

SENTENCE = "briefbot tests how long a message may be here, and deletes this one right away. "


async def trial(
    channel: str, client: AsyncWebClient, calls: Calls, now: datetime
) -> tuple[Finding, ...]:
    """Post the longest message that briefbot would, and see what Slack keeps of it."""
    deliver = SlackDeliver(client, calls)
    delivery = _delivery(channel, now)
    try:
        sent = await deliver.send(delivery)
    except DeliveryError as error:
        return (wrong(f"the test message was not taken: {error}"),)
    size = blocks.counted(delivery.message)
    findings = [fine(f"{channel} takes a message of {size:,} characters")]
    try:
        findings += await _kept(delivery, sent, deliver, client, calls)
    finally:
        findings.append(await _deleted(sent, client, calls))
    return tuple(findings)


def _delivery(channel: str, now: datetime) -> Delivery:
    return Delivery(
        key=f"bb:doctor:{secrets.token_hex(8)}",
        digest_id=0,
        order_id="doctor",
        destination=channel,
        part=0,
        message=longest(),
        state=DeliveryState.SENDING,
        attempts=1,
        created=now,
        claimed=now,
        expires=now + timedelta(hours=1),
        not_before=now,
    )


def longest() -> Message:
    """Return a message that is as long as briefbot lets one be."""
    piece = SENTENCE * 12
    number = ROOM // len(piece)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": piece}]}
    block = {"type": "rich_text", "elements": [section]}
    return Message(text="A test of briefbot's", blocks=(block,) * number, plain=SENTENCE)


async def _kept(
    delivery: Delivery, sent: Sent, deliver: SlackDeliver, client: AsyncWebClient, calls: Calls
) -> list[Finding]:
    """Look for the message, and at what it carries."""
    try:
        found = await deliver.look(delivery)
        answer = await calls(
            "conversations.history",
            delivery.destination,
            client.conversations_history,
            channel=sent.channel,
            oldest=sent.ts,
            latest=sent.ts,
            inclusive=True,
            limit=1,
            include_all_metadata=True,
        )
    except DeliveryError as error:
        return [note(f"the test message can't be looked for: {error}")]
    if found is None:
        return [wrong("the test message is not found again: a lost answer would be a second post")]
    message = next(iter(listed(answer, "messages")), {})
    if not message.get("metadata"):
        return [note("Slack drops the metadata here; the message is found by its block_id")]
    return [fine("the test message is found again, by its metadata and its block_id")]


async def _deleted(sent: Sent, client: AsyncWebClient, calls: Calls) -> Finding:
    try:
        await calls(
            "chat.delete", sent.channel, client.chat_delete, channel=sent.channel, ts=sent.ts
        )
    except DeliveryError as error:
        return wrong(f"the test message was not deleted; do so by hand: {error}")
    return fine("the test message is deleted")
