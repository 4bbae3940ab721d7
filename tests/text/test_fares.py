"""How sources fare, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from briefbot.models import Ailing, Condition, News, SourceLine
from briefbot.text import fares
from tests.makers import NOON, hours_ago

ZONE = "Asia/Taipei"


def ailing(name: str, state: Condition = Condition.FAILING) -> Ailing:
    """Make a source that has failed since yesterday."""
    return Ailing(name=name, since=hours_ago(26), message="503; wait", state=state)


def news(failing: int = 0, back: int = 0) -> News:
    """Make what a channel is told of so many sources."""
    return News(
        failing=tuple(ailing(f"Reef {n}") for n in range(failing)),
        back=tuple(ailing(f"Port {n}") for n in range(back)),
        now=NOON,
        zone=ZONE,
    )


@pytest.mark.parametrize(
    ("per_day", "words"),
    [
        (1204.4, "1,204 entries a day"),
        (1.0, "1 entry a day"),
        (0.3, "2 entries a week"),
        (0.05, "2 entries a month"),
        (0.01, "less than one entry a month"),
        (0.0, "less than one entry a month"),
    ],
)
def test_pace(per_day: float, words: str) -> None:
    """A rhythm is said in the unit in which it is a whole number."""
    assert fares.pace(per_day) == words


def test_looks() -> None:
    """When it was read, when it will be, and how much it brings, as far as that is known."""
    line = SourceLine(
        source_id="a",
        name="A",
        url="https://a.example",
        state=Condition.FINE,
        succeeded=NOON,
        next_check=NOON + timedelta(hours=1),
        articles=3,
        per_day=4.0,
    )
    said = fares.looks(line, now=NOON, zone=ZONE)
    assert said == "last read 20:00, next look today 21:00, 4 entries a day"
    bare = SourceLine(
        source_id="a",
        name="A",
        url="https://a.example",
        state=Condition.NEW,
        succeeded=None,
        next_check=None,
        articles=0,
    )
    assert fares.looks(bare, now=NOON, zone=ZONE) == "never read"
    paused = replace(line, state=Condition.OFF)
    assert fares.looks(paused, now=NOON, zone=ZONE) == "last read 20:00, 4 entries a day"


@pytest.mark.parametrize(
    ("failing", "back", "words"),
    [
        (1, 0, "1 source of the briefings here fails."),
        (3, 0, "3 sources of the briefings here fail."),
        (0, 1, "1 source of the briefings here that failed is read again."),
        (2, 2, "2 sources of the briefings here fail, and 2 sources that failed are read again."),
    ],
)
def test_opening(failing: int, back: int, words: str) -> None:
    """The first sentence says how many, of what."""
    assert fares.opening(news(failing, back)) == words


def test_a_few_of_many_are_named() -> None:
    """The rest is counted, with the command that names them."""
    many = news(9)
    assert fares.failing(many)[0] == ("Reef 0", "failing since yesterday 18:00: 503; wait")
    assert len(fares.failing(many)) == 5
    assert fares.rest(many.failing, "/brief sources") == "and 4 more; `/brief sources` names them"
    assert fares.rest(many.failing[:5], "/brief sources") == ""


def test_closing() -> None:
    """It promises the next message only where something fails."""
    assert fares.closing(news(1)) == (
        "It is still asked; this channel hears of it again when it is read."
    )
    assert fares.closing(news(2)) == (
        "They are still asked; this channel hears of them again when they are read."
    )
    assert fares.closing(news(0, 1)) == ""


def test_a_line_for_admins() -> None:
    """It names moments that stay true, for it may be read days later."""
    assert fares.line(news(1)) == (
        "1 source has failed for a day: Reef 0 failing since 2026-11-22 10:00 UTC: 503; wait"
    )
    assert fares.line(news(7, 1)).endswith(
        "; and 2 more; `briefbot sources list` names them. "
        "read again after they failed: Port 0 (since 2026-11-22 10:00 UTC)"
    )
