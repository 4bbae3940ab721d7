"""What a form holds when it is sent, read and judged; pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

View = Mapping[str, Any]

NO_QUERY = "Say what to look for."
NO_TIME = "Choose a time, such as 08:00."
NO_DAYS = "Choose at least one day."
NO_WORD = "Choose a word, or type one."
STALE = "This form is out of date. Please close it and open it again."

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NUMBER = re.compile(r"\d{0,15}", re.ASCII)
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,30}", re.ASCII)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A subscription as its form has it."""

    id: int | None
    """The one to change; None for a new one."""
    query: str
    label: str
    weekdays: tuple[str, ...]
    problems: Mapping[str, str]
    """What is wrong, by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """A word to mute as its form has it."""

    channel: str
    word: str
    problems: Mapping[str, str]


def subscription(view: View) -> Wanted:
    """Read the form of a subscription."""
    query = _text(view, "query", "value")
    label = _text(view, "time", "selected_time")
    chosen = _field(view, "weekdays").get("selected_options") or ()
    ticked = {str(option.get("value")) for option in chosen}
    days = tuple(day for day in _DAYS if day in ticked)
    number = str(view.get("private_metadata") or "")
    problems = {
        "query": "" if query else NO_QUERY,
        "time": "" if _TIME.fullmatch(label) else NO_TIME,
        "weekdays": "" if days else NO_DAYS,
    }
    if not _NUMBER.fullmatch(number):
        problems["query"], number = STALE, ""
    return Wanted(
        id=int(number) if number else None,
        query=query,
        label=label,
        weekdays=days,
        problems=_left(problems),
    )


def muted(view: View) -> Muted:
    """Read the form that mutes a word: what was typed goes before what was chosen."""
    chosen = (_field(view, "chosen").get("selected_option") or {}).get("value")
    word = _text(view, "typed", "value") or str(chosen or "")
    channel = _channel(str(view.get("private_metadata") or ""))
    problem = STALE if not channel else "" if word else NO_WORD
    return Muted(channel=channel, word=word, problems=_left({"typed": problem}))


def _channel(metadata: str) -> str:
    """Return the channel that the form is about; empty when it carries none."""
    try:
        carried = json.loads(metadata)
    except (ValueError, RecursionError):
        return ""
    channel = carried.get("channel") if isinstance(carried, dict) else None
    return channel if isinstance(channel, str) and _CHANNEL.fullmatch(channel) else ""


def _field(view: View, name: str) -> Mapping[str, Any]:
    values = (view.get("state") or {}).get("values") or {}
    return (values.get(name) or {}).get(name) or {}


def _text(view: View, name: str, key: str) -> str:
    return str(_field(view, name).get(key) or "").strip()


def _left(problems: Mapping[str, str]) -> dict[str, str]:
    return {field: text for field, text in problems.items() if text}
