"""What is left out of an address that is kept and shown."""

from __future__ import annotations

import pytest

from briefbot.addresses import tidy

SAME = [
    ("HTTP://Example.COM:80/a", "http://example.com/a"),
    ("https://example.com:443", "https://example.com/"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://x.example/a?b=2&a=1", "https://x.example/a?a=1&b=2"),
    ("https://x.example/a?utm_source=rss&utm_medium=feed", "https://x.example/a"),
    ("https://x.example/a?id=7&fbclid=x&gclid=y&mc_cid=z#top", "https://x.example/a?id=7"),
    ("https://x.example/a?ref=rss&id=7&gad_source=1", "https://x.example/a?id=7"),
    ("https://x.example/a;jsessionid=0A1B!-9?id=7", "https://x.example/a?id=7"),
    ("https://x.example/a?", "https://x.example/a"),
    ("https://x.example/a?&&b=1&", "https://x.example/a?b=1"),
    ("https://x.example/caf%c3%a9", "https://x.example/café"),
    ("https://x.example/a/../b/./c", "https://x.example/b/c"),
    ("https://x.example/%7Euser", "https://x.example/~user"),
    ("https://x.example/a?q=a%20b", "https://x.example/a?q=a+b"),
    ("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&c=2"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    (" https://x.example/a\n/b ", "https://x.example/a/b"),
    ("http://[2001:0DB8:0:0::1]/", "http://[2001:db8::1]/"),
]
DIFFERENT = [
    ("https://x.example/a", "https://x.example/A"),
    ("https://x.example/a", "https://x.example/a/"),
    ("https://x.example/?p=1", "https://x.example/?p=2"),
    ("https://x.example/?v=1", "https://x.example/"),
    ("https://x.example/a?id=1&page=2", "https://x.example/a?id=1"),
    ("https://x.example/a?ref=1", "https://x.example/a?ref=2"),
    ("https://x.example/a?source=1", "https://x.example/a"),
    ("https://x.example/a?ref=rssa", "https://x.example/a"),
    ("https://x.example/#/news/7", "https://x.example/#/news/8"),
    ("https://x.example/a;b", "https://x.example/a"),
    ("https://x.example/#!/a", "https://x.example/#!/b"),
    ("https://x.example/a%2Fb", "https://x.example/a/b"),
    ("https://x.example/a?b=%26c", "https://x.example/a?b=&c"),
    ("https://x.example/a//b", "https://x.example/a/b"),
    ("http://x.example:8080/", "http://x.example/"),
    ("https://m.x.example/", "https://x.example/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_address_have_one_form(one: str, other: str) -> None:
    """Ports, case, escapes, order, tracking and fragments make no other page."""
    assert tidy(one) == tidy(other) is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_that_may_be_two_pages_stay_two(one: str, other: str) -> None:
    """Two articles must never become one: what some site tells apart stays apart."""
    assert tidy(one) != tidy(other)


def test_a_query_without_names_keeps_its_form() -> None:
    """The address is shown and opened too: ?1750,4 must not become ?1750%2C4=."""
    assert tidy("https://x.example/a?1750,4") == "https://x.example/a?1750,4"
    assert (
        tidy("https://x.example/index.php?threads/7/") == "https://x.example/index.php?threads/7/"
    )
