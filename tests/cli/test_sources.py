"""`briefbot sources`: the list with its states, and what an address would bring."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from briefbot.clock import utc_now
from briefbot.store.sqlite import Store
from tests.badserver import reply
from tests.cli.conftest import configuration
from tests.commands import call, one_sentence
from tests.makers import NOON, state
from tests.press import CABLE, HARBOUR, PIECES, item, publish, rss

if TYPE_CHECKING:
    from pathlib import Path

    from tests.badserver import BadServer
    from tests.cli.conftest import Desk

TITLE = "A page that is gone, and a feed that says no more"


@pytest.fixture
def config(server: BadServer, tmp_path: Path) -> Path:
    """Configure a source for each state that a list can show."""
    file = tmp_path / "briefbot.yaml"
    rest = f"url: '{server.url('/trial/')}', first_sight: 1, exclude: [ransomware]"
    sources = [
        f"{{id: trial, name: Trial Post, {rest}}}",
        *(f"{{id: {name}, url: 'https://{name}.example/'}}" for name in ("fresh", "well", "ill")),
        "{id: idle, url: 'https://idle.example/', enabled: false}",
    ]
    file.write_text(configuration(server, *sources), encoding="utf-8")
    return file


# ---------------------------------------------------------------- list


def local(moment: datetime) -> str:
    """Return a time as the list shows it in the briefing's zone."""
    return f"{moment.astimezone(ZoneInfo('Asia/Taipei')):%d %b %H:%M}"


@pytest.fixture
def now() -> datetime:
    """Read the clock once, for the archive and for what the test expects."""
    return utc_now()


@pytest.fixture
def database(tmp_path: Path, now: datetime) -> Path:
    """Make an archive in which one source is well, and one fails for three hours."""
    file = tmp_path / "briefbot.db"
    read, later = {"checked": now, "succeeded": now}, now + timedelta(hours=2)
    store = Store(file)
    store.record(
        state("well", url="https://well.example/", next_check=later, per_day=12.04, **read)
    )
    failing = {"failing_since": now - timedelta(hours=3), "failures": 2}
    said = {"reason": "http_403", "error": "403 from ill; set fetch.user_agent"}
    store.record(
        state(
            "ill",
            url="https://ill.example/",
            next_check=later,
            **{**read, "succeeded": None},
            **failing,
            **said,
        )
    )
    store.close()
    return file


def test_list_shows_how_each_source_fares(config: Path, database: Path, now: datetime) -> None:
    """In a word, since when, in the briefing's zone; what is wrong and what to do stand below."""
    later, since = local(now + timedelta(hours=2)), local(now - timedelta(hours=3))
    outcome = call("sources", "list", "--config", config, "--database", database)
    assert (outcome.code, outcome.err) == (0, "")
    assert [" ".join(line.split()) for line in outcome.out.splitlines()][2:6] == [
        "fresh new never now fresh.example",
        f"well fine {local(now)} {later} 12 well.example",
        f"ill blocked since {since} never {later} ill.example",
        "idle off idle.example",
    ]
    assert outcome.out.splitlines()[6] == "times in Asia/Taipei"
    assert outcome.out.splitlines()[-1] == "source 'ill': 403 from ill; set fetch.user_agent"


def test_list_as_json(config: Path, database: Path) -> None:
    """A program gets the same, with times in UTC."""
    outcome = call(
        "sources", "list", "--format", "json", "--config", config, "--database", database
    )
    listed = json.loads(outcome.out)
    assert listed["version"] == 1
    sources = {line["id"]: line for line in listed["sources"]}
    assert (sources["fresh"]["state"], sources["fresh"]["read"]) == ("new", False)
    assert (sources["well"]["state"], sources["well"]["per_day"]) == ("fine", 12.04)
    ill = sources["ill"]
    assert (ill["state"], ill["succeeded"]) == ("blocked", None)
    assert ill["advice"] == "403 from ill; set fetch.user_agent"
    assert ill["next_check"].endswith("Z")


def test_list_steers_no_terminal(tmp_path: Path) -> None:
    """What a server said, or a name in the configuration, is shown and not obeyed."""
    file, database = tmp_path / "briefbot.yaml", tmp_path / "briefbot.db"
    text = 'fetch: {contact: "a@b.test"}\nsources: [{id: ill, url: "https://ill.example/"}]\n'
    file.write_text(text, encoding="utf-8")
    store = Store(database)
    said = "the server calls it \x9b31m\x1b[2J"
    failing = {"failing_since": NOON, "failures": 1, "reason": "bad_feed", "error": said}
    store.record(state("ill", url="https://ill.example/", succeeded=None, **failing))
    store.close()
    outcome = call("sources", "list", "--config", file, "--database", database)
    assert outcome.out.splitlines()[-2:] == [
        "times in UTC",
        "source 'ill': the server calls it \ufffd31m\ufffd[2J",
    ]


