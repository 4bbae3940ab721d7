"""Which addresses mean one page, and which never do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefbot.addresses import canonical, known_as, tidy
from briefbot.models import Entry

PAGE = "https://www.quay.example/2026/11/22/ferry-sails-again"
SAME = [
    "http://www.quay.example/2026/11/22/ferry-sails-again",
    "https://quay.example/2026/11/22/ferry-sails-again#comments",
    "https://quay.example:443/2026/11/22/ferry-sails-again?utm_source=rss",
    "https://m.quay.example/2026/11/22/ferry-sails-again",
    "https://mobile.quay.example/2026/11/22/ferry-sails-again",
    "https://touch.quay.example/2026/11/22/ferry-sails-again?ref=rss",
    "https://amp.quay.example/2026/11/22/ferry-sails-again",
    "https://www.quay.example/2026/11/22/ferry-sails-again/amp",
    "https://www.quay.example/amp/2026/11/22/ferry-sails-again",
    "https://www.quay.example/2026/11/22/ferry-sails-again.amp",
    "https://www.quay.example/2026/11/22/ferry-sails-again?amp=1",
    "https://www.quay.example/2026/11/22/ferry-sails-again?outputType=amp&amp_js_v=0.1#amp_tf=x",
    "https://www.quay.example/2026/11/22/ferry-sails-again?amp",
    "https://m.quay.example/2026/11/22/ferry-sails-again/amp/print?print=1",
    "https://www.quay.example/2026/11/22/ferry-sails-again/print",
    "https://www.quay.example/print/2026/11/22/ferry-sails-again",
    "https://www.quay.example/2026/11/22/ferry-sails-again?view=print",
    "https://www-quay-example.cdn.ampproject.org/c/s/www.quay.example/2026/11/22/ferry-sails-again/amp",
    "https://cdn.ampproject.org/v/s/m.quay.example/2026/11/22/ferry-sails-again?amp_gsa=1&usqp=mq",
    "https://www.google.com/amp/s/www.quay.example/2026/11/22/ferry-sails-again",
    "https://www.google.co.uk/amp/quay.example/2026/11/22/ferry-sails-again",
    "https://www.google.com/amp/s/cdn.ampproject.org/c/s/quay.example/2026/11/22/ferry-sails-again",
]
ALSO_SAME = [
    ("https://x.example/a-b-c/index.html", "https://x.example/a-b-c/"),
    ("https://x.example/a/INDEX.PHP", "https://x.example/a/"),
    ("https://x.example/a/print-of-the-day.amp.html", "https://x.example/a/print-of-the-day.html"),
    ("https://en.m.wikipedia.org/wiki/Taiwan", "https://en.wikipedia.org/wiki/Taiwan"),
    ("https://m.x.example/view?id=1234567", "https://x.example/view?id=1234567"),
    ("https://quay.blogspot.com/2026/11/a.html?m=1", "https://quay.blogspot.com/2026/11/a.html"),
    ("https://x.example/w?title=T&printable=yes", "https://x.example/w?title=T"),
    ("https://x.example/?a&b=", "https://x.example/?a=&b"),
    ("https://x.example/?u=a%3A%2F%2fb%2Cc", "https://x.example/?u=a://b,c"),
    ("https://x.example/e%CC%81te%CC%81", "https://x.example/%C3%A9t%C3%A9"),
    ("https://m.x.example/晶片新廠動工", "https://x.example/晶片新廠動工"),
]
DIFFERENT = [
    ("https://x.example/a", "https://x.example/A"),
    ("https://x.example/a", "https://x.example/a/"),
    ("https://x.example/?p=1", "https://x.example/?p=2"),
    ("https://x.example/?v=1", "https://x.example/"),
    ("https://x.example/?m=1", "https://x.example/"),
    ("https://x.example/?amp=2", "https://x.example/"),
    ("https://x.example/?print=7", "https://x.example/"),
    ("https://x.example/?view=7", "https://x.example/"),
    ("https://x.example/?a=b%26c", "https://x.example/?a=b&c"),
    ("https://x.example/?a=b%2Bc", "https://x.example/?a=b+c"),
    ("https://x.example/a%2Fb", "https://x.example/a/b"),
    ("https://x.example/#!/a", "https://x.example/#!/b"),
    ("https://x.example/#/a", "https://x.example/"),
    ("https://x.example/index.php?p=1", "https://x.example/index.php?p=2"),
    ("https://x.example/index.php?p=1", "https://x.example/?p=1"),
    ("https://x.example/tags/amp", "https://x.example/tags/"),
    ("https://x.example/tags/print/", "https://x.example/tags/"),
    ("https://x.example/2026/11/amp", "https://x.example/2026/11"),
    ("https://x.example/the-amp-2026", "https://x.example/the-2026"),
    ("https://x.example/3d-print-report", "https://x.example/3d-report"),
    ("https://x.example/amplifier-news-of-today", "https://x.example/lifier-news-of-today"),
    ("https://m.x.example/", "https://x.example/"),
    ("https://mobile.x.example/5.html", "https://x.example/5.html"),
    ("https://m.blogspot.com/2026/11/a-b-c.html", "https://blogspot.com/2026/11/a-b-c.html"),
    ("https://m.github.io/2026/11/a-b-c.html", "https://github.io/2026/11/a-b-c.html"),
    ("https://m.co.uk/2026/11/a-b-c", "https://co.uk/2026/11/a-b-c"),
    ("https://news.x.example/a-b-c", "https://x.example/a-b-c"),
    ("http://x.example:8080/", "http://x.example/"),
    ("https://google.com/amp/", "https://google.com/"),
    ("https://cdn.ampproject.org/c/s/a.example/7", "https://cdn.ampproject.org/c/s/b.example/7"),
    ("https://evil.example/cdn.ampproject.org/c/s/x.example/", "https://x.example/"),
]
SITES = ["x.example", "x.co.uk", "x.com.tw", "x.blogspot.com", "xn--bcher-kva.example"]
EDITIONS = ["", "www.", "m.", "mobile.", "touch.", "amp.", "www.m.", "en.m.", "news."]

names = st.text("abcdefghij", min_size=1, max_size=6)
paths = st.lists(st.one_of(names, st.integers(1, 99999).map(str)), max_size=3).map("/".join)
parameters = st.dictionaries(
    st.sampled_from(["id", "p", "s", "v", "page", "ref", "source", "from"]), names, max_size=3
)


@pytest.mark.parametrize("url", SAME)
def test_every_edition_of_a_page_has_one_form(url: str) -> None:
    """Mobile, AMP, cached and printed, with trackers or without, it is the same article."""
    assert canonical(url) == canonical(PAGE)


@pytest.mark.parametrize(("one", "other"), ALSO_SAME)
def test_what_only_some_sites_do_counts_too(one: str, other: str) -> None:
    """Index files, language editions, blogs' own mobile views, letters in two parts."""
    assert canonical(one) == canonical(other) is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_that_may_be_two_pages_stay_two(one: str, other: str) -> None:
    """Two articles must never become one: what some site tells apart stays apart."""
    assert canonical(one) != canonical(other)


