"""Hostile documents, X-01 to X-07: nothing is opened or asked, and nobody else waits.

All but the slow ones are read in one ingest, beside a good source; the tests look at it.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest

from briefbot.models import Quality
from tests.badserver import BadServer, Behaviour, reply
from tests.faults.opened import Opened
from tests.faults.reading import ANY, Outcome, read
from tests.press import CABLE, item, page, rss
from tests.processes import MEGABYTE
from tests.stalls import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Figure = Callable[[str, str], None]

pytestmark = pytest.mark.fault

DEEP = 100_000
LEAD = "It crossed the strait in four hours, twice as long as in summer, its captain said. " * 4
WORKER = 300 * MEGABYTE

CHARSETS = (
    "iso-8859-1", "iso-8859-2", "iso-8859-7", "iso-8859-15", "windows-1250", "windows-1251",
    "windows-1252", "koi8-r", "big5", "gb18030", "shift_jis", "euc-jp", "euc-kr", "utf-16",
    "us-ascii", "utf-7",
)  # fmt: skip
CHINESE = "海纜修復船週一抵達馬祖外海"
ODD = {
    "undefined": "<?xml version='1.0' encoding='undefined'?>",
    "idna": "<?xml version='1.0' encoding='idna'?>",
}


def feed(text: str | bytes, kind: str = "application/rss+xml") -> Behaviour:
    """Answer with a document."""
    body = text.encode() if isinstance(text, str) else text
    return reply(body, f"Content-Type: {kind}")


def linking(title: str, path: str, *, text: str = "") -> Behaviour:
    """Answer with a feed whose entry links to a page of the same server."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        port = writer.get_extra_info("sockname")[1]
        entry = item(title, f"http://127.0.3.1:{port}{path}", text=text)
        await feed(rss("Outlet", [entry]))(writer)

    return behave


def xml(title: str, before: str = "", inside: str = "") -> str:
    """Return a feed of one entry, whatever stands before it and in it."""
    text = rss("Outlet", [item(title, guid="1", text=LEAD)]).decode()
    text = text.replace("<rss", f"{before}<rss", 1)
    return text.replace("</item>", f"{inside}</item>")


def entities(secret: Path, listener: BadServer) -> dict[str, Behaviour]:
    """Return X-01: entities that name a file, a server, and a parameter entity of each."""
    places = {"file": secret.as_uri(), "http": listener.url("/x", host="127.0.0.1")}
    feeds = {}
    for name, place in places.items():
        subset = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{place}">]>'
        feeds[f"entity-{name}"] = feed(xml("News", subset).replace(">News", ">News &x;"))
        parameter = f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{place}"> %p;]>'
        feeds[f"parameter-{name}"] = feed(xml("News", parameter))
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{place}"/>'
        feeds[f"include-{name}"] = feed(xml("News", inside=include))
        sheet = f'<?xml-stylesheet type="text/xsl" href="{place}"?>'
        feeds[f"sheet-{name}"] = feed(xml("News", sheet))
    return feeds


