"""Hostile servers, H-01 to H-08: each costs its own time at the most, and nobody's memory."""

from __future__ import annotations

import asyncio
import gzip
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.clock import utc_now
from briefbot.config import Source
from briefbot.models import SourceState
from briefbot.store.sqlite import Store
from tests.badserver import (
    BadServer,
    Behaviour,
    chunked,
    endless,
    gzip_bomb,
    redirect,
    reply,
    silent,
)
from tests.faults.reading import ANY, Outcome, Seconds, configured, host, read, warmed
from tests.fetch.asking import OK
from tests.press import item, rss
from tests.processes import MEGABYTE
from tests.stalls import LIMIT, Stalls

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Figure = Callable[[str, str], None]

pytestmark = pytest.mark.fault

PATIENCE = 20
GROWTH = 100 * MEGABYTE
SLOW, PLACES = 200, 100
FEED = rss("Good", [item("Good news", guid="1", text="It crossed in four hours. " * 9)])
GOOD = reply(FEED)
STREAM = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BROTLI = bytes.fromhex("5bffff3f0026f0ff") + bytes(3_000)


def servers() -> dict[str, Behaviour]:
    """Return every kind of server that does not want to be read, and a good one."""
    bomb = gzip_bomb(2_000_000_000)
    return {
        "bomb": reply(bomb, "Content-Encoding: gzip"),
        "bomb-chunked": chunked([bomb], "Content-Encoding: gzip"),
        "brotli": reply(BROTLI, "Content-Encoding: br"),
        "twice": reply(gzip.compress(gzip_bomb(2**28)), "Content-Encoding: gzip, gzip"),
        "drip-body": endless(STREAM, b"1\r\nx\r\n", pause=0.5),
        "drip-header": endless(OK + b"X: ", b"x", pause=0.5),
        "hints": endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", pause=0.5),
        "endless": endless(STREAM, b"4000\r\n" + b"x" * 0x4000 + b"\r\n"),
        "lost": redirect("ftp:" + "/" * 32_000),
        "thinks": reply(FEED, after=15),
        "good": GOOD,
    }


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Read all of them at once, with the patience that is the default."""
    folder = tmp_path_factory.mktemp("servers")
    return asyncio.run(read(folder, servers(), patience=PATIENCE))


def reasons(bad: Outcome, *names: str) -> set[str | None]:
    """Return how these sources ended."""
    return {bad.states[name].reason for name in names}


def last(bad: Outcome, *names: str) -> float:
    """Return the seconds until the last of them was done."""
    return max(bad.seconds[name] for name in names)


def test_h01_a_bomb_is_too_large(bad: Outcome, figure: Figure) -> None:
    """Two megabytes that unpack to two gigabytes end at once, in little memory."""
    assert reasons(bad, "bomb", "bomb-chunked") == {"too_large"}
    took = last(bad, "bomb", "bomb-chunked")
    assert took <= 2
    assert bad.cost.main < GROWTH
    figure("H-01", f"too_large after {took:.1f} s; {bad.cost.main / MEGABYTE:.0f} MB more in all")


def test_h02_what_was_not_asked_for_is_not_unpacked(bad: Outcome, figure: Figure) -> None:
    """Brotli, and gzip in gzip, are refused by their name."""
    assert reasons(bad, "brotli", "twice") == {"bad_encoding"}
    figure("H-02", f"bad_encoding after {last(bad, 'brotli', 'twice'):.1f} s")


def test_h03_a_dripping_body_times_out(bad: Outcome, figure: Figure) -> None:
    """Each byte comes in time, the whole does not."""
    assert reasons(bad, "drip-body") == {"timeout"}
    took = last(bad, "drip-body")
    assert took <= PATIENCE + 1
    figure("H-03", f"timeout after {took:.1f} s")


def test_h04_a_dripping_head_times_out(bad: Outcome, figure: Figure) -> None:
    """Neither a header without an end nor early hints without an end hold us."""
    assert reasons(bad, "drip-header", "hints") == {"timeout"}
    took = last(bad, "drip-header", "hints")
    assert took <= PATIENCE + 1
    figure("H-04", f"timeout after {took:.1f} s")


def test_h05_an_endless_body_is_too_large(bad: Outcome, figure: Figure) -> None:
    """It is read up to the limit and no further."""
    assert reasons(bad, "endless") == {"too_large"}
    figure("H-05", f"too_large after {last(bad, 'endless'):.1f} s")


def test_h07_a_redirect_of_any_length_leads_nowhere(bad: Outcome) -> None:
    """An address of 32 kB that no one can ask is a mistake of the server's, and takes no time."""
    assert reasons(bad, "lost") == {"bad_address"}
    assert last(bad, "lost") < 5


