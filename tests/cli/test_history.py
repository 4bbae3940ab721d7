"""`briefbot config`: what was changed, what a hand changed, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefbot.admin import Admin
from briefbot.clock import utc_now
from briefbot.models import Author, Change
from briefbot.store.audit import Audit
from briefbot.store.sqlite import Store
from tests.cli.desks import TEXT, Paper, paper
from tests.commands import one_sentence
from tests.hand import edited
from tests.outbox.posting import posted

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Paper:
    return paper(tmp_path)


def by_hand(desk: Paper, old: str, new: str) -> None:
    assert old in desk.text
    edited(desk.file, desk.text.replace(old, new))


def test_the_history_says_when_who_what_and_what_became_of_it(desk: Paper) -> None:
    """In the zone of the first briefing; what was made in one go is one line."""
    audit = Audit(desk.database)
    admin = Admin(desk.file, audit)
    topic = {"id": "x", "name": "X", "words": ["x"]}
    add = [Change(part="topics", id="x", after=topic)]
    done = admin.apply(add, Author(name="U0123ABCD", way="slack"), NOW)
    admin.undo(done.number, Author(name="ana", way="cli"), NOW)
    admin.refuse(add, Author(name="U0GUEST00", way="slack"), NOW, "they are a guest")
    audit.close()
    desk.call("sources", "edit", "krebs", "talos", "weight=2")
    outcome = desk.call("config", "history")
    lines = [line.split(maxsplit=5) for line in outcome.out.splitlines()]
    assert lines[0][:4] == ["change", "when", "by", "what"]
    assert "source krebs: weight 2; and 1 more" in outcome.out
    assert [line.split()[0] for line in outcome.out.splitlines()[1:-1]] == ["4", "3", "2", "1"]
    assert "26 Nov 2026 07:30  U0GUEST00 (slack)" in outcome.out
    assert "refused (they are a guest)" in outcome.out
    assert "topic x removed" in outcome.out
    assert "undone (by change 2)" in outcome.out
    assert outcome.out.endswith(
        "times in Asia/Taipei; `briefbot config undo NUMBER` takes a change back\n"
    )
    assert len(desk.call("config", "history", "--limit", "1").out.splitlines()) == 3


def test_what_was_done_beside_the_file_is_listed_and_stays_done(desk: Paper) -> None:
    """A digest that was deleted, by whom; it is none of the file's to bring back."""
    part = posted()
    store = Store(desk.database)
    store.withdraw(part, Author(name="U0123ABCD", way="slack"), NOW)
    store.close()
    said = f"deleted the digest of {part.order_id} in {part.destination}"
    assert f"U0123ABCD (slack)  {said}" in desk.call("config", "history").out
    refused = one_sentence(desk.call("config", "undo", "1").err)
    assert refused == "change 1 is none of the file's, and can't be taken back"


def test_a_change_is_one_line_for_a_program(desk: Paper) -> None:
    """However long: a person's terminal alone folds it."""
    name = "n" * 150
    desk.call("topics", "add", name, f"words={','.join(f'{name}{at}' for at in range(9))}")
    desk.call("topics", "edit", "n" * 40, f"words={name}")
    lines = desk.call("config", "history").out.splitlines()
    assert [line.split()[0] for line in lines] == ["change", "2", "1", "times"]


def test_people_in_slack_stand_there_by_name(desk: Paper) -> None:
    """They choose it themselves, so the id, which they can't, stands beside it."""
    audit = Audit(desk.database)
    change = Change(part="topics", id="x", after={"id": "x", "name": "X", "words": ["x"]})
    ana = Author(name="U0123ABCD", way="slack", called="Ana \x1b[31mLindqvist")
    Admin(desk.file, audit).apply([change], ana, utc_now())
    audit.close()
    said = desk.call("config", "history").out
    assert "Ana \ufffd[31mLindqvist, U0123ABCD (slack)  topic x added" in said
    by_hand(desk, "name: X\n", "name: Y\n")
    assert "a change made by `@Ana " in desk.call("sources", "edit", "talos", "weight=3").err


