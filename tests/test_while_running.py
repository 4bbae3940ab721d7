"""The bot as a process, and its configuration edited beside it: taken up within 5 seconds."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from briefbot import emulator, watching
from briefbot.clock import utc_now
from briefbot.store.audit import Audit
from briefbot.store.still import LONGER
from tests.badserver import BadServer
from tests.press import CABLE, HARBOUR, publish
from tests.running import Running, running

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "#news"
SOON = 5.0
"""Seconds within which an edit counts."""


def later(hours: int) -> str:
    """Return a time of the day that is not now."""
    return f"{utc_now() + timedelta(hours=hours):%H}:07"


class File:
    """A configuration, and what stands in it."""

    def __init__(self, folder: Path, first: str) -> None:
        self.path = folder / "briefbot.yaml"
        self.sources = [first]
        self.at = later(3)
        self.admins: list[str] = []

    def save(self) -> float:
        """Write it as an editor does, and return when."""
        listed = "".join(f"  - {source}  # ours\n" for source in self.sources)
        self.path.write_text(
            'fetch: {contact: "https://desk.test/about", allow_private: ["127.0.0.0/8"]}\n'
            f"sources:\n{listed}admins: [{', '.join(self.admins)}]\n"
            "briefings:\n"
            f'  - {{id: desk, name: Morning desk, destinations: ["{NEWS}"], '
            f'sources: [daily], schedule: {{times: ["{self.at}"], zone: UTC}}}}\n',
            encoding="utf-8",
        )
        return time.monotonic()


async def said(bot: Running, change: str) -> float:
    """Wait until the log names a change; return when it does."""
    async with asyncio.timeout(60):
        while True:
            for entry in bot.log:
                if entry["event"] == "configuration changed" and change in entry["changes"]:
                    return time.monotonic()
            await asyncio.sleep(0.02)


async def read(bot: Running, source: str) -> None:
    """Wait until a source is read."""
    async with asyncio.timeout(60):
        while not any(each.get("source") == source for each in bot.log):  # noqa: ASYNC110  a log
            await asyncio.sleep(0.05)


async def looked(database: Path) -> None:
    """Wait until the file was looked at for the first time."""
    audit = Audit(database)
    try:
        async with asyncio.timeout(60):
            while audit.said() is None:  # noqa: ASYNC110  another process writes it
                await asyncio.sleep(0.05)
    finally:
        audit.close()


async def test_edits_are_taken_up_while_it_runs(tmp_path: Path) -> None:
    """A source is added, a briefing moved, an admin named: each counts within five seconds.

    One that comes later met a machine that was busy; what is waited for on purpose is less.
    """
    assert watching.GLANCE + LONGER + watching.SOON < SOON
    async with BadServer() as server, emulator.serve() as slack:
        for name, piece in (("daily", CABLE), ("late", HARBOUR)):
            publish(server, name, [piece], utc_now())
        people = {name: slack.workspace.user(name).id for name in ("ana", "ben")}
        daily, late = (
            f"{{id: {name}, url: '{server.url(f'/{name}/feed.xml')}'}}"
            for name in ("daily", "late")
        )
        file = File(tmp_path, daily)
        file.admins = [people["ana"]]
        file.save()
        async with running(file.path, tmp_path / "briefbot.db", slack.env) as bot:
            await bot.logged("ready")
            await bot.logged("source read")
            await looked(tmp_path / "briefbot.db")

            file.sources.append(late)
            took = [-file.save() + await said(bot, "source `late` added")]
            ana = slack.workspace.direct("ana").id
            told = await slack.shown(kind="message", channel=ana)

            file.at = later(5)
            took.append(-file.save() + await said(bot, "briefing `desk` changed (schedule)"))
            news = slack.workspace.channel(NEWS).id
            answer = await (await slack.command("chi", NEWS, "status")).shown(channel=news)

            file.admins.append(people["ben"])
            took.append(-file.save() + await said(bot, "`admins` changed"))
            ben = slack.workspace.direct("ben").id
            heard = await slack.shown(kind="message", channel=ben)

            await read(bot, "late")
            await bot.stop()
            assert (bot.process.returncode, await bot.ended()) == (0, "")
    assert min(took) < SOON
    assert "briefbot.yaml was changed by hand: source late added." in told.words
    assert file.at in answer.words
    assert "briefbot.yaml was changed by hand: admins changed." in heard.words