def test_list_without_an_archive(config: Path, tmp_path: Path) -> None:
    """Before the first look every source is new, and no archive is made."""
    outcome = call("sources", "list", "--config", config, "--database", tmp_path / "none.db")
    assert outcome.code == 0
    assert outcome.out.count(" new ") == 4
    assert "times in" not in outcome.out
    assert not (tmp_path / "none.db").exists()


def test_list_needs_a_configuration() -> None:
    """Without one there is nothing to list."""
    outcome = call("sources", "list")
    assert outcome.code == 1
    assert "there is no such file" in one_sentence(outcome.err)


# ---------------------------------------------------------------- test


def test_test_says_what_an_address_would_bring(
    server: BadServer, config: Path, tmp_path: Path
) -> None:
    """Kind, feed, entries, first article with summary and text, what is dropped and why."""
    now = utc_now()
    publish(server, "trial", PIECES, now)
    outcome = call("sources", "test", server.url("/trial/"), "--config", config)
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    for line in [
        "kind      feed (Trial)",
        f"found at  {server.url('/trial/feed.xml')}",
        "entries   3; 1 would be read at first sight",
        f"  {now - CABLE.age:%Y-%m-%d %H:%M} UTC  {CABLE.title}",
        'dropped   1: it says "ransomware" (exclude)',
        f"first     {CABLE.title}",
        f"          {server.url('/trial/cable')}",
    ]:
        assert line in lines
    assert [line for line in lines if line.startswith("dropped") and "first seen" in line]
    assert [line for line in lines if "language en, text: full" in line]
    text = lines[lines.index("text") + 1 :]
    assert [line.strip() for line in text] == CABLE.text.split("\n\n")
    summary = lines[lines.index("summary") + 1 : lines.index("text")]
    assert len(summary) == 3
    assert [line for line in summary if line.strip() not in CABLE.text] == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["briefbot.yaml"]


def test_test_says_when_the_first_page_cannot_be_read(server: BadServer, config: Path) -> None:
    """The feed is understood, and the page's trouble is told with what to do."""
    items = [item(TITLE, server.url("/trial/gone"), published=utc_now())]
    server.pages["/dry.xml"] = reply(rss("Dry", items))
    outcome = call("sources", "test", server.url("/dry.xml"), "--config", config)
    assert (outcome.code, outcome.err) == (0, "")
    first, reason = outcome.out.splitlines()[-2:]
    assert first == f"first     {TITLE}"
    assert reason.startswith("          can't be read: 404 from 127.0.0.1:")


@pytest.mark.parametrize(
    ("path", "code", "says"),
    [
        ("/no-such", 1, "404 from 127.0.0.1:{port}: nothing is there; check the address"),
        (":9/feed", 69, "127.0.0.1:9 "),
    ],
)
def test_test_of_an_address_that_fails(
    server: BadServer, config: Path, path: str, code: int, says: str
) -> None:
    """One sentence with the host; 69 when it could not be reached at all."""
    url = f"http://127.0.0.1{path}" if path.startswith(":") else server.url(path)
    outcome = call("sources", "test", url, "--config", config)
    assert (outcome.code, outcome.out) == (code, "")
    assert one_sentence(outcome.err).startswith(says.format(port=server.port))


def test_test_of_a_private_address_is_refused(server: BadServer) -> None:
    """Without a configuration nothing private is read, and the sentence says how to allow it."""
    outcome = call("sources", "test", server.url("/ledger/feed.xml"))
    assert outcome.out == ""
    assert outcome.code in {1, 69}
    assert "fetch.allow_private" in one_sentence(outcome.err)


@pytest.mark.parametrize("url", ["ledger", "file:///etc/passwd", "https://"])
def test_test_of_what_is_no_address(desk: Desk, url: str) -> None:
    """A file or a bare word is refused in one sentence."""
    outcome = call("sources", "test", url, "--config", desk.config)
    assert (outcome.code in {1, 2}, outcome.out) == (True, "")
    said = one_sentence(outcome.err)
    assert "address" in said
    assert "unexpected" not in said


def test_what_the_list_shows_after_a_preview(filled: Desk) -> None:
    """A source that was read is fine, with the outlet's own name."""
    _, *rows, zone = filled.call("sources", "list").out.splitlines()
    assert zone == "times in Asia/Taipei"
    assert [row.split()[:2] for row in rows] == [["ledger", "fine"], ["post", "fine"]]
    assert rows[0].rstrip().endswith("The Ledger")
    assert HARBOUR.title not in "".join(rows)