def written(host: str, path: str, query: dict[str, str]) -> str:
    return f"https://{host}/{path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


@given(st.sampled_from(EDITIONS), st.sampled_from(SITES), paths, parameters)
def test_an_address_stays_on_its_site(
    edition: str, site: str, path: str, query: dict[str, str]
) -> None:
    """Whatever edition an address is of, its one form is of the same site."""
    one = canonical(written(edition + site, path, query)) or ""
    name = urlsplit(one).netloc
    assert name == site or name.endswith(f".{site}")


@given(st.sampled_from(SITES), paths, paths, parameters, parameters)
def test_another_path_or_parameter_is_another_page(
    site: str, path: str, other_path: str, query: dict[str, str], other_query: dict[str, str]
) -> None:
    """Addresses of one site that differ in path or in what is no tracker never become one."""
    assume((path, query) != (other_path, other_query))
    one, other = written(site, path, query), written(site, other_path, other_query)
    assert canonical(one) != canonical(other)


@given(st.sampled_from(EDITIONS), st.sampled_from(SITES), paths, parameters)
def test_a_tidy_address_has_the_same_form(
    edition: str, site: str, path: str, query: dict[str, str]
) -> None:
    """Tidying never moves an address to another page."""
    url = written(edition + site, path, query)
    assert canonical(tidy(url) or "") == canonical(url)


@pytest.mark.parametrize("sign", ["a", "-", "%E5", "/amp", "/print", "1", "&amp;", "."])
def test_a_hostile_address_costs_little(sign: str) -> None:
    """Two thousand characters of one sign are read in a moment, whatever they say."""
    canonical("https://m.x.example/" + sign * 2000)


def entry(title: str, content: str = "", **more: Any) -> Entry:
    return Entry(**{"id": "1", "url": "", "title": title, "content": content, **more})


def test_an_entry_without_an_address_is_known_by_its_words() -> None:
    """The stand-in is its source's address, the same for the same words and for no others."""
    source = "https://x.example/feed#top"
    one = known_as(entry("Title", "Text"), source)
    assert one == known_as(entry("Title", "Text", id="2"), source)
    assert one.startswith("https://x.example/feed#/")
    others = [known_as(entry(*words), source) for words in (("Title", "Text."), ("TitleText",))]
    assert len({one, *others}) == 3


def test_entries_on_one_page_are_known_by_their_words() -> None:
    """A page that several entries share is none's; the address still opens it, and is kept."""
    url = "https://x.example/release-notes?utm_source=rss#november"
    one, other = (entry(title, url=url, shared=True) for title in ("One", "Other"))
    assert known_as(one, "https://x.example/feed") != known_as(other, "https://x.example/feed")
    assert known_as(one, "").startswith("https://x.example/release-notes#/")
    assert tidy(known_as(one, "")) == known_as(one, "")
    assert known_as(replace(one, shared=False), "") == "https://x.example/release-notes"
