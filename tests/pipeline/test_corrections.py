"""An article that its outlet corrects: read again, and what was quoted stays checkable."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from briefbot import pipeline
from briefbot.choosing import select
from briefbot.errors import FetchError
from briefbot.models import Quality, Record
from briefbot.render import json as as_json
from briefbot.store.versions import Versions
from tests.outlets import Outlets, config, look
from tests.press import CABLE, item, page, rss

HOUR = timedelta(hours=1)
URL = "https://ledger.test/cable"
FIXED = replace(CABLE, text=CABLE.text.replace("nine days", "eight days"))
LIVE = b'<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>'


def opened(folder: Path) -> Outlets:
    """Open a world with one source."""
    return Outlets(folder / "briefbot.db", config({"id": "ledger", "first_sight": "all"}))


def publish(outlets: Outlets, text: str, body: bytes | None) -> None:
    """Let the feed say this of the cable, and its page hold these bytes."""
    outlets.pages["https://ledger.test/feed"] = rss("Feed", [item(CABLE.title, URL, text=text)])
    outlets.pages |= {URL: body} if body is not None else {}


def record(outlets: Outlets) -> Record:
    """Return what is kept of the cable's article."""
    archive = Versions(outlets.database)
    found = pipeline.record(URL, archive, select)
    archive.close()
    assert found is not None
    return found


async def test_a_quote_stays_checkable_after_a_correction(tmp_path: Path) -> None:
    """The digest of the morning names version 1, which still holds its words, letter by letter."""
    outlets = opened(tmp_path)
    async with outlets.app() as app:
        publish(outlets, "Nine days.", page(CABLE))
        await look(app)
        [briefing] = outlets.config.briefings
        edition = await app.compose(briefing, 24 * HOUR)
        outlets.now += 2 * HOUR
        publish(outlets, "Eight days, not nine as we wrote.", page(FIXED))
        assert (await look(app))["ledger"].articles == 0
    found = record(outlets)
    assert found.body is not None
    assert "eight days" in found.body.text
    texts = {one.body.version: one.body.text for one in found.versions}
    texts[found.body.version] = found.body.text
    assert sorted(texts) == [1, 2]
    sentences = json.loads(as_json.render(edition))["items"][0]["sentences"]
    assert {quote["version"] for quote in sentences} == {1}
    for quote in sentences:
        assert texts[quote["version"]][quote["start"] : quote["end"]] == quote["text"]
    assert any(texts[2][q["start"] : q["end"]] != q["text"] for q in sentences)


async def test_an_entry_that_stays_the_same_is_read_once(tmp_path: Path) -> None:
    """Another entry that comes in makes no old page be asked for again."""
    outlets = opened(tmp_path)
    async with outlets.app() as app:
        publish(outlets, "Nine days.", page(CABLE))
        await look(app)
        outlets.now += 2 * HOUR
        entries = [item(CABLE.title, URL, text="Nine days."), item("New", text="Words of its own.")]
        outlets.pages["https://ledger.test/feed"] = rss("Feed", entries)
        assert (await look(app))["ledger"].articles == 1
    assert outlets.asked.count(URL) == 1


async def test_a_feed_that_changes_at_each_answer_costs_three_readings(tmp_path: Path) -> None:
    """A counter of readers in the feed does not make briefbot ask for the page for ever."""
    outlets = opened(tmp_path)
    async with outlets.app() as app:
        for readers in range(8):
            publish(outlets, f"Read by {readers}.", page(CABLE))
            await look(app)
            outlets.now += 2 * HOUR
    assert outlets.asked.count(URL) == 1 + 3
    assert record(outlets).versions == ()


async def test_a_page_that_fails_at_the_second_reading_keeps_its_text(tmp_path: Path) -> None:
    """The feed's teaser does not take the place of the text; the page is tried again."""
    outlets = opened(tmp_path)
    async with outlets.app() as app:
        publish(outlets, "Nine days.", page(CABLE))
        await look(app)
        outlets.failing[URL] = FetchError("http_503", "503 from ledger.test")
        outlets.now += 2 * HOUR
        publish(outlets, "Eight days.", None)
        await look(app)
        assert (record(outlets).body or record).version == 1  # type: ignore[union-attr]
        del outlets.failing[URL]
        outlets.now += 2 * HOUR
        publish(outlets, "Eight days.", page(FIXED))
        outlets.pages["https://ledger.test/feed"] += b" "
        await look(app)
    found = record(outlets)
    assert found.body is not None
    assert found.body.version == 2
    assert found.stored.article.quality is Quality.FULL


async def test_what_is_no_article_is_told_by_title_and_link(tmp_path: Path) -> None:
    """A live blog has the feed's text, a PDF without any has title and link; both are labelled."""
    outlets = opened(tmp_path)
    live, pdf = "https://ledger.test/live", "https://ledger.test/report.pdf"
    entries = [item("Storm", live, text="The storm is near."), item("Report", pdf)]
    outlets.pages |= {
        "https://ledger.test/feed": rss("Feed", entries),
        live: page(CABLE, head=LIVE.decode()),
        pdf: b"%PDF-1.7 binary",
    }
    async with outlets.app() as app:
        assert (await look(app))["ledger"].articles == 2
    archive = Versions(outlets.database)
    stored = {one.article.title: one for one in archive.articles([1, 2]).values()}
    texts = {one.article.title: archive.bodies([one.id])[one.id].text for one in stored.values()}
    archive.close()
    assert texts == {"Storm": "The storm is near.", "Report": ""}
    assert stored["Storm"].article.quality is Quality.LIVE
    assert (stored["Report"].article.quality, stored["Report"].article.url) == (Quality.PDF, pdf)
