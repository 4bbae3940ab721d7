"""`briefbot search`, `article` and `why`: what the archive answers, for people and programs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.models import Fate, Item, Outlet, Passed
from briefbot.store.sqlite import Store
from tests.commands import call, one_sentence
from tests.makers import NOON, TOGETHER, reading, state
from tests.press import CABLE, ORCHID

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Desk

PORT = "https://ledger.example/port"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Make an archive of one story in two outlets, told once, and one entry that was refused."""
    database = tmp_path / "small.db"
    store = Store(database)
    ours, theirs = reading("port"), reading("quay", "tribune", author="Ann Lee")
    same = replace(theirs, features=ours.features)
    refused = Passed(
        entry=replace(ours.entry, id="x", url="https://ledger.example/x", title="Football"),
        fate=Fate.FILTERED,
        detail='it says "football" (exclude)',
    )
    store.record(state("ledger"), [ours], [refused])
    store.record(state("tribune"), [same])
    store.place(TOGETHER)
    _tell(store)
    store.close()
    return database


def _tell(store: Store) -> None:
    from briefbot.models import Coverage, Digest, Section

    article = store.article(PORT)
    assert article is not None
    item = Item(
        article_id=1,
        source_id="ledger",
        story_id=article.story_id,
        headline="News of the port",
        url=PORT,
        sources=(Outlet(name="Ledger", url=PORT),),
        published=NOON,
        sentences=(),
        language="en",
        quality=article.article.quality,
    )
    store.publish(
        Digest(
            briefing_id="desk",
            name="Desk",
            made=NOON,
            since=NOON - timedelta(days=1),
            zone="UTC",
            sections=(Section(name="", items=(item,)),),
            coverage=Coverage(read=1, total=1),
        ),
        "{}",
    )


# ---------------------------------------------------------------- search


def test_search_finds_stories(filled: Desk) -> None:
    """A word is found in the text too, and the story's other outlet stands beside it."""
    outcome = filled.call("search", "microwave")
    assert (outcome.code, outcome.err) == (0, "")
    assert CABLE.title in outcome.out
    assert "Also in" in outcome.out
    assert ORCHID.title not in outcome.out


def test_search_answers_programs(filled: Desk) -> None:
    """`--format json` holds what docs/json.md names, each sentence a slice of its article."""
    answer = filled.call("search", "orchid", "growers", "--format", "json").json
    assert (answer["version"], answer["query"], answer["since"]) == (1, "orchid growers", None)
    assert answer["searched"] == 4
    [item] = answer["items"]
    assert (item["headline"], item["topic"], item["update"]) == (ORCHID.title, None, False)
    article = call("article", item["url"], "--database", filled.database, "--format", "json").json
    for sentence in item["sentences"]:
        assert article["text"][sentence["start"] : sentence["end"]] == sentence["text"]


@pytest.mark.parametrize("query", [["7d", "orchid"], ["--since", "7d", "orchid"]])
def test_search_in_a_window(filled: Desk, query: list[str]) -> None:
    """A span in the query or in the option narrows by when it was published."""
    assert len(filled.call("search", *query, "--format", "json").json["items"]) == 1
    narrow = ["4h" if word == "7d" else word for word in query]
    assert filled.call("search", *narrow, "--format", "json").json["items"] == []


@pytest.mark.parametrize("since", ["9999-12-31T23:00", "0001-01-01", "0001-01-01T00:00+08:00"])
def test_search_since_the_ends_of_the_calendar(filled: Desk, since: str) -> None:
    """A moment that no clock shows is moved to the nearest that one does."""
    outcome = filled.call("search", f"since:{since}", "orchid")
    assert (outcome.code, outcome.err) == (0, "")
    assert (ORCHID.title in outcome.out) == since.startswith("0")


def test_search_means_days_of_the_first_briefing(filled: Desk) -> None:
    """A day begins at midnight where the briefing is read, here in Taipei."""
    answer = filled.call("search", "since:2024-01-05", "orchid", "--format", "json").json
    assert answer["since"] == "2024-01-04T16:00:00Z"
    bare = call("search", "since:2024-01-05", "orchid", "--database", filled.database)
    assert "since Fri 5 Jan 2024 00:00" in bare.out


def test_search_without_a_hit_says_so(filled: Desk) -> None:
    """Nothing found is an answer, not a failure."""
    outcome = filled.call("search", "xylophone")
    assert (outcome.code, outcome.err) == (0, "")
    assert "xylophone" in outcome.out


def test_search_without_a_word(filled: Desk) -> None:
    """A word with a minus leaves out what says it, and is no option of the command."""
    both = filled.call("search", "taipei", "taiwan", "tainan", "--format", "json").json["items"]
    less = filled.call("search", "cable", "orchid", "-typhoon", "--format", "json").json["items"]
    assert len(both) == 2
    assert [item["headline"] for item in less] == [CABLE.title]


