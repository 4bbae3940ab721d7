"""The pieces that forms are described with: a check yields what is wrong, in Slack's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""Takes a value and the JSON pointer to it."""


def wrong(words: str, pointer: str) -> str:
    """Return a problem as Slack words it."""
    return f"{words} [json-pointer:{pointer}]"


def string(most: int | None = None, *, least: int = 1) -> Check:
    """Check for a text of so many characters."""

    def check(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
        if not isinstance(value, str):
            yield wrong("must provide a string", pointer)
        elif len(value) < least:
            yield wrong(f"must be more than {least - 1} characters", pointer)
        elif most is not None and len(value) > most:
            yield wrong(f"must be less than {most + 1} characters", pointer)

    return check


def flag(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
    """Check for true or false."""
    if not isinstance(value, bool):
        yield wrong("must be a boolean", pointer)


def integer(least: int, most: int | None = None) -> Check:
    """Check for a whole number in a range."""

    def check(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
        if not isinstance(value, int) or isinstance(value, bool):
            yield wrong("must be an integer", pointer)
        elif value < least or (most is not None and value > most):
            yield wrong("must be a valid value", pointer)

    return check


def choice(*values: str) -> Check:
    """Check for one of these words."""

    def check(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
        if value not in values:
            yield wrong("must be a valid enum value", pointer)

    return check


def array(item: Check, most: int | None = None, *, least: int = 1) -> Check:
    """Check for a list of so many, and each of its items."""

    def check(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
        if not isinstance(value, list):
            yield wrong("must be an array", pointer)
            return
        if len(value) < least:
            yield wrong(f"no fewer than {least} items allowed", pointer)
        if most is not None and len(value) > most:
            yield wrong(f"no more than {most} items allowed", pointer)
        for place, part in enumerate(value):
            yield from item(part, f"{pointer}/{place}")

    return check


def shape(
    needed: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    """Check for an object with these fields and no others."""
    needed, optional = needed or {}, optional or {}
    known = {**needed, **optional}

    def check(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
        if not isinstance(value, dict):
            yield wrong("must provide an object", pointer)
            return
        for name in needed:
            if name not in value:
                yield wrong(f"missing required field: {name}", pointer)
        for name, part in value.items():
            if name in known:
                yield from known[name](part, f"{pointer}/{name}")
            elif name != "type":
                yield wrong(f"invalid additional property: {name}", pointer)

    return check


def kinds(table: Mapping[str, Check]) -> Check:
    """Check for an object whose `type` is in the table, by the check that stands there."""

    def check(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
        if not isinstance(value, dict):
            yield wrong("must provide an object", pointer)
        elif "type" not in value:
            yield wrong("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in table:
            yield wrong(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from table[value["type"]](value, pointer)

    return check
