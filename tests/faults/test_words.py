"""Hostile words, M-01 to M-03: from a feed to a channel they call nobody and lead nowhere else.

One run of the real bot reads three hostile sources and posts a digest of each; the tests look
at what the workspace got and at the log.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import pytest

from briefbot import emulator
from briefbot.clock import utc_now
from briefbot.store.archive import Archive
from tests.badserver import BadServer, Behaviour, reply
from tests.press import Piece, item, page, rss
from tests.running import known_since, label, running

if TYPE_CHECKING:
    from briefbot.emulator.journal import Shown

pytestmark = pytest.mark.fault

Figure = Callable[[str, str], None]
JSON = Mapping[str, Any]
T = TypeVar("T")

PLACES = {"calling": "#news", "leading": "#desk", "odd": "#general"}

CALLS = (
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<@U012AB3CD>",
    "<@W012AB3CD|boss>",
    "<#C012AB3CD|general>",
    "<!subteam^S012AB3|@desk>",
    "<!date^1^{date}^https://evil.example|now>",
    "<https://evil.example|https://bank.example>",
    "<mailto:a@evil.example|mail>",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "&#60;!here&#62;",
    "@channel @here @everyone",
    "a|b",
    "https://bank.example/login",
    "[x](https://evil.example)",
)
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "slack://channel?team=T1&id=C1",
    "http://user:word@{place}/a",
    "http://{place}@evil.example/b",
    "http://{place}/\x01c",
    "http://{place}/\x7fd",
    "http://evil.example\\@{place}/e",
    "//user@{place}/f",
)
ODD = {
    "override": "\u202egnp.exe\u202c {}",
    "isolate": "\u2067\u2066{}",
    "zero width": "\u200b\ufeff\u2060{}\u200b\u200d\u00ad",
    "megabyte": "{} " + "and on it goes " * 70_000,
    "unbroken": "{}" + "x" * 1_000_000,
    "newline": "{}\r\n\u2028\u2029\x0b\x0c\x85and another line",
    "escape": "\x1b[2J\x1b]0;owned\x07\x9b31m{}\x00\x08",
    "tags": "\U000e0041\U000e007f{}",
    "marks": "e" + "\u0301" * 400 + "{}",
}
CONTROL = re.compile(r"<[^>]*>?")
"""What Slack reads as a command in a mrkdwn text, closed or not."""
OURS = set("\u200e\u200f\u2068\u2069")
"""Marks that we set ourselves to keep directions apart."""
STEERING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
MOST = 250
SYLLABLES = ("ka", "lo", "mi", "ru", "ten", "vos", "bel", "dra", "fin", "gor", "hul", "jas", "pel")


# ---------------------------------------------------------------- the sources


def words(number: int) -> tuple[str, str]:
    """Return a name and an article about it that shares no word with another but small ones."""
    draw = random.Random(number)

    def word() -> str:
        return "".join(draw.choice(SYLLABLES) for _ in range(4))

    name = word().title()
    said = (" ".join(f"the {word()} of {word()}" for _ in range(6)) for _ in range(4))
    return name, " ".join(f"{name} and {each} was {word()}." for each in said)


def calling(server: BadServer) -> Iterator[str]:
    """Yield M-01: each call in title, text, author and page."""
    for number, call in enumerate(CALLS):
        name, text = words(number)
        piece = Piece(slug=f"m1-{number}", title=f"{name} {call}", text=f"{call} {text}")
        server.pages[f"/{piece.slug}"] = reply(page(piece), "Content-Type: text/html")
        url = server.url(f"/{piece.slug}")
        entry = item(piece.title, url, published=utc_now(), text=piece.text)
        yield entry.replace("</item>", f"<author>{escape(call)}</author></item>")


def leading(place: str) -> Iterator[JSON]:
    """Yield M-02: each address as the link of an entry, and in its text."""
    for number, link in enumerate(LINKS, start=100):
        name, text = words(number)
        url = link.replace("{place}", place)
        markup = f'<p>{text}</p><p><a href="{escape(url)}">More of {name}</a></p>'
        yield _entry(name, name, url=url, content_html=markup)


def steering() -> Iterator[JSON]:
    """Yield M-03: titles that steer what shows them."""
    for number, title in enumerate(ODD.values(), start=200):
        name, text = words(number)
        author = {"name": title[:200]}
        yield _entry(name, title.format(name), content_text=text, authors=[author])


def _entry(name: str, title: str, **fields: object) -> JSON:
    return {"id": name, "title": title, "date_published": utc_now().isoformat(), **fields}


def documents(entries: Sequence[JSON]) -> bytes:
    """Return a JSON feed, which may hold every character."""
    version = "https://jsonfeed.org/version/1.1"
    title = "\x1b[2J\u202eOdd <!channel>\r\n"
    head = {"version": version, "title": title, "language": "en"}
    return json.dumps({**head, "items": entries}).encode()


def feeds(server: BadServer) -> Iterator[tuple[str, Behaviour]]:
    """Yield the sources: no digest tells more than a few stories of one."""
    for place, some in enumerate(batched(calling(server))):
        feed = rss("&lt;!channel&gt; Outlet", some)
        yield f"calling-{place}", reply(feed, "Content-Type: application/rss+xml")
    for name, entries in (("leading", leading(urlsplit(server.url()).netloc)), ("odd", steering())):
        for place, told in enumerate(batched(entries)):
            kind = "Content-Type: application/feed+json"
            yield f"{name}-{place}", reply(documents(told), kind)
    odd = "Content-Type: image/\x1b[2J<!channel>\u00a0\x9b31m"
    yield "failing", reply(b"\x89PNG\r\n\x1a\n" + bytes(2000), odd)


def batched(entries: Iterator[T]) -> Iterator[list[T]]:
    """Yield two at a time."""
    while some := list(islice(entries, 2)):
        yield some


def configured(folder: Path, server: BadServer) -> Path:
    """Serve the sources, and one that fails with words of its own; write the configuration."""
    served = dict(feeds(server))
    server.pages |= {f"/{name}": behave for name, behave in served.items()}
    data = {
        "fetch": {"contact": "https://desk.test/about", "allow_private": ["127.0.0.0/8"]},
        "sources": [{"id": name, "url": server.url(f"/{name}")} for name in served],
        "briefings": [
            {
                "id": name,
                "name": name.title(),
                "sources": [one for one in served if one.startswith((name, "failing"))],
                "destinations": [to],
                "schedule": {"times": [label()], "zone": "UTC"},
                "max_stories": 50,
            }
            for name, to in PLACES.items()
        ],
    }
    file = folder / "briefbot.yaml"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


# ---------------------------------------------------------------- what came of them


@dataclass(frozen=True, kw_only=True)
class Came:
    """What the workspace got, what the archive holds, and the log."""

    shown: Mapping[str, tuple[Shown, ...]]
    posts: tuple[JSON, ...]
    """What each post was asked for with."""
    links: tuple[str, ...]
    log: str
    place: str


async def _run(folder: Path) -> Came:
    async with BadServer() as server, emulator.serve() as slack:
        config, database = configured(folder, server), folder / "briefbot.db"
        known_since(config, database)
        async with running(config, database, slack.env) as bot:
            for channel in PLACES.values():
                await slack.shown(timeout=180, kind="message", channel=channel)
            while _waits(database):  # noqa: ASYNC110  another process posts
                await asyncio.sleep(0.3)
            await bot.stop()
        shown = {
            name: tuple(
                slack.journal.find(kind="message", channel=slack.workspace.channel(name).id)
            )
            for name in PLACES.values()
        }
        archive = Archive(database)
        links = tuple(row["url"] for row in archive._rows("SELECT url FROM articles"))
        archive.close()
        posts = tuple(said for name, said, _ in slack.journal.calls if name == "chat.postMessage")
        return Came(
            shown=shown, posts=posts, links=links, log=bot.raw, place=urlsplit(server.url()).netloc
        )


def _waits(database: Path) -> bool:
    archive = Archive(database)
    try:
        sql = "SELECT 1 FROM deliveries WHERE state IN ('pending', 'sending')"
        return bool(archive._rows(sql))
    finally:
        archive.close()


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> Came:
    """Run the bot once."""
    return asyncio.run(_run(tmp_path_factory.mktemp("words")))


def nodes(thing: object) -> Iterator[JSON]:
    """Yield every object in blocks, however deep."""
    if isinstance(thing, Mapping):
        yield thing
        thing = list(thing.values())
    if isinstance(thing, list | tuple):
        for value in thing:
            yield from nodes(value)


def commands(message: Shown) -> list[str]:
    """Return what Slack would act on in a message: in its text, in mrkdwn, and as elements."""
    found = CONTROL.findall(message.text)
    for node in nodes(message.blocks):
        kind = node.get("type")
        if kind == "mrkdwn":
            found += CONTROL.findall(node["text"])
        elif kind in {"user", "usergroup", "broadcast", "channel", "team", "date", "emoji"}:
            found.append(str(node))
    return found


def led(messages: Sequence[Shown]) -> list[str]:
    """Return where the links of messages lead."""
    found = (node for message in messages for node in nodes(message.blocks))
    return [node["url"] for node in found if "url" in node]


def headlines(messages: Sequence[Shown]) -> list[str]:
    """Return what is shown in bold, in rich text: a story's headline is."""
    found = (node for message in messages for node in nodes(message.blocks))
    return [
        str(node["text"])
        for node in found
        if node.get("type") in {"text", "link"} and node.get("style", {}).get("bold")
    ]


