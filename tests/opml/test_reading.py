"""Lists of feeds are read with their folders; what is hostile or broken is told by its line."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.errors import ParseError
from briefbot.opml import LARGEST, Listed, Other, read
from briefbot.opml.reading import A_LIST, DEEPEST, NO_FEED, NOTHING

NESTED = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>My &amp; your feeds</title><ownerName>Ana</ownerName></head>
  <body>
    <outline text="Top" xmlUrl="https://top.example/feed"/>
    <outline text="Tech" title="Technology">
      <outline text="Security">
        <outline title="Krebs" text="other" xmlUrl="https://krebs.example/feed" language="en-us"/>
      </outline>
      <outline TEXT="Ars" type="rss" XMLURL=" https://ars.example/?a=1&amp;b=2 "/>
    </outline>
  </body>
</opml>
"""


def listed(inside: str) -> bytes:
    """Return a list of these outlines, which begin in line 2."""
    return f"<opml><head/><body>\n{inside}\n</body></opml>".encode()


def test_feeds_come_with_their_folders() -> None:
    """Folders are named from the outermost in; attributes count however they are capitalised."""
    listing = read(NESTED.encode())
    assert listing.title == "My & your feeds"
    assert listing.others == ()
    assert listing.feeds == (
        Listed(line=5, title="Top", url="https://top.example/feed"),
        Listed(
            line=8,
            title="Krebs",
            url="https://krebs.example/feed",
            language="en-us",
            folders=("Technology", "Security"),
        ),
        Listed(line=10, title="Ars", url="https://ars.example/?a=1&b=2", folders=("Technology",)),
    )


def test_what_is_no_feed_is_told_with_its_line() -> None:
    """Links to pages, other lists, empty folders and notes each have their reason."""
    listing = read(
        listed(
            '<outline text="Page" type="link" url="https://a.example/"/>\n'
            '<outline text="Home" type="rss" htmlUrl="https://b.example/" xmlUrl=""/>\n'
            '<outline text="List" type="include" url="https://c.example/x"/>\n'
            '<outline text="Other list" url="https://c.example/x.OPML"/>\n'
            '<outline text="Empty"></outline>\n<outline/>'
        )
    )
    assert listing.feeds == ()
    assert listing.others == (
        Other(line=2, title="Page", reason=NO_FEED),
        Other(line=3, title="Home", reason=NO_FEED),
        Other(line=4, title="List", reason=A_LIST),
        Other(line=5, title="Other list", reason=A_LIST),
        Other(line=6, title="Empty", reason=NOTHING),
        Other(line=7, title="", reason=NOTHING),
    )


MENDED = {
    "bare ampersand": '<outline text="A & B" xmlUrl="https://a.example/?b=1&c=2"/>',
    "entities of HTML": '<outline text="A &nbsp;B" xmlUrl="https://a.example/?b=1&c=2"/>',
    "quotes in a value": (
        '<outline text="" A" "B"" title="x" xmlUrl="https://a.example/?b=1&c=2" type="rss" />'
    ),
    "a tag in a value": (
        '<outline text="A" description="<p>See <a href="https://b.example/" target="_blank"'
        ' rel="x">b</a>, "now">." xmlUrl="https://a.example/?b=1&c=2" type="rss" />'
    ),
    "an outline in a value": (
        '<outline text="A" description="<outline text="x"/>" xmlUrl="https://a.example/?b=1&c=2"/>'
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_is_nearly_xml_is_mended(name: str) -> None:
    """What other programs forget to escape does not lose the list, nor the feeds around it."""
    around = '<outline text="Before" xmlUrl="https://c.example/"/>\n'
    listing = read(listed(f"{around}{MENDED[name]}\n{around}"))
    assert [(feed.line, feed.url) for feed in listing.feeds] == [
        (2, "https://c.example/"),
        (3, "https://a.example/?b=1&c=2"),
        (4, "https://c.example/"),
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
def test_any_charset_is_read(charset: str) -> None:
    """A list is decoded by its bytes first, as feeds are."""
    text = (
        f'<?xml version="1.0" encoding="{charset}"?>\n'
        + listed('<outline text="Café Überall größer" xmlUrl="https://a.example/"/>').decode()
    )
    assert read(text.encode(charset)).feeds[0].title == "Café Überall größer"


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "entities": f'<!DOCTYPE opml [<!ENTITY l0 "lol">{LOL}]>',
    "a local file": '<!DOCTYPE opml [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "a DTD elsewhere": '<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a pipe": '<!DOCTYPE opml SYSTEM "/dev/stdin">',
}


@pytest.mark.fault
@pytest.mark.parametrize("name", HOSTILE)
def test_a_doctype_opens_and_expands_nothing(name: str) -> None:
    """Entities and DTDs of a list are taken out before a parser sees it."""
    body = listed('<outline text="A &l9;" xmlUrl="https://a.example/"/>')
    began = time.process_time()
    listing = read(HOSTILE[name].encode() + b"\n" + body)
    assert time.process_time() - began < 5
    assert [feed.url for feed in listing.feeds] == ["https://a.example/"]
    assert len(listing.feeds[0].title) < 20
    assert "root:" not in listing.feeds[0].title


REFUSED = {
    "a feed": (b"<rss><channel/></rss>", "line 1: this is no OPML list; it begins with <rss>"),
    "a page": (b"<!doctype html><html><body><p>x</html>", "this is no OPML list"),
    "nothing": (b"", "line 1: this is no XML: no element found"),
    "text": (b"hello", "line 1: this is no XML"),
    "half a list": (listed("<outline text='a'>\n<outline")[:-14], "this is no XML"),
    "too many folders": (listed("<outline text='x'>" * (DEEPEST + 1)), "line 2: more than 32"),
    "too much": (b" " * (LARGEST + 1), "the list is larger than 10 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_is_refused_in_a_sentence(name: str) -> None:
    """The sentence names the line, and what stands there instead."""
    body, says = REFUSED[name]
    with pytest.raises(ParseError) as caught:
        read(body)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


COSTLY = {
    "outlines": b'<outline text="a" xmlUrl="https://a.example/f"/>' * 200_000,
    "open values": b'<outline text="a' * 600_000,
    "quotes": b'<outline text="a" description="' + b'" ' * 4_500_000,
    "signs": b'<outline text="a' + b'" text="<' * 1_000_000 + b'"/>',
    "spaces": b'<outline text="a"' + b" " * 9_000_000,
    "ends": b'<outline text="' + b'"/>          ' * 700_000,
    "folders": b"<outline>" * 1_000_000,
}


@pytest.mark.fault
@pytest.mark.parametrize("name", COSTLY)
def test_the_largest_list_costs_no_more_than_its_bytes(name: str) -> None:
    """Ten megabytes of anything are read, or refused, within ten seconds of processor time."""
    began = time.process_time()
    with suppress(ParseError):
        read(listed(COSTLY[name].decode()))
    assert time.process_time() - began < 10


@given(st.binary(max_size=200), st.text(max_size=200))
def test_any_bytes_are_a_list_or_a_sentence(body: bytes, text: str) -> None:
    """Nothing but a refusal in our own words comes out."""
    for given_ in (body, listed(text), listed(f'<outline text="{text}" xmlUrl="x"/>')):
        with suppress(ParseError):
            read(given_)
