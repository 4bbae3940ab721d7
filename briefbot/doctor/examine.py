"""The whole examination, in the order in which one thing rests on another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from briefbot.config import Config
from briefbot.doctor.finding import Finding, fine, note, wrong
from briefbot.doctor.places import Places
from briefbot.doctor.trial import trial
from briefbot.errors import DeliveryError, SetupError
from briefbot.settings import SlackSettings
from briefbot.slack import preflight, scopes
from briefbot.slack.client import Calls
from briefbot.slack.preflight import Identity


async def examine(
    config: Config,
    settings: SlackSettings,
    client: AsyncWebClient,
    clock: Callable[[], datetime],
    *,
    channel: str | None = None,
) -> AsyncIterator[Finding]:
    """Yield a finding for each thing; a test message is posted to `channel` when one is named."""
    calls = Calls(client)
    try:
        identity = await preflight.identify(calls, client, clock)
    except (SetupError, DeliveryError) as error:
        yield wrong(str(error))
        return
    yield fine(f"the bot token is good for the workspace {identity.team}")
    for finding in (
        _clock(identity),
        await _app_token(settings, calls, client),
        *_scopes(identity),
    ):
        yield finding
    places = Places(client, calls)
    for destination in _destinations(config):
        yield await places.look(destination)
    if not any(briefing.destinations for briefing in config.briefings):
        yield note("no briefing has a destination, so nothing is posted by itself")
    if not config.admins:
        yield note("no admin is named in the configuration, so alerts stand in the log alone")
    if channel is not None:
        for finding in await trial(channel, client, calls, clock()):
            yield finding


def _destinations(config: Config) -> tuple[str, ...]:
    """Return the destinations of all briefings and the admins who are users, each once."""
    found = [name for briefing in config.briefings for name in briefing.destinations]
    return tuple(dict.fromkeys([*found, *(a for a in config.admins if not a.startswith("S"))]))


def _clock(identity: Identity) -> Finding:
    if identity.ahead is None:
        return note("Slack did not say what time it is")
    seconds = round(identity.ahead.total_seconds())
    if identity.clock_is_wrong:
        way = "ahead of" if seconds > 0 else "behind"
        return wrong(f"this machine's clock is {abs(seconds)} s {way} Slack's; set it right")
    return fine(f"the clock agrees with Slack's to {max(1, abs(seconds))} s")


async def _app_token(settings: SlackSettings, calls: Calls, client: AsyncWebClient) -> Finding:
    if settings.app_token is None:
        return note("SLACK_APP_TOKEN is not set: `briefbot run` needs it, unless with --http")
    try:
        await preflight.try_socket(calls, client, settings.app_token)
    except (SetupError, DeliveryError) as error:
        return wrong(str(error))
    return fine("the app token opens connections")


def _scopes(identity: Identity) -> list[Finding]:
    """Return one finding for each scope that lacks, or one that none does."""
    if not identity.scopes:
        return [note("Slack did not say which scopes the bot token has")]
    lacking = scopes.missing(identity.scopes)
    if not lacking:
        return [fine("the app has every scope that briefbot uses")]
    add = "add it under OAuth & Permissions and install the app again"
    return [
        (wrong if scope.must else note)(
            f"the scope {scope.name} is missing: {scope.without}; {add}"
        )
        for scope in lacking
    ]