def test_search_needs_no_configuration(filled: Desk) -> None:
    """Where no configuration stands, the archive is searched all the same."""
    outcome = call("search", "orchid", "--database", filled.database)
    assert outcome.code == 0
    assert ORCHID.title in outcome.out


def test_search_by_topic_and_source(filled: Desk) -> None:
    """A topic's name stands for its words, and `source:` takes a part of an outlet's name."""
    topic = filled.call("search", "taiwan", "--format", "json").json["items"]
    assert {item["headline"] for item in topic} == {CABLE.title, ORCHID.title}
    outlet = filled.call("search", "cable", "source:morning", "--format", "json").json["items"]
    assert [item["sources"][0]["name"] for item in outlet] == ["Morning Post"]


@pytest.mark.parametrize("command", ["search", "article"])
def test_without_an_archive_the_sentence_says_how_to_make_one(tmp_path: Path, command: str) -> None:
    """No file is made by asking."""
    outcome = call(command, "https://ledger.example/port", "--database", tmp_path / "none.db")
    assert outcome.code == 1
    assert "run `briefbot preview` once" in one_sentence(outcome.err)
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- article


def test_article_shows_all_that_is_stored(small: Path) -> None:
    """Text, summary with its places, story, and where it was shown."""
    outcome = call("article", PORT, "--database", small)
    assert (outcome.code, outcome.err) == (0, "")
    for line in [
        "News of the port",
        "Ledger, published 2026-11-23 10:00 UTC",
        "300 words, language en, text: full, found 2026-11-23 11:00 UTC",
        "story 1, told also by:",
        "  Tribune: News of the quay",
        "    https://tribune.example/quay",
        "shown 2026-11-23 12:00 UTC in desk, as headline",
        "  The port opened.  [0:16]",
        "The port opened. Ships came. A crane fell.",
    ]:
        assert line in outcome.out.splitlines()


def test_article_as_the_other_teller(small: Path) -> None:
    """An article that a digest named among the others says so, with its author."""
    shown = call("article", "https://tribune.example/quay", "--database", small).out
    assert "Tribune, by Ann Lee, published" in shown
    assert "shown 2026-11-23 12:00 UTC in desk, among the others" in shown


def test_article_steers_no_terminal(small: Path) -> None:
    """The archive's text is clean; were it not, it would be shown and not obeyed."""
    from sqlite_utils import Database

    db = Database(str(small))
    db.execute("UPDATE articles SET author = 'Ann\x9b31m\x1b[2JLee'")
    db.conn.commit()
    db.close()
    shown = call("article", PORT, "--database", small)
    told = call("article", PORT, "--database", small, "--format", "json")
    assert "by Ann\ufffd31m\ufffd[2JLee" in shown.out
    assert not {"\x1b", "\x9b"} & set(shown.out + told.out)
    assert told.json["author"] == "Ann\x9b31m\x1b[2JLee"


def test_article_answers_programs(small: Path) -> None:
    """The JSON has the text and, for each sentence of the summary, its place in it."""
    record = call("article", PORT, "--database", small, "--format", "json").json
    assert record["summary"]
    for sentence in record["summary"]:
        assert record["text"][sentence["start"] : sentence["end"]] == sentence["text"]
    assert record["source"] == {"id": "ledger", "name": "Ledger"}
    assert (record["published"], record["author"]) == ("2026-11-23T10:00:00Z", None)
    assert [member["name"] for member in record["story"]["articles"]] == ["Ledger", "Tribune"]
    assert record["shown"] == [
        {"briefing": "desk", "made": "2026-11-23T12:00:00Z", "headline": True, "quoted": False}
    ]


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """Make an archive of one article that its outlet corrected an hour later."""
    database = tmp_path / "corrected.db"
    store = Store(database)
    store.record(state(), [reading("port", text="It opened. Ships came.")])
    store.record(
        state(),
        [reading("port", text="It stayed closed. Ships wait.", title="No port", found=NOON)],
    )
    store.close()
    return database


def test_article_names_its_versions(corrected: Path) -> None:
    """The latest text is shown, and how to see what stood there before."""
    shown = call("article", PORT, "--database", corrected).out
    assert "No port" in shown
    assert "this is version 2 of its text; quotes say which they are from" in shown
    assert "  version 1, read 2026-11-23 11:00 UTC: add --version 1" in shown
    assert "It stayed closed. Ships wait." in shown.splitlines()
    before = call("article", PORT, "--database", corrected, "--version", "1").out
    assert before.splitlines()[0] == "News of the port"
    assert "  It opened.  [0:10]" in before.splitlines()
    assert "version 2" not in before


