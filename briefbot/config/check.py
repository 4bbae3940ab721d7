"""From what the file holds to a `Config`, or to every problem at once in plain words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

from briefbot.config.nouns import (
    Briefing,
    Config,
    FetchOptions,
    Part,
    Retention,
    Schedule,
    Source,
    Topic,
)
from briefbot.config.references import findings
from briefbot.config.wording import Lines, Path, close, problem, show
from briefbot.errors import ConfigError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic_core import ErrorDetails

_NO_LINES: Lines = {}

_PARTS: dict[str, type[Part]] = {
    "": Config,
    "sources": Source,
    "topics": Topic,
    "briefings": Briefing,
    "briefings.schedule": Schedule,
    "fetch": FetchOptions,
    "retention": Retention,
}


def parse(data: object, *, file: str, lines: Lines = _NO_LINES) -> Config:
    """Return the configuration that plain data describes.

    `lines` gives the line of every path. Raise ConfigError with every problem, in the
    order of the file.
    """
    found = [problem(path, message, lines) for path, message in findings(data, lines)]
    config: Config | None = None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        found += _problems(error, lines)
    if found or config is None:
        raise ConfigError(file, sorted(found, key=_order))
    return config


def _order(found: Problem) -> tuple[int, str]:
    return found.line or 0, found.path


def _problems(error: ValidationError, lines: Lines) -> list[Problem]:
    # A list whose every item is wrong counts as empty; the items say enough.
    details = (
        detail
        for detail in error.errors(include_url=False)
        if detail["type"] != "too_short" or not detail["input"]
    )
    return [problem(_path(detail), told(detail), lines) for detail in details]


def _path(detail: ErrorDetails) -> Path:
    return tuple(part for part in detail["loc"] if part != _KEY)


def told(detail: ErrorDetails) -> str:
    """Put one of pydantic's errors into our words: what is wrong, and what to write."""
    kind, given = detail["type"], show(detail["input"])
    if kind in _SENTENCES:
        return _SENTENCES[kind](detail)
    if kind in _LIMITS:
        return f"{given} is {_LIMITS[kind].format(**detail['ctx'])}"
    if kind in _WANTED and detail["input"] is None:
        return f"nothing stands here; {_WANTED[kind]}"
    return f"{given} is not usable here; {_WANTED.get(kind, detail['msg'])}"


_KEY = "[key]"
"""Pydantic's mark for a key of a mapping, as against its value."""

_WANTED = {
    "string_type": "write text, in quotes if it looks like a number",
    "bool_type": "write true or false",
    "int_type": "write a whole number, without quotes",
    "float_type": "write a number, without quotes",
    "finite_number": "write a number",
    "tuple_type": 'write a list: [one, two], or one "- " line for each',
    "dict_type": 'write one "name: value" line for each',
    "model_type": 'write one "key: value" line for each',
}

_LIMITS = {
    "greater_than_equal": "too little; the least is {ge:g}",
    "less_than_equal": "too much; the most is {le:g}",
    "literal_error": "not known; use {expected}",
    "too_short": "too short; write at least one",
    "too_long": "too long; write at most {max_length}",
}


def _unknown_key(detail: ErrorDetails) -> str:
    *around, key = detail["loc"]
    part = _part(around)
    known = list(part.model_fields) if part else []
    hint = close(str(key), known) or f"; known here: {', '.join(known)}"
    return f"unknown key {show(key)}{hint}"


def _missing_key(detail: ErrorDetails) -> str:
    *around, key = detail["loc"]
    part = _part(around)
    example = _examples(part).get(str(key)) if part else None
    hint = f"write for example {key}: {example}" if example else "add it"
    return f"key {show(key)} is missing; {hint}"


@cache
def _examples(part: type[Part]) -> dict[str, str]:
    properties = part.model_json_schema()["properties"]
    return {key: what["examples"][0] for key, what in properties.items() if "examples" in what}


def _part(path: Sequence[int | str]) -> type[Part] | None:
    return _PARTS.get(".".join(part for part in path if isinstance(part, str)))


_SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "value_error": lambda detail: str(detail["ctx"]["error"]),
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
}
