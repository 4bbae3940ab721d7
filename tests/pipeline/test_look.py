"""How a look at a source goes on from the last one: moves, ends, gaps, and our own network."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from briefbot.app import App
from briefbot.cli.progress import Quiet
from briefbot.errors import FetchError
from briefbot.models import SourceState
from briefbot.pipeline import pages
from briefbot.pipeline.look import NO_FEED_NOW
from briefbot.scheduler import Logged
from briefbot.store.archive import Archive
from tests.outlets import Outlets, config, look
from tests.press import CABLE, HARBOUR, ORCHID, item, rss

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = "https://ledger.test/feed"
NEW = "https://new.test/feed"
GONE = FetchError("http_410", "410 from ledger.test: it is gone for good")


def opened(folder: Path, *names: str, **source: object) -> Outlets:
    """Open a world with these sources, which take all that they find."""
    sources = [{"id": name, "first_sight": "all", **source} for name in names or ("ledger",)]
    return Outlets(folder / "briefbot.db", config(*sources))


def states(outlets: Outlets) -> dict[str, SourceState]:
    """Return what is kept of the sources."""
    archive = Archive(outlets.database)
    found = archive.states()
    archive.close()
    return found


async def looks(outlets: Outlets, app: App, count: int, every: timedelta) -> None:
    """Look so many times."""
    for _ in range(count):
        outlets.now += every
        await look(app)


# ---------------------------------------------------------------- moved, gone


async def test_a_source_that_moved_for_good_is_asked_there(tmp_path: Path) -> None:
    """After ten looks on different days the new address is asked, and the old one once a week."""
    outlets = opened(tmp_path)
    outlets.pages[NEW] = rss("Ledger", [item("Cable", text=CABLE.text)])
    outlets.moved[FEED] = NEW
    async with outlets.app() as app:
        await looks(outlets, app, 10, 9 * HOUR)
        assert set(outlets.asked) == {FEED}
        assert states(outlets)["ledger"].moved
        outlets.asked.clear()
        await looks(outlets, app, 14, DAY)
        assert Counter(outlets.asked) == {NEW: 12, FEED: 2}
        outlets.moved.clear()
        outlets.pages[FEED] = outlets.pages[NEW]
        await looks(outlets, app, 8, DAY)
        assert outlets.asked[-1] == FEED
    assert (states(outlets)["ledger"].moved_to, outlets.requests[-1].etag is None) == (None, False)


async def test_validators_go_back_to_where_they_came_from(tmp_path: Path) -> None:
    """A feed behind a redirect to another host has its 304, until it leads elsewhere."""
    outlets = opened(tmp_path)
    outlets.pages[NEW] = outlets.pages["https://cdn.test/feed"] = rss("Ledger", [item("Cable")])
    outlets.ends[FEED] = NEW
    async with outlets.app() as app:
        await looks(outlets, app, 3, DAY)
        assert outlets.unchanged == [FEED, FEED]
        outlets.ends[FEED] = "https://cdn.test/feed"
        await looks(outlets, app, 2, DAY)
    assert len(outlets.unchanged) == 3
    from_where = [one.validators_from for one in outlets.requests if one.url == FEED]
    assert from_where == ["", NEW, NEW, NEW, "https://cdn.test/feed"]


async def test_a_new_address_that_fails_leads_back_to_the_old_one(tmp_path: Path) -> None:
    """Whatever becomes of it, the configured address is asked next."""
    outlets = opened(tmp_path)
    outlets.pages[NEW] = rss("Ledger", [item("Cable", text=CABLE.text)])
    outlets.moved[FEED] = NEW
    async with outlets.app() as app:
        await looks(outlets, app, 11, 9 * HOUR)
        assert outlets.asked[-1] == NEW
        outlets.failing[NEW] = FetchError("http_410", "410 from new.test")
        await looks(outlets, app, 1, DAY)
        assert states(outlets)["ledger"].gone is None
        await looks(outlets, app, 1, DAY)
    assert outlets.asked[-2:] == [NEW, FEED]


async def test_an_old_address_that_is_given_up_ends_nothing(tmp_path: Path) -> None:
    """In the month after its name has lapsed, the source is read at the new one every day."""
    outlets = opened(tmp_path)
    outlets.pages[NEW] = rss("Ledger", [item("Cable", text=CABLE.text)])
    outlets.moved[FEED] = NEW
    async with outlets.app() as app:
        await looks(outlets, app, 11, 9 * HOUR)
        outlets.failing[FEED] = FetchError("http_404", "404 from ledger.test")
        outlets.asked.clear()
        for _ in range(30):
            await looks(outlets, app, 3, 8 * HOUR)
            state = states(outlets)["ledger"]
            assert (state.failing_since, state.moved) == (None, True)
            assert state.succeeded
            assert outlets.now - state.succeeded < 12 * HOUR
    assert outlets.asked.count(FEED) in {4, 5}


async def test_a_clock_that_was_ahead_silences_no_source(tmp_path: Path) -> None:
    """Looked at by a clock that was a year ahead, it is asked in its rhythm an hour later."""
    outlets = opened(tmp_path)
    outlets.publish("ledger", CABLE)
    async with outlets.app() as app:
        await look(app)
        right = outlets.now
        outlets.now += 365 * DAY
        await look(app)
        outlets.now = right
        asked = []
        for _ in range(24):
            before = len(outlets.asked)
            outlets.now += HOUR / 2
            await app.ingest(Quiet(), since=right + 365 * DAY)
            asked += [outlets.now - right] * (len(outlets.asked) > before)
    assert 2 * HOUR <= asked[0] <= 3.5 * HOUR
    assert len(asked) in range(5, 12)
    assert states(outlets)["ledger"].succeeded == right + asked[-1]


async def test_a_clock_that_begins_in_the_past_changes_nothing(tmp_path: Path) -> None:
    """A small machine has last week's time for its first minutes: nobody is asked again for it."""
    outlets = opened(tmp_path)
    outlets.publish("ledger", CABLE)
    async with outlets.app() as app:
        await looks(outlets, app, 3, 2 * HOUR)
    known, asked, right = states(outlets)["ledger"], len(outlets.asked), outlets.now
    outlets.now -= 7 * DAY
    async with outlets.app() as app:
        await looks(outlets, app, 10, timedelta(minutes=1))
        outlets.now = right + HOUR / 2
        await look(app)
        assert (states(outlets)["ledger"], len(outlets.asked)) == (known, asked)
        outlets.now = right + 2 * HOUR
        await look(app)
    assert len(outlets.asked) == asked + 1


