"""Changes of the configuration in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.text import deeds
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefbot.models import Change

LONGEST = 60
"""Characters of one value that are told."""
MOST = 4
"""Keys of one item that are told with their values."""


def told(change: Change) -> str:
    """Return what a change does: added source BBC; changed topic Taiwan: words with b."""
    if beside := deeds.told(change):
        return beside
    if change.part == "settings":
        return f"changed {_key(change.id, change.before, change.after)}"
    item = f"{change.part.removesuffix('s')} {_name(change)}"
    if change.before is None:
        return f"added {item}"
    if change.after is None:
        return f"removed {item}"
    return _changed(item, change.before, change.after)


def written(changes: Sequence[Change]) -> str:
    """Return what the file says by now of what was switched, added or taken away.

    In the file now: `enabled: false`. Items that change beside one that goes are counted.
    """
    whole = [each for each in changes if each.before is None or each.after is None]
    if not whole:
        return _switched(changes[0])
    item = f"{whole[0].part.removesuffix('s')} `{whole[0].id}`"
    more = f", and {len(whole) - 1} more" if whole[1:] else ""
    where = "No longer in the file" if whole[0].after is None else "In the file now"
    left = len(changes) - len(whole)
    rest = f" With it changed {count(left, 'item')}." if left else ""
    return f"{where}: {item}{more}.{rest}"


def _switched(change: Change) -> str:
    new = [f"`{key}: {_value(value)}`" for key, value in change.after.items() if _new(change, key)]
    gone = [f"`{key}`" for key in change.before if key not in change.after]
    parts = [f"In the file now: {', '.join(new)}."] if new else []
    parts += [f"No longer in the file: {', '.join(gone)}."] if gone else []
    return " ".join(parts)


def _new(change: Change, key: str) -> bool:
    return bool(change.before.get(key) != change.after[key])


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
        yield _key(key, before.get(key), after.get(key))


def _key(key: str, before: Any, after: Any) -> str:  # noqa: ANN401  what a file can say
    name = key.replace("_", " ")
    if isinstance(before, list) or isinstance(after, list):
        return f"{name} {' and '.join(_items(_list(before), _list(after)))}"
    if after is None:
        return f"{name} no longer {_value(before)}"
    since = "" if before is None else f" from {_value(before)}"
    return f"{name}{since} to {_value(after)}"


def _items(before: list[Any], after: list[Any]) -> Iterator[str]:
    if more := [each for each in after if each not in before]:
        yield f"with {_value(more)}"
    if less := [each for each in before if each not in after]:
        yield f"without {_value(less)}"
    if not more and not less:
        yield "in another order"


def _list(value: Any) -> list[Any]:  # noqa: ANN401  what a file can say
    return value if isinstance(value, list) else [] if value is None else [value]


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
