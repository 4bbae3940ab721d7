"""What the form of a source says, beside what the file says of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefbot.config import Source
from briefbot.listeners import officeforms
from briefbot.listeners.officeforms import Wrong

if TYPE_CHECKING:
    from briefbot.models import Spec

JSON = dict[str, Any]
PART = "sources"
NO_NUMBER = "That is no number. Write it as 0.5 or 2."


def draft(view: JSON, before: Source) -> JSON:
    """Return what the form says by now, as far as it can be understood."""
    values: JSON = {name: tuple(_words(view, name, before)) for name in ("include", "exclude")}
    values["name"] = officeforms.typed(view, "name")
    values["topics"] = officeforms.chosen(view, "topics")
    try:
        values["weight"] = _weight(view)
    except Wrong:
        values["weight"] = before.weight
    return values


def edited(view: JSON, spec: Spec) -> Spec:
    """Return a source as the form wants it; raise Wrong with what is wrong at each field.

    What nobody touched stays as the file spells it.
    """
    before = Source.model_validate(spec)
    wanted: JSON = {
        "name": officeforms.typed(view, "name"),
        "weight": _weight(view),
        "topics": list(officeforms.chosen(view, "topics")) or list(_unasked(view, before)),
        "include": _words(view, "include", before),
        "exclude": _words(view, "exclude", before),
    }
    after = dict(spec)
    for key, value in wanted.items():
        if _same(value, getattr(before, key)):
            continue
        after.pop(key, None)
        if value not in ("", [], 1):
            after[key] = value
    try:
        Source.model_validate(after)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise Wrong({field if field in wanted else "weight": officeforms.reason(error)}) from error
    return after


def _unasked(view: JSON, before: Source) -> tuple[str, ...]:
    """Return the topics where the form did not ask for any."""
    return () if "topics" in officeforms.shown(view) else before.topics


def _same(value: object, before: object) -> bool:
    if isinstance(value, list) and isinstance(before, tuple):
        return sorted(value) == sorted(before)
    return value == before


def _weight(view: JSON) -> float:
    try:
        number = float(officeforms.typed(view, "weight").replace(",", "."))
    except ValueError as error:
        raise Wrong({"weight": NO_NUMBER}) from error
    return int(number) if number.is_integer() else number


def _words(view: JSON, name: str, before: Source) -> list[str]:
    if name not in officeforms.shown(view):  # too many for the form
        return list(getattr(before, name))
    lines = (line.strip() for line in officeforms.typed(view, name).splitlines())
    return list(dict.fromkeys(line for line in lines if line))
