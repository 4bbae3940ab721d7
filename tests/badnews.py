"""One ingest of many bad sources and a good one, over real HTTP and real worker processes.

Each source has a host name of its own, so that none waits for another's turn.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import ParamSpec, TypeVar

from briefbot.app import App, stored
from briefbot.cli.progress import Quiet
from briefbot.clock import utc_now
from briefbot.config import Briefing, Config, FetchOptions, Schedule, Source
from briefbot.models import Article, Looked, SourceState, StoredArticle
from briefbot.ports import Crew, Document, Offload
from briefbot.reach import online
from briefbot.reading import Page
from briefbot.store.archive import Archive
from briefbot.workers import Workers
from tests.badserver import BadServer, Behaviour, chunked, reply, silent
from tests.fetch.asking import Names
from tests.press import CABLE, HARBOUR, ORCHID, PIECES, item, page, publish, rss

P = ParamSpec("P")
T = TypeVar("T")

NOW = utc_now()
PATIENCE = 5.0
HANGING = 0.3
"""Seconds until a job that hangs is stopped, in a pool of its own: good jobs may be slow."""

SCRIPTS = b"<html><title>App</title><script src=app.js></script><div id=root></div></html>"
TEXT = f"<p>{ORCHID.text}</p>"
ADDED = "the feed's own words, which serve when the page is of no use to anybody at all."

CHINESE = "海纜修復船週一抵達馬祖外海"
CHINESE_TEXT = "修復船週一抵達馬祖外海，準備修理斷掉的海底電纜。電信公司說，工程要四天。" * 3


def feed(*items: str) -> Behaviour:
    """Answer with a feed of these items."""
    return reply(rss("Feed", items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """What came of the ingest."""

    port: int
    dead: str
    now: datetime
    looks: dict[str, Looked]
    states: dict[str, SourceState]
    archive: Archive
    sabotaged: set[str]

    def host(self, name: str) -> str:
        """Return the host as sentences have it."""
        return f"{name}.test:{self.port}"

    def articles(self, name: str) -> dict[str, Article]:
        """Return what is stored of a source, by title."""
        return {one.article.title: one.article for one in self._stored(name)}

    def _stored(self, name: str) -> list[StoredArticle]:
        rows = self.archive._rows("SELECT id FROM articles WHERE source_id = ?", name)
        return list(self.archive.articles([row["id"] for row in rows]).values())

    def text(self, name: str, title: str) -> str:
        """Return the text of an article."""
        [number] = [one.id for one in self._stored(name) if one.article.title == title]
        return self.archive.bodies([number])[number].text

    def detail(self, url: str) -> str:
        """Return what the archive remembers of how an article was read."""
        [entry] = self.archive.entries_of([url])
        return entry.detail


class Sabotage:
    """Runs jobs in the workers, but some of them hang or kill their process, as bytes may."""

    def __init__(self, workers: Crew, impatient: Offload) -> None:
        self._workers = workers
        self._impatient = impatient
        self.done: set[str] = set()

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        url = _address(args[0])
        name = url.partition("//")[2].partition(".")[0]
        if name.startswith(("hanging", "parse-hangs")):
            self.done.add(name)
            await self._impatient(time.sleep, 600)
        if name.startswith(("killing", "parse-dies")):
            self.done.add(name)
            await self._workers(os._exit, 9)
        return await self._workers(function, *args, **kwargs)

    def of(self, source_id: str) -> Offload:
        """Return what runs every source's jobs."""
        return self

    def is_heavy(self, source_id: str) -> bool:
        """Say no."""
        return False


def _address(job: object) -> str:
    """Return the address whose bytes a job reads; nothing when it reads none."""
    if isinstance(job, Page):
        job = job.document
    if isinstance(job, Document) and (job.url.endswith("/page") or "parse-" in job.url):
        return job.url
    return ""


