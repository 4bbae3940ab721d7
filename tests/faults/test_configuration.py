"""C-01, C-02: a configuration file that is hostile, broken or half there, beside a running bot."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from briefbot import emulator
from briefbot.store.archive import Archive
from briefbot.store.still import LONGER, STILL
from tests.badserver import BadServer
from tests.running import Running, running
from tests.stalls import Stopwatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from briefbot.emulator import Slack

pytestmark = pytest.mark.fault

NEWS = "#news"
SOON, HEALED = 5.0, 60.0
BOMB = "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "tag": ("x: 1\ny: !!python/object/apply:os.system [touch pwned]\n", "line 2: a tag"),
    "alias bomb": (f"x: 1\na: &a [lol]\n{BOMB}", "line 2: an anchor or alias"),
    "100k nesting": (f"x:\n  {'[' * 100_000}{']' * 100_000}\n", "line 2: more than 12 levels"),
    "twice": ("x: 1\nsources: []\nsources: []\n", "line 3: sources: the key stands twice"),
    "10 MB": (f"# {'x' * 98}\n" * 100_000, "the file is larger than 4 MB"),
}
FOREIGN = ("setpriv", "--pdeathsig=KILL", "--bounding-set=-dac_override,-dac_read_search")
"""Makes a file that nobody may read one that root may not read either."""


class Watched:
    """A bot that runs, its configuration, and how long it took over what was written."""

    def __init__(self, bot: Running, slack: Slack, file: Path, text: str) -> None:
        self.bot, self.slack, self.file, self.text = bot, slack, file, text
        self.took: list[float] = []
        self._seen = 0

    async def write(self, text: str | bytes) -> None:
        """Save the file in one go, and wait for no disk on the loop."""
        data = text if isinstance(text, bytes) else text.encode()
        await asyncio.to_thread(self.file.write_bytes, data)

    async def says(self, event: str) -> dict[str, Any]:
        """Return the next entry of the log on the configuration, which must be of this event."""
        async with asyncio.timeout(HEALED), Stopwatch() as watch:
            while self.is_quiet:  # noqa: ASYNC110  another process writes
                await asyncio.sleep(0.02)
        self.took.append(watch.seconds)
        entry = self._said[self._seen]
        self._seen += 1
        assert entry["event"] == f"configuration {event}"
        return entry

    @property
    def is_quiet(self) -> bool:
        """Whether the log says no more of the configuration than was looked at."""
        return len(self._said) == self._seen

    @property
    def _said(self) -> list[dict[str, Any]]:
        return [e for e in self.bot.log if e["event"].startswith("configuration ")]

    async def halved(self, text: str, cut: int) -> None:
        """Save the file in two pieces, the second a second later, when it was seen half.

        Where the machine paused in between, the half may have been taken for a whole: then once
        more, after all is as before.
        """
        while True:
            began = time.monotonic()
            await self.write(text[:cut])
            await asyncio.sleep(1)
            with self.file.open("a", encoding="utf-8") as rest:
                rest.write(text[cut:])
            if time.monotonic() - began < STILL - 0.1:
                return
            await self.write(self.text)
            await asyncio.sleep(3 * LONGER)
            while not self.is_quiet:
                self._seen = len(self._said)
                await asyncio.sleep(3 * LONGER)

    async def answer(self, command: str) -> str:
        """Return what the bot says to a command."""
        room = self.slack.workspace.channel(NEWS).id
        return (await (await self.slack.command("ben", NEWS, command)).shown(channel=room)).words

    async def heard(self, *beginnings: str) -> None:
        """Wait until Ana, the admin, has been told so much, and see that it is all."""
        ana = self.slack.workspace.direct("ana").id
        async with asyncio.timeout(60):
            told: list[str] = []
            while len(told) < len(beginnings):
                await asyncio.sleep(0.05)
                told = [s.words for s in self.slack.journal.find(kind="message", channel=ana)]
        assert [text.startswith(b) for text, b in zip(told, beginnings, strict=True)] == [
            True for _ in beginnings
        ]


def looked(database: Path) -> bool:
    """Tell whether the bot has looked at the file: what it said is kept."""
    archive = Archive(database)
    try:
        return bool(archive._rows("SELECT 1 FROM config_said"))
    finally:
        archive.close()


@asynccontextmanager
async def watched(folder: Path, *before: str) -> AsyncIterator[Watched]:
    """Run a bot with a configuration of one source and an admin."""
    async with BadServer() as server, emulator.serve() as slack:
        file = folder / "briefbot.yaml"
        text = (
            'fetch: {contact: "https://desk.test/about", allow_private: ["127.0.0.0/8"]}\n'
            f"sources:\n  - id: daily  # ours\n    name: The daily\n"
            f"    url: {server.url('/daily')}\n"
            f"admins: [{slack.workspace.user('ana').id}]\n"
            f"briefings:\n  - id: desk\n    name: Morning desk\n    sources: [daily]\n"
            f'    destinations: ["{NEWS}"]\n    schedule: {{times: ["09:00"], zone: UTC}}\n'
        )
        file.write_text(text, encoding="utf-8")
        database = folder / "briefbot.db"
        async with running(file, database, slack.env, before=before) as bot:
            await bot.logged("ready")
            async with asyncio.timeout(60):
                while not await asyncio.to_thread(looked, database):  # noqa: ASYNC110  a process
                    await asyncio.sleep(0.05)
            yield Watched(bot, slack, file, text)
            await bot.stop()
            assert (bot.process.returncode, await bot.ended()) == (0, "")


async def test_c01_hostile_files_are_refused_with_their_line(
    tmp_path: Path, figure: Callable[[str, str], None]
) -> None:
    """Each is refused within 5 s and the last good one stays; a plain 10:30 is a time."""
    async with watched(tmp_path) as it:
        for text, said in HOSTILE.values():
            await it.write(text)
            entry = await it.says("refused")
            assert any(problem.startswith(said) for problem in entry["problems"]), entry
        assert "The daily" in await it.answer("sources")
        await it.write(it.text.replace('"09:00"', "10:30"))
        assert (await it.says("changed"))["changes"] == ["briefing `desk` changed (schedule)"]
        assert await it.says("sound again")
        assert "10:30" in await it.answer("status")
        await it.heard(
            "briefbot.yaml can't be taken up; I go on by what it said before. line 2: a tag",
            "briefbot.yaml is sound again, and I work by it. briefbot.yaml was changed by hand",
        )
        assert not (tmp_path / "pwned").exists()
    slowest = max(it.took)
    assert slowest < SOON
    figure("C-01", f"{len(HOSTILE)} refused, the slowest after {slowest:.1f} s; 10:30 taken up")


async def test_c02_a_file_that_is_not_whole_waits_or_heals(
    tmp_path: Path, figure: Callable[[str, str], None]
) -> None:
    """Half-written it is waited for; gone or unreadable, the last one stays until it is back."""
    before = () if os.geteuid() else ("sh", "-c", f'{" ".join(FOREIGN)} "$@"; exit $?', "sh")
    if before and shutil.which(FOREIGN[0]) is None:
        pytest.skip("root may read every file, and setpriv is not there")
    async with watched(tmp_path, *before) as it:
        new = it.text.replace("09:00", "10:30")
        for cut in (len(new) // 2, new.index("briefings:"), 0):
            await it.halved(new, cut)
            assert (await it.says("changed"))["changes"] == ["briefing `desk` changed (schedule)"]
            await it.write(it.text)
            await it.says("changed")
        changes = len(it.took)

        it.file.unlink()
        assert "there is no such file" in (await it.says("refused"))["problems"][0]
        assert "The daily" in await it.answer("sources")
        await it.write(it.text)
        await it.says("sound again")

        it.file.chmod(0)
        assert "Permission denied" in (await it.says("refused"))["problems"][0]
        assert "The daily" in await it.answer("sources")
        it.file.chmod(0o600)
        await it.says("sound again")

        await it.write(b"\xef\xbb\xbf" + new.replace("\n", "\r\n").encode())
        await it.says("changed")
        assert "10:30" in await it.answer("status")
        assert it.is_quiet
    assert max(it.took) < SOON
    healed = max(it.took[changes + 1], it.took[changes + 3])
    figure(
        "C-02",
        f"3 halves waited for, gone and unreadable healed after {healed:.1f} s, BOM and CRLF read",
    )
