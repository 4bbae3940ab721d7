"""The whole of it: a Slack that listens on loopback, and the people in it."""

from __future__ import annotations

import random
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web

from briefbot.clock import utc_now
from briefbot.emulator.acts import PATIENCE, People
from briefbot.emulator.clock import Clock
from briefbot.emulator.http import Requests
from briefbot.emulator.page import page
from briefbot.emulator.server import Server
from briefbot.emulator.sockets import Sockets
from briefbot.emulator.world import EVENTS, SCOPES, Options, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from briefbot.emulator.faults import Faults
    from briefbot.emulator.journal import Journal, Shown
    from briefbot.emulator.limits import Limits
    from briefbot.emulator.workspace import Workspace

_SHUTDOWN = 0.2
"""Seconds that answers under way get when the emulator closes."""


class Slack(People):
    """A workspace with the app installed, and what its people can do."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.sockets = Sockets(world)
        world.tickets = self.sockets.url
        world.transport = self.sockets

    @property
    def api_url(self) -> str:
        """The base of the Web API's addresses, with the slash at its end."""
        return f"{self._world.address}/api/"

    @property
    def bot_token(self) -> str:
        """The bot's token."""
        return self._world.bot_token

    @property
    def app_token(self) -> str:
        """The app's token, for Socket Mode."""
        return self._world.app_token

    @property
    def env(self) -> dict[str, str]:
        """The environment that points a bot here."""
        return {
            "SLACK_API_URL": self.api_url,
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_APP_TOKEN": self.app_token,
        }

    @property
    def world(self) -> World:
        """Everything underneath: what is open, hooks, triggers, views."""
        return self._world

    @property
    def workspace(self) -> Workspace:
        """People, channels and messages."""
        return self._world.workspace

    @property
    def journal(self) -> Journal:
        """Everything that was shown."""
        return self._world.journal

    @property
    def faults(self) -> Faults:
        """What goes wrong."""
        return self._world.faults

    @property
    def limits(self) -> Limits:
        """The rate limits."""
        return self._world.limits

    @property
    def options(self) -> Options:
        """The switches of the workspace and of the app."""
        return self._world.options

    @property
    def clock(self) -> Clock:
        """Slack's clock."""
        return self._world.clock

    async def shown(self, *, timeout: float = PATIENCE, **which: Any) -> Shown:  # noqa: ANN401, ASYNC109 arguments of find; a test's patience
        """Return the first thing that the app showed, as `Journal.find` finds it, waiting for it.

        Channels and people are given by name or id.
        """
        if which.get("channel"):
            which["channel"] = self.workspace.channel(which["channel"]).id
        if which.get("user"):
            which["user"] = self.workspace.user(which["user"]).id
        return await self.journal.next(timeout, **which)

    def revoke(self) -> None:
        """Revoke both tokens, as who uninstalls the app does."""
        self._world.revoked |= {self.bot_token, self.app_token}

    def use_http(self, url: str, signing_secret: str) -> Requests:
        """Send commands, clicks and events to this address, signed, from now on."""
        requests = Requests(self._world, url, signing_secret)
        self._world.transport = requests
        return requests


@asynccontextmanager
async def serve(
    *,
    read: Callable[[], datetime] = utc_now,
    scale: float = 1.0,
    seed: int = 0,
    port: int = 0,
    scopes: frozenset[str] = SCOPES,
    events: frozenset[str] = EVENTS,
    **switches: bool,
) -> AsyncIterator[Slack]:
    """Serve a Slack workspace on a free loopback port, or on `port`.

    `scale` divides its spans of time (3 s, 30 min, a message a second, delays of faults);
    `read` tells the time, aware UTC; `switches` are those of `Options`.
    """
    options = Options(scopes=scopes, events=events, **switches)
    world = World(Clock(read, scale=scale), options, random.Random(seed))  # noqa: S311 repeatable
    slack = Slack(world)
    runner = web.AppRunner(_app(slack), access_log=None, shutdown_timeout=_SHUTDOWN)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        world.port = runner.addresses[0][1]
        yield slack
    finally:
        await slack.sockets.close()
        await world.stop()
        await runner.cleanup()


def _app(slack: Slack) -> web.Application:
    server = Server(slack.world)
    app = web.Application(client_max_size=4 * 1024**2)
    app.router.add_route("*", "/api/{method}", server.api)
    app.router.add_post("/commands/{rest:.*}", server.hook)
    app.router.add_post("/actions/{rest:.*}", server.hook)
    app.router.add_get("/link/", slack.sockets.handle)

    async def shown(_: web.Request) -> web.Response:
        return web.Response(text=page(slack), content_type="text/html")

    app.router.add_get("/", shown)
    return app