async def test_a_source_that_is_gone_is_asked_once_a_month(tmp_path: Path) -> None:
    """In 100 days of looks it is asked four times, and says why; a good answer ends it."""
    outlets = opened(tmp_path)
    outlets.failing[FEED] = GONE
    async with outlets.app() as app:
        await looks(outlets, app, 100, DAY)
        assert len(outlets.asked) == 4
        assert "once a month" in (states(outlets)["ledger"].error or "")
        outlets.failing.clear()
        outlets.publish("ledger", CABLE)
        await looks(outlets, app, 30, DAY)
    state = states(outlets)["ledger"]
    assert (state.gone, state.error) == (None, None)


# ---------------------------------------------------------------- what was missed


def entries(*names: str, published: datetime | None = None) -> bytes:
    """Return a feed of entries with these names and texts of their own."""
    return rss(
        "Feed", [item(n, guid=n, text=f"{n} {CABLE.text}", published=published) for n in names]
    )


async def test_what_came_while_we_were_down_is_found(tmp_path: Path) -> None:
    """After days away everything that the feed still lists is read, and nothing is called lost."""
    outlets = opened(tmp_path)
    outlets.pages[FEED] = entries("a", "b", "c")
    async with outlets.app() as app:
        await look(app)
    outlets.now += 4 * DAY
    outlets.pages[FEED] = entries("g", "f", "e", "d", "c")
    async with outlets.app() as app:
        looked = (await look(app))["ledger"]
    assert (looked.articles, looked.rolled_over) == (4, False)


