"""What may be opened, and as what."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.addresses import canonical, fit, host, is_web, tidy

UNFIT = [
    "", " ", "x", "/a", "//x.example/a", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
    "ftp://x.example/", "mailto:a@x.example", "http://", "http:///a", "http://[::1", "http://x.example:99999/",
    "http://x.example:0/", "http://user@x.example/", "http://user:pass@x.example/", "http://good\\@evil.example/",
    "http://a|b><!channel>", "http://exa mple.example/", "http://x..example/", "http://-x.example/",
    "http://2130706433/", "http://127.1/", "http://0177.0.0.1/", "http://0x7f000001/", "http://[fe80::1%eth0]/",
    "http://x.example/a\x00b", "http://x.example/\ud800", "http://x.example/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("url", UNFIT)
def test_an_unfit_address_is_none(url: str) -> None:
    """What is not http(s), hides its host or carries a password is not opened."""
    assert fit(url) is None
    assert tidy(url) is None
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
        ("https://x.example/#/news/7", "https://x.example/#/news/7"),
        ("https://x.example/<a>|\"'", "https://x.example/%3Ca%3E%7C%22'"),
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
        ("http://@x.example/", "http://x.example/"),
    ],
)
def test_an_address_to_open_is_the_sources_own(url: str, opened: str) -> None:
    """Opening keeps every parameter and escape of the source; only what is unsafe is escaped."""
    assert fit(url) == opened


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
    for form in (tidy, canonical):
        same = form(address)
        assert same == form(url, base)
        if same is not None:
            assert form(same) == same
            assert fit(same) == same
