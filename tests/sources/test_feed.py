"""Feeds: what stands in damaged, hostile and unusual ones."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.errors import ParseError
from briefbot.ports import Document
from briefbot.sources.feed import parse

if TYPE_CHECKING:
    from pathlib import Path

    from briefbot.models import Feed

DATED = "<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate>"


def rss(items: str, *, before: str = "", head: str = "") -> str:
    return f'{before}<rss version="2.0"><channel><title>T</title>{head}{items}</channel></rss>'


def item(title: str, more: str = "", *, link: str = "https://x.example/1") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{DATED}{more}</item>"


def read(text: str | bytes, *, url: str = "https://x.example/feed") -> Feed:
    return parse(Document(body=text.encode() if isinstance(text, str) else text, url=url))


def failure(text: str | bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("Tom & Jerry &copy; 2026", "Tom & Jerry © 2026"),
        ("caf&eacute;&nbsp;au lait", "café au lait"),
        ("&lt;b&gt;Bold&lt;/b&gt; claim", "Bold claim"),
        ("<![CDATA[<a href='x'>Linked</a>]]>", "Linked"),
        ("Why &lt;T&gt; is not &lt;video&gt;", "Why <T> is not <video>"),
        ("a <i>slanted</i> word", "a slanted word"),
        ("1 &lt; 2", "1 < 2"),
        ("It&#146;s &#x201C;on&#x201D;", "It’s “on”"),
        ("half &#xD800;&#55357; a character&#0;", "half a character"),
        ("two\n  lines", "two lines"),
        ("safe&lt;script&gt;steal('x')&lt;/script&gt; news", "safe news"),
        ("safe&lt;iframe src='https://y.example/'&gt;&lt;/iframe&gt; news", "safe news"),
        ("History of the &lt;iframe&gt; tag", "History of the <iframe> tag"),
    ],
)
def test_a_title_reads_as_its_author_meant_it(title: str, shown: str) -> None:
    """Formatting goes, entities are read even when escaped twice, other tags are words."""
    assert read(rss(item(title))).entries[0].title == shown


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://x.example/a?b=1&c=2&copy=3", "https://x.example/a?b=1&c=2&copy=3"),
        ("https://x.example/a?b=1&amp;amp;c=2", "https://x.example/a?b=1&c=2"),
        ("<![CDATA[ https://x.example/a?b=1&c=2 ]]>", "https://x.example/a?b=1&c=2"),
        ("/a", "https://x.example/a"),
        ("//y.example/a", "https://y.example/a"),
        ("data:text/html,x", ""),
        ("https://user:secret@x.example/", ""),
    ],
)
def test_a_link_opens_what_the_source_meant(link: str, url: str) -> None:
    """Bare ampersands keep their parameter, relative links resolve, unfit links go."""
    assert (
        read(rss(item("T", "<guid isPermaLink='false'>g</guid>", link=link))).entries[0].url == url
    )


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Sun, 22 Nov 2026 10:00:00 EST", datetime(2026, 11, 22, 15, tzinfo=UTC)),
        ("22 Nov 26 10:00 +0800", datetime(2026, 11, 22, 2, tzinfo=UTC)),
        ("2026-11-22T10:00:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("1815-06-18", datetime(1815, 6, 18, tzinfo=UTC)),
        ("Sunday, November 22, 2026 10:30 PM", datetime(2026, 11, 22, 22, 30, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 10:00:00 +08:00", datetime(2026, 11, 22, 2, tzinfo=UTC)),
        ("05.04.2026 10:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_utc_or_none(date: str, moment: datetime | None) -> None:
    """Dates in many forms become aware UTC; one without a zone is UTC; nonsense is None."""
    text = f"<item><title>T</title><link>https://x.example/1</link><pubDate>{date}</pubDate></item>"
    assert read(rss(text)).entries[0].published == moment


def test_the_longest_text_is_the_content() -> None:
    """Some feeds put the article in description and one line in content."""
    more = (
        "<description>All of the article stands here.</description>"
        "<e:encoded xmlns:e='http://purl.org/rss/1.0/modules/content/'>Line.</e:encoded>"
    )
    assert read(rss(item("T", more))).entries[0].content == "All of the article stands here."


def test_an_entry_said_twice_is_one_entry() -> None:
    """The same guid and page twice in one feed give one entry."""
    one = item("T", "<guid isPermaLink='false'>7</guid>")
    assert len(read(rss(one + one)).entries) == 1


def test_a_guid_shared_by_different_pages_gives_way_to_the_pages() -> None:
    """A feed whose guid is the same for all items keeps all items."""
    guid = "<guid isPermaLink='false'>same</guid>"
    feed = read(rss(item("A", guid, link="https://x.example/a") + item("B", guid, link="/b")))
    assert [entry.id for entry in feed.entries] == ["https://x.example/a", "https://x.example/b"]


def test_entries_without_id_and_link_are_told_apart_by_their_words() -> None:
    """An entry of nothing but text has an id that stays the same from one look to the next."""
    text = rss(
        "<item><description>One</description></item><item><description>Two</description></item>"
    )
    first, second = read(text).entries
    assert first.id != second.id
    assert (first, second) == read(text).entries


@pytest.mark.parametrize(("dates", "titles"), [("", ("T0", "T499")), ("up", ("T100", "T599"))])
def test_at_most_500_entries_are_read(dates: str, titles: tuple[str, str]) -> None:
    """A feed of everything since 1999 gives its first 500 entries, or its newest ones."""
    dated = "<pubDate>{:%a, %d %b %Y} 00:00:00 GMT</pubDate>" if dates else ""
    day = datetime(2020, 1, 1, tzinfo=UTC)
    items = "".join(
        item(f"T{n}", dated.format(day + timedelta(n)), link=f"https://x.example/{n}")
        for n in range(600)
    )
    entries = read(rss(items)).entries
    assert len(entries) == 500
    assert (entries[0].title, entries[-1].title) == titles


@pytest.mark.parametrize(
    ("body", "reason", "hint"),
    [
        ("", "empty", "empty"),
        ("<!doctype html><html><body>Hi</body></html>", "bad_feed", "kind: page or auto"),
        ("<html><form><input name=p type='password'></form>", "login_page", "password"),
        ("<urlset><url/></urlset>", "bad_feed", "kind: sitemap"),
        ('{"items": 3}', "bad_feed", "no JSON Feed"),
        ('{"items": [', "bad_feed", "broken JSON"),
        ('{"items":' + "[" * 100_000, "bad_feed", "broken JSON"),
        (rss(""), "no_entries", "no entries"),
        ("/etc/passwd", "bad_feed", "/etc/passwd"),
        ("http://127.0.0.1:9/x", "bad_feed", "not a feed"),
    ],
)
def test_what_is_no_feed_is_called_by_its_name(body: str, reason: str, hint: str) -> None:
    """The error says where, what the bytes are instead, and what to do."""
    error = failure(body)
    assert error.reason == reason
    assert hint in str(error)
    assert "https://x.example/feed" in str(error)


def test_a_body_that_is_a_path_opens_no_file(tmp_path: Path) -> None:
    """A body that names a local feed is a bad feed, not that file's content (X-04)."""
    file = tmp_path / "secret.xml"
    file.write_text(rss(item("Secret")))
    assert failure(str(file)).reason == "bad_feed"


