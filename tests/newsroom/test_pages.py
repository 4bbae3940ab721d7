"""Article pages: real-world clutter around a text that can be found."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
import trafilatura

from briefbot.newsroom import pages
from briefbot.newsroom.furniture import FURNITURE
from briefbot.newsroom.outlets import Layout
from briefbot.newsroom.world import Piece, load

PIECES = load(datetime(2026, 11, 23, 6, 30, tzinfo=UTC))
CLUTTER = ("w_box_text", "w_box_small", "w_cookies", "w_copyright", "w_advert_text")


def _first(**wanted: object) -> Piece:
    return next(p for p in PIECES if all(getattr(p.outlet, k) == v for k, v in wanted.items()))


def _page(piece: Piece) -> bytes:
    siblings = [other for other in PIECES if other.outlet == piece.outlet]
    return pages.article(piece, siblings).encode(piece.outlet.charset, "xmlcharrefreplace")


EXAMPLES = (
    *(_first(layout=layout, language="en") for layout in Layout),
    _first(id="island-daily"),
    _first(id="xinhai"),
    next(piece for piece in PIECES if piece.credit),
)


@pytest.mark.parametrize("piece", EXAMPLES, ids=lambda piece: piece.outlet.id)
def test_page_is_cluttered(piece: Piece) -> None:
    """Newsletter box, cookie notice, share prompt, comments and related links surround the text."""
    html = _page(piece).decode(piece.outlet.charset)
    words = FURNITURE["zh" if piece.outlet.language == "zh-TW" else "en"]
    for name in ("w_box_text", "w_cookies", "w_share", "w_comments", "w_related", "w_about_author"):
        assert words[name] in html
    assert piece.caption.split("'")[0] in html
    assert html.count(piece.title) >= 2
    assert html.count('<a href="/') >= 8


@pytest.mark.parametrize("piece", EXAMPLES, ids=lambda piece: piece.outlet.id)
def test_text_can_be_extracted_without_the_clutter(piece: Piece) -> None:
    """Extraction finds every paragraph and author, and none of the furniture."""
    found = trafilatura.bare_extraction(
        _page(piece), url=piece.url, fast=True, include_comments=False, with_metadata=True
    )
    assert found is not None
    text = getattr(found, "text", None)
    assert isinstance(text, str)
    for block in piece.blocks:
        assert block.splitlines()[0].removeprefix("## ").removeprefix("- ") in text
    words = FURNITURE["zh" if piece.outlet.language == "zh-TW" else "en"]
    assert not [name for name in CLUTTER if words[name] in text]
    assert getattr(found, "author", None) == piece.author


@pytest.mark.parametrize("layout", [Layout.PRESS, Layout.MODERN])
def test_newsletter_box_interrupts_the_text(layout: Layout) -> None:
    """In two layouts the newsletter box stands between the paragraphs of the article."""
    piece = _first(layout=layout, language="en")
    html = unescape(_page(piece).decode())
    box = html.index(FURNITURE["en"]["w_box_text"])
    assert html.index(piece.blocks[1]) < box < html.index(piece.blocks[2])


def test_layouts_differ() -> None:
    """One layout has JSON-LD, one is a blog's, one is tables and fonts."""
    modern, press, soup = (
        _page(_first(layout=layout)).decode("utf-8", "replace")
        for layout in (Layout.MODERN, Layout.PRESS, Layout.SOUP)
    )
    assert "application/ld+json" in modern
    assert "application/ld+json" not in press
    assert "entry-content" in press
    assert "<article" not in soup
    assert "<font" in soup


def test_feed_body_is_the_text_alone() -> None:
    """The HTML that a feed carries has paragraphs, headings and lists, and no box."""
    piece = next(piece for piece in PIECES if "## What to look for" in piece.body)
    html = pages.body(piece)
    assert "<h2>What to look for</h2>" in html
    assert "<ul><li>" in html
    assert FURNITURE["en"]["w_box_text"] not in html
