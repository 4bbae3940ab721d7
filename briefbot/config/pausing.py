"""The configuration as it counts at a moment: what is paused then is not enabled."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from briefbot.config.nouns import Briefing, Config, Source

Paused = TypeVar("Paused", Source, Briefing)


def on(config: Config, now: datetime) -> Config:
    """Return the configuration with whatever is paused at the moment switched off.

    A briefing goes on when the day begins in its own zone, a source when it does in that of
    the first briefing that reads it: so it is read before the day's first digest. Where
    nothing is paused, it is the configuration itself.
    """
    paused = [s.paused_until for s in config.sources] + [b.paused_until for b in config.briefings]
    if not any(paused):
        return config
    return config.model_copy(
        update={
            "sources": tuple(_at(s, _day(_reader(config, s), now)) for s in config.sources),
            "briefings": tuple(_at(b, _day(b, now)) for b in config.briefings),
        }
    )


def _at(part: Paused, day: date) -> Paused:
    paused = part.enabled and part.paused_until is not None and day < part.paused_until
    return part.model_copy(update={"enabled": False}) if paused else part


def _reader(config: Config, source: Source) -> Briefing | None:
    if source.paused_until is None:
        return None
    reading = (each for each in config.briefings if source.id in (each.sources or (source.id,)))
    return next(reading, None)


def _day(briefing: Briefing | None, now: datetime) -> date:
    """Return the date that a briefing's place has."""
    return now.astimezone(ZoneInfo(briefing.schedule.zone) if briefing else UTC).date()
