"""Pages are crawled only where their host lets bots do so; feeds are there to be asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.models import Quality, StoredArticle
from briefbot.store.archive import Archive
from tests.outlets import Outlets, config, look
from tests.press import CABLE, HARBOUR, item, page, rss

if TYPE_CHECKING:
    from pathlib import Path

HOME = "https://ledger.test/"
LINKS = b"".join(
    b'<article><h2><a href="/2026/11/%d-a-long-headline-about-the-port">A long headline about the'
    b" port number %d</a></h2></article>" % (n, n)
    for n in range(8)
)
INDEX = b"<html><head><title>News</title></head><body><main>%s</main></body></html>" % LINKS
SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    b"<url><loc>https://ledger.test/cable</loc><lastmod>2026-11-23</lastmod></url></urlset>"
)


def opened(folder: Path, **source: object) -> Outlets:
    """Open a world with one source, which takes all that it finds."""
    return Outlets(folder / "briefbot.db", config({"id": "ledger", "first_sight": "all", **source}))


def stored(outlets: Outlets) -> list[StoredArticle]:
    """Return all articles."""
    archive = Archive(outlets.database)
    found = list(archive.articles(range(1, 50)).values())
    archive.close()
    return found


async def test_a_closed_article_is_told_by_its_feed(tmp_path: Path) -> None:
    """The page is not read; the feed's own text stands for it, and an open page is read."""
    outlets = opened(tmp_path)
    words = "The feed tells of the cable in some words of its own, and names the island."
    outlets.pages["https://ledger.test/feed"] = rss(
        "Feed",
        [
            item("Cable", "https://ledger.test/cable", text=f"<p>{words}</p>"),
            item("Harbour", "https://ledger.test/harbour"),
        ],
    )
    outlets.pages["https://ledger.test/cable"] = page(CABLE)
    outlets.pages["https://ledger.test/harbour"] = page(HARBOUR)
    outlets.closed = {"https://ledger.test/cable", "https://ledger.test/feed"}
    async with outlets.app() as app:
        assert (await look(app))["ledger"].failure is None
    assert {article.article.url: article.article.quality for article in stored(outlets)} == {
        "https://ledger.test/cable": Quality.FEED,
        "https://ledger.test/harbour": Quality.FULL,
    }
    assert "https://ledger.test/cable" not in outlets.asked


async def test_a_closed_article_without_a_text_is_said(tmp_path: Path) -> None:
    """Where the feed has no text either, the refusal is what the look tells."""
    outlets = opened(tmp_path)
    outlets.pages["https://ledger.test/feed"] = rss(
        "Feed", [item("Cable", "https://ledger.test/cable")]
    )
    outlets.closed = {"https://ledger.test/cable"}
    async with outlets.app() as app:
        looked = (await look(app))["ledger"]
    assert looked.unread == ("https://ledger.test/cable is closed to bots; use its feed",)
    assert stored(outlets) == []


@pytest.mark.parametrize("kind", ["auto", "page"])
@pytest.mark.parametrize("body", [INDEX, SITEMAP], ids=["index", "sitemap"])
async def test_a_closed_list_of_articles_fails_its_source(
    tmp_path: Path, kind: str, body: bytes
) -> None:
    """An index page or a sitemap that is closed is used neither at the first look nor later."""
    if body is SITEMAP and kind == "page":
        kind = "sitemap"
    outlets = opened(tmp_path, url=HOME, kind=kind)
    outlets.pages[HOME] = body
    outlets.closed = {HOME}
    async with outlets.app() as app:
        assert "closed to bots" in str((await look(app))["ledger"].failure)
        assert stored(outlets) == []
        outlets.closed = set()
        outlets.now += timedelta(days=1)
        assert (await look(app))["ledger"].failure is None
        outlets.closed = {HOME}
        asked = len(outlets.asked)
        outlets.now += timedelta(days=1)
        assert "closed to bots" in str((await look(app))["ledger"].failure)
    assert len(outlets.asked) == asked


async def test_a_home_page_leads_to_its_feed_all_the_same(tmp_path: Path) -> None:
    """To find the feed that a page announces is no crawling, and no robots.txt is asked."""
    outlets = opened(tmp_path, url=HOME)
    outlets.pages[HOME] = (
        b"<html><head><link rel=alternate type=application/rss+xml href=/rss></head></html>"
    )
    outlets.pages["https://ledger.test/rss"] = rss("Feed", [item("Cable", "")])
    outlets.closed = {HOME, "https://ledger.test/rss"}
    async with outlets.app() as app:
        for _ in range(2):
            assert (await look(app))["ledger"].failure is None
            outlets.now += timedelta(days=1)
    assert [request.crawled for request in outlets.requests] == [False] * 3
