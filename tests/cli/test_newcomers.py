"""`sources add`, `briefings add`, `topics add`: ids of their own, and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefbot.store.sqlite import Store
from tests.cli.desks import TEXT, Paper, paper
from tests.commands import one_sentence
from tests.makers import state

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Paper:
    return paper(tmp_path)


def ids(desk: Paper) -> list[str]:
    return [source.id for source in desk.config.sources]


def test_addresses_are_added_under_ids_of_their_hosts(desk: Paper) -> None:
    """All get the same keys; a scheme may be left out, and comments stay."""
    outcome = desk.call(
        "sources", "add", "https://www.ledger.example/rss", "post.example", "topics=cyber"
    )
    assert outcome.out.splitlines() == [
        "source ledger-example added",
        "source post-example added",
        "change 1; `briefbot config undo 1` takes it back",
    ]
    new = desk.config.sources[2:]
    assert [(source.url, source.topics) for source in new] == [
        ("https://www.ledger.example/rss", ("cyber",)),
        ("https://post.example", ("cyber",)),
    ]
    assert desk.call("config", "undo", "1").code == 0
    assert desk.text == TEXT


def test_an_address_that_is_there_is_not_added_twice(desk: Paper) -> None:
    """Neither one of the file nor one that is typed twice; its scheme makes no difference."""
    outcome = desk.call(
        "sources", "add", "http://krebs.example/feed", "https://new.example/a", "new.example/a"
    )
    assert "http://krebs.example/feed is source 'krebs' already\n" in outcome.out
    assert ids(desk) == ["krebs", "talos", "new-example"]
    assert "nothing to change" in desk.call("sources", "add", "new.example/a").out


def test_an_id_is_made_from_the_name_and_never_taken_twice(desk: Paper) -> None:
    """Two feeds of one outlet get numbers; an id that is typed is taken as it stands."""
    desk.call("sources", "add", "https://a.example/1", "https://a.example/2", "name=Krebs")
    desk.call("sources", "add", "https://b.example/1", "id=bee")
    assert ids(desk) == ["krebs", "talos", "krebs-2", "krebs-3", "bee"]
    taken = desk.call("sources", "add", "https://c.example/", "id=bee")
    assert one_sentence(taken.err) == 'there is a source "bee" already; choose another id'
    both = desk.call("sources", "add", "c.example", "d.example", "id=x")
    assert one_sentence(both.err) == "id= is for one address, and there are 2; leave it out"


def test_an_id_that_the_archive_remembers_is_not_given_to_another(desk: Paper) -> None:
    """Its entries would be taken for the new source's; the same address gets its own again."""
    store = Store(desk.database)
    store.record(state(source_id="ledger-example", url="https://ledger.example/old"))
    store.record(state(source_id="post-example", url="https://post.example/rss"))
    store.close()
    desk.call("sources", "add", "https://ledger.example/new", "https://post.example/rss")
    assert ids(desk)[2:] == ["ledger-example-2", "post-example"]


def test_all_that_is_wrong_with_addresses_is_said_at_once(desk: Paper) -> None:
    """Of several, none is added when one can't be."""
    outcome = desk.call(
        "sources", "add", "ht tp://x", "ftp://y.example", "https://z.example", "weight=99"
    )
    assert outcome.code == 1
    assert "the address holds a space" in outcome.err
    assert 'not with "ftp:"' in outcome.err
    assert outcome.err.count("99 is too much; the most is 10") == 3
    for where in ("address 1 url: ", "address 2 url: ", "source z-example weight: "):
        assert where in outcome.err
    assert desk.text == TEXT


def test_a_wrong_address_of_many_is_found_by_its_line(desk: Paper) -> None:
    """It may hold a secret, so it is not repeated."""
    lines = b"https://a.example\n\nhttps://b.example\nhttps://me:secret@c.example\n"
    outcome = desk.call("sources", "add", "-", "name=Wire", stdin=lines)
    assert "line 4 of the input url: the address holds a user name" in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert "secret@" not in outcome.err


@pytest.mark.parametrize("words", [["weight=2"], ["-"], [" "]])
def test_nothing_to_add_is_said(desk: Paper, words: list[str]) -> None:
    """A command that forgot the address is not told that all is as it wants it."""
    outcome = desk.call("sources", "add", *words, stdin=b"\n \n")
    assert outcome.code == 2
    assert one_sentence(outcome.err).startswith("name an address to add")


def test_addresses_come_from_standard_input_too(desk: Paper) -> None:
    """One a line; a thousand are added in one change (benchmarks/opml.py says how fast)."""
    lines = "\n".join(f"https://s{number}.example/feed" for number in range(1000))
    outcome = desk.call("sources", "add", "-", "topics=cyber", stdin=f"\n{lines}\n".encode())
    assert outcome.out.endswith("change 1; `briefbot config undo 1` takes it back\n")
    assert len(desk.config.sources) == 1002


def test_a_briefing_is_added_with_its_schedule(desk: Paper) -> None:
    """What it needs and does not have is said at once."""
    outcome = desk.call("briefings", "add", "Evening news")
    assert outcome.code == 1
    assert "briefing evening-news: the briefing has neither topics nor sources" in outcome.err
    assert 'briefing evening-news schedule: key "schedule" is missing' in outcome.err
    words = ("topics=cyber,spare", "times=18:00", "destinations=#news", "languages=en,zh")
    assert desk.call("briefings", "add", "Evening news", *words).code == 0
    made = desk.config.briefing("evening-news")
    assert (made.name, made.topics, made.languages) == (
        "Evening news",
        ("cyber", "spare"),
        ("en", "zh"),
    )
    assert made.destinations == ("#news",)


def test_a_topic_is_added_with_its_words(desk: Paper) -> None:
    """Without any, its name is one; a name of another script leaves the id to a plain word."""
    desk.call("topics", "add", "晶片", "words=晶片, chip")
    desk.call("topics", "add", "Cyber")
    assert [(t.id, t.words) for t in desk.config.topics[2:]] == [
        ("topic", ("晶片", "chip")),
        ("cyber-2", ("Cyber",)),
    ]
    outcome = desk.call("topics", "add", "Chips", "chip")
    assert outcome.code == 2
    assert one_sentence(outcome.err).startswith('"chip" is no key=value')


def test_a_dry_run_adds_nothing(desk: Paper) -> None:
    """It prints the lines that would be new."""
    outcome = desk.call("sources", "add", "https://a.example/", "--dry-run")
    assert "+  - id: a-example\n+    url: https://a.example/\n" in outcome.out
    assert desk.text == TEXT
