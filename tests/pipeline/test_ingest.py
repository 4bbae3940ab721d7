"""How sources are looked at: discovery, redirects, secrets, failures, and many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from briefbot import health, pipeline
from briefbot.app import App
from briefbot.cli.progress import Quiet
from briefbot.errors import FetchError, StoreError, WorkError
from briefbot.models import Condition, Fate, Looked, Quality, StoredArticle
from briefbot.store.archive import Archive
from tests.crew import Crew
from tests.outlets import Outlets, config, look
from tests.press import CABLE, HARBOUR, ORCHID, item, page, rss

HOUR = timedelta(hours=1)
LATER = 1.3 * HOUR
"""When a source of an hour's interval has become due, whichever its own minute is."""
HOME = (
    b"<html><head><link rel=alternate type=application/rss+xml href=%s></head>"
    b"<body><h1>News</h1></body></html>"
)


def opened(folder: Path, **source: object) -> Outlets:
    """Open a world with one source, which takes all that it finds."""
    return Outlets(folder / "briefbot.db", config({"id": "ledger", "first_sight": "all", **source}))


class Told(Quiet):
    """Says when the first source is done."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def looked(self, look: Looked) -> None:
        """Say so."""
        self.event.set()


def articles(outlets: Outlets) -> dict[str, StoredArticle]:
    """Return what is stored, by its address."""
    archive = Archive(outlets.database)
    found = archive.articles(range(1, 50)).values()
    archive.close()
    return {stored.article.url: stored for stored in found}


def fates(outlets: Outlets) -> list[Fate]:
    """Return what the archive says of the cable's entry."""
    archive = Archive(outlets.database)
    found = [entry.fate for entry in archive.entries_of(["https://ledger.test/cable"])]
    archive.close()
    return found