def test_article_gives_programs_every_version(corrected: Path) -> None:
    """Each sentence names the version that it was cut from, and each version can be asked for."""
    record = call("article", PORT, "--database", corrected, "--format", "json").json
    assert (record["text_version"], record["text"]) == (2, "It stayed closed. Ships wait.")
    assert record["earlier"] == [
        {
            "version": 1,
            "title": "News of the port",
            "read": "2026-11-23T11:00:00Z",
            "text": "It opened. Ships came.",
        }
    ]
    assert {sentence["version"] for sentence in record["summary"]} == {2}
    asked = ("article", PORT, "--database", corrected, "--version", "1", "--format", "json")
    first = call(*asked).json
    assert (first["text_version"], first["earlier"]) == (1, [])
    for sentence in first["summary"]:
        assert first["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_article_has_no_such_version(corrected: Path) -> None:
    """A version that never was is an error that names the latest."""
    outcome = call("article", PORT, "--database", corrected, "--version", "3")
    assert outcome.code == 1
    assert "has no version 3; the latest is 2" in one_sentence(outcome.err)


def test_article_past_its_retention(small: Path) -> None:
    """When the text is forgotten, what is still known is shown, in both forms."""
    store = Store(small)
    store.prune(NOON + timedelta(days=91), text_days=90, seen_days=400)
    store.close()
    outcome = call("article", PORT, "--database", small)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("the text is past its retention and no longer kept\n")
    record = call("article", PORT, "--database", small, "--format", "json").json
    assert (record["text"], record["summary"]) == (None, [])


@pytest.mark.parametrize("typed", ["ledger.example/port", f"{PORT}?utm_source=mail#top"])
def test_article_takes_an_address_as_people_type_it(small: Path, typed: str) -> None:
    """Without https://, with a campaign's parameters: it is the same page."""
    assert call("article", typed, "--database", small).code == 0


def test_article_that_is_not_stored(small: Path) -> None:
    """The sentence names the command that may know more."""
    outcome = call("article", "https://ledger.example/x", "--database", small)
    assert outcome.code == 1
    assert "`briefbot why https://ledger.example/x` may know more" in one_sentence(outcome.err)


@pytest.mark.parametrize("command", ["article", "why"])
def test_what_is_no_address_is_a_usage_error(desk: Desk, command: str) -> None:
    """A word with spaces is no address, and neither is a scheme that is not read."""
    more: list[str | Path] = ["--config", desk.config] if command == "why" else []
    outcome = call(command, "mailto://ann", "--database", desk.database, *more)
    assert outcome.code == 2
    assert "is no web address; it should begin with https:// or http://" in one_sentence(
        outcome.err
    )


# ---------------------------------------------------------------- why


def test_why_says_where_an_article_stands(filled: Desk) -> None:
    """Each briefing gets its reason, for an article that is shown and for one that is not."""
    url = filled.server.url("/ledger/harbour")
    outcome = filled.call("why", url)
    assert (outcome.code, outcome.err) == (0, "")
    stored, desk, islands = outcome.out.splitlines()
    assert stored.endswith("The Ledger: read and stored.")
    assert re.match(
        r"Taipei desk now: 2nd of 3 stories on its topics since .*, shown; score ", desk
    )
    assert islands == (
        "The islands now: not in the running: neither title nor first lines name taiwan."
    )


def test_why_of_a_source_that_is_off(filled: Desk, tmp_path: Path) -> None:
    """What a briefing no longer reads is not blamed on its words."""
    off = tmp_path / "off.yaml"
    text = filled.config.read_text("utf-8").replace("{id: ledger,", "{id: ledger, enabled: false,")
    off.write_text(text, encoding="utf-8")
    url = filled.server.url("/ledger/harbour")
    outcome = call("why", url, "--config", off, "--database", filled.database)
    assert outcome.code == 0
    _, desk, islands = outcome.out.splitlines()
    gone = "now: not in the running: its source is disabled, or no longer in the configuration."
    assert (desk, islands) == (f"Taipei desk {gone}", f"The islands {gone}")


def test_why_says_which_word_refused_an_entry(small: Path, desk: Desk) -> None:
    """An entry that was never read is remembered with its reason."""
    outcome = call("why", "https://ledger.example/x", "--database", small, "--config", desk.config)
    assert outcome.code == 0
    assert 'it says "football" (exclude)' in outcome.out


def test_why_of_an_address_that_nobody_named(desk: Desk) -> None:
    """An address that no source led to is said to be unknown."""
    outcome = desk.call("why", "https://nobody.example/x")
    assert outcome.code == 0
    assert outcome.out.startswith("No source has sent this address. ")
