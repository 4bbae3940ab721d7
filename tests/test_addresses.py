"""Addresses: what may be opened, what is the same page, what people read."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.addresses import canonical, fit, host, is_web

SAME = [
    ("HTTP://Example.COM:80/a", "http://example.com/a"),
    ("https://example.com:443", "https://example.com/"),
    ("https://example.com./a", "https://example.com/a"),
    ("https://x.example/a?b=2&a=1", "https://x.example/a?a=1&b=2"),
    ("https://x.example/a?utm_source=rss&utm_medium=feed", "https://x.example/a"),
    ("https://x.example/a?id=7&fbclid=x&gclid=y&mc_cid=z#top", "https://x.example/a?id=7"),
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
    ("https://x.example/#!/a", "https://x.example/#!/b"),
    ("https://x.example/a%2Fb", "https://x.example/a/b"),
    ("https://x.example/a?b=%26c", "https://x.example/a?b=&c"),
    ("https://x.example/a//b", "https://x.example/a/b"),
    ("http://x.example:8080/", "http://x.example/"),
    ("https://m.x.example/", "https://x.example/"),
]
UNFIT = [
    "", " ", "x", "/a", "//x.example/a", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
    "ftp://x.example/", "mailto:a@x.example", "http://", "http:///a", "http://[::1", "http://x.example:99999/",
    "http://x.example:0/", "http://user@x.example/", "http://user:pass@x.example/", "http://good\\@evil.example/",
    "http://a|b><!channel>", "http://exa mple.example/", "http://x..example/", "http://-x.example/",
    "http://2130706433/", "http://127.1/", "http://0177.0.0.1/", "http://0x7f000001/", "http://[fe80::1%eth0]/",
    "http://x.example/a\x00b", "http://x.example/\ud800", "http://x.example/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page_have_one_form(one: str, other: str) -> None:
    """Ports, case, escapes, order, tracking and fragments make no other page."""
    assert canonical(one) == canonical(other) is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_that_may_be_two_pages_stay_two(one: str, other: str) -> None:
    """Two articles must never become one: what some site tells apart stays apart."""
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("url", UNFIT)
def test_an_unfit_address_is_none(url: str) -> None:
    """What is not http(s), hides its host or carries a password is not opened."""
    assert fit(url) is None
    assert canonical(url) is None
    assert host(url) == ""
    assert not is_web(url)


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://x.example/a?utm_source=q&b=1#f", "https://x.example/a?utm_source=q&b=1"),
        ("https://x.example/a?1750,4", "https://x.example/a?1750,4"),
        ("https://x.example/a b/ü?q=ü&r=%zz", "https://x.example/a%20b/%C3%BC?q=%C3%BC&r=%25zz"),
        ("https://x.example/%2f%C3%bc", "https://x.example/%2f%C3%bc"),
        ("https://x.example/#!/a", "https://x.example/#!/a"),
        ("https://x.example/<a>|\"'", "https://x.example/%3Ca%3E%7C%22'"),
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
        ("http://@x.example/", "http://x.example/"),
    ],
)
def test_an_address_to_open_is_the_sources_own(url: str, opened: str) -> None:
    """Opening keeps every parameter and escape of the source; only what is unsafe is escaped."""
    assert fit(url) == opened


def test_a_query_without_names_keeps_its_form_in_the_canonical_address() -> None:
    """The canonical address is shown and opened too: ?1750,4 must not become ?1750%2C4=."""
    assert canonical("https://x.example/a?1750,4") == "https://x.example/a?1750,4"
    assert (
        canonical("https://x.example/index.php?threads/7/")
        == "https://x.example/index.php?threads/7/"
    )


@pytest.mark.parametrize(
    ("url", "base", "address"),
    [
        ("../b?c", "https://x.example/a/d/e", "https://x.example/a/b?c"),
        ("//y.example", "https://x.example", "https://y.example/"),
        ("?b", "https://x.example/a", "https://x.example/a?b"),
        ("mailto:a", "https://x.example/", None),
        ("a", "nonsense", None),
        ("a", "http://[::1", None),
    ],
)
def test_a_relative_address_stands_on_its_base(url: str, base: str, address: str | None) -> None:
    """Relative links resolve against http(s) pages only."""
    assert fit(url, base) == address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://news.example:8443/", "news.example"),
        ("https://xn--bcher-kva.example/", "bücher.example"),
        ("https://例え.jp/", "例え.jp"),
        ("https://новости.com/", "новости.com"),
        ("https://пример.рф/", "пример.рф"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("https://paypаl.com/", "xn--paypl-7ve.com"),
        ("https://☃.net/", "xn--n3h.net"),
        ("https://xn--a.example/", "xn--a.example"),
    ],
)
def test_a_host_is_readable_and_does_not_pose_as_another(url: str, shown: str) -> None:
    """Names in one script are shown in it; mixed and look-alike ones stay punycode."""
    assert host(url) == shown


junk = st.text(max_size=60)
webby = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "htt p"]),
    st.one_of(junk, st.sampled_from(["x.example", "[::1]", "bücher.example", "x.example:80"])),
    st.text("/%?#&=;@:[]. aü\\\t+!~'\"<2fF", max_size=40),
    junk,
)


@given(st.one_of(junk, webby), st.one_of(st.none(), junk, webby))
@example("http://x/%", None)
@example("http://[", "http://[")
def test_no_text_breaks_it_and_what_comes_out_is_safe(url: str, base: str | None) -> None:
    """Nothing raises; an address is ASCII, http(s) and bounded, and each form is its own form."""
    host(url)
    address = fit(url, base)
    if address is None:
        assert canonical(url, base) is None
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert len(address) <= 2000
    assert urlsplit(address).scheme in ("http", "https")
    assert urlsplit(address).hostname
    assert "@" not in urlsplit(address).netloc
    assert fit(address) == address
    same = canonical(address)
    assert same == canonical(url, base)
    if same is not None:
        assert canonical(same) == same
