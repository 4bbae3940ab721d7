"""Index pages: which links are articles, what is said about them, what is only furniture."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefbot.errors import ParseError
from briefbot.ports import Document
from briefbot.sources.page import feeds, parse

if TYPE_CHECKING:
    from briefbot.models import Feed

STORIES = (
    '<li><a href="/news/ferry-strike-ends-today">Ferry strike ends after nine days</a></li>'
    '<li><a href="/news/bakers-win-the-village-cup">Bakers win the village cup</a></li>'
)


def link(path: str, words: str) -> str:
    return f'<a href="{path}">{words}</a>'


def read(body: str, url: str = "https://www.town.example.uk/news") -> Feed:
    return parse(Document(body=f"<html lang=en><body>{body}</body></html>".encode(), url=url))


def titles(body: str) -> list[str]:
    return [entry.title for entry in read(body).entries]


def failure(body: str | bytes) -> ParseError:
    raw = body.encode() if isinstance(body, str) else body
    with pytest.raises(ParseError) as caught:
        parse(Document(body=raw, url="https://town.example/"))
    return caught.value


@pytest.mark.parametrize(
    "furniture",
    [
        f"<nav>{link('/news/world-and-foreign-affairs-desk', 'World affairs desk')}</nav>",
        f"<footer>{link('/x/our-code-of-conduct-2026', 'Our code of conduct for 2026')}</footer>",
        f"<div class=site-footer>{link('/x/how-we-pay-for-this', 'How we pay for all this')}</div>",
        f"<div role=navigation>{link('/x/all-our-local-news', 'All our local editions')}</div>",
        f"<aside>{link('/news/most-read-story-today', 'Most read story of the day')}</aside>",
        link("/privacy-policy", "Our privacy policy and what it means"),
        link("/tag/long-running-local-campaigns", "Long running local campaigns"),
        link("/author/ada-quay-of-the-harbour", "Ada Quay of the harbour desk"),
        link("https://shop.example/news/buy-a-boat-today", "Buy a boat today for less"),
        link("/news/annual-report-of-the-harbour.pdf", "Annual report of the harbour"),
        link("/news?page=2", "Older stories from this section"),
        link("/sport", "Sport"),
        link("mailto:desk@town.example.uk", "Write to the news desk today"),
    ],
)
def test_furniture_is_no_story(furniture: str) -> None:
    """Navigation, footers, tags, authors, other sites, files and further pages are left out."""
    found = titles(f"{furniture}<main><ul>{STORIES}</ul></main>")
    assert found == ["Ferry strike ends after nine days", "Bakers win the village cup"]


def test_a_theme_that_calls_everything_a_sidebar_loses_nothing() -> None:
    """A class name like a menu's counts only on a box that holds few of the page's links."""
    assert len(titles(f'<div class="content-sidebar-wrap"><ul>{STORIES}</ul></div>')) == 2


def test_a_subdomain_is_the_same_site() -> None:
    """news.town.example.uk belongs to www.town.example.uk, other.co.uk not to paper.co.uk."""
    body = STORIES.replace('href="/news/bakers', 'href="https://news.town.example.uk/x/bakers')
    assert len(titles(body)) == 2
    co_uk = parse(
        Document(
            body=(
                STORIES + '<a href="https://other.co.uk/news/a-story-of-another-paper">A story of'
                " another paper</a>"
            ).encode(),
            url="https://paper.co.uk/",
        )
    )
    assert len(co_uk.entries) == 2


def test_the_heading_is_the_title_and_the_paragraph_the_teaser() -> None:
    """A card linked as a whole, or only by its picture and `Read more`, keeps its own heading."""
    whole = (
        '<article><a href="/a/fog-on-the-line"><img alt="A train"><span>Travel</span>'
        "<h3>Fog on <em>the</em> line</h3>"
        "<p>Trains run late on all lines, and buses are full today.</p>"
        "<time datetime='2026-11-22T07:00:00+02:00'>now</time></a></article>"
    )
    parts = (
        '<article><a href="/a/goats-on-the-roof"><img alt="Goats"></a><h3>Goats on the roof</h3>'
        "<p>Three goats spent the night on the town hall.</p>"
        '<a href="/a/goats-on-the-roof">Read more</a>'
        "<span>Nov 21, 2026</span></article>"
    )
    first, second = read(whole + parts).entries
    assert first.title == "Fog on the line"
    assert first.content == "Trains run late on all lines, and buses are full today."
    assert first.published == datetime(2026, 11, 22, 5, tzinfo=UTC)
    assert second.title == "Goats on the roof"
    assert second.published == datetime(2026, 11, 21, tzinfo=UTC)


def test_one_story_linked_three_times_is_one_entry_in_its_first_place() -> None:
    """Picture, heading and comments of a story lead to one entry, in the page's order."""
    body = (
        '<div><a href="/news/ferry-strike-ends-today?ref=top"><img alt="Ferry"></a></div>'
        f'<ul>{STORIES}</ul><a href="/news/ferry-strike-ends-today#comments">12 comments</a>'
    )
    assert titles(body) == ["Ferry strike ends after nine days", "Bakers win the village cup"]