async def test_a_feed_that_rolled_over_is_said(tmp_path: Path) -> None:
    """When it lists nothing that was seen before, entries may be lost, and it is known which."""
    outlets = opened(tmp_path)
    outlets.pages[FEED] = entries("a", "b", "c")
    last = outlets.now
    async with outlets.app() as app:
        await look(app)
        outlets.now += 4 * DAY
        oldest = (outlets.now - 5 * HOUR).replace(microsecond=0)
        outlets.pages[FEED] = entries("z", "y", "x", published=oldest)
        looked = (await look(app))["ledger"]
        assert (looked.articles, looked.rolled_over) == (3, True)
        outlets.now += DAY
        assert (await look(app))["ledger"].rolled_over is False
    state = states(outlets)["ledger"]
    assert (state.rolled_from, state.rolled_to) == (last, oldest)


@pytest.mark.parametrize("case", ["first", "ids", "waiting"])
async def test_what_is_no_gap(tmp_path: Path, case: str) -> None:
    """Nothing is missing at first sight, under new ids, or where pages are still to be read."""
    outlets = opened(tmp_path)
    pages = [f"https://ledger.test/{name}" for name in "abc"]

    def publish(session: str) -> None:
        items = [
            item(page[-1], page, guid=page + session, text="" if waits else "T") for page in pages
        ]
        outlets.pages[FEED] = rss("Feed", items)

    waits = case == "waiting"
    for page in pages if waits else []:
        outlets.failing[page] = FetchError("http_503", "503")
    publish("1" if case == "ids" else "")
    async with outlets.app() as app:
        looked = (await look(app))["ledger"]
        if case != "first":
            publish("2" if case == "ids" else "")
            outlets.now += DAY
            looked = (await look(app))["ledger"]
    assert (looked.failure, looked.rolled_over) == (None, False)


async def test_a_source_is_the_same_at_a_new_address(tmp_path: Path) -> None:
    """An admin writes https, and the links follow: what was there at first is no news still."""
    outlets = opened(tmp_path, url="http://ledger.test/feed", first_sight=1)
    for scheme in ("http", "https"):
        base = f"{scheme}://ledger.test/"
        items = [item(str(n), f"{base}{n}", text=f"{n} {CABLE.text}") for n in range(9)]
        outlets.pages[f"{base}feed"] = rss("Feed", items[1:] if scheme == "http" else items)
    async with outlets.app() as app:
        assert (await look(app))["ledger"].articles == 1
    outlets.config = opened(tmp_path, first_sight=5).config
    async with outlets.app() as app:
        assert (await look(app))["ledger"].articles == 1


async def test_what_has_a_new_id_is_not_forgotten(tmp_path: Path) -> None:
    """An old list under ids of a new system is no news in a year, when its old ids are gone."""
    outlets = opened(tmp_path, first_sight=1)
    counts = []
    async with outlets.app() as app:
        for number, days in enumerate((0, 1, 200, 200, 5)):
            outlets.now += days * DAY
            names = ("a", "b", "c", *map(str, range(number)))
            items = [
                item(n, f"https://ledger.test/{n}", guid=n * min(number + 1, 2), text=f"{n} T")
                for n in names
            ]
            outlets.pages[FEED] = rss("Feed", items)
            counts.append((await look(app))["ledger"].articles)
    assert counts == [1, 1, 1, 1, 1]


