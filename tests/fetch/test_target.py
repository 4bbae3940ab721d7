"""Which addresses are asked, and what may go from one to another."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

from briefbot.errors import FetchError
from briefbot.fetch.target import redirected, same_place
from tests.badserver import BadServer, redirect
from tests.fetch.asking import fetcher, no_such_name, refusal


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.2:70/_x",
        "ftp://127.0.0.2/x",
        "data:text/html,x",
        "javascript:alert(1)",
        "feed://example.org/x",
        "example.org/feed",
        "//example.org/feed",
        "",
        "http://",
        "http:///path",
        "http://[::1",
        "http://[]@",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "http://a..example/",
        f"http://{'a' * 70}.example/",
        f"http://{'a.' * 200}example/",
        f"http://example.org/{'a' * 10_000}",
        "http://user@example.org/",
        "http://user:hunter2@example.org/",
        "http://:hunter2@example.org/",
        "http://user:hun/ter2@example.org/",
    ],
)
async def test_only_web_addresses_are_asked(url: str, site: BadServer) -> None:
    """Any other scheme, a user name or nonsense is refused, direct and by redirect."""
    site.pages["/"] = redirect(url or "data:,")

    def look_up(host: str) -> str:
        return str(host.encode("idna")) and no_such_name(host)

    async with fetcher(site, names=look_up) as fetch:
        direct = await refusal(fetch, url)
        assert direct.reason == "bad_address"
        assert "hunter2" not in str(direct)
        assert "ter2@" not in str(direct)
        if "://" in url.replace(":///", "") and url != "http://":  # else it is a relative one
            assert (await refusal(fetch, site.url())).reason == "bad_address"


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=30),
        st.tuples(
            st.sampled_from(["http://", "https://", "http:", "//", "HTTP://"]),
            st.text(max_size=20),
            st.sampled_from(["", "/", ":80", ":", "@", ":99999", "/%ff", "?\ud800", "]"]),
        ).map("".join),
    )
)
def test_no_address_makes_a_foreign_error(url: str) -> None:
    """Whatever text stands for an address, the outcome is a FetchError of one line."""

    async def attempt() -> str:
        async with fetcher() as fetch:
            return str(await refusal(fetch, url))

    assert asyncio.run(attempt()).isprintable()


@pytest.mark.parametrize("start", ["", "/", "ftp:", "http://", "http://b.example/"])
@pytest.mark.parametrize("piece", ["/", "//", "@", "a@", "%", "\xe4", "[", "../", "."])
def test_a_redirect_of_any_length_takes_no_time(start: str, piece: str) -> None:
    """As long as a header can be, and of whatever it is made: the loop does not stand still."""
    location = start + piece * (32_000 // len(piece))
    begun = time.process_time()
    with pytest.raises(FetchError) as caught:
        redirected(URL("http://a.example/b"), location)
    assert time.process_time() - begun < 0.5
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("http://a.example/x", "http://a.example/y", True),
        ("https://a.example/", "https://A.EXAMPLE:443/", True),
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("http://a.example/", "https://a.example:8443/", False),
        ("http://a.example:8080/", "https://a.example/", False),
        ("https://a.example/", "https://www.a.example/", False),
        ("https://a.example/", "https://b.example/", False),
    ],
)
def test_secrets_go_only_where_they_are_as_safe(before: str, after: str, *, same: bool) -> None:
    """The same place is the same host, and never a step from https to http or to another port."""
    assert same_place(URL(before), URL(after)) == same
