"""`key=value` as it is typed, and what it makes of an item of the configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefbot.errors import Impossible

if TYPE_CHECKING:
    from briefbot.config import Part
    from briefbot.models import Spec, Value

_FORM = re.compile(r"([a-z_]+(?:\.[^=/?]+?)?)([+-]?=)(.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SCHEDULE = ("times", "weekdays", "zone")
"""Keys of a briefing's schedule, which may be typed without `schedule.`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One key and what it is to say: `topics+=cyber`."""

    key: str
    sign: str
    """`=` for the whole value, `+=` and `-=` for what a list gets and loses."""
    text: str


def parted(words: Iterable[str]) -> tuple[list[str], tuple[Assignment, ...]]:
    """Return what is an id or an address, and what assigns a value to a key."""
    others, found = [], []
    for word in words:
        if match := _FORM.fullmatch(word):
            found.append(Assignment(key=match[1], sign=match[2], text=match[3]))
        else:
            others.append(word)
    return others, tuple(found)


def assigned(part: type[Part], spec: Spec, assignments: Sequence[Assignment]) -> Spec:
    """Return the item with the assignments; an empty value leaves the key at its default.

    Raise Impossible with a line for each that can't be done. Whether a value may stand there
    is for whoever checks the whole file.
    """
    schema = part.model_json_schema(mode="serialization")
    new, wrong = dict(spec), []
    for each in assignments:
        try:
            _assign(new, each, schema)
        except ValueError as error:
            wrong.append(f"{each.key}{each.sign}{each.text}: {error}")
    if wrong:
        raise Impossible(wrong)
    return new


def _assign(spec: dict[str, Any], each: Assignment, schema: Mapping[str, Any]) -> None:
    key, _, inner = each.key.partition(".")
    known = schema["properties"]
    if not inner and key in _SCHEDULE and "schedule" in known:
        key, inner = "schedule", key
    if not inner:
        _put(spec, key, _value(each, spec.get(key), known.get(key) or {}))
        return
    there = spec.get(key) or {}
    if not isinstance(there, Mapping):
        raise ValueError(f'"{key}" is no group of keys')
    group = dict(there)
    _put(group, inner, _value(each, group.get(inner), _inside(known.get(key) or {}, inner, schema)))
    _put(spec, key, group or None)


def _put(spec: dict[str, Any], key: str, value: Value) -> None:
    if value is None:
        spec.pop(key, None)
    else:
        spec[key] = value


def _inside(group: Mapping[str, Any], key: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a key of a group: of a part of its own, or of free names."""
    if "$ref" not in group:
        return {}
    part = schema["$defs"][group["$ref"].rpartition("/")[2]]
    found: Mapping[str, Any] = part["properties"].get(key) or {}
    return found


def _value(each: Assignment, there: Value, schema: Mapping[str, Any]) -> Value:
    """Return the key's new value; None for its default."""
    kinds = {one.get("type") for one in (schema, *schema.get("anyOf", ()))}
    if each.sign != "=":
        if "array" not in kinds:
            raise ValueError(f"this is no list; write {each.key}={each.text}")
        known = there if isinstance(there, list) else list(schema.get("default") or ())
        return _more(known, each) if each.sign == "+=" else _less(known, each)
    if not each.text:
        return None
    if "array" in kinds:
        return _items(each.text)
    if kinds & {"object"} or "$ref" in schema:
        raise ValueError(f"this is a group; write {each.key}.NAME=VALUE")
    return _scalar(each.text) if kinds & {"boolean", "integer", "number"} else each.text


def _more(known: list[Value], each: Assignment) -> list[Value]:
    return [*known, *(item for item in _items(each.text) if item not in known)]


def _less(known: list[Value], each: Assignment) -> list[Value] | None:
    gone = _items(each.text)
    if strange := [item for item in gone if item not in known]:
        raise ValueError(f"{', '.join(map(str, strange))} is not in it")
    return [item for item in known if item not in gone] or None


def _items(text: str) -> list[Value]:
    """Read a list: words with commas between them, or JSON where a word has a comma itself."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except ValueError:
            text = text.strip("[]")
        else:
            return list(found)
    return [item.strip() for item in text.split(",") if item.strip()]


def _scalar(text: str) -> Value:
    if text in {"true", "false"}:
        return text == "true"
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text[:20])
