"""The bot with a configuration file that admins change, and a web of outlets to add."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefbot.config import Config, Source
from briefbot.desk import Office
from briefbot.emulator import Act, Shown
from briefbot.models import ChangeState, Request, Response
from briefbot.pipeline import Client
from briefbot.store import configfile
from tests.hand import edited
from tests.listeners.atwork import ANA, Work, work
from tests.makers import NOON
from tests.outlets import Outlets

FILE = f"""\
# what our team reads
admins: [{ANA}]
fetch: {{contact: "https://desk.test/about"}}
sources:
  - id: ledger      # the paper
    url: https://ledger.example/feed
    name: The Ledger
  - id: herald
    url: https://herald.example/feed
    name: Herald
topics:
  - id: taiwan
    name: Taiwan
    words: [taiwan, taipei]
  - id: chips
    name: Chips
    words: [chips]
briefings:
  - id: morning
    name: Morning
    topics: [taiwan]
    destinations: ["#news"]
    schedule: {{times: ["08:00"]}}
"""


@dataclass
class Bureau:
    """The bot at work, its file, and the web."""

    work: Work
    file: Path
    web: Outlets
    office: Office

    @property
    def config(self) -> Config:
        """What the file says."""
        return configfile.load(self.file)

    def source(self, name: str) -> Source:
        """Return a source as the file has it."""
        return self.config.source(name)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Keep the office at work, as when others change a large file."""
        release = threading.Event()
        self.office._thread.submit(release.wait, 60)
        try:
            yield
        finally:
            release.set()

    async def queued(self, number: int) -> None:
        """Wait until so many wait for the office that is kept at work."""
        async with asyncio.timeout(60):
            while self.office._thread._work_queue.qsize() < number:  # noqa: ASYNC110  it tells nobody
                await asyncio.sleep(0.01)

    async def fire(self) -> None:
        """Let the file name another admin than Ana."""
        text = self.file.read_text("utf-8").replace(f"admins: [{ANA}]", "admins: [U000000099]")
        edited(self.file, text)
        await self.work.desk.web.live.take(self.config)

    async def states(self) -> list[ChangeState]:
        """Return what became of the changes, newest first."""
        return [record.state for record in await self.office.history()]

    async def home(self, user: str = "ana", channel: str = "#random") -> str:
        """Let somebody look at the admins' part of Home; return its view."""
        await self.work.after(await self.work.slack.command(user, channel, "admin"))
        shown = self.work.slack.world.homes[self.work.slack.workspace.user(user).id]
        return shown.id

    async def press(self, action: str, *, user: str = "ana", **which: Any) -> list[Shown]:
        """Click something in the Home of an admin."""
        act = await self.work.slack.click_view(user, await self.home(user), action, **which)
        return await self.work.after(act)

    async def click(
        self, shown: Shown, action: str, *, user: str = "ana", **which: Any
    ) -> list[Shown]:
        """Click something in a form."""
        act = await self.work.slack.click_view(user, view_of(shown), action, **which)
        return await self.work.after(act)

    async def send(
        self, shown: Shown, values: dict[str, Any] | None = None, *, user: str = "ana"
    ) -> Act:
        """Send a form, and wait until all is done."""
        act = await self.work.slack.submit(user, view_of(shown), values)
        await self.work.settled()
        return act

    async def save(
        self, shown: Shown, values: dict[str, Any] | None = None, *, user: str = "ana"
    ) -> Act:
        """Send a form, and save what it is shown to change."""
        act = await self.send(shown, values, user=user)
        assert act.errors == {}
        return await self.send(check_of(act), user=user)


def check_of(act: Act) -> Shown:
    """Return the view that shows what a form changes."""
    (shown,) = [one for one in act.so_far if "Nothing is saved yet" in one.words]
    return shown


def view_of(shown: Shown) -> str:
    """Return the id of the view that was shown."""
    assert shown.view, shown
    return str(shown.view["id"])


async def never(request: Request) -> Response:
    """Read nothing inside for anybody in Slack."""
    raise AssertionError(request)


def _written(file: Path, text: str) -> Path:
    edited(file, text)
    return file


@asynccontextmanager
async def bureau(folder: Path, text: str = FILE, **fields: Any) -> AsyncIterator[Bureau]:
    """Open the bot with a file, and outlets that stand in the public web."""
    file = _written(folder / "office.yaml", text)
    running: list[Work] = []

    async def take(config: Config) -> None:
        await running[0].desk.web.live.take(config)

    office = Office(file, folder / "briefbot.db", take, lambda: NOON)
    try:
        async with work(folder, office=office, **fields) as found:
            running.append(found)
            web = Outlets(folder / "unused.db", configfile.load(file))
            outside = Client(fetch=web.fetch, permit=web.permit)
            inside = Client(fetch=never, permit=web.permit)
            found.desk.web = replace(found.desk.web, outside=outside, inside=inside)
            await found.desk.web.live.take(web.config)
            yield Bureau(work=found, file=file, web=web, office=office)
    finally:
        office.close()
