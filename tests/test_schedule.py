"""When a source is looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Source
from briefbot.schedule import due_sources, next_check
from tests.makers import NOON, hours_ago, state


def source(name: str, **fields: Any) -> Source:
    """Make a source."""
    return Source(id=name, url=f"https://{name}.example/feed", **fields)


def test_due_sources() -> None:
    """New sources and those past their time are due, longest waiting first; others are not."""
    sources = [source(n) for n in ("soon", "late", "later", "new", "moved")]
    sources.append(source("off", enabled=False))
    states = {
        "soon": state("soon", next_check=hours_ago(-1)),
        "late": state("late", next_check=hours_ago(1)),
        "later": state("later", next_check=hours_ago(2)),
        "moved": state("moved", url="https://other.example", next_check=hours_ago(-1)),
    }
    assert [s.id for s in due_sources(sources, states, NOON)] == ["new", "moved", "later", "late"]


@pytest.mark.parametrize(("failures", "hours"), [(0, 1), (1, 2), (3, 8), (5, 24), (99, 24)])
def test_failures_slow_it_down(failures: int, hours: int) -> None:
    """Each failure doubles the wait, up to a day: no source is given up for good."""
    assert next_check(source("a"), failures, NOON) == NOON + timedelta(hours=hours)


@given(st.integers(0, 10_000), st.integers(1, 90))
def test_the_wait_is_never_shorter_than_the_interval(failures: int, hours: int) -> None:
    """However a source fares, it is never asked more often than configured."""
    wait = next_check(source("a", interval=f"{hours}h"), failures, NOON) - NOON
    assert wait >= timedelta(hours=hours)
    assert wait <= max(timedelta(days=1), timedelta(hours=hours))


@pytest.mark.parametrize(
    ("failures", "retry_after", "hours"),
    [
        (1, None, 2),
        (1, 0, 2),
        (1, 3600, 2),
        (1, 3 * 3600, 3),
        (99, 3600, 24),
        (99, 30 * 3600, 30),
        (1, 8 * 86_400, 7 * 24),
        (1, 1e18, 7 * 24),
    ],
)
def test_a_servers_pause_is_a_floor(failures: int, retry_after: float | None, hours: int) -> None:
    """Retry-After makes the wait longer, never shorter, and a week at most."""
    assert next_check(source("a"), failures, NOON, retry_after) == NOON + timedelta(hours=hours)