def odd(server: BadServer) -> dict[str, Behaviour]:
    """Return the feeds that can be read although something is wrong, and serve their pages."""

    def entry(name: str, behaviour: Behaviour, text: str = TEXT) -> Behaviour:
        server.pages[f"/{name}/page"] = behaviour
        return feed(item(ORCHID.title, server.url(f"/{name}/page", host=f"{name}.test"), text=text))

    head = "Content-Type: application/rss+xml; charset="
    chinese = rss("x", [item(CHINESE, guid="1", text=CHINESE_TEXT)]).decode()
    big5 = chinese.replace("encoding='utf-8'", "encoding='big5'").encode("big5")
    pages = [
        item(piece.title, server.url(f"/doubles/{piece.slug}", host="doubles.test"), guid="same")
        for piece in (CABLE, HARBOUR)
    ]
    for piece in (CABLE, HARBOUR):
        server.pages[f"/doubles/{piece.slug}"] = reply(page(piece))
    return {
        "big5": reply(big5, f"{head}iso-8859-1"),
        "klingon": reply(chinese.encode(), f"{head}klingon"),
        "scripted": feed(
            item("Linked to a script", "javascript:alert(1)", guid="a", text=TEXT),
            item("Named by a script", guid="javascript:alert(2)", text=f"{TEXT} {ADDED}"),
            item("Linked to a file", "file:///etc/passwd", text=f"{ADDED} {TEXT}"),
        ),
        **{
            name: feed(
                item(f"First of {name}", guid="tag:2026:1", text=f"<p>{CABLE.text}</p>"),
                item(f"Second of {name}", guid="tag:2026:2", text=f"<p>{HARBOUR.text}</p>"),
            )
            for name in ("linkless", "wireless")
        },
        "doubles": feed(*pages),
        "future": feed(item("Tomorrow", published=NOW + timedelta(days=3), text=TEXT)),
        "fat-page": entry("fat-page", chunked([b"<html>" + b"<p>fat</p>" * 100_000] * 3)),
        "lost-page": entry("lost-page", reply(status=404)),
        "slow-page": entry("slow-page", silent()),
        "no-text-page": entry("no-text-page", reply(SCRIPTS)),
        "hanging-page": entry("hanging-page", reply(page(ORCHID))),
        "killing-page": entry("killing-page", reply(page(ORCHID))),
        "lost-alone": entry("lost-alone", reply(status=404), ""),
        "hanging-alone": entry("hanging-alone", reply(page(ORCHID)), ""),
        "killing-alone": entry("killing-alone", reply(page(ORCHID)), ""),
    }


def configured(server: BadServer, *sources: Source, summariser: str = "lexrank") -> Config:
    """Return a configuration that reads the server, and little patience."""
    briefing = Briefing(
        id="desk",
        name="Desk",
        sources=tuple(source.id for source in sources),
        schedule=Schedule(times=(clock(8),)),
    )
    fetch = FetchOptions(
        contact="https://desk.test/about",
        allow_private=(f"{server.host}/32:{server.port}",),
        timeout=PATIENCE,
    )
    return Config(sources=sources, briefings=(briefing,), fetch=fetch, summariser=summariser)


def resolver() -> Names:
    """Know every name but one."""

    def address(host: str) -> str:
        if host == "nameless.test":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return "127.0.0.1"

    return Names(address)


@asynccontextmanager
async def sabotaged(config: Config, database: Path) -> AsyncIterator[tuple[App, Sabotage]]:
    """Run an App as `running` does, with a saboteur between it and its workers."""
    async with (
        stored(database) as keeper,
        online(config, resolver()) as web,
        Workers(processes=1, seconds=HANGING) as impatient,
    ):
        saboteur = Sabotage(web.work, impatient)
        yield App(replace(web, work=saboteur), keeper, lambda: NOW), saboteur


async def look(database: Path, failing: Mapping[str, Behaviour | None]) -> Bad:
    """Serve everything that fails or is odd, and a good source, and ingest once."""
    async with BadServer() as server:
        feeds = {**failing, **odd(server)}
        server.pages |= {f"/{name}/feed": feed for name, feed in feeds.items() if feed}
        urls = {name: server.url(f"/{name}/feed", host=f"{name}.test") for name in feeds}
        urls["good"] = publish(server, "good", PIECES, NOW, host="good.test")
        with socket.socket() as unused:  # bound and not listening: nobody answers there
            unused.bind(("127.0.0.1", 0))
            dead = unused.getsockname()[1]
            urls["down"] = f"http://down.test:{dead}/feed"
            config = configured(
                server, *(Source(id=name, url=url, inside=True) for name, url in urls.items())
            )
            fetch = config.fetch.model_copy(
                update={"allow_private": (*config.fetch.allow_private, f"127.0.0.1/32:{dead}")}
            )
            config = config.model_copy(update={"fetch": fetch})
            async with sabotaged(config, database) as (app, saboteur):
                looks = {look.source_id: look for look in await app.ingest(Quiet())}
        archive = Archive(database)
        return Bad(
            port=server.port,
            dead=f"down.test:{dead}",
            now=NOW,
            looks=looks,
            states=archive.states(),
            archive=archive,
            sabotaged=saboteur.done,
        )
