"""Outlets on loopback, for commands that run their own event loop: a thread of its own serves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from threading import Event, Thread

from tests.badserver import BadServer, reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article: a feed's entry and the page that it links to."""

    slug: str
    title: str
    text: str
    """Paragraphs with an empty line between them."""
    age: timedelta = timedelta(hours=1)


CABLE = Piece(
    slug="cable",
    title="Repair ship reaches the broken cable off Matsu",
    text="A repair ship reached the broken undersea cable off Matsu on Monday morning, nine days "
    "after an anchor had cut it.\n\n"
    "Engineers of the telephone company expect to splice the cable within four days, and the "
    "islands of Matsu speak through a microwave link until then.\n\n"
    "The link carries a tenth of what the cable carried, the company said in Taipei. Hospitals "
    "and banks come first, and films wait for the cable.",
)
HARBOUR = Piece(
    slug="harbour",
    title="Ransomware gang publishes the files of a harbour operator",
    text="A ransomware gang published the payroll files of a harbour operator on Sunday night "
    "after the operator had refused to pay.\n\n"
    "The gang came in through a mail server that had missed the patch of October, investigators "
    "said. Cranes and gates were never in danger, for they stand in a network of their own.\n\n"
    "The operator told its dock workers by letter, and pays for watching their bank accounts "
    "for two years.",
    age=timedelta(hours=3),
)
ORCHID = Piece(
    slug="orchid",
    title="Orchid growers of Tainan ship again after the typhoon",
    text="The orchid growers of Tainan shipped their first flowers since the typhoon, two weeks "
    "later than in other years.\n\n"
    "Half of the greenhouses lost their roofs. The growers moved the young plants into school "
    "halls, where pupils watered them by hand.\n\n"
    "Buyers in Amsterdam took the whole harvest, and the price rose by a fifth.",
    age=timedelta(hours=5),
)
PIECES = (CABLE, HARBOUR, ORCHID)


def page(piece: Piece, *, head: str = "") -> bytes:
    """Return the article's page, with what stands around an article."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in piece.text.split("\n\n"))
    return (
        f"<!doctype html><html lang=en><head><title>{escape(piece.title)}</title>{head}</head>"
        "<body><nav><a href=/>Home</a> <a href=/about>About us</a></nav>"
        f"<article><h1>{escape(piece.title)}</h1>{paragraphs}</article>"
        "<footer>All rights reserved.</footer></body></html>"
    ).encode()


def rss(title: str, items: Sequence[str]) -> bytes:
    """Return a feed of these items."""
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>"
        f"<link>http://press.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


def item(
    title: str,
    link: str = "",
    *,
    guid: str = "",
    published: datetime | None = None,
    text: str = "",
) -> str:
    """Return one item of a feed; what is left out is not in it."""
    parts = {
        "title": title,
        "link": link,
        "guid": guid,
        "pubDate": format_datetime(published) if published else "",
        "description": text,
    }
    inside = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in parts.items() if value)
    return f"<item>{inside}</item>"


def publish(
    server: BadServer, outlet: str, pieces: Sequence[Piece], now: datetime, *, host: str = ""
) -> str:
    """Serve an outlet's feed, home page and articles; return the address of its feed."""
    base = server.url(f"/{outlet}/", host=host or None)
    items = [
        item(piece.title, f"{base}{piece.slug}", published=now - piece.age) for piece in pieces
    ]
    server.pages[f"/{outlet}/feed.xml"] = reply(
        rss(outlet.title(), items), "Content-Type: application/rss+xml"
    )
    link = "<link rel=alternate type=application/rss+xml href=feed.xml>"
    server.pages[f"/{outlet}/"] = reply(
        f"<html><head><title>{outlet}</title>{link}</head><body>news</body></html>".encode(),
        "Content-Type: text/html",
    )
    for piece in pieces:
        server.pages[f"/{outlet}/{piece.slug}"] = reply(page(piece), "Content-Type: text/html")
    return f"{base}feed.xml"


@contextmanager
def on_air() -> Iterator[BadServer]:
    """Serve from a thread of its own; the pages may be changed while it runs."""
    server, ready = BadServer(), Event()
    loop = asyncio.new_event_loop()
    off_air = asyncio.Event()

    async def serve() -> None:
        async with server:
            ready.set()
            await off_air.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(off_air.set)
        thread.join(60)
