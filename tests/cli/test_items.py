"""`edit`, `remove`, `pause` and `resume`, of sources, briefings and topics."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.clock import utc_now
from tests.cli.desks import TEXT, Paper, paper
from tests.commands import one_sentence
from tests.hand import edited

if TYPE_CHECKING:
    from pathlib import Path

LATER = utc_now().date() + timedelta(days=30)


@pytest.fixture
def desk(tmp_path: Path) -> Paper:
    return paper(tmp_path)


def test_keys_are_changed_and_comments_stay(desk: Paper) -> None:
    """Only the lines that are meant differ, and the output says what and how to go back."""
    outcome = desk.call("sources", "edit", "krebs", "talos", "weight=2", "topics-=spare")
    assert (outcome.code, outcome.out) == (2, "")
    outcome = desk.call("sources", "edit", "talos", "weight=2", "topics-=spare")
    assert (outcome.code, outcome.out, outcome.err) == (
        0,
        "source talos: topics -spare; weight 2\nchange 1; `briefbot config undo 1` takes it back\n",
        "",
    )
    want = TEXT.replace("[cyber, spare]   # both", "[cyber]   # both\n    weight: 2")
    assert desk.text == want


def test_several_get_the_same_in_one_change(desk: Paper) -> None:
    """One undo takes all of it back."""
    desk.call("sources", "edit", "krebs", "talos", "weight=2")
    assert [source.weight for source in desk.config.sources] == [2, 2]
    assert desk.call("config", "undo", "1").code == 0
    assert desk.text == TEXT


def test_a_dry_run_prints_the_diff_and_changes_nothing(desk: Paper) -> None:
    """Neither the file nor an archive is written."""
    outcome = desk.call("topics", "edit", "cyber", "words+=phishing", "--dry-run")
    assert "-    words: [ransomware]   # more to come\n" in outcome.out
    assert "+    words: [ransomware, phishing]   # more to come\n" in outcome.out
    assert outcome.out.endswith("nothing is changed: this was a dry run\n")
    assert desk.text == TEXT
    assert not desk.database.exists()


def test_all_that_would_be_wrong_is_said_at_once(desk: Paper) -> None:
    """Each line names the item, the key, and what to write; the file stays."""
    outcome = desk.call("briefings", "edit", "morning", "times=25:00", "zone=Mars", "topcs=x")
    assert outcome.code == 1
    lines = outcome.err.splitlines()
    start = f"{desk.file}: briefing morning "
    assert all(line.startswith(start) for line in lines)
    assert [line.removeprefix(start).split(":")[0] for line in sorted(lines)] == [
        "schedule.times[0]",
        "schedule.zone",
        "topcs",
    ]
    assert desk.text == TEXT


def test_an_edit_needs_both_an_id_and_a_key(desk: Paper) -> None:
    """Else it is said how it is written."""
    for words in (["krebs"], ["weight=2"]):
        outcome = desk.call("sources", "edit", *words)
        assert outcome.code == 2
        assert one_sentence(outcome.err).endswith("ID key=value")


def test_unknown_ids_are_all_named(desk: Paper) -> None:
    """Nothing is done for the known ones either."""
    outcome = desk.call("sources", "remove", "krebbs", "talos", "zzz")
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        'source "krebbs" is not in the configuration; did you mean "krebs"?',
        'source "zzz" is not in the configuration; there are: krebs, talos',
    ]
    assert desk.text == TEXT


def test_what_says_it_already_is_no_change(desk: Paper) -> None:
    """Nothing is written, and the history stays empty."""
    outcome = desk.call("sources", "resume", "krebs")
    assert outcome.out == "nothing to change: the configuration says that already\n"
    assert not desk.database.exists()


@pytest.mark.parametrize(("name", "item"), [("sources", "talos"), ("briefings", "morning")])
def test_a_pause_is_until_a_day_or_until_it_is_resumed(desk: Paper, name: str, item: str) -> None:
    """The list shows it, and resuming leaves no trace in the file."""
    assert desk.call(name, "pause", item, "--until", LATER.isoformat()).code == 0
    assert f'paused_until: "{LATER}"' in desk.text
    assert f"{LATER:%d %b}" in desk.call(name, "list").out
    assert desk.call(name, "pause", item).code == 0
    assert "paused_until" not in desk.text
    assert "enabled: false" in desk.text
    assert "off" in desk.call(name, "list").out
    assert desk.call(name, "resume", item).code == 0
    assert desk.text == TEXT


def test_a_pause_ends_in_the_future(desk: Paper) -> None:
    """A day that has come, and one that is none, are refused."""
    for day, said in ((date(2020, 1, 1), "has come already"), ("soon", "is no date")):
        outcome = desk.call("sources", "pause", "talos", "--until", str(day))
        assert outcome.code == 2
        assert said in one_sentence(outcome.err)
    assert desk.text == TEXT


def test_a_topic_that_a_briefing_tells_stays(desk: Paper) -> None:
    """The refusal names the briefing; the other topic goes, also from the sources."""
    outcome = desk.call("topics", "remove", "cyber")
    assert outcome.code == 2
    assert one_sentence(outcome.err) == (
        'topic "cyber" stays: briefing "morning" tells it; take it out there first'
    )
    outcome = desk.call("topics", "remove", "spare")
    assert outcome.out.splitlines()[:2] == ["source talos: topics -spare", "topic spare removed"]
    assert [source.topics for source in desk.config.sources] == [(), ("cyber",)]
    assert desk.call("config", "undo", "1").code == 0
    assert desk.text == TEXT


def test_a_source_goes_and_comes_back_as_it_was(desk: Paper) -> None:
    """One that a briefing names stays; an undo brings the comments back."""
    assert "stays: briefing" in desk.call("sources", "remove", "krebs").err
    assert desk.call("sources", "remove", "talos").code == 0
    assert [source.id for source in desk.config.sources] == ["krebs"]
    assert desk.call("config", "undo", "1").code == 0
    assert desk.text == TEXT


def test_many_come_back_in_their_order(tmp_path: Path) -> None:
    """A thousand that are taken out at once are back, each as it was."""
    more = "".join(f"  - id: s{n}   # {n}\n    url: https://s{n}.example/\n" for n in range(1000))
    desk = paper(tmp_path, TEXT.replace("topics:\n  - id: cyber", f"{more}topics:\n  - id: cyber"))
    before = desk.text
    assert desk.call("sources", "remove", *(f"s{n}" for n in range(1000))).code == 0
    assert [source.id for source in desk.config.sources] == ["krebs", "talos"]
    assert desk.call("config", "undo", "1").code == 0
    assert desk.text == before


def test_a_broken_file_says_where(desk: Paper) -> None:
    """With the line, as `briefbot check` does, and nothing is changed."""
    edited(desk.file, TEXT.replace("times: [08:00]", "times: [8]"))
    outcome = desk.call("sources", "pause", "talos")
    assert outcome.code == 1
    assert "line 23: briefings[0].schedule.times[0]: 8 is no time of day" in outcome.err
    assert "enabled" not in desk.text
