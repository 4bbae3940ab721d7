"""How servers see us, from what they were asked: over real HTTP, and by real processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefbot.app import App, stored
from briefbot.cli.progress import Quiet
from briefbot.config import Source
from briefbot.fetch.turns import Turns
from briefbot.live import Live
from briefbot.pipeline import Client, Keeper, Lanes, Web
from briefbot.reading import warm
from tests.badnews import configured
from tests.badserver import BadServer, redirect, reply
from tests.crew import Crew
from tests.fetch.asking import fetcher
from tests.makers import NOON
from tests.press import CABLE, item, rss
from tests.running import running as process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from briefbot.models import SourceState

HOUR = timedelta(hours=1)
BODY = rss("Feed", [item("Cable", guid="1", text=CABLE.text)])


@pytest.fixture(scope="module", autouse=True)
def warmed() -> None:
    """Import what a worker would have: here it would stop the loop."""
    warm()


@pytest.fixture
async def server() -> AsyncIterator[BadServer]:
    """Serve nothing yet."""
    async with BadServer() as one:
        yield one


@pytest.fixture
async def days(server: BadServer, tmp_path: Path) -> AsyncIterator[Days]:
    """Run a bot that reads one source of the server."""
    source = Source(id="paper", url=server.url("/feed"), first_sight="all")
    async with reading(server, tmp_path, source) as made:
        yield made


@asynccontextmanager
async def reading(
    server: BadServer, folder: Path, *sources: Source, at_once: int = 40
) -> AsyncIterator[Days]:
    """Run a bot over real HTTP that parses in this very process."""
    config = configured(server, *sources, summariser="lead")
    async with stored(folder / "briefbot.db") as keeper, fetcher(server) as fetch:
        client = Client(fetch=fetch, permit=fetch.permit)
        web = Web(
            live=Live(config),
            outside=client,
            inside=client,
            work=Crew(),
            headers=lambda _: (),
            pages=Lanes(Turns(per_host=2, total=4), patience=20),
            ahead=Turns(per_host=4, total=2 * at_once),
            looks=Turns(per_host=2, total=at_once),
        )
        days = Days(server, keeper)
        days.app = App(web, keeper, lambda: days.now)
        yield days


class Days:
    """A bot whose clock is moved, and what its server saw of it."""

    app: App

    def __init__(self, server: BadServer, keeper: Keeper) -> None:
        self.now = NOON
        self._server = server
        self._keeper = keeper

    async def ticks(self, length: timedelta, every: timedelta = timedelta(minutes=30)) -> list[str]:
        """Let it tick for so long; return the heads of the requests that came."""
        before, until = len(self._server.heads), self.now + length
        while self.now < until:
            await self.app.ingest(Quiet(), since=NOON)
            self.now += every
        return self._server.heads[before:]

    async def state(self) -> SourceState:
        """Return what is kept of the source."""
        return (await self._keeper.db(self._keeper.store.states))["paper"]


def validators(head: str) -> dict[str, str]:
    """Return the validators that a request carries, as they were sent."""
    lines = (line.partition(": ") for line in head.split("\r\n")[1:])
    return {
        name: value for name, _, value in lines if name in ("If-None-Match", "If-Modified-Since")
    }


async def test_the_next_ones_are_written_down_as_asked_meanwhile(
    server: BadServer, tmp_path: Path
) -> None:
    """While one is asked, the next one waits for no disk; those after it are not begun.

    New ones have half of the places: one is asked, and two are written down.
    """
    asked, rest = asyncio.Event(), asyncio.Event()

    async def slow(writer: asyncio.StreamWriter) -> None:
        asked.set()
        await rest.wait()
        await reply(BODY)(writer)

    sources = [Source(id=name, url=server.url(f"/{name}")) for name in ("a", "b", "c", "d")]
    server.pages.update({f"/{source.id}": slow for source in sources})
    async with reading(server, tmp_path, *sources, at_once=2) as days:
        ingest = asyncio.create_task(days.app.ingest(Quiet()))
        await asked.wait()
        begun: dict[str, SourceState] = {}
        async with asyncio.timeout(60):
            while len(begun) < 2:
                begun = await days.app.keeper.db(days.app.keeper.store.states)
        assert {state.checked for state in begun.values()} == {None}
        assert len(server.heads) == 1
        rest.set()
        await ingest


# ---------------------------------------------------------------- P-01


@pytest.mark.fault
async def test_p01_restarts(server: BadServer, tmp_path: Path, figure: Callable[..., None]) -> None:
    """Five restarts, by kill and by signal, while feeds are being answered: each is asked once."""
    feeds = [f"/{number}/feed" for number in range(60)]
    for path in feeds:
        server.pages[path] = reply(BODY, after=0.4)
    sources = "\n".join(
        f"  - {{id: s{number}, url: '{server.url(path)}'}}" for number, path in enumerate(feeds)
    )
    config = tmp_path / "briefbot.yaml"
    config.write_text(
        f"fetch:\n  contact: https://desk.test/about\n  allow_private: ['{server.allowed}']\n"
        f"sources:\n{sources}\nbriefings:\n  - id: desk\n    name: Desk\n"
        "    sources: [s0]\n    schedule: {times: ['08:00']}\n",
        encoding="utf-8",
    )
    for restart in range(5):
        seen = len(server.heads)
        async with process(config, tmp_path / "briefbot.db", {}) as bot:
            await bot.logged("ready")
            await asyncio.wait_for(_asked(server, seen + 3), 60)
            if restart % 2:
                await bot.stop()
    asked = Counter(head.split(" ")[1] for head in server.heads)
    figure(
        "P-01",
        f"5 restarts (3 by kill -9) amid looks: {len(asked)} of {len(feeds)} feeds asked until"
        f" then, each {max(asked.values())} time",
    )
    assert len(asked) >= 15
    assert set(asked.values()) == {1}


async def _asked(server: BadServer, wanted: int) -> None:
    """Wait until so many requests have come."""
    while len(server.heads) < wanted:  # noqa: ASYNC110  the server has no event for it
        await asyncio.sleep(0.05)


# ---------------------------------------------------------------- P-02


@pytest.mark.fault
@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('"abc"', ""),
        ('W/"abc"', ""),
        ("abc", ""),  # without the quotes that belong there
        ('"a, b"', ""),
        ('""', ""),
        ('W/""', "Mon, 23 Nov 2026 11:00:00 GMT"),
        ('"caf\xc3\xa9"', ""),
        ("", "Mon, 23 Nov 2026 11:00:00 GMT"),
        ("", "Monday, 23-Nov-26 11:00:00 GMT"),
        ("", "2026-11-23T11:00:00Z"),
        ("", "yesterday"),
        ("", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("", "0"),
    ],
)
async def test_p02_validators(
    server: BadServer, days: Days, figure: Callable[..., None], etag: str, modified: str
) -> None:
    """What the server gave goes back byte for byte, until it gives another."""
    headers = {"ETag": etag, "Last-Modified": modified}
    given = [f"{name}: {value}" for name, value in headers.items() if value]
    server.pages["/feed"] = reply(BODY, *given)
    (first,) = await days.ticks(HOUR)
    server.pages["/feed"] = reply(b"", status=304)
    second = await days.ticks(7 * HOUR)
    changed = [line.replace("abc", "xyz").replace("11:00", "12:30") for line in given]
    server.pages["/feed"] = reply(BODY.replace(b"Cable", b"Cables"), *changed)
    await days.ticks(7 * HOUR)
    server.pages["/feed"] = reply(b"", status=304)
    last = (await days.ticks(7 * HOUR))[-1]
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}

    def back(lines: list[str]) -> dict[str, str]:
        return {names[name]: value for name, _, value in (line.partition(": ") for line in lines)}

    sent = (etag or modified).encode("latin-1")
    figure("P-02", f"validator {sent!r}: back byte for byte in {len(second) + 1} looks")
    assert validators(first) == {}
    assert [validators(head) for head in second] == [back(given)] * len(second)
    assert second
    assert validators(last) == back(changed)
    assert (await days.state()).failures == 0


def later(seconds: int) -> str:
    """Return a moment so long after noon as HTTP has it."""
    return format_datetime(NOON + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.fault
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "hours"),
    [("3600", 1), ("36000", 10), (later(36_000), 10), ("604800", 168), ("99999999", 168)],
)
async def test_p02_retry_after(
    server: BadServer,
    days: Days,
    figure: Callable[..., None],
    status: int,
    retry_after: str,
    hours: int,
) -> None:
    """No request comes before the moment that the server names, in either form, to a week."""
    date = f"Date: {format_datetime(NOON, usegmt=True)}"
    server.pages["/feed"] = reply(b"", f"Retry-After: {retry_after}", date, status=status)
    assert len(await days.ticks(HOUR / 2)) == 1
    early = await days.ticks((hours - 0.5) * HOUR)
    server.pages["/feed"] = reply(BODY)
    took = 0.0
    while not (after := await days.ticks(HOUR / 2)):
        took += 0.5
    figure(
        "P-02",
        f"{status}, Retry-After {retry_after!r}: {len(early)} requests in {hours} h,"
        f" the next {took:g} h later",
    )
    assert early == []
    assert len(after) == 1
    assert took <= 2
    assert (await days.state()).failures == 0


@pytest.mark.fault
async def test_p02_gone(server: BadServer, days: Days, figure: Callable[..., None]) -> None:
    """410 stops a source but for one question a month, and its state says so."""
    server.pages["/feed"] = reply(b"", status=410)
    heads = await days.ticks(timedelta(days=62), timedelta(hours=2))
    figure("P-02", f"410: {len(heads)} requests in 62 days")
    assert len(heads) == 3
    assert (await days.state()).gone == NOON
    assert "it is asked once a month" in ((await days.state()).error or "")


@pytest.mark.fault
async def test_p02_freshness(server: BadServer, days: Days, figure: Callable[..., None]) -> None:
    """Between looks lie max-age, or ttl, but no more than a day and its spread."""
    for name, headers, body, least in (
        ("max-age=14400", ["Cache-Control: max-age=14400"], BODY, 4),
        ("max-age=99999999", ["Cache-Control: max-age=99999999"], BODY, 24),
        ("ttl 600", [], BODY.replace(b"<link>", b"<ttl>600</ttl><link>", 1), 10),
    ):
        server.pages["/feed"] = reply(body, *headers)
        await days.ticks(26 * HOUR)
        began = (await days.state()).checked
        assert began
        while not await days.ticks(HOUR / 2):
            pass
        now = (await days.state()).checked
        assert now
        figure("P-02", f"{name}: looks {(now - began) / HOUR:g} h apart")
        assert least * HOUR <= now - began <= (least + 1) * HOUR


async def test_a_redirect_for_good_is_followed_with_no_more_questions(
    server: BadServer, days: Days
) -> None:
    """Each look at a feed that moved inside costs two requests: that address is never kept."""
    server.pages["/feed"] = redirect("/new", status=301)
    server.pages["/new"] = reply(BODY)
    heads = await days.ticks(timedelta(days=5), HOUR)
    paths = Counter(head.split(" ")[1] for head in heads)
    assert paths["/feed"] == paths["/new"] >= 15
    assert (await days.state()).moved_to is None


async def test_two_connections_at_most(server: BadServer, tmp_path: Path) -> None:
    """Thirty feeds of one host are asked two at a time."""
    for number in range(30):
        server.pages[f"/{number}"] = reply(BODY, after=0.02)
    sources = [Source(id=f"s{n}", url=server.url(f"/{n}")) for n in range(30)]
    async with reading(server, tmp_path, *sources) as days:
        assert len(await days.app.ingest(Quiet())) == 30
    assert server.load.peak == 2
