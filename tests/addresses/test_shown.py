"""Hosts as people read them."""

from __future__ import annotations

import pytest

from briefbot.addresses import host


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
