"""What Slack's errors mean: sent or not, for good or not, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError, InvalidURL
from slack_sdk.errors import SlackApiError, SlackClientError

from briefbot.errors import DeliveryError, Rejected, Uncertain

FOREIGN = (SlackClientError, ClientError, OSError, ValueError, AttributeError, RecursionError)
"""What the SDK and aiohttp raise. ValueError is a body that is no JSON or no text, and
AttributeError is the SDK's own when a body is text or a list, not an object."""
NOT_WRITTEN = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)
"""No byte of the request has left: no address, no connection, no TLS."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
RETRY_AFTER = 30.0
"""Seconds to wait when Slack says that it is too much, but not how long."""
TOKEN = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Nothing can be posted anywhere until the token is in order."""
TOO_LONG = frozenset({"msg_blocks_too_long", "msg_too_long", "metadata_too_large"})
BROKEN = frozenset(
    {
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_charset",
        "invalid_form_data",
        "invalid_json",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "json_not_object",
        "markdown_text_conflict",
        "missing_post_type",
        "no_text",
        "too_many_attachments",
        "too_many_contact_cards",
    }
)
"""Slack takes no message of this form."""
INVITE = "invite the bot there with /invite, or name another channel"
CHANNEL = {
    "as_user_not_supported": "the token is no bot's; use the Bot User OAuth Token",
    "cannot_dm_bot": "a bot gets no direct messages; name a person or a channel",
    "cannot_reply_to_message": "its thread takes no replies",
    "channel_not_found": f"there is no such channel, or it is private; check its name, {INVITE}",
    "channel_type_not_supported": "it is no place for messages; name another channel",
    "deprecated_endpoint": "Slack has withdrawn what we call; update briefbot",
    "is_archived": "it is archived; unarchive it, or name another channel",
    "is_inactive": "it is frozen; name another channel",
    "messages_tab_disabled": "the app takes no direct messages; enable its Messages tab",
    "method_deprecated": "Slack has withdrawn what we call; update briefbot",
    "missing_scope": "the app lacks a permission; add it and install the app again",
    "no_such_subteam": "there is no such user group; name another under `admins`",
    "no_permission": "the app may not; check its permissions, and install it again",
    "not_allowed": "the workspace does not allow it; ask its owners",
    "not_in_channel": f"the bot is no member; {INVITE}",
    "restricted_action": "the workspace's settings do not allow it; ask its owners",
    "restricted_action_non_threadable_channel": "its threads are closed; ask its owners",
    "restricted_action_read_only_channel": "only some may post there; let the bot be one of them",
    "restricted_action_thread_locked": "its thread is locked",
    "restricted_action_thread_only_channel": "it takes replies in threads alone; name another",
    "slack_connect_canvas_sharing_blocked": "it is shared with others; ask the workspace's owners",
    "slack_connect_file_link_sharing_blocked": "it is shared with others; ask its owners",
    "team_not_found": "the token is for another workspace; install the app in this one",
    "user_disabled": "the person's account is closed; take them out",
    "user_not_found": "there is no such person; check the id",
    "user_not_visible": "the app can't see the person; check the id",
    "users_not_found": "there is no such person; check the id",
    "method_not_supported_for_channel_type": INVITE,
    "message_limit_exceeded": "the workspace may send no more messages; ask its owners",
    "thread_not_found": "the message that it goes under is gone",
}
"""What is wrong with one destination, and what to do; others are not touched."""
_TOO_MANY, _SERVER_ERROR, _OK = 429, 500, 200


def explained(error: Exception, method: str, place: str, host: str) -> DeliveryError:
    """Put what went wrong into one sentence, and say whether the message can have been sent.

    `place` is where the call was about, `host` whom it went to. No secret is in the words.
    """
    if isinstance(error, SlackApiError):
        return _answered(error.response, method, place)
    words = _system_words(error)
    if isinstance(error, NOT_WRITTEN):
        return DeliveryError(
            "unreachable",
            f"{place}: {host} can't be reached ({words}); is this machine online? "
            "it is tried again by itself",
        )
    return Uncertain(
        "no_answer", f"{place}: {method} was asked, and {host} did not answer ({words})"
    )


def _system_words(error: Exception) -> str:
    """Name the error; its own text may hold an address, and in it a secret."""
    cause = getattr(error, "os_error", error)
    return getattr(cause, "strerror", None) or type(cause).__name__


def _answered(response: object, method: str, place: str) -> DeliveryError:
    """Judge an answer that is not `ok`; `response` is the SDK's, or aiohttp's when no JSON came."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    said: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    word = str(said.get("error") or "")
    if status == _TOO_MANY or (status == _OK and word in RATE_LIMITED):
        pause = _retry_after(getattr(response, "headers", {}))
        text = f"{place}: Slack wants {pause:.0f} s without {method}; it is tried again after that"
        return DeliveryError("ratelimited", text, pause)
    if status >= _SERVER_ERROR or not word:
        return Uncertain(
            f"http_{status}",
            f"{place}: {method} got an answer that says nothing (HTTP {status}); "
            "see Slack's own status page, and SLACK_API_URL if it is set",
        )
    return _refused(word, said, method, place)


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        return max(0.0, float(headers.get("Retry-After") or RETRY_AFTER))
    except ValueError:
        return RETRY_AFTER


def _refused(word: str, said: Mapping[str, Any], method: str, place: str) -> DeliveryError:
    text = f"{place}: Slack refuses {method}: {word}"
    if word in TOKEN:
        advice = "install the app again and set SLACK_BOT_TOKEN to its token; nothing is posted"
        return DeliveryError(word, f"{text}; {advice} until then")
    if word in TOO_LONG or word in BROKEN:
        return Rejected(word, f"{text}{_details(said)}")
    if word == "missing_scope":
        scope = said.get("needed") or "one"
        return DeliveryError(word, f"{text}; add the scope {scope} to the app and install it again")
    if word in CHANNEL:
        return DeliveryError(word, f"{text}; {CHANNEL[word]}")
    return Uncertain(word, f"{text}; that may be sent or not, so the channel is searched first")


def _details(said: Mapping[str, Any]) -> str:
    """Return what Slack says of the blocks, cut short: it may quote them."""
    about = said.get("response_metadata")
    messages = about.get("messages") if isinstance(about, Mapping) else None
    found = said.get("errors") or messages
    return f" ({'; '.join(map(str, found))[:200]})" if isinstance(found, list) and found else ""
