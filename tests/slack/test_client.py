"""The client: no retries, no proxy, a time limit of its own; and each error in one sentence."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientOSError,
    ClientPayloadError,
    ConnectionTimeoutError,
    ServerDisconnectedError,
    SocketTimeoutError,
    web,
)
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.errors import DeliveryError, Rejected, Uncertain
from briefbot.slack.client import Calls, session, web_client
from briefbot.slack.refusals import BROKEN, CHANNEL, RATE_LIMITED, TOKEN, TOO_LONG, explained

HOST = ConnectionKey(
    "slack.com", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


class Answer:
    """An answer as the SDK has it."""

    def __init__(self, status: int, data: object, **headers: str) -> None:
        self.status_code, self.data = status, data
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def judged(status: int, data: object, **headers: str) -> DeliveryError:
    """Return what an answer is taken for."""
    error = SlackApiError("failed", Answer(status, data, **headers))  # type: ignore[no-untyped-call]
    return explained(error, "chat.postMessage", "#news", "slack.com")


def said(word: str) -> dict[str, object]:
    """Return the body of a refusal."""
    return {"ok": False, "error": word}


def test_every_word_is_of_one_kind() -> None:
    """No word of Slack's is in two lists, so that none is judged twice."""
    kinds = [TOKEN, TOO_LONG, BROKEN, frozenset(CHANNEL), RATE_LIMITED]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("token_revoked", DeliveryError),
        ("is_archived", DeliveryError),
        ("not_in_channel", DeliveryError),
        ("missing_scope", DeliveryError),
        ("restricted_action", DeliveryError),
        ("ratelimited", DeliveryError),
        ("msg_too_long", Rejected),
        ("msg_blocks_too_long", Rejected),
        ("invalid_blocks", Rejected),
        ("no_text", Rejected),
        ("fatal_error", Uncertain),
        ("internal_error", Uncertain),
        ("request_timeout", Uncertain),
        ("service_unavailable", Uncertain),
        ("duplicate_channel_not_found", Uncertain),
        ("duplicate_message_not_found", Uncertain),
        ("never_heard_of", Uncertain),
    ],
)
def test_a_word_of_slack_s_is_judged(word: str, kind: type[DeliveryError]) -> None:
    """Only words that mean `not posted` are certain; the sentence names word, place and method."""
    error = judged(200, said(word))
    assert type(error) is kind
    assert str(error).startswith("#news: ")
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("status", "data", "kind", "reason"),
    [
        (429, said("ratelimited"), DeliveryError, "ratelimited"),
        (429, "", DeliveryError, "ratelimited"),
        (500, said("is_archived"), Uncertain, "http_500"),
        (502, "<html>", Uncertain, "http_502"),
        (503, None, Uncertain, "http_503"),
        (404, "<html>", Uncertain, "http_404"),
        (200, {}, Uncertain, "http_200"),
        (200, [1], Uncertain, "http_200"),
        (403, said("invalid_auth"), DeliveryError, "invalid_auth"),
    ],
)
def test_a_status_is_judged_before_the_words(
    status: int, data: object, kind: type[DeliveryError], reason: str
) -> None:
    """After a 5xx no word is believed; what is no answer of Slack's is uncertain."""
    error = judged(status, data)
    assert (type(error), error.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7), ("0", 0), ("-1", 0), ("", 30), ("soon", 30), (None, 30)]
)
def test_retry_after_is_read(header: str | None, seconds: float) -> None:
    """A pause that is missing or no number is half a minute."""
    headers = {} if header is None else {"Retry_After": header}
    assert judged(429, said("ratelimited"), **headers).retry_after == seconds


def test_the_sentence_says_which_scope_is_missing() -> None:
    """An admin reads what to add."""
    text = str(judged(200, said("missing_scope") | {"needed": "groups:history"}))
    assert "groups:history" in text


def test_what_slack_says_of_the_blocks_is_kept() -> None:
    """It is what a report of the fault needs."""
    about = {"response_metadata": {"messages": ["must be shorter [json-pointer:/blocks/0]"]}}
    assert "json-pointer:/blocks/0" in str(judged(200, said("invalid_blocks") | about))


NOT_SENT = [
    ClientConnectorError(HOST, ConnectionRefusedError(111, "Connection refused")),
    ClientConnectorDNSError(HOST, OSError(-2, "Name or service not known")),
    ClientConnectorCertificateError(HOST, ssl.SSLCertVerificationError("bad certificate")),
    ConnectionTimeoutError("Connection timeout to host https://slack.com/api/?token=xoxb-1"),
]
MAYBE_SENT = [
    ServerDisconnectedError(),
    ClientOSError(104, "Connection reset by peer"),
    ClientPayloadError("Response payload is not completed"),
    SocketTimeoutError("Timeout on reading data"),
    TimeoutError(),
    ValueError("no JSON"),
    AttributeError("'str' object has no attribute 'get'"),
]


@pytest.mark.parametrize("error", NOT_SENT, ids=lambda e: type(e).__name__)
def test_what_breaks_before_a_byte_is_written_was_not_sent(error: Exception) -> None:
    """No connection, no name, no certificate: sending again is safe, and no secret is told."""
    failure = explained(error, "chat.postMessage", "#news", "slack.com")
    assert (type(failure), failure.reason) == (DeliveryError, "unreachable")
    assert "xoxb" not in str(failure)


@pytest.mark.parametrize("error", MAYBE_SENT, ids=lambda e: type(e).__name__)
def test_what_breaks_later_may_have_been_sent(error: Exception) -> None:
    """A connection that ends, a time that is over, an answer that can't be read."""
    assert type(explained(error, "chat.postMessage", "#news", "slack.com")) is Uncertain


async def test_the_client_goes_straight_to_slack_and_never_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No retry handler, and no proxy of the environment."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with session() as http:
        client = web_client("xoxb-1", "http://127.0.0.1:8/api", http)
        assert (client.retry_handlers, client.proxy) == ([], None)
        assert client.base_url == "http://127.0.0.1:8/api/"
        assert client.session is http


BODIES = {
    "text": web.Response(text="ok"),
    "html": web.Response(text="<html>", content_type="text/html"),
    "not json": web.Response(text="{", content_type="application/json"),
    "list": web.Response(text="[1]", content_type="application/json"),
    "null": web.Response(text="null", content_type="application/json"),
    "no utf-8": web.Response(body=b'{"a": "\xff"}', content_type="application/json"),
    "deep": web.Response(text="[" * 100_000, content_type="application/json"),
    "empty": web.Response(status=200),
}


@asynccontextmanager
async def answering(
    answer: Callable[[web.Request], Awaitable[web.Response]], limit: float = 15
) -> AsyncIterator[AsyncWebClient]:
    """Serve something that is no Slack, and a client of it."""
    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        async with session(timeout=limit) as http:
            yield web_client("xoxb-1", address, http)
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("name", BODIES)
async def test_an_answer_that_is_none_is_uncertain(name: str) -> None:
    """Whatever a server sends in place of Slack's answer ends in a sentence of ours."""

    async def answer(request: web.Request) -> web.Response:
        return BODIES[name]

    async with answering(answer) as client:
        with pytest.raises(Uncertain, match="#news: "):
            await Calls(client)("auth.test", "#news", client.auth_test)


async def test_a_call_has_its_own_time_limit() -> None:
    """With a session of its own the SDK's limit does not count, so the session has one."""
    over = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with answering(answer, limit=2) as client:
        with pytest.raises(Uncertain, match="did not answer"):
            await Calls(client)("auth.test", "#news", client.auth_test)
        over.set()