def test_the_scanner_finds_what_slack_would_act_on(came: Came) -> None:
    """A message that calls is one in which something is found."""
    message = came.shown["#news"][0]
    for text in ("<!channel>", "see <@U1>", "<https://a.example|b>", "<!subteam^S1"):
        assert commands(replace(message, text=text)), text
    user = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}
    for block in (user, {"type": "mrkdwn", "text": "<!here>"}):
        assert commands(replace(message, text="", blocks=(block,)))


def test_m01_words_of_a_feed_call_nobody(came: Came, figure: Figure) -> None:
    """Mentions, false links and entities stand there letter by letter."""
    messages = came.shown["#news"]
    assert [found for message in messages for found in commands(message)] == []
    assert [(m.mentions, m.woken) for m in messages if m.mentions or m.woken] == []
    assert not any({"link_names", "parse", "mrkdwn"} & set(post) for post in came.posts)
    assert {urlsplit(url).netloc for url in led(messages)} == {came.place}
    said = "\n".join(message.words for message in messages)
    stories = [number for number in range(len(CALLS)) if words(number)[0] in said]
    assert len(stories) == len(CALLS)
    literal = [call for call in CALLS if call in said]
    assert len(literal) > len(CALLS) // 2
    figure(
        "M-01",
        f"{len(stories)} stories that call in {len(messages)} messages: 0 control sequences, "
        f"0 people woken, {len(led(messages))} links, all to the outlet",
    )


