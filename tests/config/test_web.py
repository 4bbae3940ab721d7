"""Addresses, networks, headers and the user agent."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot import guard
from briefbot.config import web

NETWORKS = st.builds(
    lambda network, port: network + port,
    st.ip_addresses(network="0.0.0.0/0").map(str)
    | st.ip_addresses(v=6).map(lambda address: f"[{address}]")
    | st.sampled_from(["10.0.0.0/8", "[fd00::/8]", "127.0.0.1/32", "[2002::/16]", "10.1.0.0/8"]),
    st.sampled_from(["", ":80", ":65535", ":0", ":65536", ":x"]),
)


@given(NETWORKS | st.text("0123456789abcdef.:/[]", max_size=20))
def test_what_is_taken_as_a_network_is_one_to_the_guard(text: str) -> None:
    """A network that passes here is read by the guard of fetching as the same network and port."""
    try:
        network, port = web.network(text)
    except ValueError:
        return
    assert guard.parse_allowed(text) == guard.Allowed(network, port)


@pytest.mark.parametrize(
    "text",
    ["10.0.0.0/8", "10.1.2.3:8080", "127.0.0.1/32:8080", "fd00::/8", "[fd00::/8]:8080", "::1"],
)
def test_networks_are_taken_with_and_without_a_port(text: str) -> None:
    """Both families are taken; IPv6 needs brackets where a port follows."""
    assert web.private_network(text) == text


@pytest.mark.parametrize("text", ["::ffff:10.0.0.0/104", "64:ff9b::/96", "2002:7f00:1::/48"])
def test_networks_that_wrap_ipv4_are_refused(text: str) -> None:
    """An IPv4 network in IPv6 clothes would never match, and is told so."""
    with pytest.raises(ValueError, match="wraps IPv4 addresses"):
        web.network(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://krebsonsecurity.com/feed/",
        "HTTP://EXAMPLE.org:8080",
        "https://台灣.tw/新聞?q=a:b@c",
        "http://[::1]:8080/feed",
        "https://api.taiwantoday.tw/en/rss.php?unit=2,6,10,15,18",
    ],
)
def test_web_addresses_are_kept_as_they_are(url: str) -> None:
    """An address is not normalised: the archive and the server see what was written."""
    assert web.address(url) == url


@pytest.mark.parametrize(
    "url",
    ["", "/feed", "//x.org/feed", "file:///etc/passwd", "javascript:alert(1)", "data:,x",
     "https://", "https://@x.org/", "http://user@x.org", "https://x.org:port/", "https://x.org:0/",
     "https://x.org/\n", "https://x.org/\u202e", " https://x.org", "https://x.org/" + "a" * 2000],
)  # fmt: skip
def test_anything_else_is_no_web_address(url: str) -> None:
    """Other schemes, no host, a user name, and hidden characters are refused."""
    with pytest.raises(ValueError, match=r"\Athe address "):
        web.address(url)


@pytest.mark.parametrize(
    "name", ["Host", "COOKIE", "accept-encoding", "If-None-Match", "User-Agent"]
)
def test_headers_that_fetching_decides_are_refused(name: str) -> None:
    """A source cannot undo the caps, the conditions or the name of the fetcher."""
    with pytest.raises(ValueError, match="set by briefbot itself"):
        web.header(name)


def test_other_headers_are_taken() -> None:
    """The headers that services ask for are free."""
    assert [web.header(name) for name in ("Authorization", "X-Api-Key")]


@pytest.mark.parametrize("text", ["https://site.example/about", "news.desk@site.example"])
def test_a_contact_is_a_page_or_a_mail_address(text: str) -> None:
    """Either lets a webmaster reach the team."""
    assert web.contact(text) == text


@pytest.mark.parametrize(
    "text", ["", "me", "@x.org", "me@x", "me@x.org\r\nHost: y", "https://", "我@x.org"]
)
def test_what_reaches_nobody_is_no_contact(text: str) -> None:
    """A contact goes into a header, so it holds nothing that would break one."""
    with pytest.raises(ValueError, match=r"contact|address"):
        web.contact(text)


@pytest.mark.parametrize(
    "text",
    ["x {version.__class__}", "x {version!r}", "x {version:>9}", "x {}", "x }", "é", "a\r\nb: c"],
)
def test_a_user_agent_fills_in_two_names_only(text: str) -> None:
    """A format that reaches further, or breaks the header, is refused."""
    with pytest.raises(ValueError, match=r"brace|filled in|ASCII|line break"):
        web.user_agent(text)


@pytest.mark.parametrize("text", ["", "http://proxy.example:3128", "https://10.0.0.1/"])
def test_a_proxy_is_a_host_and_a_port(text: str) -> None:
    """Either scheme is taken, and none at all."""
    assert web.proxy(text) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("http://ana:hunter2@proxy.example:3128", "`proxy_login`"),
        ("socks5://proxy.example", "must begin with https:// or http://"),
        ("proxy.example:3128", "must begin with"),
        ("http://proxy.example/path", "a proxy is a host and a port"),
        ("http://proxy.example/?hunter2", "a proxy is a host and a port"),
        ("http://", "names no host"),
    ],
)
def test_anything_else_is_no_proxy(text: str, says: str) -> None:
    """A login in the address is refused without being repeated, and so is what is no proxy."""
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        web.proxy(text)
    assert "hunter2" not in str(caught.value)
