"""The bot in Slack: everything that posts and answers, put together, and let go in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from briefbot import blocks, listeners, plugins
from briefbot.app import App
from briefbot.briefer import Briefer
from briefbot.clock import running_for
from briefbot.config import Config
from briefbot.deliver.slack import SlackDeliver
from briefbot.desk import Desk
from briefbot.errors import DeliveryError, Uncertain
from briefbot.listeners import Front
from briefbot.listeners.people import People
from briefbot.models import Alert
from briefbot.outbox import Outbox, Versions
from briefbot.pipeline import Press
from briefbot.settings import SlackSettings
from briefbot.slack import preflight
from briefbot.slack.client import Calls, session, web_client
from briefbot.slack.http import Receiver
from briefbot.slack.preflight import Identity
from briefbot.slack.socket import Sockets
from briefbot.summarise import select

FIRST_WAIT = 1.0
"""Seconds before Slack is asked again who we are; twice as long before the next time..."""
LONGEST_WAIT = 60.0
"""...and never longer than this."""
DRAIN = 3.0
"""Seconds that posts and answers under way get when the bot stops."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")


class Bot:
    """Posts what is due and answers people; `greet` first, then `post` and `listen` beside."""

    def __init__(
        self,
        app: App,
        settings: SlackSettings,
        client: AsyncWebClient,
        clock: Callable[[], datetime],
        *,
        http: tuple[str, int] | None = None,
    ) -> None:
        self._config = app.config
        self._settings = settings
        self._client = client
        self._clock = clock
        self._http = http
        self._identity: Identity | None = None
        self._known = asyncio.Event()
        self._closing = False
        self._calls = Calls(client)
        self._outbox = Outbox(
            app.keeper,
            SlackDeliver(client),
            clock,
            versions=Versions(halve=blocks.halve, plain=blocks.plain_message),
            tell=self._tell,
        )
        payload = plugins.load("briefbot.render", "json", "RENDER")
        press = Press(select=select, compose=blocks.digest_messages, payload=payload)
        self._briefer = Briefer(
            app.keeper,
            app.config,
            press,
            clock,
            wake=self._outbox.wake,
            agrees=lambda now: self._identity is not None and self._identity.agrees(now),
        )
        self._desk = Desk(app.keeper, app.web, clock)
        self._front = Front(
            desk=self._desk,
            client=client,
            calls=self._calls,
            people=People(client, zone=_zone(app.config), moved=self._desk.moved),
            clock=clock,
            closing=lambda: self._closing,
            workspace=lambda: self._identity.url if self._identity else "",
        )

    async def greet(self) -> None:
        """Ask Slack who we are; raise SetupError when a token is wrong.

        A Slack that can't be reached is no reason to stop: `listen` asks again.
        """
        try:
            await self._introduce()
        except DeliveryError as error:
            log.warning("slack unreachable", error=str(error))

    async def tick(self) -> None:
        """Compose what is due."""
        await self._briefer.tick()

    async def post(self) -> None:
        """Post what waits in the outbox, until cancelled."""
        await self._known.wait()
        await self._outbox.run()

    async def listen(self) -> None:
        """Take in what people do, until cancelled; raise SetupError when a token is wrong."""
        await self._insist()
        async with self._ears():
            await asyncio.Event().wait()

    async def drain(self) -> None:
        """Refuse what is new politely, and let what is under way end."""
        self._closing = True
        await asyncio.gather(
            self._outbox.drain(DRAIN), self._front.under_way.drain(DRAIN), return_exceptions=True
        )

    async def close(self) -> None:
        """Let the archives go that answers are read from."""
        await asyncio.to_thread(self._desk.close)

    # ------------------------------------------------------------ Slack

    async def _introduce(self) -> None:
        identity = await preflight.identify(self._client, self._clock)
        token = self._settings.app_token
        if self._http is None and token is not None:
            await preflight.try_socket(self._client, token)
        if identity.clock_is_wrong and identity.ahead is not None:
            log.warning("clock", ahead=round(identity.ahead.total_seconds()))
        self._identity = identity
        self._known.set()

    async def _insist(self) -> None:
        """Ask until Slack says who we are."""
        pause = FIRST_WAIT
        while self._identity is None:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_WAIT)
            await self.greet()

    @asynccontextmanager
    async def _ears(self) -> AsyncIterator[None]:
        """Hold what listens: two connections, or a server."""
        bolt = self._bolt()
        async with AsyncExitStack() as stack:
            if self._http is None:
                sockets = await stack.enter_async_context(self._sockets(bolt))
                await sockets.ready()
            else:
                await stack.enter_async_context(self._receiver(bolt, self._http))
            team = self._identity.team if self._identity else ""
            log.info("ready", seconds=round(running_for(), 2), team=team)
            yield

    def _bolt(self) -> AsyncApp:
        # HTTP mode checks signatures before Bolt sees a request.
        bolt = AsyncApp(
            client=self._client,
            logger=logging.getLogger("slack_bolt"),  # left alone, it takes the root's level
            request_verification_enabled=False,
            ssl_check_enabled=False,
        )
        listeners.register(bolt, self._front)
        return bolt

    def _sockets(self, bolt: AsyncApp) -> Sockets:
        assert self._settings.app_token  # noqa: S101  preflight.check
        return Sockets(bolt, self._settings.app_token, self._client)

    def _receiver(
        self, bolt: AsyncApp, at: tuple[str, int]
    ) -> AbstractAsyncContextManager[Receiver]:
        assert self._settings.signing_secret  # noqa: S101  preflight.check
        return Receiver(
            bolt,
            self._settings.signing_secret,
            self._clock,
            *at,
            healthy=lambda: not self._closing,
        )

    # ------------------------------------------------------------ admins

    async def _tell(self, alert: Alert) -> None:
        """Tell every admin by direct message; raise DeliveryError when none could be told."""
        log.error("alert", about=alert.key, text=alert.text)
        failures = [
            error for admin in self._config.admins if (error := await self._dm(admin, alert))
        ]
        if failures and len(failures) == len(self._config.admins):
            raise failures[0]

    async def _dm(self, admin: str, alert: Alert) -> DeliveryError | None:
        message = blocks.notice(alert.text)
        try:
            opened = await self._calls(
                "conversations.open", admin, self._client.conversations_open, users=admin
            )
            await self._calls(
                "chat.postMessage",
                admin,
                self._client.chat_postMessage,
                channel=opened["channel"]["id"],
                text=message.text,
                blocks=list(message.blocks),
                unfurl_links=False,
                unfurl_media=False,
            )
        except Uncertain:
            return None  # told twice is worse than perhaps not: the log has it too
        except DeliveryError as error:
            return error
        return None


def _zone(config: Config) -> str:
    """Return the zone of those of whom Slack tells none: the first briefing's."""
    return config.briefings[0].schedule.zone if config.briefings else "UTC"


@asynccontextmanager
async def made(
    app: App,
    settings: SlackSettings,
    clock: Callable[[], datetime],
    *,
    http: tuple[str, int] | None = None,
) -> AsyncIterator[Bot]:
    """Hold a bot, and its session with Slack."""
    preflight.check(settings, http=http is not None)
    assert settings.bot_token  # noqa: S101  checked above
    async with session() as connection:
        client = web_client(settings.bot_token.reveal(), settings.api_url, connection)
        client.proxy = settings.proxy.reveal() if settings.proxy else None
        bot = Bot(app, settings, client, clock, http=http)
        try:
            yield bot
        finally:
            await bot.close()
