"""What becomes of an item's fields: a line for each that changes, as it was and as it will be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces, rows
from briefbot.config import Briefing, Source, Topic, values
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefbot.blocks.pieces import Piece
    from briefbot.blocks.rows import Row
    from briefbot.config import Config
    from briefbot.models import Spec

    Value = str | tuple[str, ...]

LONGEST = 400
"""Characters of the names that one line lists."""
_PLACES = 10
_QUIET = {"say": "say so", "skip": "post nothing"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form, and how it is told."""

    label: str
    read: Callable[[Any, Config], Value]
    empty: str = "none"
    """What it means to say nothing there."""


def lines(part: str, before: Spec | None, after: Spec, config: Config) -> Iterator[Row]:
    """Yield a line for each field that changes; for each field of an item that is new."""
    model = _MODELS[part]
    new = model.model_validate(after)
    old = model.model_validate(before) if before is not None else None
    if isinstance(new, Briefing) and old is None:
        yield pieces.text("Posted to: ", bold=True), *_places(new), pieces.text(".")
    for field in _FIELDS[part]:
        now = field.read(new, config)
        if old is None:
            yield _line(field.label, _shown(field, now))
        elif (was := field.read(old, config)) != now:
            yield _line(field.label, _changed(field, was, now))


def _line(label: str, words: str) -> Row:
    return pieces.text(f"{label}: ", bold=True), pieces.text(f"{words}.")


def _changed(field: Field, was: Value, now: Value) -> str:
    if isinstance(was, str) or isinstance(now, str) or not was or not now:
        return f"from {_shown(field, was)} to {_shown(field, now)}"
    more = [each for each in now if each not in was]
    less = [each for each in was if each not in now]
    told = [f"now with {_names(more)}"] if more else []
    told += [f"no longer with {_names(less)}"] if less else []
    return ", ".join(told) or "the same in another order"


def _shown(field: Field, value: Value) -> str:
    if not value:
        return field.empty
    return value if isinstance(value, str) else _names(value)


def _names(names: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    return rows.names(tuple(names), LONGEST)


def _places(briefing: Briefing) -> Iterator[Piece]:
    for at, destination in enumerate(briefing.destinations[:_PLACES]):
        yield pieces.text(", " if at else "")
        yield pieces.place(destination)


# ---------------------------------------------------------------- the fields


def _name(item: Any, _: Config) -> Value:  # noqa: ANN401  a part of the configuration
    name = pieces.isolated(pieces.line(item.name, pieces.LIST_NAME))
    return f"“{name}”" if name else ""


def _topics(item: Any, config: Config) -> Value:  # noqa: ANN401  a part of the configuration
    return _named(item.topics, {topic.id: topic.name for topic in config.topics})


def _sources(item: Any, config: Config) -> Value:  # noqa: ANN401  a part of the configuration
    return _named(item.sources, {source.id: source.label for source in config.sources})


def _named(ids: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(each) or each for each in ids)


def _times(item: Any, _: Config) -> Value:  # noqa: ANN401  a part of the configuration
    return _names(tuple(map(values.clock_text, item.schedule.times)))


def _days(item: Any, _: Config) -> Value:  # noqa: ANN401  a part of the configuration
    return wording.weekdays([str(day) for day in item.schedule.weekdays]).removeprefix("on ")


_MODELS: dict[str, type[Source | Topic | Briefing]] = {
    "sources": Source,
    "topics": Topic,
    "briefings": Briefing,
}
_FIELDS = {
    "sources": (
        Field("Name", _name, "the one of its site"),
        Field("Weight", lambda source, _: f"{source.weight:g}"),
        Field("Topics", _topics),
        Field(
            "Take only entries with any of these words",
            lambda source, _: source.include,
            "no words",
        ),
        Field(
            "Leave out entries with any of these words",
            lambda source, _: source.exclude,
            "no words",
        ),
    ),
    "topics": (Field("Name", _name), Field("Words", lambda topic, _: topic.words)),
    "briefings": (
        Field("Name", _name),
        Field("Times", _times),
        Field("Days", _days),
        Field("Time zone", lambda briefing, _: briefing.schedule.zone),
        Field("Topics", _topics, "whatever the sources bring"),
        Field("Sources", _sources, "every source that is read"),
        Field("Most stories", lambda briefing, _: str(briefing.max_stories)),
        Field("Sentences for each story", lambda briefing, _: str(briefing.sentences)),
        Field("When there is nothing to tell", lambda briefing, _: _QUIET[briefing.quiet_day]),
        Field("Languages", lambda briefing, _: briefing.languages, "any"),
    ),
}