async def test_what_waits_for_its_page_is_no_news_each_time(tmp_path: Path) -> None:
    """A page that is down makes no source a busy one; after three days it is given up."""
    outlets = opened(tmp_path)
    day = outlets.now - 30 * DAY
    outlets.pages[FEED] = rss("Feed", [item("Cable", "https://ledger.test/cable", published=day)])
    outlets.failing["https://ledger.test/cable"] = FetchError("timeout", "no complete answer")
    async with outlets.app() as app:
        await looks(outlets, app, 60, 2 * HOUR)
        state = states(outlets)["ledger"]
        whole = [one for one in outlets.requests if one.url == FEED and not one.etag]
    assert outlets.asked.count("https://ledger.test/cable") in range(35, 39)
    assert len(whole) == outlets.asked.count("https://ledger.test/cable")
    assert (state.news, (state.per_day or 0) < 0.1) == (day, True)


async def test_a_page_that_was_never_asked_is_not_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that has no time for it leaves it to the next one, also after days without any."""
    outlets = opened(tmp_path)
    outlets.publish("ledger", CABLE)
    async with outlets.app() as app:
        with monkeypatch.context() as patch:
            patch.setattr(pages, "LOOK_SECONDS", -1)
            await looks(outlets, app, 2, 4 * DAY)
        assert "https://ledger.test/cable" not in outlets.asked
        outlets.now += DAY
        assert (await look(app))["ledger"].articles == 1


# ---------------------------------------------------------------- feeds that a page announces

HOME, MAIN, SPORT = (f"https://ledger.test/{path}" for path in ("", "main.xml", "sport.xml"))
ANNOUNCED = (
    b"<html><head><link rel=alternate type=application/rss+xml href=/main.xml>"
    b"<link rel=alternate type=application/rss+xml href=/sport.xml></head><body>%s</body></html>"
)
LINKS = b"".join(
    b"<h2><a href=/2026/11/%s-after-nine-days>Repaired after nine long days</a></h2>" % name
    for name in (b"cable-mended", b"harbour-opened", b"orchids-shipped")
)
BUSY = FetchError("http_503", "503 from ledger.test")


async def test_a_feed_that_stands_in_for_another_is_not_kept(tmp_path: Path) -> None:
    """The main feed is out of order at the first look; at the next one it is read."""
    outlets = opened(tmp_path, url=HOME)
    outlets.pages |= {HOME: ANNOUNCED % b"", MAIN: rss("Main", [item("Cable", "")])}
    outlets.pages[SPORT] = rss("Sport", [item("Goal", "")])
    outlets.failing[MAIN] = BUSY
    async with outlets.app() as app:
        await look(app)
        assert states(outlets)["ledger"].title == "Sport"
        outlets.failing.clear()
        await looks(outlets, app, 2, DAY)
    assert (states(outlets)["ledger"].title, outlets.asked[-1]) == ("Main", MAIN)


SOFT = FetchError("bad_feed", "503 from ledger.test")


@pytest.mark.parametrize("links", [b"", LINKS])
@pytest.mark.parametrize("error", [BUSY, SOFT, FetchError("http_404", "503 from ledger.test")])
async def test_what_a_page_links_to_is_no_news_while_its_feed_is_down(
    tmp_path: Path, links: bytes, error: FetchError
) -> None:
    """The feed's own failure is told for as long as it lasts, and then the feed is read."""
    outlets = opened(tmp_path, url=HOME)
    outlets.pages |= {HOME: ANNOUNCED % links, MAIN: rss("Main", [item("Cable", "", text="T")])}
    async with outlets.app() as app:
        await look(app)
        outlets.failing = {MAIN: error, SPORT: error}
        for _ in range(6):
            outlets.now += DAY + HOUR
            assert (await look(app))["ledger"].failure == "503 from ledger.test"
        outlets.failing.clear()
        outlets.now += DAY + HOUR
        assert (await look(app))["ledger"].failure is None
    assert states(outlets)["ledger"].feed_url == MAIN


