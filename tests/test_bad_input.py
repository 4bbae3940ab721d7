"""Everything bad at once, beside one good source: each gets one sentence, the rest goes on.

All sources are read in one ingest over real HTTP and real worker processes; each has a host
name of its own. The tests look at what came of it.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import socket
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pytest

from briefbot import settings
from briefbot.app import App, running, stored
from briefbot.cli.progress import Quiet
from briefbot.clock import utc_now
from briefbot.config import Config, FetchOptions, Source
from briefbot.errors import StoreError
from briefbot.fetch import Fetcher
from briefbot.models import Looked, Quality, SourceState
from briefbot.pipeline import Web
from briefbot.ports import Document
from briefbot.reading import Page, warm
from briefbot.store.archive import Archive
from briefbot.workers import Workers
from tests.badserver import (
    BadServer,
    Behaviour,
    chunked,
    endless,
    gzip_bomb,
    raw,
    redirect,
    reply,
    silent,
)
from tests.fetch.asking import Names
from tests.press import CABLE, HARBOUR, ORCHID, PIECES, item, page, publish, rss

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

P = ParamSpec("P")
T = TypeVar("T")

NOW = utc_now()
PATIENCE = 1.0
HANGING = 0.3
"""Seconds until a job that hangs is stopped, in a pool of its own: good jobs may be slow."""
MEGABYTES_50 = 50_000_000

LOGIN = b"<html><title>Sign in</title><form><input name=u><input type=password></form></html>"
PROSE = b"<html><title>About us</title><p>We are a small shop and sell tea.</p></html>"
SCRIPTS = b"<html><title>App</title><script src=app.js></script><div id=root></div></html>"
TEXT = f"<p>{ORCHID.text}</p>"
ADDED = "the feed's own words, which serve when the page is of no use to anybody at all."

CHINESE = "海纜修復船週一抵達馬祖外海"
CHINESE_TEXT = "修復船週一抵達馬祖外海，準備修理斷掉的海底電纜。電信公司說，工程要四天。" * 3


# ---------------------------------------------------------------- what fails

Case = tuple[Behaviour | None, str]
"""How a source answers (None: no server), and the sentence that it must get."""


def feed(*items: str) -> Behaviour:
    return reply(rss("Feed", items))


FAILING: dict[str, Case] = {
    "gone": (reply(status=404), r"404 from {host}: nothing is there; check the address"),
    "forbidden": (reply(status=403), r"403 from {host}: does the site block bots\?"),
    "wall": (reply(status=401), r"401 from {host}: it wants a login; "),
    "busy": (reply(status=429), r"429 from {host}: it is asked too often; a longer interval"),
    "broken": (reply(status=500), r"500 from {host}: its server has trouble; wait, "),
    "picture": (
        reply(b"\x89PNG\r\n\x1a\n" + bytes(2000), "Content-Type: image/png"),
        r"{host}.* no feed, no web page and no sitemap \(the server calls it image/png\)",
    ),
    "prose": (reply(PROSE), r"{host}.*: no list of articles on this page: name the page that"),
    "scripts": (reply(SCRIPTS), r"{host}.*: a script builds it in the browser; look for"),
    "empty": (reply(b""), r"{host} answers with an empty page; check the address"),
    "blank": (reply(b" \n\t\n"), r"{host}.*: the answer is empty; is the address right\?"),
    "login": (reply(LOGIN), r"{host}.*: this page asks for a password"),
    "hollow": (feed(), r"{host}.*: this feed has no entries at the moment"),
    "large": (
        reply(b"<rss>", length=MEGABYTES_50),
        r"{host} sends more than 5 MB; is this the address of a feed or a page\?",
    ),
    "endless": (
        endless(b"HTTP/1.1 200 OK\r\n\r\n<rss>", b" " * 65_536),
        r"{host} sends more than 5 MB; is this",
    ),
    "bomb": (
        reply(gzip_bomb(MEGABYTES_50), "Content-Encoding: gzip"),
        r"{host} sends more than 5 MB; is this",
    ),
    "cut": (
        reply(gzip.compress(rss("x", []) * 9)[:-40], "Content-Encoding: gzip"),
        r"the packed answer of {host} is cut short; it may heal",
    ),
    "silent": (silent(), r"no complete answer from {host} within 1 s; does it block bots\?"),
    "trickle": (
        endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x", pause=0.1),
        r"no complete answer from {host} within 1 s; does it block bots\?",
    ),
    "early": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss"),
        r"{host} sends an answer that is cut short or is not HTTP; if it stays so",
    ),
    "ssh": (
        raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
        r"{host} sends an answer that is cut short or is not HTTP; if it stays so",
    ),
    "loop": (
        redirect("/loop/feed"),
        r"{host} redirects more than 5 times; open it in a browser",
    ),
    "inward": (
        redirect("http://127.0.0.2/secret"),
        r"127\.0\.0\.2 \(where {host} redirects\) leads to 127\.0\.0\.2, which is not public; "
        r"if it shall be read, add it to fetch\.allow_private",
    ),
    "strange": (
        redirect("file:///etc/passwd"),
        r"{host} redirects to 'file:///etc/passwd', which is not followed",
    ),
    "nameless": (None, r"{host} has no address: .*; check the spelling"),
    "down": (None, r"{host} can't be reached: Connection refused; is it down\?"),
    "parse-hangs": (feed(item("x")), r"{host}"),
    "parse-dies": (feed(item("x")), r"{host}"),
}
"""Name of the source, which is its host's too -> how it answers, and what is said of it."""


