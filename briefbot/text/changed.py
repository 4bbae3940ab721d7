"""A change of the configuration in a line, as people are told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefbot.models import Change, Spec, Value
from briefbot.text import deeds

LONGEST = 60
MOST = 5
"""Of more names than these only the first are said."""
NOTHING: Spec = {}


def said(change: Change) -> str:
    """Say what becomes of an item: `source krebs: weight 1 -> 2; topics +cyber`."""
    if beside := deeds.told(change):
        return beside
    if change.part == "settings":
        return "; ".join(_key(change.id, change.before, change.after)) or f"{change.id}: the same"
    what = f"{change.part.removesuffix('s')} {change.id}"
    if change.before is None:
        return f"{what} added"
    if change.after is None:
        return f"{what} removed"
    return f"{what}: {'; '.join(_keys(change.before, change.after)) or 'the same'}"


def _keys(before: Spec, after: Spec, around: str = "") -> Iterator[str]:
    for key in dict.fromkeys([*before, *after]):
        yield from _key(f"{around}{key}", before.get(key), after.get(key))


def _key(name: str, before: Value, after: Value) -> Iterator[str]:
    if before == after:
        return
    kinds = {type(each) for each in (before, after) if each is not None}
    if kinds == {list}:
        yield _list(name, before or [], after or [])
    elif kinds and all(issubclass(kind, Mapping) for kind in kinds):
        yield from _keys(before or NOTHING, after or NOTHING, f"{name}.")
    elif after is None:
        yield f"{name} {_shown(before)} left out"
    elif before is None:
        yield f"{name} {_shown(after)}"
    else:
        yield f"{name} {_shown(before)} -> {_shown(after)}"


def _list(name: str, before: list[Value], after: list[Value]) -> str:
    new = [f"+{_shown(each)}" for each in after if each not in before]
    gone = [f"-{_shown(each)}" for each in before if each not in after]
    found = [*new, *gone] or ["in another order"]
    more = [f"and {len(found) - MOST} more"] if len(found) > MOST else []
    return f"{name} {' '.join([*found[:MOST], *more])}"


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(map(_shown, value[:MOST]))
    text = " ".join(str(value).split())
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"'{text}'" if " " in text or not text else text
