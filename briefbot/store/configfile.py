"""The configuration file: read as YAML 1.2, plainly and within limits, with the line of every key.

Data is built from the parser's events, so that aliases, tags and deep nesting are refused
before anything is made of them. Reading blocks (about 0.4 s for 1,000 sources): callers on
an event loop use a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, cast

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from briefbot import config
from briefbot.config.wording import place, problem
from briefbot.errors import ConfigError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ruamel.yaml.events import Event

    from briefbot.config import Config, Finding

    Judge = Callable[[object], Iterable[Finding]]

LARGEST = 4_000_000
"""Bytes; some 25,000 sources."""
DEEPEST = 12
"""Levels of nesting; the configuration needs five."""


def load(path: Path) -> Config:
    """Return the configuration in a file; raise ConfigError with every problem in it."""
    return examine(path)[0]


def examine(path: Path, judge: Judge = lambda _: ()) -> tuple[Config, tuple[Problem, ...]]:
    """Return the configuration and what is worth a look in it; raise ConfigError as `load` does.

    `judge` says what else is wrong with the plain data, of whatever shape they are.
    """
    document = _Document(str(path), read(path))
    found = _judged(document, judge)
    return found, config.notes(found, document.lines)


def parse(file: str, text: str) -> tuple[Config, object]:
    """Return the configuration that a text describes, and its plain data; raise ConfigError."""
    document = _Document(file, text)
    return _judged(document, lambda _: ()), document.data


def _judged(document: _Document, judge: Judge) -> Config:
    more = [problem(place, said, document.lines) for place, said in judge(document.data)]
    problems = [*document.repeated, *more]
    try:
        found = config.parse(document.data, file=document.file, lines=document.lines)
    except ConfigError as error:
        raise ConfigError(document.file, sorted([*problems, *error.problems], key=_line)) from error
    if problems:
        raise ConfigError(document.file, sorted(problems, key=_line))
    return found


def _line(problem: Problem) -> int:
    return problem.line or 0


def read(path: Path) -> str:
    """Return the file's text; raise ConfigError for what is no text of a bearable size."""
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for ever
            raise _refusal(path, "this is no ordinary file; name a YAML file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise _refusal(path, "there is no such file; write one, or name another") from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise _refusal(path, f"{reason}; let the user that runs briefbot read it") from error
    if len(raw) > LARGEST:
        raise _refusal(
            path, f"the file is larger than {LARGEST // 1_000_000} MB; is it the right one?"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refusal(path, "the file is not UTF-8 text; save it as UTF-8", line) from error


def _refusal(path: Path, message: str, line: int | None = None) -> ConfigError:
    return ConfigError(str(path), [_problem(line, message)])


class _Document:
    """One YAML document as plain data, with the line of every path in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._yaml = YAML(typ="safe", pure=True)
        self.lines: dict[config.Path, int] = {}
        self.repeated: list[Problem] = []
        """Keys that stand twice; the first one counts, so that all else is judged as well."""
        try:
            self.data = self._whole(self._yaml.parse(text))
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self._refuse(line, "the file holds a control character; remove it", error)
        except MarkedYAMLError as error:
            self._refuse(*_grammar(error, text), error)

    def _refuse(self, line: int | None, message: str, cause: Exception | None = None) -> NoReturn:
        raise ConfigError(self.file, [_problem(line, message)]) from cause

    def _whole(self, events: Iterator[Event]) -> object:
        data: object = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._begin(event)
            elif isinstance(event, NodeEvent):
                data = self._value(event, events, ())
        if data is None:
            self._refuse(1, "the file is empty; write `sources:` and `fetch:` at least")
        return data

    def _begin(self, event: DocumentStartEvent) -> None:
        line = event.start_mark.line + 1
        if self.lines:
            self._refuse(line, "a second document begins here; remove the line ---")
        if event.version not in (None, (1, 2)) or event.tags:
            self._refuse(line, "remove the line that begins with %; the file is YAML 1.2")

    def _value(self, event: NodeEvent, events: Iterator[Event], path: config.Path) -> object:
        self._judge(event, path)
        self.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, path)
        return self._scalar(cast(ScalarEvent, event))

    def _judge(self, event: NodeEvent, path: config.Path) -> None:
        line = event.start_mark.line + 1
        if event.anchor is not None:
            self._refuse(line, f"an anchor or alias stands here; {_WRITE_OUT}")
        if getattr(event, "ctag", None) is not None:  # an alias has none
            self._refuse(line, f"a tag stands here; {_WRITE_OUT}")
        if len(path) > DEEPEST:
            self._refuse(line, f"more than {DEEPEST} levels of nesting; is a bracket left open?")

    def _sequence(self, events: Iterator[Event], path: config.Path) -> list[object]:
        items: list[object] = []
        while isinstance(event := next(events), NodeEvent):
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Event], path: config.Path) -> dict[str, object]:
        items: dict[str, object] = {}
        while isinstance(event := next(events), NodeEvent):
            key, line = self._key(event, path), event.start_mark.line + 1
            place = (*path, key)
            if key in items:
                self.repeated.append(_twice(place, line, self.lines[place]))
            self.lines.setdefault(place, line)
            value = self._value(cast(NodeEvent, next(events)), events, place)
            items.setdefault(key, value)
        return items

    def _key(self, event: NodeEvent, path: config.Path) -> str:
        self._judge(event, path)
        if not isinstance(event, ScalarEvent):
            self._refuse(event.start_mark.line + 1, f"a list or group cannot be a key; {_QUOTE}")
        return str(event.value)

    def _scalar(self, event: ScalarEvent) -> object:
        tag = self._yaml.resolver.resolve(ScalarNode, event.value, event.implicit)
        build = _BUILDERS.get(str(tag).rpartition(":")[2])
        try:
            node = ScalarNode(tag, event.value)
            return build(self._yaml.constructor, node) if build else event.value
        except ValueError:  # a number of thousands of digits; as text, it is refused in its place
            return event.value


_QUOTE = "put it in quotes if it is meant as text"
_WRITE_OUT = f"write the value itself, or {_QUOTE}"

# What YAML has beyond these, such as dates, stays the text that it is.
_BUILDERS = {
    "null": SafeConstructor.construct_yaml_null,
    "bool": SafeConstructor.construct_yaml_bool,
    "int": SafeConstructor.construct_yaml_int,
    "float": SafeConstructor.construct_yaml_float,
}

_GRAMMAR = {
    "mapping values are not allowed": f"a colon too many, or a line too far in; {_QUOTE}",
    "character '\\t'": "a tab stands here; indent with spaces",
    "cannot start any token": f"this character means something in YAML; {_QUOTE}",
    "end of stream": "a quotation mark is not closed",
    "stream end": "a bracket is not closed",
    "could not find expected ':'": "the colon after a key is missing",
    "but found '<scalar>' behind": "something stands behind a closed quotation; write its mark "
    "twice within it, or put the whole in marks of the other kind",
    "expected <block end>": "this line is not in line with those above it; check its indentation",
    "expected ',' or": "a comma or the closing bracket is missing",
}


def _grammar(error: MarkedYAMLError, text: str) -> tuple[int | None, str]:
    said = error.problem or error.context or "it cannot be read"
    at = error.problem_mark
    behind = " behind" if at and text[at.index - at.column : at.index].strip(" -") else ""
    hints = (hint for words, hint in _GRAMMAR.items() if words in said + behind)
    # What is never closed is met later or at the end; what helps is where it begins.
    unclosed = "stream" in said or "could not find" in said
    marks = (error.problem_mark, error.context_mark)
    mark = next(filter(None, reversed(marks) if unclosed else marks), None)
    return mark.line + 1 if mark else None, next(hints, f"this is no YAML: {said}")


def _problem(line: int | None, message: str) -> Problem:
    return Problem(path="", line=line, message=message)


def _twice(path: config.Path, line: int, first: int) -> Problem:
    message = f"the key stands twice: line {first} has it already; remove one"
    return Problem(path=place(path), line=line, message=message)