def test_without_an_archive_there_is_no_history(desk: Paper) -> None:
    """To look makes no archive."""
    assert desk.call("config", "history").out.startswith("nothing is written down yet")
    assert desk.call("config", "diff").out.startswith("briefbot has not seen the file yet")
    assert not desk.database.exists()


def test_a_broken_file_does_not_hide_the_history(desk: Paper) -> None:
    """Whoever mends it wants to know what was changed; times are in UTC then."""
    desk.call("sources", "edit", "talos", "weight=2")
    edited(desk.file, "nonsense: [")
    outcome = desk.call("config", "history")
    assert outcome.code == 0
    assert "source talos: weight 2" in outcome.out
    assert "times in UTC" in outcome.out


def test_the_diff_shows_what_a_hand_has_changed(desk: Paper) -> None:
    """Key by key, beside what briefbot saw last; a look takes nothing up."""
    desk.call("sources", "edit", "talos", "weight=2")
    same = desk.call("config", "diff")
    assert same.out == f"{desk.file} says what briefbot saw in it last\n"
    by_hand(desk, "weight: 2", "weight: 3\n    name: Talos")
    by_hand(desk, "contact: me@site.example", "contact: you@site.example")
    by_hand(desk, "  - id: spare\n    name: Spare\n    words: [spare]\n", "")
    by_hand(desk, "[cyber, spare]", "[cyber]")
    want = """\
source talos
- topics: ["cyber", "spare"]
+ topics: ["cyber"]
- weight: 2
+ weight: 3
+ name: Talos
topic spare
- id: spare
- name: Spare
- words: ["spare"]
fetch
- fetch: {"contact": "me@site.example"}
+ fetch: {"contact": "you@site.example"}
"""
    assert desk.call("config", "diff").out == want
    assert desk.call("config", "diff").out == want


def test_a_dry_run_of_an_undo_shows_what_comes_back(desk: Paper) -> None:
    """With the comments that an item had; the file stays."""
    desk.call("sources", "remove", "talos")
    without = desk.text
    outcome = desk.call("config", "undo", "1", "--dry-run")
    assert "+    topics: [cyber, spare]   # both\n" in outcome.out
    assert desk.text == without
    undone = desk.call("config", "undo", "1")
    assert undone.out == ("source talos added\nchange 2; `briefbot config undo 2` takes it back\n")
    assert desk.text == TEXT


def test_what_can_t_be_undone_says_why(desk: Paper) -> None:
    """One that is not known, one that is undone, one whose item says something else by now."""
    desk.call("sources", "edit", "talos", "weight=2")
    assert "change 7 is not known" in one_sentence(desk.call("config", "undo", "7").err)
    huge = desk.call("config", "undo", str(2**63))
    assert (huge.code, "is not in the range" in huge.err) == (2, True)
    by_hand(desk, "weight: 2", "weight: 3")
    outcome = desk.call("config", "undo", "1")
    assert outcome.code == 1
    assert "somebody has changed source 'talos' meanwhile" in one_sentence(outcome.err)
    by_hand(desk, "weight: 3", "weight: 2")
    for words in (["1"], ["1", "--dry-run"]):
        outcome = desk.call("config", "undo", *words)
        assert "change 1 is overwritten already" in one_sentence(outcome.err)


def test_the_check_is_one_of_its_commands_too(desk: Paper) -> None:
    """People look for it there."""
    assert desk.look("config", "check").out == desk.look("check").out


def test_a_change_that_a_hand_took_back_is_told_by_the_next_command(desk: Paper) -> None:
    """Also by one that is about another source: nobody else may hear of it."""
    old = desk.text
    desk.call("sources", "edit", "krebs", "weight=2")
    edited(desk.file, old)
    outcome = desk.call("sources", "edit", "talos", "weight=3")
    assert "That took back, at least in part, a change made by" in outcome.err
    assert "source `krebs` changed (weight)." in one_sentence(outcome.err)
    assert "took back" not in desk.call("sources", "edit", "talos", "weight=4").err
