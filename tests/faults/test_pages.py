"""H-06 for the pages of articles: whoever is slow, others are read in their time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from briefbot.config import Source
from tests.badserver import BadServer, reply, silent
from tests.faults.reading import ANY, Seconds, configured, host, warmed
from tests.press import CABLE, item, page, rss

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Figure = Callable[[str, str], None]

pytestmark = pytest.mark.fault

HOSTILE = 200
LINKS = 4
PATIENCE = 8.0


def _feed(server: BadServer, number: int) -> bytes:
    """Return a feed whose entries lead to hosts that nobody knows and that say nothing."""
    links = [server.url("/silent", host=f"127.1.{number}.{n + 1}") for n in range(LINKS)]
    text = "word " * 60
    entries = [item(f"News {n}", link, guid=str(n), text=text) for n, link in enumerate(links)]
    return rss("Feed", entries)


async def test_h06_pages_of_200_silent_hosts_delay_no_other_source(
    tmp_path: Path, figure: Figure
) -> None:
    """Nothing is known of anybody, and the good one comes last: it is read in one time limit."""
    async with BadServer(ANY) as server:
        server.pages |= {"/silent": silent()}
        server.pages["/cable"] = reply(page(CABLE), "Content-Type: text/html")
        sources = []
        for number in range(HOSTILE):
            server.pages[f"/{number}/feed"] = reply(_feed(server, number))
            url = server.url(f"/{number}/feed", host=host(number))
            sources.append(Source(id=f"e{number}", url=url, kind="feed"))
        link = server.url("/cable", host="127.2.0.1")
        # its feed comes when the pages of the others are all being asked for
        feed = reply(rss("Good", [item("Cable", link, guid="1")]), after=2.5)
        came: list[float] = []

        async def good(writer: asyncio.StreamWriter) -> None:
            await feed(writer)
            came.append(seconds.watch.seconds)

        server.pages["/good"] = good
        url = server.url("/good", host=host(HOSTILE))
        sources.append(Source(id="good", url=url, kind="feed"))
        config = configured(*sources, patience=PATIENCE)
        async with warmed(config, tmp_path / "briefbot.db") as app:
            seconds = Seconds()
            task = asyncio.create_task(app.ingest(seconds))
            async with seconds.watch:
                while "good" not in seconds.done and not task.done():  # noqa: ASYNC110  no event
                    await asyncio.sleep(0.02)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    took = seconds.done["good"] - came[0]
    figure(
        "H-06b",
        f"pages of {HOSTILE} silent hosts: the good one is read {took:.1f} s after its feed",
    )
    assert took < PATIENCE
