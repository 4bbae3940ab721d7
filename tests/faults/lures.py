"""Every way in which an address can reach us, each leading inside, and beside it to a public page.

The path of an address says by which way it came: whoever is asked for /entry was led there by
an entry's link.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefbot.config import Source
from tests.badserver import BadServer, redirect, reply
from tests.press import CABLE, HARBOUR, ORCHID, item, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PUBLIC, ROBOTS = "93.184.216.34", "93.184.216.35"
INSIDE = ("127.0.0.1", "::1", "169.254.169.254", "10.0.0.5")
PROXY = ("10.0.0.5", 3128)
NAMES = {
    "inside.example": "127.0.0.1",
    "metadata.example": "169.254.169.254",
    "robots.example": ROBOTS,
}
SITE = "http://site.example"
ELSEWHERE = "http://elsewhere.example"
LED = ("127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.5", "inside.example", "metadata.example")
"""Hosts that every lure leads to."""
LITERALS = (
    *LED,
    "localhost",
    "0.0.0.0",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[::127.0.0.1]",
    "2130706433",
    "127.1",
    "0177.0.0.1",
)
ASKED = (
    *(f"http://{host}/brief" for host in LED),
    f"{SITE}/brief/moved",
    f"{ELSEWHERE}/brief",
)
"""What a reader asks to be summarised; the last one is a public page."""
TITLES = ("A ferry crosses the strait again after nine days", "The harbour has a new crane at last")


def feed(title: str, items: Iterable[str], more: str = "") -> bytes:
    """Return a feed of these items."""
    channel = f"<title>{title}</title><link>{SITE}/</link>{more}{''.join(items)}"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{channel}</channel></rss>".encode()


def own(places: Mapping[str, BadServer]) -> list[Source]:
    """Put two sources of our own inside, which lead on: one by its numbers, one by its name."""
    for number, host in enumerate(("10.0.0.5", "127.0.0.1")):
        entry = item(f"Our own page {number}", f"http://169.254.169.254/own/{number}", guid="1")
        places[host].pages["/own"] = reply(feed("Own", [entry]))
        places["169.254.169.254"].pages[f"/own/{number}"] = reply(page(CABLE))
    return [
        Source(id="own-number", url="http://10.0.0.5/own", kind="feed"),
        Source(id="own-name", url="http://inside.example/own", kind="feed", inside=True),
        Source(id="other-name", url="http://metadata.example/own", kind="feed"),
    ]


def _inside(way: str) -> list[str]:
    return [f"http://{host}/{way}" for host in LED]


def lay(places: Mapping[str, BadServer], secret: Path) -> list[Source]:
    """Put every lure into the pages of the servers; return the sources that find them."""
    site = places[PUBLIC]
    for host in INSIDE:  # whoever came in would find what to read
        for way in ("source", "redirect", "entry", "discovered", "index", "sitemap", "brief"):
            places[host].pages[f"/{way}"] = reply(page(CABLE))
    for way in ("entry", "index", "sitemap", "brief"):
        site.pages[f"/{way}"] = reply(page(HARBOUR), "Content-Type: text/html")
    site.pages["/brief/moved"] = redirect("http://10.0.0.5/brief")
    return [
        *_sources(),
        *_redirects(site, places["tls"], secret),
        *_entries(site),
        *_homes(site),
        *_lists(site),
        *_heads(site),
        *_robots(site, places[ROBOTS]),
    ]


def _sources() -> list[Source]:
    return [
        Source(id=f"source-{number}", url=f"http://{host}/source", kind="feed")
        for number, host in enumerate(LITERALS)
    ]


def _redirects(site: BadServer, tls: BadServer, secret: Path) -> list[Source]:
    """Lead inside by one hop and by three, to another scheme, and from https to inside http."""
    targets = [*_inside("redirect"), "//127.0.0.1/redirect", "//inside.example/redirect"]
    schemes = [
        f"file://{secret}",
        "gopher://127.0.0.1:70/_x",
        "ftp://127.0.0.1/x",
        "data:text/xml,x",
    ]
    for number, target in enumerate((*targets, *schemes)):
        site.pages[f"/redirect/{number}"] = redirect(target)
    site.pages["/hops/1"] = redirect("/hops/2")
    site.pages["/hops/2"] = redirect(f"{ELSEWHERE}/hops/3", status=308)
    site.pages["/hops/3"] = redirect("//127.0.0.1/redirect")
    tls.pages["/tls"] = redirect("http://10.0.0.5/redirect")
    site.pages["/redirect/good"] = redirect(f"{ELSEWHERE}/redirect")
    site.pages["/redirect"] = reply(feed("Redirect", [item("Here", guid="1", text="Words.")]))
    numbered = [("redirect", number) for number in range(len(targets))]
    numbered += [("scheme", number + len(targets)) for number in range(len(schemes))]
    return [
        *(
            Source(id=f"{name}-{number}", url=f"{SITE}/redirect/{number}", kind="feed")
            for name, number in numbered
        ),
        Source(id="redirect-hops", url=f"{SITE}/hops/1", kind="feed"),
        Source(id="redirect-tls", url="https://localhost/tls", kind="feed", inside=True),
        Source(id="good-redirect", url=f"{SITE}/redirect/good", kind="feed"),
    ]


def _entries(site: BadServer) -> list[Source]:
    links = [*_inside("entry"), f"{ELSEWHERE}/entry"]
    items = [item(f"Entry {n} of many", link, guid=str(n)) for n, link in enumerate(links)]
    site.pages["/entries"] = reply(feed("Entries", items))
    return [Source(id="entries", url=f"{SITE}/entries", kind="feed", first_sight="all")]


def _homes(site: BadServer) -> list[Source]:
    """Announce feeds inside: three are tried of each home page, so there are two of them."""
    links = _inside("discovered")
    sources = []
    for number, some in enumerate((links[:3], links[3:], [f"{ELSEWHERE}/discovered"])):
        announced = "".join(
            f'<link rel=alternate type="application/rss+xml" href="{link}">' for link in some
        )
        body = f"<html><head><title>Home</title>{announced}</head><body>news</body></html>"
        site.pages[f"/home/{number}"] = reply(body.encode(), "Content-Type: text/html")
        sources.append(Source(id=f"home-{number}", url=f"{SITE}/home/{number}"))
    site.pages["/discovered"] = reply(feed("Found", [item("Here", guid="1", text="Words.")]))
    return sources


def _lists(site: BadServer) -> list[Source]:
    """List pages inside in a sitemap, and on an index page, which lists its own site's alone."""
    for number, target in enumerate([*_inside("index"), f"{ELSEWHERE}/index"]):
        site.pages[f"/2026/11/{number}-ferry"] = redirect(target)
    cards = "".join(
        f'<article><h2><a href="/2026/11/{n}-ferry">{TITLES[n % 2]}, part {n} of it</a></h2>'
        f"<time datetime=2026-11-23T0{n}:00:00Z></time><p>It crossed in four hours.</p></article>"
        for n in range(len(LED) + 1)
    )
    index = f"<html><head><title>News</title></head><body><main>{cards}</main></body></html>"
    site.pages["/list"] = reply(index.encode(), "Content-Type: text/html")
    places = "".join(
        f"<url><loc>{link}</loc></url>" for link in [*_inside("sitemap"), f"{ELSEWHERE}/sitemap"]
    )
    urls = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    site.pages["/sitemap.xml"] = reply(urls.encode(), "Content-Type: application/xml")
    return [
        Source(id="index", url=f"{SITE}/list", kind="page", first_sight="all"),
        Source(id="sitemap", url=f"{SITE}/sitemap.xml", kind="sitemap", first_sight="all"),
    ]


