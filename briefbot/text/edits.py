"""Changes of the configuration in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefbot.models import Change

LONGEST = 60
"""Characters of one value that are told."""
MOST = 4
"""Keys of one item that are told with their values."""


def told(change: Change) -> str:
    """Return what a change does: added source BBC; changed topic Taiwan: words from a to a, b."""
    if change.part == "settings":
        return f"changed {change.id} from {_value(change.before)} to {_value(change.after)}"
    item = f"{change.part.removesuffix('s')} {_name(change)}"
    if change.before is None:
        return f"added {item}"
    if change.after is None:
        return f"removed {item}"
    return _changed(item, change.before, change.after)


def _name(change: Change) -> str:
    held = change.after or change.before or {}
    return _value(held.get("name") or change.id)


def _changed(item: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if keys == ["paused_until"]:
        until = after.get("paused_until")
        return f"paused {item} until {_value(until)}" if until else f"resumed {item}"
    if keys == ["enabled"]:
        return f"switched {item} {'off' if after.get('enabled') is False else 'on'}"
    parts = list(_keys(keys, before, after))
    more = f" and {len(keys) - MOST} more" if len(keys) > MOST else ""
    return f"changed {item}: {', '.join(parts)}{more}"


def _keys(keys: list[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in keys[:MOST]:
        name = key.replace("_", " ")
        if key not in before:
            yield f"{name} to {_value(after[key])}"
        elif key not in after:
            yield f"{name} no longer {_value(before[key])}"
        else:
            yield f"{name} from {_value(before[key])} to {_value(after[key])}"


def _value(value: Any) -> str:  # noqa: ANN401  what a file can say
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, list):
        text = ", ".join(map(_value, value))
    elif isinstance(value, dict):
        text = ", ".join(f"{key} {_value(each)}" for key, each in value.items())
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
