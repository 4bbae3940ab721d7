"""D-01: the disk is full while the bot runs; it goes on when there is room, and doubles nothing."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefbot import emulator
from briefbot.clock import utc_now
from tests.badserver import BadServer, Behaviour, reply
from tests.faults import apart
from tests.faults.reading import ANY
from tests.press import CABLE, HARBOUR, item, publish, rss
from tests.running import known_since, label, running
from tests.stalls import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefbot.emulator import Slack

NEWS = "#news"
SIZE = 20
"""Megabytes of the disk."""
BACK = 60.0
"""Seconds in which the bot is well again."""
SMALL = ("unshare", "--map-root-user", "--mount", "--fork", "--kill-child")
CROWD = 150_000_000


def written(folder: Path, *sources: str) -> Path:
    """Write a configuration whose one briefing was due two minutes ago."""
    file = folder / "briefbot.yaml"
    listed = "".join(f"  - {source}\n" for source in sources)
    names = ", ".join(("daily", "late")[: len(sources)])
    file.write_text(
        'fetch: {contact: "https://desk.test/about", allow_private: ["127.0.0.0/8"], timeout: 60}\n'
        f"sources:\n{listed}"
        f'briefings:\n  - {{id: desk, name: Morning desk, destinations: ["{NEWS}"], '
        f"sources: [{names}], "
        f'schedule: {{times: ["{label()}"], zone: UTC}}}}\n',
        encoding="utf-8",
    )
    return file


def posted(slack: Slack) -> list[str]:
    """Return what the bot posted to #news."""
    channel = slack.workspace.channel(NEWS).id
    return [shown.words for shown in slack.journal.find(kind="message", channel=channel)]


def on_a_small_disk(disk: Path, kept: Path) -> tuple[str, ...]:
    """Return what starts a program with a small disk of its own, with the archive on it."""
    script = f'mount -t tmpfs -o size={SIZE}m tmpfs "{disk}" && cp "{kept}"/* "{disk}" && exec "$@"'
    return (*SMALL, "sh", "-c", script, "sh")


def held(release: asyncio.Event) -> Behaviour:
    """Answer when it is said: until then the digest waits for this source."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        await release.wait()
        entry = item("Late news", guid="late", text="It crossed the strait in four hours. " * 9)
        await reply(rss("Late", [entry]))(writer)

    return behave


def crowd(disk: Path) -> Path:
    """Take all that is left of the disk."""
    file = disk / "somebody-elses"
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as handle:
        for _ in range(CROWD // 4096):
            handle.write(bytes(4096))
    return file


@pytest.mark.fault
async def test_d01_a_full_disk_delays_and_doubles_nothing(
    tmp_path: Path, figure: Callable[[str, str], None]
) -> None:
    """The digest that could not be written comes once, within a minute of there being room."""
    apart.needed()
    kept, disk = tmp_path / "kept", tmp_path / "disk"
    kept.mkdir()
    disk.mkdir()
    async with BadServer(ANY) as server, emulator.serve() as slack:
        url = publish(server, "daily", [CABLE, HARBOUR], utc_now(), host="127.0.0.1")
        daily = f"{{id: daily, url: '{url}'}}"
        async with running(written(tmp_path, daily), kept / "briefbot.db", {}) as bot:
            await bot.logged("source read")
            await bot.stop()
        release = asyncio.Event()
        server.pages["/late/feed"] = held(release)
        late = f"{{id: late, url: '{server.url('/late/feed', host='127.0.0.2')}'}}"
        config = written(tmp_path, daily, late)
        known_since(config, kept / "briefbot.db")
        before = on_a_small_disk(disk, kept)
        async with running(config, disk / "briefbot.db", slack.env, before=before) as bot:
            await bot.logged("ready")
            filler = crowd(Path(f"/proc/{bot._pid}/root{disk}"))
            release.set()
            told = await bot.logged("archive", 180)
            assert "the disk is full" in told["error"]
            answered = await slack.command("ana", NEWS, "help")
            assert answered.ok
            await asyncio.sleep(5)
            assert posted(slack) == []
            filler.unlink()
            async with Stopwatch() as watch:
                await slack.shown(timeout=3 * BACK, kind="message", channel=NEWS)
            took = watch.seconds
            assert took < BACK
            await asyncio.sleep(25)  # a tick later nothing is posted again
            await bot.stop()
            assert bot.process.returncode == 0
        messages = posted(slack)
    assert len(messages) == 1
    assert CABLE.title in messages[0]
    figure("D-01", f"disk full, then room: posted once, {took:.0f} s later")
