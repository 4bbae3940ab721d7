"""The listeners with a real desk behind them: an archive, a digest that was posted, people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from briefbot import blocks, listeners
from briefbot.app import Thread
from briefbot.briefer import Briefer, Patience
from briefbot.choosing import select
from briefbot.config import Config, FetchOptions, Source, Topic
from briefbot.deliver.slack import SlackDeliver
from briefbot.desk import Desk
from briefbot.desk import Office as Administration
from briefbot.emulator import Act, Shown, Slack
from briefbot.errors import FetchError
from briefbot.fetch.turns import Turns
from briefbot.listeners import Front
from briefbot.live import Live
from briefbot.models import Request, Response
from briefbot.outbox import Outbox, Pace, Versions
from briefbot.pipeline import Client, Keeper, Lanes, Press, Web
from briefbot.store import configfile
from briefbot.store.sqlite import Store
from tests.crew import Crew
from tests.editions import briefing, fast, tell
from tests.hand import edited
from tests.listeners.office import Office, opened
from tests.makers import NOON, nobody_objects

P = ParamSpec("P")
T = TypeVar("T")
ANA = "U000000002"
"""The emulator's first person, and an admin of the bot too."""
EIGHT = NOON - timedelta(hours=4)
PAGE = "https://pages.example/strait"
HTML = (
    "<html><head><title>A ferry crosses the strait again</title></head><body><article>"
    + "<p>The first ferry in nine days crossed the strait on Monday and carried letters.</p>" * 1
    + "<p>Its captain said that the crossing took four hours, twice as long as in summer.</p>"
    + "<p>Another ferry follows on Tuesday, when the swell is expected to be lower.</p>"
    + "</article></body></html>"
)


class Pages:
    """The web as far as a test needs it: one page, which may take its time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def __call__(self, request: Request) -> Response:
        if request.url != PAGE:
            raise FetchError("dns", "nowhere.example is not known; is its name right?")
        await asyncio.sleep(self.seconds)
        return Response(url=PAGE, status=200, body=HTML.encode(), content_type="text/html")


@dataclass
class Work:
    """The bot at work in the emulator."""

    office: Office
    store: Store
    db: Thread
    desk: Desk
    pages: Pages
    now: list[datetime]
    """The bot's time."""
    posted: str = ""
    """The digest's message in #news."""
    file: Path = Path("briefbot.yaml")
    """The configuration, where the bot has a file of one."""

    @property
    def slack(self) -> Slack:
        """The emulated workspace."""
        return self.office.slack

    @property
    def front(self) -> Front:
        """What the listeners have at hand."""
        return self.office.front

    async def ask(self, text: str, *, user: str = "ana", channel: str = "#random") -> Shown:
        """Type a command; return the first thing that is shown for it.

        What is still to be shown for an earlier one would be taken for it.
        """
        await self.settled()
        act = await self.slack.command(user, channel, text)
        assert act.ok
        return await act.shown()

    def without_admins(self) -> Web:
        """Return the web by a configuration that names no admin."""
        live = Live(self.desk.config.model_copy(update={"admins": ()}))
        return replace(self.desk.web, live=live)

    async def settled(self) -> None:
        """Wait until every listener is done."""
        await self.front.under_way.drain(60)

    async def press(self, user: str, button: str, on: Shown, **which: str) -> list[Shown]:
        """Click a button of a message; return what is shown for it."""
        assert on.channel
        assert on.ts
        act = await self.slack.click(user, on.channel, on.ts, button, **which)
        return await self.after(act)

    async def after(self, act: Act) -> list[Shown]:
        """Return all that is shown for something that was acknowledged."""
        assert act.ok, act.ack.problem
        await self.settled()
        return act.so_far