def bombs() -> dict[str, Behaviour]:
    """Return X-02: a billion laughs, and one long entity said a hundred thousand times."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    laughs = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    long = f'<!DOCTYPE rss [<!ENTITY a "{"A" * 50_000}">]>'
    said = f"<description>{'&a;' * 100_000}</description>"
    return {
        "laughs": feed(xml("News", laughs).replace(">News", ">News &l10;")),
        "quadratic": feed(xml("News", long, said)),
    }


def pipes(pipe: Path) -> dict[str, Behaviour]:
    """Return X-03: a DOCTYPE that names what never ends."""
    named = {"pipe": pipe, "stdin": "/dev/stdin", "fd": "/proc/self/fd/0"}
    return {
        f"doctype-{name}": feed(xml("News", f'<!DOCTYPE rss SYSTEM "{place}">'))
        for name, place in named.items()
    }


def paths(secret: Path, listener: BadServer) -> dict[str, Behaviour]:
    """Return X-04: a body that is a path or an address, and calls itself XML."""
    bodies = {
        "zero": "/dev/zero",
        "passwd": "/etc/passwd",
        "secret": str(secret),
        "http": listener.url("/x", host="127.0.0.1"),
    }
    return {f"path-{name}": feed(body, "text/xml") for name, body in bodies.items()}


def nested() -> dict[str, Behaviour]:
    """Return X-05: a hundred thousand levels, in a feed, in its text, and on a home page."""
    levels = "<a>" * DEEP + "</a>" * DEEP
    escaped = f"<description>{'&lt;div&gt;' * DEEP}words</description>"
    return {
        "deep-feed": feed(xml("News", inside=levels)),
        "deep-text": feed(xml("News").replace("<description>", f"{escaped}<description>")),
        "deep-home": feed(f"<html><body>{'<div>' * DEEP}words</body></html>", "text/html"),
        "deep-page": linking("News", "/deep", text=LEAD),
    }


def wrong_charsets() -> dict[str, Behaviour]:
    """Return X-07: Chinese in UTF-8 that is called sixteen other things, and odd letters."""
    feeds = {}
    for name in CHARSETS:
        text = xml(CHINESE).replace("encoding='utf-8'", f"encoding='{name}'")
        feeds[f"charset-{name}"] = feed(text, f"application/rss+xml; charset={name}")
    for name, head in ODD.items():
        text = xml(CHINESE).replace("<?xml version='1.0' encoding='utf-8'?>", head)
        feeds[f"odd-{name}"] = feed(text)
    feeds["odd-surrogate"] = feed(xml(f"{CHINESE}&#xD800;"))
    feeds["odd-nul"] = feed(xml(f"{CHINESE}\0"))
    json = '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", '
    json += f'"title": "{CHINESE}\\ud800", "content_text": "{LEAD}"}}]}}'
    feeds["odd-json"] = feed(json, "application/feed+json")
    return feeds


DEEP_PAGE = feed(
    f"<html><body><article>{'<div>' * DEEP}<p>{LEAD}</p></article></body></html>", "text/html"
)


class Bad:
    """What came of the ingest, and of what it must not touch."""

    def __init__(self, outcome: Outcome, opened: int, asked: int) -> None:
        self.outcome, self.opened, self.asked = outcome, opened, asked

    def ends(self, prefix: str) -> dict[str, str]:
        """Return how each source of a case ended: its reason, or its titles."""
        return {
            name: state.reason or " ".join(self.outcome.titles(name))
            for name, state in self.outcome.states.items()
            if name.startswith(prefix)
        }

    def longest(self, prefix: str) -> float:
        """Return the seconds after which the last source of a case was done."""
        return max(s for name, s in self.outcome.seconds.items() if name.startswith(prefix))


async def _read(folder: Path) -> Bad:
    secret, pipe = folder / "secret.xml", folder / "pipe"
    secret.write_bytes(rss("Secret", [item("Secret", guid="s", text=LEAD)]))
    os.mkfifo(pipe)
    async with BadServer(ANY) as listener:
        feeds = {
            **entities(secret, listener),
            **bombs(),
            **pipes(pipe),
            **paths(secret, listener),
            **nested(),
            **wrong_charsets(),
            "good": feed(xml("Good news")),
        }
        with Opened(secret, pipe) as opened:
            outcome = await read(folder, feeds, {"/deep": DEEP_PAGE})
            return Bad(outcome, opened.times(), listener.accepted)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Bad:
    """Read all of them once."""
    return asyncio.run(_read(tmp_path_factory.mktemp("documents")))


def test_x01_what_an_entity_names_is_not_fetched(bad: Bad, figure: Figure) -> None:
    """Neither the file nor the server is touched, and the entry is there."""
    for case in ("entity", "parameter", "include", "sheet"):
        assert len(ends := bad.ends(case)) == 2
        assert all("News" in end for end in ends.values()), ends
        assert not any("Secret" in end for end in ends.values())
    assert (bad.opened, bad.asked) == (0, 0)
    figure("X-01", "8 documents: files opened 0, servers asked 0, 8 entries kept")


def test_x02_entities_that_grow_do_not(bad: Bad, figure: Figure) -> None:
    """Each ends at once, and in no worker's memory."""
    ends = bad.ends("laughs") | bad.ends("quadratic")
    assert all(end == "bad_feed" or len(end) < 1000 for end in ends.values()), ends
    assert bad.outcome.cost.workers < WORKER
    most = bad.outcome.cost.workers / MEGABYTE
    last = max(bad.longest("laughs"), bad.longest("quadratic"))
    figure("X-02", f"done after {last:.1f} s beside 40 others; no worker above {most:.0f} MB")


