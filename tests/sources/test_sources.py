"""The front of the source kinds: what bytes are, which feeds a page announces, clean strings."""

from __future__ import annotations

import runpy
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot import addresses, sources
from briefbot.errors import ParseError
from briefbot.models import Feed
from briefbot.ports import Document

DATA = Path(__file__).parents[1] / "data"
PAIRS = sorted(path for path in DATA.iterdir() if path.with_name(f"{path.name}.py").exists())
BODIES = [path.read_bytes() for path in PAIRS]


def expected(path: Path) -> dict[str, Any]:
    return runpy.run_path(str(path.with_name(f"{path.name}.py")))


def document(body: bytes, **more: Any) -> Document:
    return Document(body=body, url="https://site.example/", **more)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_each_file_gives_the_feed_written_beside_it(path: Path) -> None:
    """`auto` recognises every kind by its bytes and gives the entries that a person reads there."""
    wanted = expected(path)
    feed = sources.parse(Document(body=path.read_bytes(), url=wanted["URL"]))
    for found, entry in zip(feed.entries, wanted["FEED"].entries, strict=False):
        assert found == entry
    assert feed == wanted["FEED"]


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- <html> --><rss/>", "text/html", "feed"),
        ("<?xml version='1.0'?><feed/>".encode("utf-16"), "", "feed"),
        (b"<b>Warning</b>: in /srv <?xml version='1.0'?><rss version='2.0'/>", "", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "", "feed"),
        (b'{"error": "not found"}', "application/json", None),
        (b"<urlset/>", "", "sitemap"),
        (b"\x1f\x8b\x08", "", "sitemap"),
        (b"<!DOCTYPE html [<!ENTITY a '>'>]><html>", "", "page"),
        (b"<div><h1>No frame</h1></div>", "application/xml", "page"),
        (b"<p>Little</p>", "text/html; charset=utf-8", "page"),
        (b"%PDF-1.7", "application/pdf", None),
        (b"", "text/html", None),
    ],
)
def test_bytes_tell_the_kind(body: bytes, content_type: str, kind: str | None) -> None:
    """The bytes decide, the server's word only where they do not."""
    assert sources.recognise(document(body, content_type=content_type)) == kind


def test_auto_says_what_bytes_of_no_kind_are_called() -> None:
    """Bytes of no kind get one sentence with the address and the server's word for them."""
    with pytest.raises(ParseError, match=r"site\.example.*application/pdf") as caught:
        sources.parse(document(b"%PDF-1.7", content_type="application/pdf"))
    assert caught.value.reason == "bad_feed"


def test_nothing_is_called_empty() -> None:
    """An empty answer has a reason of its own."""
    with pytest.raises(ParseError) as caught:
        sources.parse(document(b" \n"))
    assert caught.value.reason == "empty"


def test_a_page_announces_its_main_feeds_and_not_that_of_its_comments() -> None:
    """It stands for them where there is no other; oEmbed and what is commented out never do."""
    page = Document(body=(DATA / "newspaper.html").read_bytes(), url="https://coastpost.example/")
    assert sources.feeds_of(page) == (
        "https://coastpost.example/feed/",
        "https://coastpost.example/feed.json",
    )
    alone = page.body.replace(b'title="The Coast Post', b'title="Comments of The Coast Post')
    assert len(sources.feeds_of(replace(page, body=alone))) == 3


def test_the_page_of_a_section_prefers_the_feed_of_that_section() -> None:
    """Whoever names /security/ as a source means that section, not the whole site."""
    body = b"""<html><head><base href="https://cdn.example/">
    <link rel=alternate type=application/rss+xml href="https://site.example/feed">
    <link rel="alternate feed" type="application/atom+xml" href='https://site.example/security/feed'>
    <link rel=alternate type=application/rss+xml href="javascript:x"></head><body></body></html>"""
    page = Document(body=body, url="https://site.example/security/")
    assert sources.feeds_of(page) == (
        "https://site.example/security/feed",
        "https://site.example/feed",
    )


def test_bytes_that_are_no_page_announce_no_feeds() -> None:
    """A feed's own self link is not an announcement."""
    assert sources.feeds_of(document((DATA / "full.rss").read_bytes())) == ()


def test_no_lone_surrogate_leaves_the_step() -> None:
    """Half a character, which JSON can hold, is replaced in every string of the feed."""
    feed = sources.parse(document((DATA / "feed.json").read_bytes()))
    assert repr(feed).encode("utf-8")
    assert "\ud800" not in feed.entries[-1].content
    assert "\ufffd" in feed.entries[-1].content


def test_importing_the_front_imports_no_parser() -> None:
    """The main process names the step without paying for lxml and the feed parsers."""
    code = "import sys, briefbot.sources; print([m for m in sys.modules if m in sys.argv[1:]])"
    heavy = ["lxml", "feedparser", "fastfeedparser", "trafilatura"]
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """Draw a file of the set with a few cuts, doublings and foreign bytes."""
    body = draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        middle = draw(
            st.one_of(
                st.just(b""),
                st.just(body[start:end] * 2),
                st.binary(max_size=6),
                st.sampled_from(
                    [b"<", b"]]>", b"&#xD800;", b"\0", b"<![CDATA[", b'"', b"<!DOCTYPE x [", b"&x;"]
                ),
            )
        )
        body = body[:start] + middle + body[end:]
    return body


@settings(max_examples=150, deadline=None)
@given(mutations(), st.sampled_from(["auto", "feed", "page", "sitemap"]))
def test_damaged_bytes_give_a_feed_or_a_parse_error(body: bytes, kind: str) -> None:
    """Whatever happens to the bytes, nothing but ParseError leaves, and entries are fit to keep."""
    try:
        feed = sources.parse(document(body, charset="windows-1252"), kind)
    except ParseError:
        return
    assert isinstance(feed, Feed)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 0
    for entry in feed.entries:
        assert entry.id
        assert not entry.url or addresses.fit(entry.url) == entry.url
        assert entry.published is None or entry.published.utcoffset() is not None
        repr(entry).encode("utf-8")
    sources.feeds_of(document(body))


@pytest.mark.parametrize(
    ("gives", "wrong"),
    [
        ("[1]", "returns list, not Feed"),
        ("None", "returns NoneType, not Feed"),
        ("Feed(kind='k', title='', entries=('a',))", "entries[0] is str, not Entry"),
        ("feed(id=3)", "entries[0].id is int, not str"),
        ("feed(url=None)", "entries[0].url is NoneType, not str"),
        ("feed(published=datetime(2026, 11, 23))", "entries[0].published has no time zone"),
    ],
)
def test_a_kind_that_breaks_its_promise_is_told_where(
    tmp_path: Path, gives: str, wrong: str
) -> None:
    """What all sources rely on is looked at in the worker, with the name of the kind."""
    code = (
        "from datetime import datetime\n"
        "from briefbot.models import Entry, Feed\n"
        "def feed(**odd):\n"
        "    entry = Entry(**{'id': 'a', 'url': '', 'title': 'b', **odd})\n"
        "    return Feed(kind='k', title='', entries=(entry,))\n"
        f"def parse(document):\n    return {gives}\n"
        "PARSE = parse\n"
    )
    (tmp_path / "odd.py").write_text(code, encoding="utf-8")
    sources.__path__.append(str(tmp_path))
    try:
        with pytest.raises(TypeError) as caught:
            sources.parse(document(b"x"), "odd")
    finally:
        sources.__path__.remove(str(tmp_path))
        sys.modules.pop("briefbot.sources.odd", None)
    assert str(caught.value).startswith("kind 'odd'")
    assert str(caught.value).endswith(wrong)
