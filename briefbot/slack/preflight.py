"""Before the bot starts: are the tokens right, does Slack answer, does the clock agree."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from briefbot.errors import DeliveryError, SetupError
from briefbot.settings import Secret, SlackSettings
from briefbot.slack.client import Call, Calls
from briefbot.slack.refusals import TOKEN

LATE = timedelta(seconds=120)
"""Slack's clock and ours may differ by so much: it refuses to be five minutes apart."""
WRONG = timedelta(minutes=10)
"""A clock that is off by more makes digests of the wrong hour or day: none is made by it."""
WORDS = {
    "account_inactive": "the app was removed from the workspace: install it again",
    "token_revoked": "it was revoked: install the app again",
    "token_expired": "it has expired: turn token rotation off in the app, and install it again",
    "not_allowed_token_type": "it is a token of another kind",
    "missing_scope": "it lacks a permission",
}
WHERE = {
    "SLACK_BOT_TOKEN": "copy the Bot User OAuth Token from the app's page OAuth & Permissions",
    "SLACK_APP_TOKEN": "make an app-level token with the scope connections:write on the app's page "
    "Basic Information",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who we are in which workspace, as Slack says."""

    user_id: str
    bot_id: str
    team_id: str
    team: str
    url: str
    """The workspace's own address: https://team.slack.com/."""
    scopes: frozenset[str]
    """What the bot token may."""
    ahead: timedelta | None
    """How far our clock is ahead of Slack's; None when Slack did not say its time."""
    asked: datetime
    """What our clock showed then."""
    asked_at: float
    """The same by the stopwatch that no setting of the clock moves, in seconds."""

    @property
    def clock_is_wrong(self) -> bool:
        """Whether the two clocks are too far apart."""
        return self.ahead is not None and abs(self.ahead) > LATE

    def agrees(self, now: datetime) -> bool | None:
        """Tell whether Slack's clock, carried on since it was asked, shows about this time.

        None when Slack did not say its time.
        """
        if self.ahead is None:
            return None
        passed = timedelta(seconds=time.monotonic() - self.asked_at)
        return abs(now - (self.asked - self.ahead + passed)) <= WRONG


def check(settings: SlackSettings, *, http: bool) -> None:
    """Raise SetupError when the settings that this way of running needs are not there."""
    if settings.bot_token is None:
        raise _unset("SLACK_BOT_TOKEN", WHERE["SLACK_BOT_TOKEN"])
    if http and settings.signing_secret is None:
        where = "copy the Signing Secret from the app's page Basic Information"
        raise _unset("SLACK_SIGNING_SECRET", f"{where}, or run without --http")
    if not http and settings.app_token is None:
        raise _unset("SLACK_APP_TOKEN", f"{WHERE['SLACK_APP_TOKEN']}, or run with --http")


def _unset(name: str, what: str) -> SetupError:
    return SetupError(f"{name} is not set: {what}")


async def identify(calls: Calls, client: AsyncWebClient, clock: Callable[[], datetime]) -> Identity:
    """Ask Slack who we are; raise SetupError when the bot token is wrong.

    Raise another DeliveryError when Slack can't say just now.
    """
    answer = await _asked("SLACK_BOT_TOKEN", "auth.test", calls, client.auth_test)
    now = clock()
    return Identity(
        user_id=str(answer.get("user_id")),
        bot_id=str(answer.get("bot_id")),
        team_id=str(answer.get("team_id")),
        team=str(answer.get("team")),
        url=str(answer.get("url") or ""),
        scopes=_scopes(answer),
        ahead=_ahead(answer, now),
        asked=now,
        asked_at=time.monotonic(),
    )


async def try_socket(calls: Calls, client: AsyncWebClient, app_token: Secret) -> None:
    """Ask for a connection's address and leave it; raise SetupError when the app token is wrong."""

    async def opened() -> AsyncSlackResponse:
        return await client.apps_connections_open(app_token=app_token.reveal())

    await _asked("SLACK_APP_TOKEN", "apps.connections.open", calls, opened)


async def _asked(name: str, method: str, calls: Calls, call: Call) -> AsyncSlackResponse:
    try:
        return await calls(method, "Slack", call)
    except DeliveryError as error:
        if error.reason in TOKEN or error.reason == "missing_scope":
            why = WORDS.get(error.reason, "Slack does not know it")
            text = f"{name} is refused by Slack ({error.reason}): {why}; {WHERE[name]}"
            raise SetupError(text) from error
        raise


def _scopes(answer: AsyncSlackResponse) -> frozenset[str]:
    said = _header(answer, "x-oauth-scopes") or ""
    return frozenset(filter(None, (scope.strip() for scope in said.split(","))))


def _ahead(answer: AsyncSlackResponse, now: datetime) -> timedelta | None:
    try:
        return now - parsedate_to_datetime(_header(answer, "date") or "")
    except (ValueError, TypeError):
        return None  # no date, or one without a zone


def _header(answer: AsyncSlackResponse, name: str) -> str | None:
    found = (value for key, value in answer.headers.items() if key.lower() == name)
    return next((str(value) for value in found), None)
