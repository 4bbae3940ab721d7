"""A JSON Schema validator of as much as our schema uses; an unknown keyword is a KeyError."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]
Check = Callable[[Any, Any, Schema, Schema], Iterator[str]]

TYPES: dict[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def violations(value: object, schema: Schema, root: Schema) -> Iterator[str]:
    """Yield where the value breaks the schema; `root` holds its definitions."""
    for keyword, wanted in schema.items():
        yield from CHECKS[keyword](value, wanted, schema, root)


def _plain(broken: Callable[[Any, Any], bool]) -> Check:
    def check(value: Any, wanted: Any, schema: Schema, root: Schema) -> Iterator[str]:
        if broken(value, wanted):
            yield f"{value!r} breaks {wanted!r}"

    return check


def _of(kind: type | tuple[type, ...], broken: Callable[[Any, Any], bool]) -> Check:
    return _plain(lambda value, wanted: isinstance(value, kind) and broken(value, wanted))


def _ref(value: Any, wanted: Any, schema: Schema, root: Schema) -> Iterator[str]:
    yield from violations(value, root["$defs"][wanted.removeprefix("#/$defs/")], root)


def _any_of(value: Any, wanted: Any, schema: Schema, root: Schema) -> Iterator[str]:
    if all(list(violations(value, one, root)) for one in wanted):
        yield f"{value!r} fits none of {wanted}"


def _items(value: Any, wanted: Any, schema: Schema, root: Schema) -> Iterator[str]:
    for item in value if isinstance(value, list) else ():
        yield from violations(item, wanted, root)


def _properties(value: Any, wanted: Any, schema: Schema, root: Schema) -> Iterator[str]:
    for key in wanted.keys() & value.keys() if isinstance(value, dict) else ():
        yield from violations(value[key], wanted[key], root)


def _patterns(value: Any, wanted: Any, schema: Schema, root: Schema) -> Iterator[str]:
    for pattern, one in wanted.items():
        for key in filter(re.compile(pattern).search, value):
            yield from violations(value[key], one, root)


def _additional(value: Any, wanted: Any, schema: Schema, root: Schema) -> Iterator[str]:
    assert wanted is False
    patterns = schema.get("patternProperties", {})
    for key in value.keys() - schema.get("properties", {}).keys():
        if not any(re.search(pattern, key) for pattern in patterns):
            yield f"unknown key {key!r}"


_nothing = _plain(lambda *_: False)

CHECKS: dict[str, Check] = {
    **dict.fromkeys(("$schema", "$defs", "title", "description", "default", "examples"), _nothing),
    "$ref": _ref,
    "anyOf": _any_of,
    "type": _plain(lambda value, wanted: not TYPES[wanted](value)),
    "const": _plain(lambda value, wanted: value != wanted),
    "enum": _plain(lambda value, wanted: value not in wanted),
    "pattern": _of(str, lambda value, wanted: not re.search(wanted, value)),
    "minLength": _of(str, lambda value, wanted: len(value) < wanted),
    "maxLength": _of(str, lambda value, wanted: len(value) > wanted),
    "minimum": _of((int, float), lambda value, wanted: value < wanted),
    "maximum": _of((int, float), lambda value, wanted: value > wanted),
    "minItems": _of(list, lambda value, wanted: len(value) < wanted),
    "maxItems": _of(list, lambda value, wanted: len(value) > wanted),
    "uniqueItems": _of(list, lambda value, _: len(set(map(repr, value))) < len(value)),
    "items": _items,
    "required": _of(dict, lambda value, wanted: bool(set(wanted) - value.keys())),
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _additional,
}