def test_m02_a_link_leads_to_a_page_or_is_none(came: Came, figure: Figure) -> None:
    """Scripts, data, files, user names and control characters are in no link."""
    messages = came.shown["#desk"]
    said = "\n".join(message.words for message in messages)
    told = [number for number in range(100, 100 + len(LINKS)) if words(number)[0] in said]
    links = led(messages) + list(came.links)
    assert len(told) == len(LINKS)
    for link in links:
        parts = urlsplit(link)
        assert (parts.scheme, parts.netloc) == ("http", came.place), link
        assert link.isascii()
        assert link.isprintable()
    figure(
        "M-02",
        f"{len(LINKS)} hostile links: {len(told)} stories told, "
        f"{len(led(messages))} links in messages, 0 of them hostile",
    )


def test_m03_a_title_steers_nothing(came: Came, figure: Figure) -> None:
    """Titles are one short line without characters that nobody sees; so is each line of the log."""
    found = headlines(came.shown["#general"])
    names = [words(number)[0] for number in range(200, 200 + len(ODD))]
    told = [name for name in names if any(name in line for line in found)]
    assert len(told) == len(ODD)
    for text in [m.words for messages in came.shown.values() for m in messages]:
        bad = {c for c in text if unicodedata.category(c) in STEERING} - OURS - {"\n"}
        assert bad == set(), sorted(map(hex, map(ord, bad)))
    longest = max(map(len, found))
    assert longest <= MOST
    lines = came.log.splitlines()
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert "failing" in came.log
    figure(
        "M-03",
        f"{len(told)} odd titles told, the longest line {longest} characters, none unseen; "
        f"{len(lines)} lines of the log, an object each",
    )
