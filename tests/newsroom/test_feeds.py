"""Each feed is what its format says, and gives every article of its outlet."""

from __future__ import annotations

import io
import json
from calendar import timegm
from datetime import UTC, datetime
from html import unescape

import feedparser
import pytest
from lxml import etree

from briefbot.newsroom import feeds
from briefbot.newsroom.outlets import OUTLETS, Kind, Outlet
from briefbot.newsroom.world import Piece, load

PIECES = load(datetime(2026, 11, 23, 6, 30, tzinfo=UTC))
SYNDICATED = {Kind.RSS: "rss20", Kind.ATOM: "atom10", Kind.RDF: "rss10"}


def _of(outlet: Outlet) -> list[Piece]:
    return [piece for piece in PIECES if piece.outlet == outlet]


def _bytes(outlet: Outlet) -> bytes:
    return feeds.render(outlet, _of(outlet)).encode(outlet.charset, "xmlcharrefreplace")


def _named(outlet_id: str) -> Outlet:
    return next(outlet for outlet in OUTLETS if outlet.id == outlet_id)


@pytest.mark.parametrize(
    "outlet",
    [o for o in OUTLETS if o.kind in SYNDICATED and not o.down],
    ids=lambda outlet: outlet.id,
)
def test_feedparser_finds_every_article(outlet: Outlet) -> None:
    """Title, address and time of each article come out of the bytes alone."""
    feed = feedparser.parse(io.BytesIO(_bytes(outlet)))
    assert not feed.bozo
    assert feed.version == ("rss091n" if outlet.doctype else SYNDICATED[outlet.kind])
    found = {
        (entry.title, entry.link, timegm(entry.get("published_parsed") or entry.updated_parsed))
        for entry in feed.entries
    }
    assert found == {(p.title, feeds.link(p), p.published.timestamp()) for p in _of(outlet)}


@pytest.mark.parametrize("outlet_id", ["straits-herald", "kestrel"])
def test_full_text_feeds_carry_the_last_paragraph(outlet_id: str) -> None:
    """Two outlets put the whole article into the feed; the wire only its teaser."""
    outlet = _named(outlet_id)
    text = unescape(unescape(feeds.render(outlet, _of(outlet))))
    assert all(piece.blocks[-1] in text for piece in _of(outlet))


def test_teaser_feed_does_not_carry_the_text() -> None:
    """The wire's feed holds teasers: the text must be read from the page."""
    outlet = _named("pacific-wire")
    text = unescape(feeds.render(outlet, _of(outlet)))
    assert all(piece.teaser in text for piece in _of(outlet))
    assert not any(piece.blocks[-1] in text for piece in _of(outlet))


def test_wire_appends_tracking_to_its_addresses() -> None:
    """One outlet's feed names its articles with campaign parameters behind the address."""
    piece = _of(_named("pacific-wire"))[0]
    text = feeds.render(piece.outlet, [piece])
    assert f"<link>{piece.url}?utm_source=rss&amp;utm_medium=feed</link>" in text


def test_json_feed_gives_every_article() -> None:
    """The JSON Feed is version 1.1 and names each article's page and date."""
    outlet = _named("wafer-report")
    feed = json.loads(_bytes(outlet))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    found = {
        (item["title"], item["url"], datetime.fromisoformat(item["date_published"]))
        for item in feed["items"]
    }
    assert found == {(piece.title, piece.url, piece.published) for piece in _of(outlet)}


def test_news_sitemap_gives_every_article() -> None:
    """The sitemap holds address, title and publication date of each article."""
    outlet = _named("formosa-ledger")
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "n": "http://www.google.com/schemas/sitemap-news/0.9",
    }
    tree = etree.fromstring(_bytes(outlet))
    found = {
        (
            url.findtext("n:news/n:title", namespaces=names),
            url.findtext("s:loc", namespaces=names),
            datetime.fromisoformat(url.findtext("n:news/n:publication_date", "", namespaces=names)),
        )
        for url in tree.iterfind("s:url", names)
    }
    assert found == {(piece.title, piece.url, piece.published) for piece in _of(outlet)}


def test_formats_are_varied() -> None:
    """Every kind occurs; one feed has a DOCTYPE, one is in Big5 and one in Latin-1."""
    assert {outlet.kind for outlet in OUTLETS} == set(Kind)
    assert b"<!DOCTYPE" in _bytes(_named("lantern"))
    assert "台灣" in _bytes(_named("island-daily")).decode("big5")
    with pytest.raises(UnicodeDecodeError):
        _bytes(_named("harbour-post")).decode()
