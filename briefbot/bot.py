"""The bot in Slack: everything that posts and answers, put together, and let go in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from briefbot import listeners
from briefbot.app import App
from briefbot.briefer import Briefer
from briefbot.clock import running_for
from briefbot.config import Config
from briefbot.deliver.slack import SlackDeliver
from briefbot.desk import Desk, Office
from briefbot.errors import DeliveryError
from briefbot.listeners import Front
from briefbot.listeners.office import adding
from briefbot.listeners.people import People
from briefbot.outbox import Outbox
from briefbot.posting import VERSIONS, press
from briefbot.settings import SlackSettings
from briefbot.slack import preflight
from briefbot.slack.admins import Admins
from briefbot.slack.client import Calls, connected
from briefbot.slack.http import Receiver
from briefbot.slack.preflight import Identity
from briefbot.slack.socket import Sockets
from briefbot.slack.stuck import Stuck
from briefbot.store import suggestions

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
        office: Office | None = None,
        http: tuple[str, int] | None = None,
        approved: Iterable[int] = (),
    ) -> None:
        self._settings = settings
        self._client = client
        self._clock = clock
        self._http = http
        self._identity: Identity | None = None
        self._known = asyncio.Event()
        self._let_in = http is not None
        """Whether the app token is known to open connections; HTTP mode needs none."""
        self._closing = False
        self._approved = list(approved)
        """Proposals that were approved as we were stopped: nobody may have been told."""
        self._calls = Calls(client)
        admins = Admins(lambda: app.config.admins, self._calls, client)
        self._stuck = Stuck(admins.tell, clock)
        self._outbox = Outbox(
            app.keeper,
            SlackDeliver(client, self._calls),
            clock,
            versions=VERSIONS,
            tell=admins.tell,
        )
        self._briefer = Briefer(
            app.keeper,
            app.live,
            press(),
            clock,
            wake=self._outbox.wake,
            agrees=lambda now: self._identity.agrees(now) if self._identity else None,
        )
        self._desk = Desk(app.keeper, app.web, clock)
        self._front = Front(
            desk=self._desk,
            client=client,
            calls=self._calls,
            people=People(
                self._calls, client, zone=lambda: _zone(app.config), moved=self._desk.moved
            ),
            clock=clock,
            office=office,
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
        """Compose what is due, and call the admins when the archive can't be used for long."""
        await self._briefer.tick()
        await self._stuck.look(self._briefer.trouble)

    def wake(self) -> None:
        """Look at once what is to be posted, and what admins are to be told."""
        self._outbox.wake()

    async def post(self) -> None:
        """Post what waits in the outbox, until cancelled."""
        await self._known.wait()
        await self._outbox.run()

    async def listen(self) -> None:
        """Take in what people do, until cancelled; raise SetupError when a token is wrong."""
        identity = await self._insist()
        async with self._ears(identity):
            while self._approved:
                await adding.thank(self._front, self._approved.pop())
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
        """Ask what is not known yet; posting goes on without connections, so it waits for none."""
        if self._identity is None:
            self._identity = await preflight.identify(self._calls, self._client, self._clock)
            self._known.set()
            if self._identity.clock_is_wrong and self._identity.ahead is not None:
                log.warning("clock", ahead=round(self._identity.ahead.total_seconds()))
        token = self._settings.app_token
        if not self._let_in and token is not None:
            await preflight.try_socket(self._calls, self._client, token)
            self._let_in = True

    async def _insist(self) -> Identity:
        """Ask until Slack says who we are, and lets us in."""
        pause = FIRST_WAIT
        while self._identity is None or not self._let_in:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_WAIT)
            await self.greet()
        return self._identity

    @asynccontextmanager
    async def _ears(self, identity: Identity) -> AsyncIterator[None]:
        """Hold what listens: two connections, or a server."""
        bolt = self._bolt(identity)
        async with AsyncExitStack() as stack:
            if self._http is None:
                sockets = await stack.enter_async_context(self._sockets(bolt))
                await sockets.ready()
            else:
                await stack.enter_async_context(self._receiver(bolt, self._http))
            log.info("ready", seconds=round(running_for(), 2), team=identity.team)
            yield

    def _bolt(self, identity: Identity) -> AsyncApp:
        # HTTP mode checks signatures before Bolt sees a request.
        bolt = AsyncApp(
            client=self._client,
            authorize=_known_as(identity, self._client.token),
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


def _known_as(identity: Identity, token: str | None) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Return what tells Bolt who we are, whichever workspace a request names: the token is one.

    Left to itself, Bolt asks Slack before it acknowledges the first request, through the
    environment's proxy; and SLACK_CLIENT_ID in the environment lets it look for tokens in files.
    """
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=identity.team_id,
        bot_id=identity.bot_id,
        bot_user_id=identity.user_id,
        bot_token=token,
    )

    async def authorize() -> AuthorizeResult:
        return known

    return authorize


def _zone(config: Config) -> str:
    """Return the zone of those of whom Slack tells none: the first briefing's."""
    return config.briefings[0].schedule.zone if config.briefings else "UTC"


@asynccontextmanager
async def made(
    app: App,
    settings: SlackSettings,
    clock: Callable[[], datetime],
    *,
    office: Office | None = None,
    http: tuple[str, int] | None = None,
) -> AsyncIterator[Bot]:
    """Hold a bot, and its session with Slack; `office` lets admins change the configuration."""
    preflight.check(settings, http=http is not None)
    sources = {each.id for each in app.config.sources}
    approved = await asyncio.to_thread(suggestions.settle, app.keeper.store.file, sources)
    async with connected(settings) as client:
        bot = Bot(app, settings, client, clock, office=office, http=http, approved=approved)
        try:
            yield bot
        finally:
            await bot.close()