@pytest.mark.parametrize("name", FAILING)
def test_a_bad_source_gets_one_sentence(bad: Bad, name: str) -> None:
    """It names the host and what to do, and nothing of the source is stored."""
    look = bad.looks[name]
    assert look.failure
    assert "\n" not in look.failure
    host = bad.dead if name == "down" else bad.host(name)
    assert re.search(FAILING[name][1].format(host=re.escape(host)), look.failure), look.failure
    assert (look.articles, look.unread) == (0, ())
    state = bad.states[name]
    assert (state.error, state.failures, state.succeeded) == (look.failure, 1, None)
    assert bad.articles(name) == {}


@pytest.mark.parametrize("name", FAILING)
def test_a_bad_sources_sentence_says_what_to_do(bad: Bad, name: str) -> None:
    """Behind what is wrong stands a piece of advice, or a question that leads to it."""
    host = bad.dead if name == "down" else bad.host(name)
    said = re.sub(rf"(http://)?{re.escape(host)}(/\S*:)?", "", bad.looks[name].failure or "")
    assert re.search(r"[;:] \w|\?( |$)", said), said


def test_the_good_source_beside_them_is_stored(bad: Bad) -> None:
    """All of its articles are there, whole."""
    assert bad.looks["good"] == Looked(source_id="good", articles=len(PIECES))
    stored = bad.articles("good")
    assert set(stored) == {piece.title for piece in PIECES}
    assert {article.quality for article in stored.values()} == {Quality.FULL}


def test_what_can_be_read_is_no_failure(bad: Bad) -> None:
    """Only the bad sources fail."""
    assert {name for name, look in bad.looks.items() if look.failure} == set(FAILING)


# ---------------------------------------------------------------- what is odd and yet read


def test_a_wrong_charset_is_seen_through(bad: Bad) -> None:
    """Big5 that is declared as Latin-1 in the header, and a charset that nobody knows."""
    for name in ("big5", "klingon"):
        assert list(bad.articles(name)) == [CHINESE]
    assert bad.text("big5", CHINESE).startswith("修復船週一抵達馬祖外海，")


def test_links_that_are_scripts_are_not_kept(bad: Bad) -> None:
    """An entry that links to `javascript:` is read from the feed, under no such address."""
    stored = bad.articles("scripted")
    assert set(stored) == {"Linked to a script", "Named by a script", "Linked to a file"}
    assert [a.url for a in stored.values() if re.match("(?i)javascript:|data:|file:", a.url)] == []


def test_entries_without_links_are_articles_of_their_own(bad: Bad) -> None:
    """Two outlets number their entries 1 and 2 and link nowhere: that makes four articles."""
    for name in ("linkless", "wireless"):
        assert set(bad.articles(name)) == {f"First of {name}", f"Second of {name}"}
    urls = {a.url for name in ("linkless", "wireless") for a in bad.articles(name).values()}
    assert len(urls) == 4


def test_guids_that_repeat_hide_nothing(bad: Bad) -> None:
    """One guid for all entries: what tells them apart is their pages."""
    assert set(bad.articles("doubles")) == {CABLE.title, HARBOUR.title}


def test_an_article_of_the_future_is_one_of_now(bad: Bad) -> None:
    """A date that has not come yet counts as the moment it was found."""
    [article] = bad.articles("future").values()
    assert article.published == article.found == bad.now


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("fat-page", r"sends more than 2 MB"),
        ("lost-page", r"^404 from "),
        ("slow-page", r"^no complete answer from "),
        ("no-text-page", r"no article text found"),
        ("hanging-page", r"."),
        ("killing-page", r"."),
    ],
)
def test_the_feeds_own_text_serves_for_a_bad_page(bad: Bad, name: str, why: str) -> None:
    """The article is stored with the feed's words, its quality says so, and the reason is kept."""
    assert bad.looks[name] == Looked(source_id=name, articles=1)
    [(title, article)] = bad.articles(name).items()
    assert (title, article.quality) == (ORCHID.title, Quality.FEED)
    assert bad.text(name, title).startswith("The orchid growers of Tainan")
    assert re.search(why, bad.detail(article.url))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("lost-alone", "404 from {host}: nothing is there; check the address"),
        ("hanging-alone", "{host}"),
        ("killing-alone", "{host}"),
    ],
)
def test_a_page_without_any_text_is_one_sentence(bad: Bad, name: str, says: str) -> None:
    """Neither page nor feed has text: the source is well, and the page is named."""
    look = bad.looks[name]
    assert (look.failure, look.articles) == (None, 0)
    [said] = look.unread
    assert "\n" not in said
    assert says.format(host=bad.host(name)) in said