def _heads(site: BadServer) -> list[Source]:
    """Name addresses that nobody has to ask: canonical, alternate, AMP, and pictures."""
    links = "".join(
        f'<link rel="{rel}" href="{link}">'
        for rel in ("canonical", "alternate", "amphtml", "next", "shortlink", "icon", "stylesheet")
        for link in (*_inside("head"), f"{ELSEWHERE}/head")
    )
    pictures = "".join(
        f'<meta property="og:image" content="{link}"><meta property="og:url" content="{link}">'
        for link in (*_inside("picture"), f"{ELSEWHERE}/picture")
    )
    shown = "".join(f'<img src="{link}">' for link in _inside("picture"))
    site.pages["/story"] = reply(page(ORCHID, head=links + pictures), "Content-Type: text/html")
    enclosed = "".join(
        f'<enclosure url="{link}" type="image/png" length="1"/>' for link in _inside("picture")
    )
    entry = item("A story with pictures", f"{SITE}/story", guid="1", text=shown)
    entry = entry.replace("</item>", f"{enclosed}</item>")
    logo = (
        f"<image><url>{escape(_inside('picture')[0])}</url></image><icon>{ELSEWHERE}/picture</icon>"
    )
    site.pages["/pictures"] = reply(feed("Pictures", [entry], logo))
    return [Source(id="pictures", url=f"{SITE}/pictures", kind="feed")]


def _robots(site: BadServer, other: BadServer) -> list[Source]:
    """Link to a page of a host whose robots.txt is said to be inside."""
    other.pages["/robots.txt"] = redirect("http://169.254.169.254/robots")
    other.pages["/page"] = reply(page(CABLE), "Content-Type: text/html")
    entry = item("A page behind a robots.txt", "http://robots.example/page", guid="1")
    site.pages["/robots"] = reply(feed("Robots", [entry]))
    return [Source(id="robots", url=f"{SITE}/robots", kind="feed")]