@pytest.mark.parametrize("junk", ["", "<br/>Warning: x ", "<!-- a -->", "\ufeff\n"])
def test_a_doctype_that_names_a_pipe_does_not_hang(tmp_path: Path, junk: str) -> None:
    """libxml2 opens what a DOCTYPE names; nothing waits for a pipe without a writer (X-03)."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    text = rss(item("Here"), before=f'{junk}<!DOCTYPE rss SYSTEM "{pipe}">')
    titles: list[str] = []
    thread = threading.Thread(
        target=lambda: titles.append(read(text).entries[0].title), daemon=True
    )
    thread.start()
    thread.join(60)
    assert titles == ["Here"]


def test_entities_of_the_document_are_read_and_bombs_are_not() -> None:
    """A small internal entity is its text; others stay as they are written."""
    subset = (
        '<!DOCTYPE rss [<!ENTITY paper "The Quay"> <!ENTITY f SYSTEM "file:///etc/passwd">'
        '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"> <!ENTITY % p SYSTEM "file:///x"> %p;]>'
    )
    feed = read(rss(item("&paper; &f; &b;"), before=f"<?xml version='1.0'?>{subset}"))
    assert feed.entries[0].title == "The Quay &f; &b;"


def test_quadratic_growth_of_an_entity_is_refused() -> None:
    """A long entity said many times stays unread instead of growing (X-02)."""
    subset = f'<!DOCTYPE rss [<!ENTITY a "{"A" * 200}">]>'
    feed = read(rss(item("T", f"<description>{'&a;' * 50_000}</description>"), before=subset))
    assert feed.entries[0].content.startswith("&a;&a;")


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ('<link rel="replies" href="/c"/><link href="/a"/>', "https://x.example/a"),
        (
            '<link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="/a"/>',
            "https://x.example/a",
        ),
        (
            '<link rel="alternate" type="application/json" href="/j"/><link href="/a"/>',
            "https://x.example/a",
        ),
        ('<link rel="enclosure" href="/a.mp3"/>', ""),
    ],
)
def test_an_entry_leads_to_its_page_and_not_to_what_hangs_on_it(links: str, url: str) -> None:
    """Of an Atom entry's links, comments and recordings are not the page."""
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>A</title>'
        f"<id>tag:a</id>{links}<updated>2026-11-22T00:00:00Z</updated></entry></feed>"
    )
    assert read(text).entries[0].url == url