def test_the_workers_died_and_were_replaced(bad: Bad) -> None:
    """The sabotage did take place, or the tests above would prove nothing."""
    assert bad.sabotaged == {"hanging-page", "killing-page", "hanging-alone", "killing-alone"} | {
        "parse-hangs",
        "parse-dies",
    }


# ---------------------------------------------------------------- a full disk


async def test_a_full_disk_stops_the_ingest_in_a_sentence(tmp_path: Path) -> None:
    """SQLite says that it is full: one StoreError, and what was stored before can be shown."""
    async with BadServer() as server:
        database = tmp_path / "briefbot.db"
        first = publish(server, "first", [CABLE], NOW)
        config = configured(server, Source(id="first", url=first, interval=timedelta(hours=1)))
        async with running(config, database) as app:
            await app.ingest(Quiet())
        second = publish(server, "second", [replace(ORCHID, text=ORCHID.text * 50)], NOW)
        config = configured(server, *config.sources, Source(id="second", url=second))
        async with running(config, database) as app:
            _fill(app)
            with pytest.raises(StoreError) as caught:
                await app.ingest(Quiet())
            digest = await app.compose(config.briefings[0], timedelta(days=1))
    assert str(caught.value) == (
        f"{database}: the disk is full; free some space and run again (nothing stored was lost)"
    )
    assert [item.headline for item in digest.items] == [CABLE.title]


def _fill(app: App) -> None:
    """Let the database file grow no further, which is what a full disk does to it."""
    db = app._keeper.store._db
    [(pages,)] = db.execute("PRAGMA page_count").fetchall()
    db.execute(f"PRAGMA max_page_count = {pages}")


# ---------------------------------------------------------------- the ingest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a test wants to know of a stored article."""

    id: int
    url: str
    quality: Quality
    published: object
    found: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """What came of the ingest."""

    port: int
    dead: str
    now: object
    looks: dict[str, Looked]
    states: dict[str, SourceState]
    archive: Archive
    sabotaged: set[str]

    def host(self, name: str) -> str:
        """Return the host as sentences have it."""
        return f"{name}.test:{self.port}"

    def articles(self, name: str) -> dict[str, Kept]:
        """Return what is stored of a source, by title."""
        rows = self.archive._rows("SELECT id FROM articles WHERE source_id = ?", name)
        stored = self.archive.articles([row["id"] for row in rows]).values()
        return {
            one.article.title: Kept(
                id=one.id,
                url=one.article.url,
                quality=one.article.quality,
                published=one.article.published,
                found=one.article.found,
            )
            for one in stored
        }

    def text(self, name: str, title: str) -> str:
        """Return the text of an article."""
        number = self.articles(name)[title].id
        return self.archive.bodies([number])[number].text

    def detail(self, url: str) -> str:
        """Return what the archive remembers of how an article was read."""
        [entry] = self.archive.entries_of([url])
        return entry.detail


class Sabotage:
    """Runs jobs in the workers, but some of them hang or kill their process, as bytes may."""

    def __init__(self, workers: Workers, impatient: Workers) -> None:
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


def configured(server: BadServer, *sources: Source) -> Config:
    """Return a configuration that reads the server, and little patience."""
    briefing = {
        "id": "desk",
        "name": "Desk",
        "sources": [source.id for source in sources],
        "schedule": {"times": ["08:00"]},
    }
    fetch = FetchOptions(
        contact="https://desk.test/about",
        allow_private=(f"{server.host}/32:{server.port}",),
        timeout=PATIENCE,
    )
    return Config(sources=sources, briefings=[briefing], fetch=fetch)  # type: ignore[arg-type]


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
        Workers(processes=2, warm=warm) as workers,
        Workers(processes=1, seconds=HANGING) as impatient,
        Fetcher(config.fetch, version="1", resolver=resolver()) as fetch,
    ):
        saboteur = Sabotage(workers, impatient)
        web = Web(
            config=config,
            fetch=fetch,
            work=saboteur,
            headers=lambda source: settings.headers(source.headers, {}),
            pages=asyncio.Semaphore(24),
        )
        yield App(web, keeper, lambda: NOW), saboteur


async def look(database: Path) -> Bad:
    """Serve everything and ingest once."""
    async with BadServer() as server:
        feeds = {name: case[0] for name, case in FAILING.items()} | odd(server)
        server.pages |= {f"/{name}/feed": feed for name, feed in feeds.items() if feed}
        urls = {name: server.url(f"/{name}/feed", host=f"{name}.test") for name in feeds}
        urls["good"] = publish(server, "good", PIECES, NOW, host="good.test")
        with socket.socket() as unused:  # bound and not listening: nobody answers there
            unused.bind(("127.0.0.1", 0))
            dead = unused.getsockname()[1]
            urls["down"] = f"http://down.test:{dead}/feed"
            config = configured(server, *(Source(id=name, url=url) for name, url in urls.items()))
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


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bad]:
    """Do the one ingest."""
    made = asyncio.run(look(tmp_path_factory.mktemp("bad") / "briefbot.db"))
    yield made
    made.archive.close()
