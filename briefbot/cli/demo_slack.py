"""`briefbot demo --slack`: the real bot in an emulated Slack, and a page of what people saw."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from briefbot.cli import demo_office, options
from briefbot.cli.progress import shown

if TYPE_CHECKING:
    from briefbot.app import App
    from briefbot.bot import Bot
    from briefbot.config import Config
    from briefbot.desk import Office
    from briefbot.emulator import Shown, Slack
    from briefbot.newsroom import Newsroom

ZONE = "Asia/Taipei"
CHANNEL = "#news"
SCHEDULE = 'schedule: {times: ["08:00"], '
LEFT_OUT = re.compile(r"  - id: straits-herald\n(    .*\n)+")
"""An admin adds that one from Slack."""
PATIENCE = 20.0
"""Seconds for anything that is to be shown; it takes a tenth of one."""

NEXT = """\
Next: your own Slack. docs/slack.md leads from nothing to the first digest in ten minutes.
  1. Create the app from config/slack-manifest.yaml and set its two tokens.
  2. Name the channel under `destinations` in config/briefbot.yaml.
  3. briefbot doctor                says what is still missing
  4. briefbot run                   is the bot"""


@dataclass(slots=True)
class Hours:
    """A clock that is moved on to the hour of the digest, so that nobody waits for it."""

    read: Callable[[], datetime]
    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Return the demo's time."""
        return self.read() + self.ahead

    def move_to(self, moment: datetime) -> None:
        """Move on to a moment."""
        self.ahead += max(timedelta(), moment - self())


async def show(database: Path, folder: Path) -> None:
    """Post a digest, answer a reader's questions and clicks, and leave all of it as a page."""
    from briefbot import emulator, newsroom
    from briefbot.clock import utc_now
    from briefbot.emulator.page import page

    _quietly()
    clock = Hours(utc_now)
    due = (clock() + timedelta(minutes=2)).replace(second=0, microsecond=0)
    async with newsroom.serve(clock()) as room, emulator.serve(read=clock) as slack:
        config = await _configured(room, due, folder)
        async with (
            _running(config, database, room, clock) as app,
            _administered(app, folder / "briefbot.yaml", clock) as office,
            _at_work(app, slack, clock, office) as bot,
        ):
            await _digest(app, bot, clock, due, slack)
            await _asked(slack)
            await _clicked(slack)
            await _own(slack)
            scenes = await demo_office.shown(slack, database, clock, partial(_read, app))
        options.write(page(slack, zone=ZONE, scenes=scenes), folder / "slack.html")
    click.echo(f"\nAll of it as a page: {(folder / 'slack.html').absolute().as_uri()}\n\n{NEXT}")


def _quietly() -> None:
    """Let the log tell of what goes wrong alone."""
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.getLogger().setLevel(logging.ERROR)


async def _configured(room: Newsroom, due: datetime, folder: Path) -> Config:
    """Return the newsroom's configuration, with a briefing that is due soon."""
    from briefbot.store import configfile

    label = f"{due.astimezone(ZoneInfo(ZONE)):%H:%M}"
    posted = f'destinations: ["{CHANNEL}"]\n    schedule: {{times: ["{label}"], '
    file = folder / "briefbot.yaml"
    text = room.config_text.replace(SCHEDULE, posted)
    options.write(LEFT_OUT.sub("", text), file)
    return await asyncio.to_thread(configfile.load, file)


@asynccontextmanager
async def _running(
    config: Config, database: Path, room: Newsroom, clock: Hours
) -> AsyncIterator[App]:
    """Hold the application; what people name in Slack may stand in the newsroom too.

    It is on this machine, and nobody else's network is: a real bot reads the public web alone.
    """
    from briefbot.app import App, stored
    from briefbot.reach import online
    from briefbot.store.connect import locked

    with locked(database):
        async with stored(database) as keeper, online(config, room.resolver, clock) as web:
            yield App(replace(web, outside=web.inside), keeper, clock)


@asynccontextmanager
async def _administered(app: App, file: Path, clock: Hours) -> AsyncIterator[Office]:
    """Hold what changes the configuration's file."""
    from briefbot.desk import Office

    office = Office(file, app.keeper.store.file, app.live.take, clock)
    try:
        yield office
    finally:
        await asyncio.to_thread(office.close)


@asynccontextmanager
async def _at_work(app: App, slack: Slack, clock: Hours, office: Office) -> AsyncIterator[Bot]:
    """Run the bot as `briefbot run` does, with its two connections to Slack."""
    from briefbot import settings
    from briefbot.bot import made

    async with made(app, settings.slack(slack.env), clock, office=office) as bot:
        await bot.greet()
        works = [asyncio.create_task(work()) for work in (bot.post, bot.listen)]
        try:
            yield bot
        finally:
            await bot.drain()
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)


async def _digest(app: App, bot: Bot, clock: Hours, due: datetime, slack: Slack) -> None:
    """Read the newsroom, and let the hour of the digest come."""
    await bot.tick()
    with shown(quiet=False) as progress:
        await app.ingest(progress)
    clock.move_to(due)
    await bot.tick()
    posted = await slack.shown(timeout=PATIENCE, kind="message", channel=CHANNEL)
    _tell(f"{CHANNEL} at {due.astimezone(ZoneInfo(ZONE)):%H:%M}, posted by the bot", posted)


async def _read(app: App) -> None:
    """Read what is due, and say nothing of it."""
    with shown(quiet=True) as progress:
        await app.ingest(progress)


async def _asked(slack: Slack) -> None:
    """Let readers ask, in a channel and in a direct message."""
    for person, text in (("ben", "taiwan"), ("ben", "shipbuilding 7d"), ("chi", "sources")):
        act = await slack.command(person, CHANNEL, text)
        answer = await act.shown(timeout=PATIENCE)
        _tell(f"/brief {text} (acknowledged in {act.took:.0f} ms; only {person} sees it)", answer)
    said = await slack.say("chi", "briefbot", "ransomware -phishing")
    await said.shown(timeout=PATIENCE)


async def _clicked(slack: Slack) -> None:
    """Let a reader click what stands below the digest's first story."""
    digest = await slack.shown(timeout=PATIENCE, kind="message", channel=CHANNEL)
    first = next(block for block in digest.blocks if block["type"] == "actions")
    value = first["elements"][0]["value"]
    for action in ("story_more", "story_why", "story_save"):
        act = await slack.click("ben", CHANNEL, str(digest.ts), action, value=value)
        answer = await act.shown(timeout=PATIENCE)
        name = action.removeprefix("story_").capitalize()
        _tell(f"[{name}] below the first story (only ben sees it)", answer)


async def _own(slack: Slack) -> None:
    """Let a reader subscribe, and look at what is theirs."""
    act = await slack.command("ben", CHANNEL, "subscribe chips 08:00 weekdays")
    answer = await act.shown(timeout=PATIENCE)
    _tell("/brief subscribe chips 08:00 weekdays (only ben sees it)", answer)
    home = await slack.open_home("ben")
    await home.shown(timeout=PATIENCE)


def _tell(title: str, what: Shown) -> None:
    """Print what somebody saw, as plain text: what a screen reader says of it first."""
    from briefbot.text.wording import inert

    click.secho(f"\n{title}", bold=True)
    click.echo(f"  {inert(what.told or what.words)[:300]}")
