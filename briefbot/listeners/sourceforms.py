"""What the form of a source says, beside what the file says of it now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from briefbot import proposals
from briefbot.config import Source
from briefbot.errors import ConfigError, Refused
from briefbot.listeners import officeforms, rights
from briefbot.listeners.officeforms import Wrong

if TYPE_CHECKING:
    from briefbot.listeners.front import Front
    from briefbot.models import Spec

JSON = dict[str, Any]
PART = "sources"
GONE = "That source is not in the configuration any more."
NO_NUMBER = "That is no number. Write it as 0.5 or 2."


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A source as the file says it now."""

    spec: Spec
    source: Source

    @property
    def seen(self) -> str:
        """What stands for it in a form, to tell whether it has changed since."""
        said = json.dumps(self.spec, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


async def item(front: Front, name: str) -> Item:
    """Return a source; raise Refused when it is gone, or nothing can be changed."""
    if front.office is None:
        raise Refused(rights.NO_FILE)
    try:
        spec = proposals.items(await front.office.data(), PART).get(name)
    except ConfigError as error:
        raise rights.unfit(error) from error
    if spec is None:
        raise Refused(GONE)
    return Item(spec=spec, source=Source.model_validate(spec))


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


def edited(view: JSON, found: Item) -> Spec:
    """Return a source as the form wants it; raise Wrong with what is wrong at each field.

    What nobody touched stays as the file spells it.
    """
    before = found.source
    wanted: JSON = {
        "name": officeforms.typed(view, "name"),
        "weight": _weight(view),
        "topics": list(officeforms.chosen(view, "topics")) or list(_unasked(view, before)),
        "include": _words(view, "include", before),
        "exclude": _words(view, "exclude", before),
    }
    after = dict(found.spec)
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
    values = (view.get("state") or {}).get("values") or {}
    return () if "topics" in values else before.topics


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
    values: Mapping[str, object] = (view.get("state") or {}).get("values") or {}
    if name not in values:  # too many for the form
        return list(getattr(before, name))
    lines = (line.strip() for line in officeforms.typed(view, name).splitlines())
    return list(dict.fromkeys(line for line in lines if line))
