"""A proposal waits for one decision, and is not repeated at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from briefbot.errors import Refused
from briefbot.models.suggestions import Verdict
from briefbot.store import suggestions
from tests.makers import NOON

URL = "https://wire.test/feed"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "briefbot.db"


def test_of_all_who_decide_at_once_one_does(file: Path) -> None:
    """The others hear that it is decided."""
    made = suggestions.add(file, URL, "wire.test/feed", "U1", NOON)
    assert suggestions.waiting(file) == (made,)
    with ThreadPoolExecutor(8) as pool:
        begin = partial(suggestions.begin, file, made.id, "wire")
        decline = partial(suggestions.decline, file, made.id)
        deeds = [begin, decline] * 4
        done = list(pool.map(lambda deed: deed("U2", NOON), deeds))
    assert sum(done) == 1
    found = suggestions.find(file, made.id)
    assert found
    assert found.state is [Verdict.ADDING, Verdict.DECLINED][done.index(True) % 2]
    assert found.decided_by == "U2"
    assert suggestions.waiting(file) == ()


def test_what_is_begun_is_taken_back_alone(file: Path) -> None:
    """What was approved or declined stays so."""
    made, other = (
        suggestions.add(file, f"{URL}/{n}", f"wire.test/{n}", "U1", NOON) for n in range(2)
    )
    suggestions.begin(file, made.id, "wire", "U2", NOON)
    assert suggestions.waiting(file) == (other,)
    suggestions.reopen(file, made.id)
    assert suggestions.waiting(file) == (made, other)
    suggestions.begin(file, made.id, "wire", "U2", NOON)
    suggestions.approve(file, made.id)
    suggestions.decline(file, other.id, "U2", NOON)
    for each in (made, other):
        suggestions.reopen(file, each.id)
    assert suggestions.waiting(file) == ()


def test_what_a_dead_process_has_left_is_decided_by_the_file(file: Path) -> None:
    """What was added is approved, what was not waits again; nothing that was decided changes."""
    ids = [suggestions.add(file, URL, f"wire.test/{n}", "U1", NOON).id for n in range(4)]
    for number in ids[:3]:
        suggestions.begin(file, number, f"wire{number}", "U2", NOON)
    suggestions.approve(file, ids[2])
    suggestions.decline(file, ids[3], "U2", NOON)
    with pytest.raises(Refused, match="proposed already"):
        suggestions.add(file, URL, "wire.test/0", "U1", NOON)
    suggestions.settle(file, {f"wire{ids[0]}"})
    found = [suggestions.find(file, number) for number in ids]
    assert [each.state for each in found if each] == [
        Verdict.APPROVED,
        Verdict.OPEN,
        Verdict.APPROVED,
        Verdict.DECLINED,
    ]
    assert [each.decided_by for each in found if each] == ["U2", "", "U2", "U2"]


def test_what_was_declined_rests_for_a_month(file: Path) -> None:
    """Whoever proposes it again before hears so."""
    made = suggestions.add(file, URL, "wire.test/feed", "U1", NOON)
    with pytest.raises(Refused, match="proposed already"):
        suggestions.add(file, URL, "wire.test/feed", "U3", NOON)
    suggestions.decline(file, made.id, "U2", NOON)
    with pytest.raises(Refused, match="declined it"):
        suggestions.add(file, URL, "wire.test/feed", "U3", NOON + timedelta(days=29))
    assert suggestions.add(file, URL, "wire.test/feed", "U3", NOON + timedelta(days=31)).id == 2


def test_nobody_has_more_than_some_waiting(file: Path) -> None:
    """Others may go on."""
    for number in range(suggestions.MOST_OPEN):
        suggestions.add(file, URL, f"site{number}", "U1", NOON)
    with pytest.raises(Refused, match="wait for an admin"):
        suggestions.add(file, URL, "another", "U1", NOON)
    suggestions.add(file, URL, "another", "U3", NOON)
    assert suggestions.find(file, 99) is None