async def test_a_full_disk_is_an_error_of_the_archive(tmp_path: Path) -> None:
    """That a source is asked can't be written: what comes out is that, and no mistake of ours."""
    outlets = opened(tmp_path, url="https://ledger.test/feed")
    async with outlets.app() as app:

        async def full(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            if function == app.keeper.store.polled:
                raise StoreError("the disk is full")
            return await app.keeper.db(function, *args, **kwargs)

        keeper = replace(app.keeper, db=full)
        with pytest.raises(StoreError, match="the disk is full"):
            await pipeline.ingest(app.config.sources, {}, app.web, keeper, Quiet(), outlets.now)
    assert outlets.asked == []


async def test_a_mistake_in_what_reads_a_source_is_told_as_one(tmp_path: Path) -> None:
    """Its source fails with the place of the mistake; the others are read."""
    outlets = Outlets(tmp_path / "briefbot.db", config({"id": "ledger"}, {"id": "odd"}))
    outlets.publish("ledger", CABLE)
    outlets.publish("odd", ORCHID)

    async def broken(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if "odd.test" in args[0].url:
            raise WorkError("work_failed", "read_source: TypeError: no (twtxt.py, line 7)")
        return function(*args, **kwargs)

    async with outlets.app() as app:
        web = replace(app.web, work=Crew(broken))
        looks = await look(App(web, app.keeper, lambda: outlets.now))
    assert (looks["ledger"].failure, looks["ledger"].articles) == (None, 1)
    assert looks["odd"].failure == (
        "odd.test: the code that reads it has a mistake; please report it: "
        "read_source: TypeError: no (twtxt.py, line 7)"
    )


@pytest.mark.parametrize("step", ["read_source", "read_page"])
async def test_what_no_worker_can_be_started_for_is_read_later(tmp_path: Path, step: str) -> None:
    """The machine is at fault: no source counts as failing, and no entry is lost."""
    outlets = opened(tmp_path)
    outlets.publish("ledger", CABLE)

    async def absent(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if getattr(function, "func", function).__name__ == step:
            raise WorkError("work_absent", "no worker: too many open files")
        return function(*args, **kwargs)

    async with outlets.app() as app:
        web = replace(app.web, work=Crew(absent))
        for _ in range(3):
            looked = (await look(App(web, app.keeper, lambda: outlets.now)))["ledger"]
            assert "too many open files" in f"{looked.failure}{looked.unread}"
            outlets.now += LATER
        state = (await app.keeper.db(app.keeper.store.states))["ledger"]
        assert (state.failures, state.failing_since) == (0, None)
        word = health.health(app.config.sources[0], state, now=outlets.now).word
        assert word == (Condition.NEW if step == "read_source" else Condition.FINE)
        assert (await look(app))["ledger"].articles == 1


async def test_secret_headers_stay_with_their_host(tmp_path: Path) -> None:
    """A feed that links to another host, or a home page that names one, sends no secret there."""
    outlets = opened(tmp_path, url="https://ledger.test/", headers={"X-Key": "KEY"})
    outlets.secrets["KEY"] = "s3cret"
    outlets.pages["https://ledger.test/"] = HOME % b"https://feeds.test/rss"
    outlets.pages["https://feeds.test/rss"] = rss(
        "Feed",
        [item("Own", "https://ledger.test/cable"), item("Other", "https://elsewhere.test/orchid")],
    )
    outlets.pages["https://ledger.test/cable"] = page(CABLE)
    outlets.pages["https://elsewhere.test/orchid"] = page(ORCHID)
    async with outlets.app() as app:
        await look(app)
        outlets.now += LATER
        await look(app)
    told = {request.url for request in outlets.requests if request.headers}
    assert told == {"https://ledger.test/", "https://ledger.test/cable"}
    assert len(articles(outlets)) == 2


async def test_a_redirect_is_followed_anew_each_time(tmp_path: Path) -> None:
    """Where a feed redirects to today is not asked tomorrow: the configured address is."""
    outlets = opened(tmp_path)
    outlets.ends["https://ledger.test/feed"] = "https://ledger.test/signed?sig=abc"
    outlets.pages["https://ledger.test/signed?sig=abc"] = rss("Feed", [item("Cable", "")])
    async with outlets.app() as app:
        await look(app)
        outlets.now += LATER
        await look(app)
    assert [url for url in outlets.asked if "signed" in url] == []


@pytest.mark.parametrize(("reason", "looks"), [("http_404", 1), ("http_403", 3)])
async def test_a_discovered_feed_that_fails_is_looked_for_again(
    tmp_path: Path, reason: str, looks: int
) -> None:
    """A feed that is gone is looked for at once, one that only fails after three looks."""
    outlets = opened(tmp_path, url="https://ledger.test/")
    outlets.pages["https://ledger.test/"] = HOME % b"/old.xml"
    outlets.pages["https://ledger.test/old.xml"] = rss("Old", [item("Cable", "")])
    async with outlets.app() as app:
        await look(app)
        outlets.failing["https://ledger.test/old.xml"] = FetchError(reason, "no")
        outlets.pages["https://ledger.test/"] = HOME % b"/new.xml"
        outlets.pages["https://ledger.test/new.xml"] = rss("New", [item("Orchid", "")])
        for _ in range(looks):
            outlets.now += 24 * HOUR
            assert (await look(app))["ledger"].failure
        outlets.now += 24 * HOUR
        assert (await look(app))["ledger"].failure is None
    assert outlets.asked[-1] == "https://ledger.test/new.xml"


async def test_a_changed_kind_counts_at_the_next_look(tmp_path: Path) -> None:
    """An admin who writes `kind: page` gets the page, not the feed that was found before.

    For its server nothing has changed, so an hour is an hour.
    """
    outlets = opened(tmp_path, url="https://ledger.test/")
    outlets.pages["https://ledger.test/"] = HOME % b"/feed.xml"
    outlets.pages["https://ledger.test/feed.xml"] = rss("Feed", [item("Cable", "")])
    async with outlets.app() as app:
        await look(app)
    outlets.config = config({"id": "ledger", "url": "https://ledger.test/", "kind": "page"})
    async with outlets.app() as app:
        outlets.now += timedelta(minutes=59)
        assert await look(app) == {}
        outlets.now += timedelta(minutes=1)
        looked = await look(app)
    assert outlets.asked[-1] == "https://ledger.test/"
    assert "no list of articles" in (looked["ledger"].failure or "")


async def test_entries_that_end_at_one_page_keep_their_own_text(tmp_path: Path) -> None:
    """Behind a consent form each entry is told by its feed's text, under its own address."""
    outlets = opened(tmp_path)
    pieces = (CABLE, HARBOUR, ORCHID)
    outlets.pages["https://ledger.test/feed"] = rss(
        "Feed",
        [item(p.title, f"https://ledger.test/{p.slug}", text=p.text) for p in pieces],
    )
    for piece in pieces:
        outlets.ends[f"https://ledger.test/{piece.slug}"] = "https://gate.test/"
    outlets.pages["https://gate.test/"] = page(
        type(CABLE)(slug="consent", title="Before you go on", text="We and our partners. " * 40)
    )
    async with outlets.app() as app:
        await look(app)
    found = articles(outlets)
    assert set(found) == {f"https://ledger.test/{piece.slug}" for piece in pieces}
    assert {stored.article.quality for stored in found.values()} == {Quality.FEED}


@pytest.mark.parametrize("reason", ["http_503", "http_522", "timeout"])
async def test_a_page_that_fails_for_a_while_is_read_at_the_next_look(
    tmp_path: Path, reason: str
) -> None:
    """Without any text the entry is not given up: the feed is read whole once more."""
    outlets = opened(tmp_path)
    outlets.publish("ledger", CABLE)
    outlets.failing["https://ledger.test/cable"] = FetchError(reason, "nothing from ledger.test")
    async with outlets.app() as app:
        assert (await look(app))["ledger"].unread == ("nothing from ledger.test",)
        assert articles(outlets) == {}
        assert fates(outlets) == [Fate.WAITING]
        outlets.failing.clear()
        outlets.now += LATER
        assert (await look(app))["ledger"].articles == 1
    assert fates(outlets) == [Fate.STORED]


async def test_a_page_that_is_gone_is_given_up(tmp_path: Path) -> None:
    """An entry whose page is not there and that has no text is remembered, and not asked again."""
    outlets = opened(tmp_path)
    outlets.publish("ledger", CABLE)
    outlets.failing["https://ledger.test/cable"] = FetchError("http_404", "404 from ledger.test")
    async with outlets.app() as app:
        await look(app)
        outlets.now += LATER
        await look(app)
    assert outlets.asked.count("https://ledger.test/cable") == 1


async def test_ids_that_change_at_each_answer_bring_nothing_twice(tmp_path: Path) -> None:
    """What was read, and what was only there at first sight, is known under any id."""
    outlets = opened(tmp_path, first_sight=2)
    outlets.pages["https://ledger.test/cable"] = page(CABLE)

    def publish(session: str, *more: str) -> None:
        items = [
            item("Cable", "https://ledger.test/cable", guid=f"{session}a", published=outlets.now),
            item("Loose", text=ORCHID.text, guid=f"{session}b", published=outlets.now),
            item("Old", f"https://ledger.test/old-news-again?_ga={session}", guid=f"{session}c"),
            item("Older", text="Nobody remembers this.", guid=f"{session}d"),
        ]
        outlets.pages["https://ledger.test/feed"] = rss("Feed", [*items, *more])

    publish("1")
    async with outlets.app() as app:
        assert (await look(app))["ledger"].articles == 2
        asked = len(outlets.asked)
        outlets.now += LATER
        publish("2", item("New", text=HARBOUR.text, guid="2e"))
        assert (await look(app))["ledger"].articles == 1
    assert outlets.asked[asked:] == ["https://ledger.test/feed"]
    assert len(articles(outlets)) == 3


async def test_entries_that_share_a_page_are_each_told_by_their_own_text(tmp_path: Path) -> None:
    """Of release notes on one page none is lost, now or later, and the page is not asked."""
    outlets = opened(tmp_path)
    pieces = [CABLE, HARBOUR, ORCHID, replace(CABLE, title="Fourth", text=HARBOUR.text[::-1])]
    link = "https://ledger.test/notes"

    def publish(count: int) -> None:
        notes = [item(p.title, link, guid=p.title, text=p.text) for p in pieces[:count]]
        outlets.pages["https://ledger.test/feed"] = rss("Feed", notes)

    publish(3)
    async with outlets.app() as app:
        assert (await look(app))["ledger"].articles == 3
        outlets.now += LATER
        publish(4)
        assert (await look(app))["ledger"].articles == 1
    assert link not in outlets.asked
    assert {address.partition("#")[0] for address in articles(outlets)} == {link}


async def test_a_slow_source_holds_up_no_other(tmp_path: Path) -> None:
    """While one source hangs, another is looked at again when it is due, and its news is placed."""
    outlets = Outlets(
        tmp_path / "briefbot.db",
        config({"id": "slow", "first_sight": "all"}, {"id": "quick", "first_sight": "all"}),
    )
    outlets.publish("quick", CABLE)
    outlets.held["https://slow.test/feed"] = asyncio.Event()
    async with outlets.app() as app:
        one_done = Told()
        first = asyncio.create_task(app.ingest(one_done))
        await one_done.event.wait()
        outlets.publish("quick", CABLE, ORCHID)
        outlets.now += LATER
        assert set(await look(app)) == {"quick"}
        assert outlets.asked.count("https://slow.test/feed") == 1
        outlets.publish("slow", HARBOUR)
        outlets.held["https://slow.test/feed"].set()
        assert {one.source_id: one.articles for one in await first} == {"slow": 1, "quick": 1}
        outlets.now += LATER
        assert set(await look(app)) == {"slow", "quick"}
    assert len(articles(outlets)) == 3
