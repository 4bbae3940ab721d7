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
            "sources": tuple(_at(config, source, now) for source in config.sources),
            "briefings": tuple(_at(config, briefing, now) for briefing in config.briefings),
        }
    )


def today(config: Config, part: Source | Briefing, now: datetime) -> date:
    """Return the date by which a pause is judged: at a briefing's place, or a source's reader's.

    A source that no briefing reads has that of UTC.
    """
    place = part if isinstance(part, Briefing) else _reader(config, part)
    return now.astimezone(ZoneInfo(place.schedule.zone) if place else UTC).date()


def _at(config: Config, part: Paused, now: datetime) -> Paused:
    until = part.paused_until
    if until is None or not part.enabled or today(config, part, now) >= until:
        return part
    return part.model_copy(update={"enabled": False})


def _reader(config: Config, source: Source) -> Briefing | None:
    reading = (each for each in config.briefings if source.id in (each.sources or (source.id,)))
    return next(reading, None)
