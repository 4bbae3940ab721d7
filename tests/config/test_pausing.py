"""What is paused: until which moment, and that nothing else is touched."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from briefbot import config
from briefbot.config import Config
from tests.editions import briefing
from tests.editions import config as configured

DAY = date(2026, 12, 24)


def paused(*, zone: str = "UTC", source: Any = None, told: Any = None) -> Config:
    """Make a configuration whose only source, or only briefing, is paused."""
    made = configured(briefing(zone=zone, paused_until=told, sources=("ledger",)))
    sources = tuple(s.model_copy(update={"paused_until": source}) for s in made.sources)
    return made.model_copy(update={"sources": sources})


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_without_a_pause_it_is_the_configuration_itself() -> None:
    """Nothing is copied at every look when nothing is paused."""
    plain = paused()
    assert config.on(plain, at(2026, 12, 24)) is plain


@pytest.mark.parametrize(
    ("zone", "last", "first"),
    [
        ("UTC", at(2026, 12, 23, 23, 59), at(2026, 12, 24)),
        ("Asia/Taipei", at(2026, 12, 23, 15, 59), at(2026, 12, 23, 16)),
        ("America/Los_Angeles", at(2026, 12, 24, 7, 59), at(2026, 12, 24, 8)),
    ],
)
def test_a_pause_ends_when_the_day_begins_at_the_briefing_s_place(
    zone: str, last: datetime, first: datetime
) -> None:
    """In Taipei that is before midnight in UTC; the morning's digest is not missed."""
    both = paused(zone=zone, source=DAY, told=DAY)
    off, back = config.on(both, last), config.on(both, first)
    assert (off.sources[0].enabled, off.briefings[0].enabled) == (False, False)
    assert (back.sources[0].enabled, back.briefings[0].enabled) == (True, True)


def test_what_is_switched_off_stays_off_after_a_pause() -> None:
    """The end of a pause switches nothing on."""
    both = paused(source=DAY)
    off = both.sources[0].model_copy(update={"enabled": False})
    found = config.on(both.model_copy(update={"sources": (off,)}), at(2027, 1, 1))
    assert not found.sources[0].enabled


def test_a_pause_is_judged_by_the_same_day_as_it_ends() -> None:
    """At the briefing's place; of a source, at that of the first briefing that reads it."""
    both = paused(zone="Asia/Taipei")
    for part in (both.sources[0], both.briefings[0]):
        assert config.today(both, part, at(2026, 12, 23, 16)) == DAY


def test_a_source_that_no_briefing_reads_goes_by_utc() -> None:
    """There is no other clock to go by."""
    alone = paused(zone="Asia/Taipei", source=DAY).model_copy(update={"briefings": ()})
    assert not config.on(alone, at(2026, 12, 23, 23)).sources[0].enabled
    assert config.on(alone, at(2026, 12, 24)).sources[0].enabled


def test_a_paused_part_keeps_the_rest_of_what_it_says() -> None:
    """Only `enabled` differs; the others are the same objects."""
    told = paused(told=DAY)
    found = config.on(told, at(2026, 12, 1))
    assert found.sources[0] is told.sources[0]
    assert found.briefings[0].model_copy(update={"enabled": True}) == told.briefings[0]
