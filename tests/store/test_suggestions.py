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
        decide = partial(suggestions.decide, file, made.id)
        verdicts = [Verdict.APPROVED, Verdict.DECLINED] * 4
        done = list(pool.map(lambda verdict: decide(verdict, "U2", NOON), verdicts))
    assert sum(done) == 1
    found = suggestions.find(file, made.id)
    assert found
    assert found.state is verdicts[done.index(True)]
    assert found.decided_by == "U2"
    assert suggestions.waiting(file) == ()


def test_an_approval_is_taken_back_alone(file: Path) -> None:
    """What was declined stays so."""
    made = suggestions.add(file, URL, "wire.test/feed", "U1", NOON)
    suggestions.decide(file, made.id, Verdict.APPROVED, "U2", NOON)
    suggestions.reopen(file, made.id)
    assert suggestions.waiting(file) == (made,)
    suggestions.decide(file, made.id, Verdict.DECLINED, "U2", NOON)
    suggestions.reopen(file, made.id)
    assert suggestions.waiting(file) == ()


def test_what_was_declined_rests_for_a_month(file: Path) -> None:
    """Whoever proposes it again before hears so."""
    made = suggestions.add(file, URL, "wire.test/feed", "U1", NOON)
    with pytest.raises(Refused, match="proposed already"):
        suggestions.add(file, URL, "wire.test/feed", "U3", NOON)
    suggestions.decide(file, made.id, Verdict.DECLINED, "U2", NOON)
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
