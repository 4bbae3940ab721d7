"""What a person typed, or a topic, to a `Query`; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from briefbot.config import Source, Topic
from briefbot.errors import UsageError
from briefbot.models import Query
from briefbot.text.words import fold

MOST_TERMS = 8
LONGEST = 200
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_SPAN = re.compile(r"(\d{1,4})([mhdw])", re.IGNORECASE)


def parse(
    text: str,
    *,
    now: datetime,
    sources: Sequence[Source] = (),
    topics: Sequence[Topic] = (),
    zone: str = "UTC",
) -> Query:
    """Read a typed query: words, "a phrase", -without, 7d, since:monday, source:id, lang:zh.

    Nothing is an error: what is not an option is a word to look for. At most 8 terms of
    200 characters in all are used. The name of a topic stands for all of its words, and a
    day begins at midnight in `zone`.
    """
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    options: dict[str, Any] = {}
    for minus, phrase, word in _TERM.findall(text[:LONGEST]):
        option = _option(word, now, sources, zone)
        if phrase.strip():
            (without if minus else phrases).append(phrase.strip())
        elif option:
            options |= option
        elif word.startswith("-") and len(word) > 1:
            without.append(word[1:])
        elif word.casefold() not in {"", "-", "or", "and"}:
            words.append(word)
    return Query(
        words=_topic_words(words, phrases, topics) or _first(words),
        phrases=_first(phrases),
        without=_first(without),
        **options,
    )


def _first(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def _topic_words(
    words: Sequence[str], phrases: Sequence[str], topics: Sequence[Topic]
) -> tuple[str, ...]:
    """Return a topic's words when the query is just that topic's name."""
    if phrases:
        return ()
    asked = fold(" ".join(words))
    return next((t.words for t in topics if asked in {fold(t.id), fold(t.name)}), ())


def _option(word: str, now: datetime, sources: Sequence[Source], zone: str) -> dict[str, Any]:
    """Return the field of `Query` that an option sets; nothing when the word is none."""
    name, colon, value = word.partition(":")
    if not colon:
        return {"since": since(word, now, zone)} if _SPAN.fullmatch(word) else {}
    if name.casefold() == "since" and (moment := since(value, now, zone)):
        return {"since": moment}
    if name.casefold() in {"lang", "language"} and value.isalpha():
        return {"language": value.casefold()}
    if name.casefold() == "source" and (source_id := _source(value, sources)):
        return {"source_id": source_id}
    return {}


def _source(value: str, sources: Sequence[Source]) -> str | None:
    wanted = fold(value)
    exact = (s.id for s in sources if wanted == fold(s.id))
    named = (s.id for s in sources if wanted and wanted in fold(f"{s.id} {s.label}"))
    return next(exact, None) or next(named, None)


def span(text: str) -> timedelta:
    """Return the time that `90m`, `24h`, `7d` or `2w` says; raise UsageError for anything else."""
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise UsageError(f'"{text}" is no time span; use a number and m, h, d or w, such as 24h')
    return timedelta(**{UNITS[match[2].lower()]: int(match[1])})


def since(value: str, now: datetime, zone: str = "UTC") -> datetime | None:
    """Return the moment that `7d`, `yesterday`, `monday` or `2026-11-20` says, in UTC.

    Days begin at midnight in the zone, unless the value has an offset of its own. What lies
    before 1970 or in the future is moved to the nearer end.
    """
    today = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    word = value.casefold()
    if _SPAN.fullmatch(value):
        return _within(now - span(value), now)
    if word in {"today", "yesterday"}:
        return (today - timedelta(days=word == "yesterday")).astimezone(UTC)
    if (day := _weekday(word)) is not None:
        return (today - timedelta(days=(today.weekday() - day) % 7)).astimezone(UTC)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return _within(moment if moment.tzinfo else moment.replace(tzinfo=today.tzinfo), now)


def _weekday(word: str) -> int | None:
    return next((i for i, day in enumerate(_DAYS) if word in {day, day[:3]}), None)


def _within(moment: datetime, now: datetime) -> datetime:
    # The year goes first: at the ends of the calendar no zone can be asked.
    if moment.year < _FIRST.year:
        return _FIRST
    if moment.year > now.year + 1:
        return now
    return max(_FIRST, min(moment.astimezone(UTC), now))
