"""Everything bad at once, beside one good source: each gets one sentence, the rest goes on.

All sources are read in one ingest (see badnews.py); the tests look at what came of it.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.app import App, running
from briefbot.cli.progress import Quiet
from briefbot.config import Source
from briefbot.errors import StoreError
from briefbot.models import Looked, Quality
from tests.badnews import CHINESE, NOW, SCRIPTS, Bad, configured, feed, look
from tests.badserver import (
    BadServer,
    Behaviour,
    endless,
    gzip_bomb,
    raw,
    redirect,
    reply,
    silent,
)
from tests.press import CABLE, HARBOUR, ORCHID, PIECES, item, publish, rss

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEGABYTES_50 = 50_000_000

LOGIN = b"<html><title>Sign in</title><form><input name=u><input type=password></form></html>"
PROSE = b"<html><title>About us</title><p>We are a small shop and sell tea.</p></html>"

# ---------------------------------------------------------------- what fails

Case = tuple[Behaviour | None, str]
"""How a source answers (None: no server), and the sentence that it must get."""


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
    "hollow": (feed(), r"{host}.*: this feed has no entries; wait, or check the address"),
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
    "silent": (silent(), r"no complete answer from {host} within 5 s; does it block bots\?"),
    "trickle": (
        endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x", pause=0.1),
        r"no complete answer from {host} within 5 s; does it block bots\?",
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
        r"\(where {host} redirects\) leads to 127\.0\.0\.2, which is not public; if it shall be",
    ),
    "strange": (
        redirect("file:///etc/passwd"),
        r"{host} redirects to 'file:///etc/passwd', which is not followed",
    ),
    "nameless": (None, r"{host} has no address: .*; check the spelling"),
    "down": (None, r"{host} can't be reached: Connection refused; is it down\?"),
    "parse-hangs": (
        feed(item("x")),
        r"^{host}: reading it took too long and was stopped; is it very large or",
    ),
    "parse-dies": (
        feed(item("x")),
        r"^{host}: reading it ended its worker process; is it damaged\?",
    ),
}
"""Name of the source, which is its host's too -> how it answers, and what is said of it."""
ANSWERS = {name: answer for name, (answer, _) in FAILING.items()}


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
        ("no-text-page", r"scripts make the page"),
        ("hanging-page", r"."),
        ("killing-page", r"."),
    ],
)
def test_the_feeds_own_text_serves_for_a_bad_page(bad: Bad, name: str, why: str) -> None:
    """The article is stored with the feed's words, its quality says so, and the reason is kept."""
    assert bad.looks[name] == Looked(source_id=name, articles=1)
    [(title, article)] = bad.articles(name).items()
    expected = Quality.SCRIPTED if name == "no-text-page" else Quality.FEED
    assert (title, article.quality) == (ORCHID.title, expected)
    assert bad.text(name, title).startswith("The orchid growers of Tainan")
    assert re.search(why, bad.detail(article.url))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("lost-alone", "404 from {host}: nothing is there; check the address"),
        ("hanging-alone", "{host}: reading it took too long and was stopped; is it"),
        ("killing-alone", "{host}: reading it ended its worker process; is it"),
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
    database, now = tmp_path / "briefbot.db", [NOW]
    large = replace(ORCHID, text=ORCHID.text * 30)
    async with BadServer() as server:
        url = publish(server, "paper", [CABLE], NOW)
        config = configured(server, Source(id="paper", url=url), summariser="lead")
        async with running(config, database, clock=lambda: now[0]) as app:
            await app.ingest(Quiet())
            _fill(app)
            publish(server, "paper", [CABLE, large], NOW)
            now[0] += timedelta(hours=7)
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


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bad]:
    """Do the one ingest."""
    made = asyncio.run(look(tmp_path_factory.mktemp("bad") / "briefbot.db", ANSWERS))
    yield made
    made.archive.close()
