"""The guard, S-01 to S-06: nothing inside is connected to, whichever way its address comes.

Briefbot runs in a network of its own, with a name server, a public site at a public address
and servers inside that count who comes. All is read once; the tests look at what was found.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults import apart
from tests.faults.lures import LED, LITERALS, PROXY
from tests.stalls import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Figure = Callable[[str, str], None]
    Found = dict[str, Any]

pytestmark = pytest.mark.fault

ENTRIES = ("entries", "index", "sitemap")
CONTROLS = {
    "redirect": "elsewhere.example/redirect",
    "hops": "elsewhere.example/hops/3",
    "entry": "elsewhere.example/entry",
    "discovered": "elsewhere.example/discovered",
    "index": "elsewhere.example/index",
    "sitemap": "elsewhere.example/sitemap",
    "robots": "robots.example/robots.txt",
    "brief": "elsewhere.example/brief",
}
"""What was asked in public in the same way: a way that nobody goes would prove nothing."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Read every lure once, with a proxy named in the environment."""
    apart.needed()
    proxy = "http://{}:{}".format(*PROXY)
    names = ("http_proxy", "https_proxy", "all_proxy")
    env = {form(name): proxy for name in names for form in (str.lower, str.upper)}
    found: Found = asyncio.run(apart.run("ways", tmp_path_factory.mktemp("ways"), **env))
    return found


def came(found: Found, way: str) -> list[str]:
    """Return the requests that reached the inside by a way."""
    heads = (head for heads in found["inside"].values() for head in heads)
    return [head for head in heads if head.split(" ")[1].startswith(f"/{way}")]


@pytest.mark.parametrize("way", ["source", *CONTROLS, "head", "picture"])
def test_no_way_leads_inside(found: Found, figure: Figure, way: str) -> None:
    """Public pages are reached by the same way, and nothing inside sees a connection."""
    assert came(found, way) == []
    assert found["accepted"] == 0
    if way in CONTROLS:
        assert CONTROLS[way] in found["public"]
    figure("S-00", f"by {way}: {len(LED)} hosts inside, 0 connections")


def test_s01_a_source_inside_is_refused(found: Found, figure: Figure) -> None:
    """However it is written; short and decimal forms are never guessed at."""
    reasons = [found["reasons"][f"source-{number}"] for number in range(len(LITERALS))]
    assert set(reasons) == {"blocked_address", "bad_address"}
    assert reasons.count("bad_address") == 3  # 2130706433, 127.1, 0177.0.0.1
    assert found["accepted"] == 0
    figure("S-01", f"{len(reasons)} addresses refused, 0 connections")


def test_s02_a_redirect_inside_is_refused_at_its_hop(found: Found, figure: Figure) -> None:
    """At the first hop and the third, as `//host` too, and from https to http inside."""
    reasons = {n: r for n, r in found["reasons"].items() if n.startswith("redirect-")}
    assert len(reasons) == len(LED) + 4
    assert set(reasons.values()) == {"blocked_address"}
    assert found["tls"] == ["localhost/tls"]
    assert found["accepted"] == 0
    figure("S-02", f"{len(reasons)} redirects refused, 0 connections")


async def test_s03_a_rebinding_name_stays_outside(tmp_path: Path, figure: Figure) -> None:
    """A name that is public the first time and inside the second is judged when connecting."""
    apart.needed()
    found = await apart.run("rebinding", tmp_path)
    assert found["first"] == 50
    assert found["reasons"] == ["blocked_address"] * 50
    assert found["accepted"] == 0
    assert found["stall"] < LIMIT
    figure("S-03", f"{len(found['reasons'])} names that rebind, 0 connections")


def test_s04_cloud_metadata_is_never_asked(found: Found, figure: Figure) -> None:
    """Not as a source, not by redirect, not by an article's link, not under a name."""
    ways = [
        reason for name, reason in found["reasons"].items() if name in {"source-2", "redirect-2"}
    ]
    links = [d for _, fate, d in found["details"] if "169.254.169.254" in d and fate != "stored"]
    assert ways == ["blocked_address"] * 2
    assert len(links) >= 2 * len(ENTRIES)
    assert found["metadata"] == 0
    figure("S-04", "direct, by redirect, by article link: 0 connections")


def test_s05_other_schemes_are_refused(found: Found, figure: Figure) -> None:
    """A redirect to file:, gopher:, ftp: or data: ends there, and the file is not opened."""
    reasons = {n: r for n, r in found["reasons"].items() if n.startswith("scheme-")}
    assert len(reasons) == 4
    assert set(reasons.values()) == {"bad_address"}
    assert found["opened"] == 0
    figure("S-05", f"{len(reasons)} schemes refused, the file opened 0 times")


def test_s06_a_proxy_in_the_environment_is_ignored(found: Found, figure: Figure) -> None:
    """Pages are read directly, whatever http_proxy says."""
    assert found["proxy"] == 0
    assert "elsewhere.example/entry" in found["public"]
    figure("S-06", "6 variables set, 0 connections to the proxy")


async def test_what_is_opened_is_open_to_our_own_sources_alone(
    tmp_path: Path, figure: Figure
) -> None:
    """With all networks open no public source leads in, by no way, and no name by itself."""
    apart.needed()
    found = await apart.run("opened", tmp_path)
    assert [path for path in found["inside"] if path != "/robots.txt"] == [
        *("/own", "/own", "/own/0", "/own/1")
    ]
    assert found["tls"] == []
    assert found["reasons"]["own-number"] is found["reasons"]["own-name"] is None
    assert found["reasons"]["other-name"] == "blocked_address"
    assert all(reason for name, reason in found["reasons"].items() if name.startswith("redirect-"))
    assert "elsewhere.example/entry" in found["public"]
    *refused, _ = found["brief"].values()
    assert all("on the public web. Is the address right?" in said for said in refused)
    lured = len(found["reasons"]) - 2
    figure("S-00a", f"all networks open: 2 sources inside read, {lured} others led nowhere inside")


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_that_leads_inside_says_so(found: Found, name: str) -> None:
    """Each is remembered with its reason, so that `why` can tell it."""
    details = [detail for source, _, detail in found["details"] if source == name]
    assert sum("which is not public" in detail for detail in details) == len(LED)


def test_a_reader_is_told_why_a_page_is_not_read(found: Found) -> None:
    """`/brief` with an address inside, or one that leads there, gets the sentence."""
    *refused, read = found["brief"].values()
    assert all("on the public web. Is the address right?" in said for said in refused)
    assert "Ransomware" in read


def test_the_loop_goes_on_meanwhile(found: Found, figure: Figure) -> None:
    """No lure holds everybody else up."""
    assert found["stall"] < LIMIT
    figure("I-04", f"guard: longest stall of the loop {found['stall'] * 1000:.0f} ms")
