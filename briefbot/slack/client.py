"""The one client that speaks to Slack's Web API: it never sends anything twice by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TraceConfig
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from briefbot.errors import DeliveryError, SetupError
from briefbot.settings import SlackSettings
from briefbot.slack.refusals import FOREIGN, explained

API_URL = "https://slack.com/api/"
TIMEOUT = 15.0
"""Seconds for one call, all in all."""
Call = Callable[..., Awaitable[AsyncSlackResponse]]
"""A method of the client."""
_CONNECT = 3
"""A connection that takes more than a third of the time is given up: then nothing is sent."""


def session(
    timeout: float = TIMEOUT, *, trace_configs: Sequence[TraceConfig] | None = None
) -> ClientSession:
    """Return a session for the client, to be closed by who asked for it.

    With a session of its own the SDK's `timeout` counts for nothing, so it is set here.
    """
    return ClientSession(
        timeout=ClientTimeout(total=timeout, sock_connect=timeout / _CONNECT),
        cookie_jar=DummyCookieJar(),
        trust_env=False,
        trace_configs=list(trace_configs or ()),
    )


def web_client(token: str, api_url: str, session: ClientSession) -> AsyncWebClient:
    """Return a client of the Web API at an address such as API_URL.

    The SDK's default handler sends a message twice when its answer is lost, so there is
    none (platform-facts: two calls, two messages). Its proxy comes from the environment and
    would get at SLACK_API_URL on this machine too, so it is taken out.
    """
    client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])
    client.proxy = None
    return client


@asynccontextmanager
async def connected(settings: SlackSettings) -> AsyncIterator[AsyncWebClient]:
    """Hold a client by the settings: with their token, at their address, through their proxy."""
    if settings.bot_token is None:
        raise SetupError("SLACK_BOT_TOKEN is not set: docs/slack.md says where to get it")
    async with session() as connections:
        client = web_client(settings.bot_token.reveal(), settings.api_url, connections)
        client.proxy = settings.proxy.reveal() if settings.proxy else None
        yield client


class Calls:
    """Calls methods of one workspace, each only after the pause that Slack asked for it.

    `await calls("auth.test", "the workspace", client.auth_test)` returns the answer, or
    raises DeliveryError, Rejected or Uncertain with a sentence; the second argument says in
    words what the call is about. Whoever calls in one process shares one of these: the pause is
    for a method in the whole workspace.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._host = urlsplit(client.base_url).hostname or client.base_url
        self._held: dict[str, float] = {}

    async def __call__(
        self,
        method: str,
        place: str,
        call: Call,
        **arguments: object,
    ) -> AsyncSlackResponse:
        """Ask once."""
        self._check(method, place)
        try:
            return await call(**arguments)
        except FOREIGN as error:
            failure = explained(error, method, place, self._host)
            if failure.retry_after:
                self._held[method] = _now() + failure.retry_after
            raise failure from error

    def _check(self, method: str, place: str) -> None:
        rest = self._held.get(method, 0.0) - _now()
        if rest > 0:
            text = f"{place}: Slack wants {method} left alone for another {rest:.0f} s"
            raise DeliveryError("ratelimited", text, rest)


def _now() -> float:
    return asyncio.get_running_loop().time()


def listed(answer: AsyncSlackResponse, name: str) -> Sequence[dict[str, Any]]:
    """Return a list of an answer's, empty when it is missing."""
    found = answer.get(name)
    return found if isinstance(found, list) else ()


def cursor(answer: AsyncSlackResponse) -> str | None:
    """Return where the next page begins; None after the last."""
    about = answer.get("response_metadata")
    return (about.get("next_cursor") or None) if isinstance(about, dict) else None
