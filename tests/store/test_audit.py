"""Who may not change something leaves a line, and nobody can leave without end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.models import Author, Change, ChangeState
from briefbot.store.audit import MOST_REFUSED, Audit
from tests.makers import NOON

BEN = Author(name="U0123ABCE", way="slack")
CHI = Author(name="U0123ABCF", way="slack")


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[Audit]:
    """Open an empty audit."""
    opened = Audit(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def click(deed: str = "story_split") -> Change:
    """Return what somebody clicked."""
    return Change(part="clicks", id=deed)


def lines(audit: Audit) -> list[tuple[str, str, int]]:
    """Return who was refused what, and how often, oldest first."""
    found = audit.since(0)
    assert all(each.state is ChangeState.REFUSED for each in found)
    return [(each.author.name, each.change.id, each.times) for each in found]


def test_what_is_asked_for_again_is_counted(audit: Audit) -> None:
    """Of one person, within an hour; after it there is a line again."""
    for minutes in (0, 1, 59, 60):
        audit.refuse([click()], BEN, NOON + timedelta(minutes=minutes), "no admin")
    audit.refuse([click()], CHI, NOON, "no admin")
    audit.refuse([], BEN, NOON, "no admin")
    assert lines(audit) == [
        (BEN.name, "story_split", 3),
        (BEN.name, "story_split", 1),
        (CHI.name, "story_split", 1),
    ]


def test_nobody_fills_the_disk(audit: Audit) -> None:
    """However many different things somebody asks for, by one or in one go; others have room."""
    for number in range(MOST_REFUSED + 9):
        audit.refuse([click(f"click{number}")], BEN, NOON, "no admin")
    audit.refuse([click(f"one{number}") for number in range(1000)], CHI, NOON, "no admin")
    audit.refuse([click(f"two{number}") for number in range(1000)], CHI, NOON, "no admin")
    found = lines(audit)
    ben, chi = ([each for each in found if each[0] == who.name] for who in (BEN, CHI))
    assert len(ben) == len(chi) == MOST_REFUSED
    assert ben[-1] == (BEN.name, f"click{MOST_REFUSED - 1}", 10)
    assert [each[2] for each in chi[-2:]] == [1, 2]