async def aside(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what a worker would in a thread: an `Offload`."""
    return await asyncio.to_thread(function, *args, **kwargs)


def config() -> Config:
    """Make a configuration of two outlets, a topic, and a briefing to #news at 08:00."""
    return Config(
        sources=(
            Source(id="ledger", url="https://ledger.example/feed", name="The Ledger"),
            Source(id="herald", url="https://herald.example/feed", name="Herald"),
        ),
        topics=(Topic(id="taiwan", name="Taiwan", words=("taiwan", "taipei")),),
        briefings=(briefing("morning", topics=("taiwan",), sentences=2),),
        admins=(ANA,),
        fetch=FetchOptions(contact="https://desk.test/about"),
    )


def fill(store: Store) -> None:
    """Put articles into the archive, some with what must never wake anybody."""
    told = {"text": "Taiwan opened a port. Ships came in <!here>. A crane fell & broke."}
    for number in range(12):
        title = f"Taiwan opens port {number} <!channel> & <@U000000003>"
        tell(store, f"port{number}", title=title, at=EIGHT - timedelta(hours=1), **told)


TEXT = f"""\
# The desk's own.
fetch: {{contact: https://desk.test/about}}
admins: [{ANA}]
topics:
  - {{id: taiwan, name: Taiwan, words: [taiwan, taipei]}}
sources:
  - id: ledger  # since 1871
    url: https://ledger.example/feed
    name: The Ledger
  - id: herald
    url: https://herald.example/feed
    name: Herald
    topics: [taiwan]
briefings:
  - id: morning
    name: Morning
    topics: [taiwan]
    sentences: 2
    destinations: ["#news"]
    schedule: {{times: ["08:00"]}}
"""
"""The same configuration as a file."""


@asynccontextmanager
async def work(
    folder: Path, *, post: bool = False, at: datetime = NOON, text: str = "", **fields: Any
) -> AsyncIterator[Work]:
    """Open the bot over a filled archive; `post` lets it post the morning's digest first.

    With `text` it works by a file that says so, and admins can change it.
    """
    thread = Thread()
    store = await thread(fast, folder / "briefbot.db")
    pages = Pages()
    now = [EIGHT - timedelta(minutes=1)]
    file = folder / "briefbot.yaml"
    if text:
        edited(file, text)
    live = Live(await asyncio.to_thread(configfile.load, file) if text else config())
    admins = Administration(file, store.file, live.take, lambda: now[0]) if text else None
    web = Web(
        live=live,
        outside=Client(fetch=pages, permit=nobody_objects),
        inside=Client(fetch=pages, permit=nobody_objects),
        work=Crew(aside),
        headers=lambda _: (),
        pages=Lanes(Turns(per_host=2, total=4), patience=20),
        ahead=Turns(per_host=4, total=8),
        looks=Turns(per_host=2, total=4),
    )
    desk = Desk(Keeper(store=store, db=thread), web, lambda: now[0])
    try:
        await thread(fill, store)
        known = {"clock": lambda: now[0], "office": admins}
        async with opened(desk, listeners.register, **{**known, **fields}) as office:
            work = Work(
                office=office, store=store, db=thread, desk=desk, pages=pages, now=now, file=file
            )
            if post:
                await post_digest(work)
            now[0] = at
            yield work
            await work.settled()
    finally:
        desk.close()
        if admins:
            await asyncio.to_thread(admins.close)
        await thread(store.close)
        thread.close()


async def post_digest(work: Work) -> None:
    """Let it be eight: the briefer composes the digest, and the outbox posts it."""
    keeper, config = Keeper(store=work.store, db=work.db), work.desk.config
    press = Press(select=select, compose=blocks.digest_messages, payload=lambda digest: digest.name)
    briefer = Briefer(
        keeper,
        Live(config),
        press,
        lambda: work.now[0],
        wake=lambda: None,
        patience=Patience(seconds=0),
    )
    for minute in (-1, 0, 1):
        work.now[0] = EIGHT + timedelta(minutes=minute)
        await briefer.tick()
    outbox = Outbox(
        keeper,
        SlackDeliver(work.office.client),
        lambda: work.now[0],
        Pace().divided(20),
        versions=Versions(halve=blocks.halve, plain=blocks.plain_message),
    )
    running = asyncio.create_task(outbox.run())
    shown = await work.slack.shown(kind="message", channel="#news")
    async with asyncio.timeout(60):
        while not await work.db(work.store.latest, shown.channel or ""):  # noqa: ASYNC110  no event
            await asyncio.sleep(0.02)
    running.cancel()
    await asyncio.wait({running})
    work.posted = shown.ts or ""
