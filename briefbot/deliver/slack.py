"""Slack channels and people: post one message with its key in it, and find it again."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from briefbot.deliver._channels import Channels
from briefbot.errors import DeliveryError, Uncertain
from briefbot.models import Delivery
from briefbot.ports import Sent
from briefbot.slack.client import TIMEOUT, Call, Calls, cursor, listed

EVENT = "briefbot_digest"
LOOK_BACK = timedelta(hours=1)
"""How long before the attempt a look begins: our clock may be wrong, and may be set in between.
Two minutes would do with a right clock; an hour of a channel is one page of history."""
PAGE = 200
_MEMBER = "not_in_channel"


class SlackDeliver:
    """Posts to Slack and looks there: a `ports.Deliver`."""

    def __init__(
        self, client: AsyncWebClient, calls: Calls | None = None, *, timeout: float = TIMEOUT
    ) -> None:
        self._client = client
        self._calls = calls or Calls(client)
        self._channels = Channels(client, self._calls)
        self._timeout = timeout
        self._own: frozenset[str] = frozenset()

    async def check(self) -> None:
        """Ask whether the token is good; raise DeliveryError when nothing can be posted."""
        await self._own_ids(fresh=True)

    # ------------------------------------------------------------ send

    async def send(self, delivery: Delivery) -> Sent:
        """Post it once, with its key in it.

        All in all it takes no more than the timeout: the outbox counts from its claim when
        Slack can have it at the latest.
        """
        channel = ""
        try:
            async with asyncio.timeout(self._timeout):
                channel = await self._before(self._channels.find(delivery.destination))
                answer = await self._post(delivery, channel)
        except TimeoutError as error:
            raise self._late(delivery, asked=bool(channel)) from error
        except DeliveryError as error:
            self._channels.doubt(delivery.destination, error.reason)
            raise
        return Sent(channel=str(answer["channel"] or channel), ts=str(answer["ts"]))

    async def _before(self, step: Awaitable[str]) -> str:
        """Do what comes before the post: however it ends, nothing was sent.

        Its pause is for its own method, so it is not called what holds all posts.
        """
        try:
            return await step
        except DeliveryError as error:
            reason = "unresolved" if error.reason == "ratelimited" else error.reason
            raise DeliveryError(reason, str(error), error.retry_after) from error

    async def _post(self, delivery: Delivery, channel: str) -> AsyncSlackResponse:
        try:
            return await self._post_once(delivery, channel)
        except DeliveryError as error:
            if error.reason != _MEMBER or not channel.startswith("C"):
                raise
            await self._join(channel, error)
        return await self._post_once(delivery, channel)

    async def _join(self, channel: str, refusal: DeliveryError) -> None:
        """Become a member of a public channel; a private one has to invite us."""
        call = self._client.conversations_join
        try:
            await self._calls("conversations.join", channel, call, channel=channel)
        except DeliveryError as error:
            raise refusal from error

    async def _post_once(self, delivery: Delivery, channel: str) -> AsyncSlackResponse:
        answer = await self._calls(
            "chat.postMessage",
            delivery.destination,
            self._client.chat_postMessage,
            **arguments(delivery, channel),
        )
        if not answer.get("ts"):
            text = f"{delivery.destination}: Slack took a message and did not say where it is"
            raise Uncertain("no_ts", text)
        return answer

    def _late(self, delivery: Delivery, *, asked: bool) -> DeliveryError:
        where, time = delivery.destination, f"{self._timeout:.0f} s"
        if asked:
            return Uncertain("timeout", f"{where}: Slack did not answer within {time}")
        return DeliveryError(
            "unresolved",
            f"{where}: Slack did not say within {time} which channel this is; "
            "with the channel's id in its place it need not be asked",
        )

    # ------------------------------------------------------------ look

    async def look(self, delivery: Delivery) -> Sent | None:
        """Return where its last attempt ended; None when it is not there."""
        own = await self._own_ids()
        channel = delivery.channel or await self._channels.find(delivery.destination)
        oldest = ((delivery.claimed or delivery.created) - LOOK_BACK).timestamp()
        page: str | None = None
        while True:
            answer = await self._history(delivery, channel, oldest, page)
            for message in listed(answer, "messages"):
                if _is_ours(message, own) and delivery.key in _keys(message):
                    return Sent(channel=channel, ts=str(message["ts"]))
            now = _date(answer)
            if page is None and now is not None and now - LOOK_BACK.total_seconds() < oldest:
                oldest = now - LOOK_BACK.total_seconds()  # our clock is ahead of Slack's
                continue
            page = cursor(answer)
            if page is None:
                return None

    async def _history(
        self, delivery: Delivery, channel: str, oldest: float, page: str | None
    ) -> AsyncSlackResponse:
        where = {"channel": channel, "oldest": f"{oldest:.6f}", "limit": PAGE, "cursor": page}
        call: Call = self._client.conversations_history
        method = "conversations.history"
        if delivery.thread:
            method, call = "conversations.replies", self._client.conversations_replies
            where["ts"] = delivery.thread
        try:
            return await self._calls(
                method, delivery.destination, call, include_all_metadata=True, **where
            )
        except DeliveryError as error:
            if error.reason == _MEMBER and channel.startswith("C"):
                await self._join(channel, error)
            if error.reason == "missing_scope":
                raise DeliveryError("blind", str(error)) from error
            raise

    async def _own_ids(self, *, fresh: bool = False) -> frozenset[str]:
        """Return who we are to Slack, as the messages name it."""
        if fresh or not self._own:
            me = await self._calls("auth.test", "the workspace", self._client.auth_test)
            named = (me.get("bot_id"), me.get("user_id"))
            self._own = frozenset(str(name) for name in named if name)
        return self._own


def arguments(delivery: Delivery, channel: str) -> dict[str, Any]:
    """Return what chat.postMessage is given: the key stands in it three times.

    `client_msg_id` is undocumented, so it is a bonus that nothing rests on.
    """
    blocks = [dict(block) for block in delivery.message.blocks]
    if blocks:
        blocks[0]["block_id"] = delivery.key
    return {
        "channel": channel,
        "text": delivery.message.text,
        "blocks": blocks or None,
        "thread_ts": delivery.thread,
        "metadata": {
            "event_type": EVENT,
            "event_payload": {"key": delivery.key, "part": delivery.part},
        },
        "client_msg_id": str(uuid.uuid5(uuid.NAMESPACE_URL, delivery.key)),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _is_ours(message: Mapping[str, Any], own: frozenset[str]) -> bool:
    return bool({message.get("bot_id"), message.get("user")} & own)


def _keys(message: Mapping[str, Any]) -> set[str]:
    """Return where a message may carry its key: Slack may drop one of the two."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    blocks = message.get("blocks") or ()
    return {str(payload.get("key")), *(str(block.get("block_id")) for block in blocks)}


def _date(answer: AsyncSlackResponse) -> float | None:
    """Return Slack's own time of an answer."""
    try:
        return parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (KeyError, ValueError):
        return None