@pytest.mark.parametrize(("links", "failure"), [(b"", "503 from ledger.test"), (LINKS, None)])
async def test_a_page_whose_feed_never_answered_is_read_itself(
    tmp_path: Path, links: bytes, failure: str | None
) -> None:
    """Its links have to do until the feed is there; without any, the feed's failure is told."""
    outlets = opened(tmp_path, url=HOME)
    outlets.pages |= {HOME: ANNOUNCED % links, MAIN: rss("Main", [item("Cable", "", text="T")])}
    outlets.failing = {MAIN: BUSY, SPORT: BUSY}
    async with outlets.app() as app:
        for _ in range(2):
            assert (await look(app))["ledger"].failure == failure
            outlets.now += DAY
        outlets.failing.clear()
        await look(app)
    assert (states(outlets)["ledger"].kind, states(outlets)["ledger"].feed_url) == ("feed", MAIN)


async def test_a_page_in_the_place_of_a_feed_is_a_failure(tmp_path: Path) -> None:
    """A site in trouble answers all addresses with its home page: its links are no news."""
    outlets = opened(tmp_path)
    outlets.publish("ledger", CABLE)
    feed = outlets.pages[FEED]
    async with outlets.app() as app:
        await look(app)
        outlets.pages[FEED] = b"<html><body>" + LINKS + b"</body></html>"
        outlets.now += DAY
        failure = (await look(app))["ledger"].failure
        assert failure == f"{FEED}: {NO_FEED_NOW}"
        outlets.pages[FEED] = feed
        outlets.now += DAY
        assert (await look(app))["ledger"].failure is None


async def test_a_page_that_has_given_up_its_feed_is_seen_for_the_first_time(
    tmp_path: Path,
) -> None:
    """Its links may be years old: as many are read as of a new source, and no more."""
    outlets = opened(tmp_path, url=HOME, first_sight=1)
    outlets.pages |= {HOME: ANNOUNCED % LINKS, MAIN: rss("Main", [item("Cable", "", text="T")])}
    async with outlets.app() as app:
        await look(app)
        outlets.pages = {HOME: b"<html><body>" + LINKS + b"</body></html>"}
        asked = len(outlets.asked)
        await looks(outlets, app, 3, DAY)
    assert states(outlets)["ledger"].kind == "page"
    assert sum("after-nine-days" in url for url in outlets.asked[asked:]) == 1


# ---------------------------------------------------------------- our own network

NAMES = ("ledger", "post", "wire", "herald", "gazette")
DOWN = FetchError("dns", "no address: no name server answers")


async def test_while_our_network_is_down_nobody_fails(tmp_path: Path) -> None:
    """All are as they were, are tried again soon, and the log says it in one line."""
    outlets = opened(tmp_path, *NAMES)
    for name in NAMES:
        outlets.publish(name, CABLE)
    log = Logged()
    async with outlets.app() as app:
        await look(app)
        before = states(outlets)
        outlets.now += 2 * HOUR
        outlets.failing = {f"https://{name}.test/feed": DOWN for name in NAMES}
        with capture_logs() as lines:
            for _ in range(3):
                looked = await app.ingest(log)
                assert {look.source_id for look in looked if look.offline} == set(NAMES)
                outlets.now += timedelta(minutes=10)
        assert [line["event"] for line in lines if line["event"] != "due"] == ["no network"]
        for name, state in states(outlets).items():
            assert (state.failures, state.failing_since, state.error) == (0, None, None)
            assert state.succeeded == before[name].succeeded
        outlets.failing.clear()
        with capture_logs() as lines:
            assert all(look.unchanged for look in await app.ingest(log))
        assert [line["event"] for line in lines] == ["due", "network is back"]