@pytest.mark.parametrize(("count", "shared"), [(2, False), (3, True)])
def test_entries_that_stand_on_one_page_say_so(count: int, shared: bool) -> None:  # noqa: FBT001
    """Release notes link to one page; two entries may be one article that is listed again."""
    notes = [
        item(f"T{n}", f"<guid isPermaLink='false'>{n}</guid>", link=f"/notes#{n}")
        for n in range(count)
    ]
    found = read(rss("".join([*notes, item("Alone", link="/alone")]))).entries
    assert [entry.shared for entry in found] == [shared] * count + [False]


@pytest.mark.parametrize("text", ["<description>The first one is over.</description>", ""])
def test_an_entry_that_leads_to_the_feeds_own_page_says_its_piece_itself(text: str) -> None:
    """A status page has one address for all that happens; without a text it has to do."""
    front = "<guid isPermaLink='false'>https://x.example/#{0}</guid>" + text
    links = ("http://x.example/", "https://x.example/one", "https://other.example/")
    items = [item(f"T{n}", front.format(n), link=link) for n, link in enumerate(links)]
    found = read(rss("<link>https://www.x.example/</link>" + "".join(items))).entries
    assert [entry.shared for entry in found] == [bool(text), False, False]


@pytest.mark.parametrize(
    "declared",
    ["us-ascii", "utf-7", "iso-8859-1", "undefined", "utf-16", "idna", "shift_jis", "no such"],
)
def test_bytes_win_over_a_wrong_declaration(declared: str) -> None:
    """A feed in UTF-8 reads right whatever it declares (X-07)."""
    text = rss(item("Zürich – 台灣"), before=f'<?xml version="1.0" encoding="{declared}"?>')
    assert read(text).entries[0].title == "Zürich – 台灣"


def test_a_broken_item_of_a_json_feed_costs_only_itself() -> None:
    """Wrong types in one item leave the others readable."""
    body = """{"items": [{"id": 1, "authors": [3], "tags": 4, "url": {}, "title": ["x"]}, 5, null,
    {"id": "a", "url": "/a", "title": "A", "content_text": "x < y"}]}"""
    entries = read(body).entries
    assert [(entry.id, entry.url, entry.title) for entry in entries] == [
        ("1", "", ""),
        ("a", "https://x.example/a", "A"),
    ]
    assert entries[1].content == "x &lt; y"


def test_relative_links_stand_on_the_site_when_the_feed_is_elsewhere() -> None:
    """A feed on a feed host has links relative to the site that it is about."""
    text = rss(item("T", link="/a"), head="<link>https://site.example/</link>")
    assert (
        read(text, url="https://feeds.other.example/x").entries[0].url == "https://site.example/a"
    )


def test_a_feed_brings_its_own_wishes() -> None:
    """ttl, skipHours and skipDays travel with the entries."""
    wishes = (
        "<ttl>90</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    )
    found = read(rss(item("A"), head=wishes))
    assert (found.ttl, found.skip_hours, found.skip_days) == (90, (3,), (6,))