def test_x03_a_doctype_names_nothing_that_is_opened(bad: Bad, figure: Figure) -> None:
    """A pipe without a writer would hang for ever."""
    ends = bad.ends("doctype-")
    assert list(ends.values()) == ["News"] * 3
    assert bad.opened == 0
    figure("X-03", f"{len(ends)} documents read without what their DOCTYPE names")


def test_x04_a_body_that_is_a_path_is_no_feed(bad: Bad, figure: Figure) -> None:
    """Neither the file that it names is opened nor the address asked."""
    ends = bad.ends("path-")
    assert list(ends.values()) == ["bad_feed"] * 4, ends
    assert (bad.opened, bad.asked) == (0, 0)
    figure("X-04", f"{len(ends)} bodies refused: files opened 0, servers asked 0")


def test_x05_deep_nesting_crashes_no_worker(bad: Bad, figure: Figure) -> None:
    """Each has an outcome of its own."""
    ends = bad.ends("deep-")
    assert len(ends) == 4
    assert not {"work_died", "work_memory"} & set(ends.values())
    figure("X-05", f"{DEEP} levels in 4 places: no worker died")


def test_x07_text_is_right_whatever_it_is_called(bad: Bad, figure: Figure) -> None:
    """Nothing leaves the source as an exception; the bytes speak first."""
    ends = bad.ends("charset-")
    right = sum(end == CHINESE for end in ends.values())
    assert len(ends) == 16
    assert right >= 12
    odd = bad.ends("odd-")
    assert all(end.rstrip("\ufffd") == CHINESE for end in odd.values()), odd
    figure("X-07", f"right in {right} of 16 wrong charsets, and in {len(odd)} odd documents")


def test_the_good_source_and_the_loop_go_on(bad: Bad, figure: Figure) -> None:
    """Beside all of them it is read, and nobody waits for a quarter second."""
    assert bad.outcome.titles("good") == ["Good news"]
    assert bad.outcome.cost.stall < LIMIT
    figure("I-04", f"documents: longest stall of the loop {bad.outcome.cost.stall * 1000:.0f} ms")


async def test_x06_what_takes_too_long_is_stopped(tmp_path: Path, figure: Figure) -> None:
    """Quadratic comments and endless paragraphs end in time; their worker may be replaced."""
    comments = f"<description>{'&lt;!--' * 80_000}</description>"
    paragraphs = f"<html><body><article>{'<p>' * 195_000}</article></body></html>"
    feeds = {
        "comments": feed(xml("Comments").replace("<description>", f"{comments}<description>")),
        "paragraphs": linking("Paragraphs", "/paragraphs", text=LEAD),
        "good": feed(xml("Good news")),
    }
    outcome = await read(tmp_path, feeds, {"/paragraphs": feed(paragraphs, "text/html")})
    assert outcome.titles("good") == ["Good news"]
    assert outcome.states["comments"].reason in {None, "bad_feed", "work_timeout"}
    assert outcome.states["paragraphs"].reason is None  # it is its page that is bad
    qualities = {one.article.quality for one in outcome.articles.get("paragraphs", ())}
    assert Quality.FULL not in qualities
    assert outcome.seconds["good"] < 10 + 2  # one of them at the most stands before it
    assert max(outcome.seconds.values()) < 24  # two that are stopped after 10 s, in two workers
    assert outcome.cost.stall < LIMIT
    taken = ", ".join(f"{name} {s:.1f} s" for name, s in outcome.seconds.items())
    figure("X-06", f"{taken}; {len(outcome.cost.pids)} workers")


def test_a_file_that_is_opened_is_noticed(tmp_path: Path) -> None:
    """The watch sees whoever opens it, or it would prove nothing."""
    file = tmp_path / "secret"
    file.write_text("x")
    with Opened(file) as opened:
        assert opened.times() == 0
        file.read_text()
        assert opened.times() == 1


async def test_a_page_of_the_open_web_is_read_as_ever(tmp_path: Path) -> None:
    """The ground of these tests reads what is good, or they would prove nothing."""
    feeds = {"good": linking(CABLE.title, "/cable")}
    outcome = await read(tmp_path, feeds, {"/cable": feed(page(CABLE), "text/html")})
    [(article,)] = [outcome.articles["good"]]
    assert article.article.quality is Quality.FULL