async def test_one_that_answers_shows_that_the_others_are_down(tmp_path: Path) -> None:
    """Four hosts fail and one answers, if only with an error: then it is theirs."""
    outlets = opened(tmp_path, *NAMES)
    async with outlets.app() as app:
        outlets.failing = {f"https://{name}.test/feed": DOWN for name in NAMES}
        outlets.failing["https://wire.test/feed"] = FetchError("http_500", "500")
        looked = await look(app)
    assert not any(one.offline for one in looked.values())
    assert {state.failures for state in states(outlets).values()} == {1}


async def test_the_first_ones_are_pardoned_too(tmp_path: Path) -> None:
    """Two that failed a tick before the third are as they were, once it shows that it is us."""
    outlets = opened(tmp_path, *NAMES)
    for name in NAMES:
        outlets.publish(name, CABLE)
    async with outlets.app() as app:
        await look(app)
        outlets.failing = {f"https://{name}.test/feed": DOWN for name in NAMES}
        app._keeper.store.settle(
            [
                state
                if name in NAMES[:2]
                else SourceState(source_id=name, url=state.url, next_check=outlets.now + 2 * HOUR)
                for name, state in states(outlets).items()
            ]
        )
        outlets.now += 1.75 * HOUR
        assert [one.offline for one in (await look(app)).values()] == [False, False]
        assert states(outlets)["ledger"].failures == 1
        outlets.now += 0.25 * HOUR
        looked = await look(app)
    assert {name for name, one in looked.items() if one.offline} == set(NAMES[2:])
    assert {state.failures for state in states(outlets).values()} == {0}


@pytest.mark.parametrize(("count", "ours"), [(1, False), (2, True)])
async def test_two_hosts_tell_of_our_network_and_one_does_not(
    tmp_path: Path, count: int, *, ours: bool
) -> None:
    """Where all sources stand on two hosts, both at once are us; one alone may be down itself."""
    outlets = opened(tmp_path, *NAMES[:count])
    for name in NAMES[:count]:
        outlets.publish(name, CABLE)
    async with outlets.app() as app:
        await look(app)
        outlets.now += 2 * HOUR
        outlets.failing = {f"https://{name}.test/feed": DOWN for name in NAMES[:count]}
        looked = await look(app)
    assert {one.offline for one in looked.values()} == {ours}
    assert {state.failures for state in states(outlets).values()} == {0 if ours else 1}


# ---------------------------------------------------------------- P-01, in quick time


@pytest.mark.fault(simulated=True)
async def test_p01_a_day_of_restarts(tmp_path: Path, figure: Callable[[str, str], None]) -> None:
    """Over a day with five restarts an hour, some amid looks, each feed is asked once an hour."""
    outlets = opened(tmp_path, *NAMES)
    for name in NAMES:
        outlets.publish(name, CABLE, HARBOUR, ORCHID)
    times: dict[str, list[datetime]] = {name: [] for name in NAMES}
    cut = 0
    for restart in range(24 * 5):
        async with outlets.app() as app:
            since = outlets.now
            for _ in range(12):
                outlets.asked.clear()
                if restart % 3 == 0:  # the look is cut short while the feed is being answered
                    outlets.held["https://post.test/feed"] = asyncio.Event()
                task = asyncio.create_task(app.ingest(Quiet(), since=since))
                done, _ = await asyncio.wait([task], timeout=0.2)
                for name in NAMES:
                    asked = outlets.asked.count(f"https://{name}.test/feed")
                    times[name] += [outlets.now] * asked
                if not done:
                    cut += 1
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task
                outlets.held.clear()
                outlets.now += timedelta(minutes=1)
    least = min(second - first for asked in times.values() for first, second in pairwise(asked))
    counts = [len(asked) for asked in times.values()]
    figure(
        "P-01a",
        f"120 restarts in 24 h, {cut} amid a look: {min(counts)} to {max(counts)} looks at a feed,"
        f" the two nearest {least.total_seconds() / 60:.0f} min apart",
    )
    assert cut >= 3
    assert least >= HOUR
    assert min(counts) >= 16
