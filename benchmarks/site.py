"""Real pages behind eight local servers, each with a feed: what `ingest.py` reads.

    python -m benchmarks.site pages.tar.xz

serves them until stopped and prints a configuration for `briefbot preview --config`.
Pages come from a folder or an archive of HTML files; without one, from the newsroom.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import re
import sys
import tarfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web

from briefbot.text.charset import decode

SERVERS = 8
SMALLEST = 2_000
LARGEST = 2_000_000
_TITLE = re.compile(r"<title[^>]*>([^<]{3,300})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file."""

    name: str
    body: bytes

    @property
    def title(self) -> str:
        """What its title element says."""
        found = _TITLE.search(decode(self.body))
        return " ".join(html.unescape(found[1] if found else self.name).split())


def load(where: Path | None, most: int | None = None) -> list[Page]:
    """Return the pages of an archive, of a folder, or of the newsroom, in a fixed order."""
    if where is None:
        pages = _newsroom()
    elif where.is_dir():
        pages = [Page(p.name, p.read_bytes()) for p in sorted(where.rglob("*")) if p.is_file()]
    else:
        pages = _archive(where)
    fit = [page for page in pages if SMALLEST <= len(page.body) <= LARGEST]
    return sorted(fit, key=lambda page: hashlib.sha256(page.name.encode()).digest())[:most]


def _archive(where: Path) -> list[Page]:
    with tarfile.open(where) as archive:
        members = (member for member in archive if member.isfile())
        return [Page(m.name, file.read()) for m in members if (file := archive.extractfile(m))]


def _newsroom() -> list[Page]:
    from briefbot.newsroom.pages import article
    from briefbot.newsroom.world import load as load_pieces

    pieces = load_pieces(datetime.now(UTC))
    return [Page(piece.url, article(piece, pieces).encode()) for piece in pieces]


@dataclass
class Site:
    """The servers while they run."""

    ports: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """The status of each answer to a request for a feed."""
    asked: int = 0

    @property
    def config_text(self) -> str:
        """A configuration that reads them all."""
        sources = "".join(
            f"  - {{id: site{n}, url: 'http://127.0.0.1:{port}/feed.xml', name: Site {n}, "
            "first_sight: all}\n"
            for n, port in enumerate(self.ports)
        )
        return (
            f"sources:\n{sources}"
            "briefings:\n"
            "  - {id: all, name: All, schedule: {times: ['08:00']}, max_stories: 20, "
            f"sources: [{', '.join(f'site{n}' for n in range(len(self.ports)))}]}}\n"
            "fetch: {contact: benchmark@example.org, allow_private: [127.0.0.1/32]}\n"
        )


@asynccontextmanager
async def serve(pages: Sequence[Page]) -> AsyncIterator[Site]:
    """Serve the pages from eight ports of 127.0.0.1."""
    site, runners = Site(), []
    for number in range(SERVERS):
        app = web.Application()
        share = pages[number::SERVERS]
        runner = web.AppRunner(app, access_log=None)
        _routes(app, share, site)
        await runner.setup()
        tcp = web.TCPSite(runner, "127.0.0.1", 0)
        await tcp.start()
        site.ports.append(runner.addresses[0][1])
        runners.append(runner)
    try:
        yield site
    finally:
        await asyncio.gather(*(runner.cleanup() for runner in runners))


def _routes(app: web.Application, pages: Sequence[Page], site: Site) -> None:
    started = datetime.now(UTC)

    async def feed(request: web.Request) -> web.Response:
        body = _feed(pages, str(request.url.origin()), started)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        unchanged = request.headers.get("If-None-Match") == tag
        site.statuses.append(304 if unchanged else 200)
        if unchanged:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": tag})

    async def page(request: web.Request) -> web.Response:
        site.asked += 1
        found = pages[int(request.match_info["number"])]
        return web.Response(body=found.body, headers={"Content-Type": "text/html"})

    app.router.add_get("/feed.xml", feed)
    app.router.add_get("/article/{number:\\d+}/{slug}", page)


def _feed(pages: Sequence[Page], origin: str, started: datetime) -> bytes:
    items = []
    for number, page in enumerate(pages):
        date = format_datetime(started - timedelta(minutes=5 * (number % 250)), usegmt=True)
        title = html.escape(page.title)
        link = f"{origin}/article/{number}/story.html"
        items.append(
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{date}</pubDate></item>"
        )
    channel = f"<title>Site</title><link>{origin}/</link><description/>{''.join(items)}"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}</channel></rss>'.encode()


async def main() -> None:
    """Serve until stopped."""
    pages = load(Path(sys.argv[1]) if sys.argv[1:] else None)
    async with serve(pages) as site:
        print(site.config_text, flush=True)
        print(f"# {len(pages)} pages are served; stop with Ctrl-C", file=sys.stderr)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
