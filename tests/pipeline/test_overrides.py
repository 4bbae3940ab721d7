"""What a source's own settings change of how it and its pages are asked and read."""

from __future__ import annotations

from pathlib import Path

from briefbot import pipeline
from briefbot.choosing import select
from briefbot.models import Quality, Record
from briefbot.store.versions import Versions
from tests.outlets import Outlets, config, look
from tests.press import CABLE, ORCHID, item, page, rss

URL = "https://ledger.test/cable"
FEED = "https://ledger.test/feed"


def opened(folder: Path, **source: object) -> Outlets:
    """Open a world with one source, set so; its feed has one entry."""
    outlets = Outlets(
        folder / "briefbot.db", config({"id": "ledger", "first_sight": "all", **source})
    )
    outlets.pages = {FEED: rss("Feed", [item(CABLE.title, URL)]), URL: page(CABLE)}
    return outlets


def record(outlets: Outlets) -> Record:
    """Return what is kept of the cable's article."""
    archive = Versions(outlets.database)
    found = pipeline.record(URL, archive, select)
    archive.close()
    assert found is not None
    return found


async def test_the_feeds_text_is_preferred(tmp_path: Path) -> None:
    """The page of an entry with a text of its own is not asked; one without is."""
    outlets = opened(tmp_path, text="feed")
    other = "https://ledger.test/orchid"
    entries = [
        item(CABLE.title, URL, text=CABLE.text),
        item("Photo", other, text="<img src='/x.png' alt='An orchid in a greenhouse'> Read"),
    ]
    outlets.pages |= {FEED: rss("Feed", entries), other: page(ORCHID)}
    async with outlets.app() as app:
        assert (await look(app))["ledger"].articles == 2
    assert URL not in outlets.asked
    assert other in outlets.asked
    found = record(outlets)
    assert found.stored.article.quality is Quality.FEED
    assert "text: feed" in found.entries[0].detail


async def test_a_selector_reaches_the_page(tmp_path: Path) -> None:
    """The text is what the selector picks of the source's pages."""
    outlets = opened(tmp_path, text_selector="article p:last-child")
    async with outlets.app() as app:
        await look(app)
    body = record(outlets).body
    assert body is not None
    assert body.text == CABLE.text.rpartition("\n\n")[2]


async def test_the_links_of_an_index_page_are_picked(tmp_path: Path) -> None:
    """The source's own selector says which links lead to articles."""
    outlets = opened(tmp_path, kind="page", link_selector=".news a")
    outlets.pages[FEED] = (
        b"<html><title>News</title><a href=/about>About the company and its people</a>"
        b"<div class=news><a href=/cable>Cable</a></div></html>"
    )
    async with outlets.app() as app:
        assert (await look(app))["ledger"].articles == 1
    assert set(outlets.asked) == {FEED, URL}


async def test_cookies_stay_at_home_and_the_name_goes_along(tmp_path: Path) -> None:
    """Cookies go to the source's own host alone; its user agent goes to every page."""
    outlets = opened(tmp_path, cookies={"session": "SESSION"}, user_agent="reader/{version}")
    outlets.secrets["SESSION"] = "s3cret"
    away = "https://elsewhere.test/orchid"
    entries = [item(CABLE.title, URL), item(ORCHID.title, away)]
    outlets.pages |= {FEED: rss("Feed", entries), away: page(ORCHID)}
    async with outlets.app() as app:
        await look(app)
    told = {request.url: dict(request.headers).get("Cookie") for request in outlets.requests}
    assert told == {FEED: "session=s3cret", URL: "session=s3cret", away: None}
    assert {request.user_agent for request in outlets.requests} == {"reader/{version}"}
