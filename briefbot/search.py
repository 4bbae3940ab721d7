"""What a person typed, or a topic, to a `Query`; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from briefbot.config import Source, Topic, Weekday
from briefbot.errors import UsageError
from briefbot.models import Query
from briefbot.text.words import fold

MOST_TERMS = 8
LONGEST = 200
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_SPAN = re.compile(r"(\d{1,4})([mhdw])", re.IGNORECASE)


def parse(
    text: str, *, now: datetime, sources: Sequence[Source] = (), topics: Sequence[Topic] = ()
) -> Query:
    """Read a typed query: words, "a phrase", -without, 7d, since:monday, source:id, lang:zh.

    Nothing is an error: what is not an option is a word to look for. At most 8 terms of
    200 characters in all are used. The name of a topic stands for all of its words.
    """
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    options: dict[str, Any] = {}
    for minus, phrase, word in _TERM.findall(text[:LONGEST]):
        option = _option(word, now, sources)
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


def _option(word: str, now: datetime, sources: Sequence[Source]) -> dict[str, Any]:
    """Return the field of `Query` that an option sets; nothing when the word is none."""
    name, colon, value = word.partition(":")
    if not colon:
        return {"since": now - span(word)} if _SPAN.fullmatch(word) else {}
    if name.casefold() == "since" and (moment := since(value, now)):
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


def since(value: str, now: datetime) -> datetime | None:
    """Return the moment that `7d`, `yesterday`, `monday` or `2026-11-20` says, in UTC."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if _SPAN.fullmatch(value):
        return now - span(value)
    if value.casefold() in {"today", "yesterday"}:
        return today - timedelta(days=value.casefold() == "yesterday")
    if (day := value.casefold()[:3]) in set(Weekday) and len(value) >= len(day):
        return today - timedelta(days=(today.weekday() - list(Weekday).index(Weekday(day))) % 7)
    try:
        return datetime.fromisoformat(value).replace(tzinfo=now.tzinfo)
    except ValueError:
        return None