def test_numbers_in_a_query_tell_stories_apart() -> None:
    """A site with one script for all stories keeps them all."""
    body = "".join(
        f'<li><a href="/news?id={n}000">Story number {n} of today\'s paper</a></li>' for n in "123"
    )
    assert len(titles(body)) == 3
    base = link("/news/stories-of-the-day-in-full", "Stories of the day in full")
    assert len(titles(base + body.replace("/news?", "/news/stories-of-the-day-in-full?"))) == 4


def test_words_in_a_query_tell_stories_apart_where_the_path_says_nothing() -> None:
    """/read?story=ferry is not /read."""
    body = "".join(
        f"<li><h3>{link(f'/read{query}', f'What {n} says about the strike')}</h3></li>"
        for n, query in enumerate(["", "?story=ferry", "?story=bakers"])
    )
    assert len(titles(body)) == 3


def test_the_day_in_an_address_is_the_date_when_the_page_gives_none() -> None:
    """/2026/11/20/ says when, to the day."""
    body = "".join(
        f'<a href="/2026/11/20/{n}-on-the-hill-tonight">{n.title()} on the hill tonight</a>'
        for n in ("fire", "snow")
    )
    assert read(body).entries[0].published == datetime(2026, 11, 20, tzinfo=UTC)


def test_short_titles_in_a_list_of_stories_are_stories() -> None:
    """A one-word title counts when it stands like the others of its list."""
    post = '<div class="post"><h2><a href="/{0}/">{1}</a></h2><span>Nov 2, 2026</span></div>'
    body = post.format("radio-on-a-budget", "Radio on a budget") + post.format("fog", "Fog")
    body += post.format("lamps-of-the-north", "Lamps of the north")
    assert titles(body) == ["Radio on a budget", "Fog", "Lamps of the north"]


@pytest.mark.parametrize(
    ("body", "reason", "hint"),
    [
        (b"", "empty", "empty"),
        (
            "<html><body><div id=root></div><script src=a.js></script></body></html>",
            "no_entries",
            "script",
        ),
        ("<html><body><a href='/about'>About</a></body></html>", "no_entries", "feed"),
        ("<form><input type=password></form>", "login_page", "password"),
    ],
)
def test_a_page_without_stories_says_why(body: str | bytes, reason: str, hint: str) -> None:
    """Fewer than two stories is an error that says what to do."""
    error = failure(body)
    assert error.reason == reason
    assert hint in str(error)


def test_a_sign_in_box_beside_stories_is_no_login_page() -> None:
    """Most home pages have a password field somewhere."""
    assert len(titles(f"<form><input type=password></form>{STORIES}")) == 2


@pytest.mark.parametrize("before", ["<div>" * 100_000, "<p>" * 100_000, "<ul>" + "<b>" * 300])
def test_hostile_nesting_ends(before: str) -> None:
    """Deep nesting, which libxml2 cuts, ends in an error and not in a crash."""
    assert failure(before).reason == "no_entries"


def test_a_link_said_20000_times_is_one_story() -> None:
    """Repetition costs no more than reading it, and is no list."""
    assert (
        failure("<a href='/news/one-story-said-many-times'>x</a>" * 20_000).reason == "no_entries"
    )


def test_a_doctype_is_never_read() -> None:
    """What a DOCTYPE names stays unread; the stories are read."""
    assert len(titles(f'<!DOCTYPE html SYSTEM "/dev/stdin" [<!ENTITY a "b">]>{STORIES}')) == 2


def test_a_feed_named_twice_is_named_once() -> None:
    """Feeds are told apart by their address; `feed` as a rel needs no type."""
    body = '<link rel="alternate" type="application/rss+xml" href="/f"><link rel=feed href="/f">'
    page = Document(body=f"<html><head>{body}</head></html>".encode(), url="https://x.example/")
    assert feeds(page) == ("https://x.example/f",)


# ---------------------------------------------------------------- a selector of the source's own

LIST = b"""<html lang=en><head><title>Harbour</title></head><body>
<nav><a href=/about>About the harbour and its history</a></nav>
<main><h2><a href=/1?utm_source=x>Ferry sails</a></h2><p>At noon.</p>
<h2><a href=https://other.example/2>Crane falls</a></h2><h2><a href=/1>Again</a></h2>
<h2><a href=javascript:x>Nothing</a></h2><h2><a href=/3></a></h2></main></body></html>"""


def test_a_selector_takes_what_it_picks() -> None:
    """Every link that it picks is an article, on this site or another, each once."""
    url = "https://www.harbour.example/news"
    for selector in ("main a", "main h2", "main"):
        feed = parse(Document(body=LIST, url=url, links=selector))
        assert [(entry.url, entry.title) for entry in feed.entries] == [
            ("https://www.harbour.example/1?utm_source=x", "Ferry sails"),
            ("https://other.example/2", "Crane falls"),
        ]
    assert (feed.kind, feed.title, feed.language) == ("page", "Harbour", "en")


def test_a_selector_that_picks_nothing_is_an_error() -> None:
    """A site that was rebuilt fails aloud, and is not a quiet day."""
    with pytest.raises(ParseError, match="link_selector picks no link") as caught:
        parse(Document(body=LIST, url="https://www.harbour.example/news", links=".gone a"))
    assert caught.value.reason == "no_entries"
