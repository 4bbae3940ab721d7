"""What the quick parser reads only in part, so that the thorough one follows."""

from __future__ import annotations

from datetime import UTC, datetime

from briefbot.models import Entry, Feed
from briefbot.ports import Document
from briefbot.sources import feed


def read(text: str) -> Feed:
    return feed.parse(Document(body=text.encode(), url="https://x.example/feed"))


def rss(item: str, *, more: str = "") -> str:
    return f'<rss version="2.0"{more}><channel><title>T</title>{item}</channel></rss>'


def only(text: str) -> Entry:
    (entry,) = read(text).entries
    return entry


def test_of_two_dates_of_one_name_the_last_counts() -> None:
    """An entry that was changed twice may say so in two elements, the newer one last."""
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A</title>'
        '<id>a</id><link href="/a"/><updated>2026-11-21T00:00:00Z</updated>'
        "<updated>2026-11-22T00:00:00Z</updated></entry></feed>"
    )
    assert only(text).published == datetime(2026, 11, 22, tzinfo=UTC)


def test_a_feed_in_a_namespace_of_its_own_has_its_title() -> None:
    """RSS that names a namespace as its default is RSS all the same."""
    namespace = ' xmlns="http://backend.userland.com/rss2"'
    date = "<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate>"
    found = read(rss(f"<item><title>One</title><link>/1</link>{date}</item>", more=namespace))
    assert (found.title, found.entries[0].title) == ("T", "One")


def test_a_number_in_a_guid_is_no_date() -> None:
    """An entry without a date has none, whatever its guid looks like."""
    text = "<item><title>T</title><guid isPermaLink='false'>20260115</guid></item>"
    assert only(rss(text)).published is None


def test_markup_inside_of_a_description_is_not_lost() -> None:
    """Unescaped HTML in a description reaches the content, past the first tag."""
    text = "<item><description><p>One <b>two</b></p><p>three</p></description></item>"
    content = only(rss(text)).content
    assert "One" in content
    assert "three" in content


def test_the_text_of_a_video_stands_in_its_group() -> None:
    """YouTube has what is said of a video, and its picture, one level below the entry."""
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
        "<title>T</title><entry><id>yt:video:a</id><title>A</title>"
        '<link rel="alternate" href="https://v.example/watch?v=a"/>'
        "<published>2026-11-22T10:00:00Z</published><media:group>"
        '<media:thumbnail url="https://v.example/a.jpg"/>'
        "<media:description>What is said of it.</media:description></media:group></entry></feed>"
    )
    entry = only(text)
    assert (entry.content, entry.image) == ("What is said of it.", "https://v.example/a.jpg")


def test_a_link_stands_on_the_xml_base_of_its_own_entry() -> None:
    """xml:base below the top of a feed counts for what is inside of it."""
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry'
        ' xml:base="https://y.example/deep/"><title>A</title><id>a</id><link href="a"/>'
        "<updated>2026-11-22T00:00:00Z</updated></entry></feed>"
    )
    assert only(text).url == "https://y.example/deep/a"