def test_h08_a_server_that_thinks_within_its_limit_is_read(bad: Outcome, figure: Figure) -> None:
    """Fifteen seconds to the first byte are within twenty."""
    assert bad.titles("thinks") == ["Good news"]
    took = last(bad, "thinks")
    assert bad.passed["thinks"] >= 15
    assert took < PATIENCE
    figure("H-08", f"a server that thinks for 15 s is read after {took:.1f} s")


def test_nobody_waits_for_them(bad: Outcome, figure: Figure) -> None:
    """The good source is read at once, and the loop goes on."""
    assert bad.titles("good") == ["Good news"]
    assert bad.seconds["good"] < 5
    assert bad.cost.stall < LIMIT
    figure("I-04", f"servers: longest stall of the loop {bad.cost.stall * 1000:.0f} ms")


# ---------------------------------------------------------------- 200 slow sources


def remembered(database: Path, sources: Sequence[Source], *, failing: bool) -> None:
    """Let the archive know sources that were read two hours ago, and are due."""
    before = utc_now() - timedelta(hours=2)
    store = Store(database)
    for source in sources:
        store.record(
            SourceState(
                source_id=source.id,
                url=source.url,
                kind="feed",
                first_seen=before,
                checked=before,
                succeeded=before,
                next_check=before + timedelta(hours=1),
                failures=int(failing),
            )
        )
    store.close()


async def until_good(folder: Path, *, failing: bool, patience: float) -> tuple[float, float]:
    """Return the seconds until the good one of 201 sources was read, and the longest stall."""
    database = folder / "briefbot.db"
    async with BadServer(ANY) as server:
        server.pages |= {"/slow": silent(), "/good": GOOD}
        slow = [Source(id=f"s{n}", url=server.url("/slow", host=host(n))) for n in range(SLOW)]
        good = Source(id="good", url=server.url("/good", host=host(SLOW)))
        known = slow if not failing else slow[::2]
        await asyncio.to_thread(remembered, database, known, failing=failing)
        await asyncio.to_thread(remembered, database, [good], failing=False)
        config = configured(*slow, good, patience=patience)
        async with warmed(config, database) as app, Stalls() as stalls:
            seconds = Seconds()
            ingest = asyncio.create_task(app.ingest(seconds))
            async with asyncio.timeout(120), seconds.watch:
                while "good" not in seconds.done:  # noqa: ASYNC110  an ingest tells nobody
                    await asyncio.sleep(0.02)
            took = seconds.done["good"]
            ingest.cancel()
            await asyncio.gather(ingest, return_exceptions=True)
    return took, stalls.longest


async def test_h06_slow_sources_starve_no_good_one(tmp_path: Path, figure: Figure) -> None:
    """Two hundred that fail or were never read hold half of the places, and no more."""
    took, stall = await until_good(tmp_path, failing=True, patience=PATIENCE)
    assert took < 5
    assert stall < LIMIT
    figure("H-06", f"{SLOW} silent sources: the good one is read after {took:.1f} s")


async def test_h06_sources_that_fall_silent_at_once_cost_their_time(
    tmp_path: Path, figure: Figure
) -> None:
    """Two hundred that were well a moment ago are not known yet: two rounds of their patience."""
    patience = 2.0
    took, stall = await until_good(tmp_path, failing=False, patience=patience)
    assert took < (SLOW / PLACES) * patience + 2
    assert stall < LIMIT
    rounds = took / patience
    figure("H-06a", f"{SLOW} that were well: the good one is read after {rounds:.1f} time limits")
