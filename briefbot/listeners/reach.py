"""The ways to reach a person: a response address, a message of the bot, one that they alone see."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from briefbot.errors import DeliveryError, Rejected, Uncertain
from briefbot.listeners.reply import Reply, even_twice
from briefbot.models import Message
from briefbot.slack.client import Calls
from briefbot.slack.refusals import FOREIGN, RETRY_AFTER, explained

HOOK_USES = 5
"""Slack takes five messages for one response address, in thirty minutes."""
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500
_GONE = ("expired_url", "used_url", "invalid_url", "no_active_hooks", "user_not_found")
_PLACE = "an answer"


def by_hook(url: str, client: AsyncWebClient, *, thread: str | None = None) -> Reply:
    """Answer through a response address, so that only the person sees it.

    Bolt's own `respond` makes a client that sends twice when a reply is lost, and it hides
    failures; this one does neither. `client` lends its session and its proxy.
    """
    hook = AsyncWebhookClient(url, session=client.session, retry_handlers=[])
    hook.proxy = client.proxy
    there = {"thread_ts": thread} if thread else {}

    async def send(message: Message, **how: object) -> None:
        await _post(hook, {**_fields(message), **there, **how})

    return Reply(
        lambda message: send(message, response_type="ephemeral", replace_original=False),
        share=lambda message: send(message, response_type="in_channel", replace_original=False),
        replace=lambda message: send(message, replace_original=True),
        repeat=even_twice,
        most=HOOK_USES,
    )


async def _post(hook: AsyncWebhookClient, body: dict[str, Any]) -> None:
    try:
        answer = await hook.send_dict(body)
    except FOREIGN as error:
        raise explained(error, "response_url", _PLACE, "Slack") from error
    if answer.status_code != _OK:
        raise _refused(answer)


def _refused(answer: WebhookResponse) -> DeliveryError:
    """Judge an answer of a response address, whose body is a word or JSON with one."""
    status, said = answer.status_code, answer.body or ""
    if status == _TOO_MANY:
        return DeliveryError("ratelimited", f"{_PLACE}: too many at once", RETRY_AFTER)
    if status >= _SERVER_ERROR:
        return Uncertain(f"http_{status}", f"{_PLACE}: Slack failed (HTTP {status})")
    if any(word in said for word in _GONE):
        return DeliveryError("used_url", f"{_PLACE}: Slack takes no more for this click")
    return Rejected(f"http_{status}", f"{_PLACE}: Slack refuses it (HTTP {status}): {said[:200]}")


def by_message(calls: Calls, client: AsyncWebClient, channel: str, thread: str | None) -> Reply:
    """Answer with a message of the bot: in the direct messages, or under what was said."""

    async def send(message: Message) -> None:
        await calls(
            "chat.postMessage",
            _PLACE,
            client.chat_postMessage,
            channel=channel,
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
            **_fields(message),
        )

    return Reply(send)


def by_whisper(
    calls: Calls, client: AsyncWebClient, channel: str, user: str, thread: str | None
) -> Reply:
    """Answer in a channel so that only the person sees it."""

    async def send(message: Message) -> None:
        await calls(
            "chat.postEphemeral",
            _PLACE,
            client.chat_postEphemeral,
            channel=channel,
            user=user,
            thread_ts=thread,
            **_fields(message),
        )

    return Reply(send, repeat=even_twice)


def unheard() -> Reply:
    """Say nothing: whoever opened App Home asked nothing."""

    async def send(message: Message) -> None:
        """Drop it; what went wrong is in the log."""

    return Reply(send)


def _fields(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks) or None}
