"""When a source is looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Source
from briefbot.schedule import due_sources, look_at, next_check
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


# ---------------------------------------------------------------- just before a slot

MINUTE = timedelta(minutes=1)
SLOT = NOON


@pytest.mark.parametrize(
    ("due", "wait"),
    [
        (-61, False),  # it is due again before the slot
        (-60, False),
        (-59, True),
        (-16, True),
        (-4, False),  # the last minutes are its time
        (0, False),
        (1, False),
    ],
)
def test_a_look_is_put_off_to_the_last_minutes_before_a_slot(due: int, *, wait: bool) -> None:
    """A source due in the hour before a slot is asked once, late enough for the latest news."""
    when = NOON + due * MINUTE
    found = look_at(source("a"), state("a"), when, [SLOT])
    assert (found > when) is wait
    if wait:
        assert SLOT - 15 * MINUTE <= found <= SLOT - 5 * MINUTE


@pytest.mark.parametrize("known", [{"failures": 1}, {"succeeded": None}])
def test_who_is_late_already_is_not_put_off(known: dict[str, Any]) -> None:
    """A source that fails, or was never read, is looked at when its time comes."""
    when = NOON - 30 * MINUTE
    assert look_at(source("a"), state("a", **known), when, [SLOT]) == when


def test_sources_are_spread_over_the_minutes() -> None:
    """A thousand sources are not asked in one second."""
    when, many = NOON - 30 * MINUTE, [source(f"s{number}") for number in range(1000)]
    found = [look_at(one, state(one.id), when, [SLOT]) for one in many]
    minutes = [int((SLOT - moment) / MINUTE) for moment in found]
    assert all(50 < minutes.count(minute) < 150 for minute in range(5, 15))


def test_due_sources_waits_for_the_slot() -> None:
    """What is put off is not due; what nobody reads before a slot, is new, or moved, is due."""
    sources = [source(name) for name in ("put-off", "free", "new", "moved")]
    states = {
        "put-off": state("put-off", next_check=hours_ago(0.5)),
        "free": state("free", next_check=hours_ago(0.5)),
        "moved": state("moved", url="https://other.example", next_check=hours_ago(0.5)),
    }
    before, slots = hours_ago(0.4), {name: [SLOT] for name in ("put-off", "new", "moved")}
    found = due_sources(sources, states, before, slots)
    assert [s.id for s in found] == ["new", "moved", "free"]
    ready = due_sources(sources, states, SLOT - 5 * MINUTE, slots)
    assert [s.id for s in ready] == ["new", "moved", "put-off", "free"]


@given(
    st.integers(1, 36),
    st.integers(0, 3000),
    st.lists(st.integers(0, 3000), max_size=6, unique=True),
    st.text(max_size=3),
)
def test_put_off_is_never_early_and_never_past_the_slot(
    hours: int, due: int, slots: list[int], name: str
) -> None:
    """The interval since the last look stays whole, and the look comes before the next slot."""
    one = source("a" + "".join(c for c in name if c in "abc"), interval=f"{hours}h")
    moments = sorted(NOON + minute * MINUTE for minute in slots)
    when = NOON + due * MINUTE
    found = look_at(one, state(one.id), when, moments)
    assert found >= when
    following = [moment for moment in moments if moment > when]
    assert found == when or found <= following[0] - 5 * MINUTE
    # a source that is looked at now, and again an interval later, is fresh for the slot as well
    if following and found == when:
        fresh = following[0] - when <= 15 * MINUTE
        assert fresh or when + one.interval <= following[0]
