"""Changes of a mapping's keys and values, each in its place; pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise, zip_longest

from ruamel.yaml.nodes import MappingNode, Node

from briefbot.models import Spec, Value
from briefbot.store import configflow
from briefbot.store.confignodes import (
    behind,
    colon,
    dash,
    in_lines,
    leaf,
    line_break,
    line_start,
    lines_end,
)
from briefbot.store.oneline import spelt


def mapped(text: str, node: Node, before: Spec, after: Spec) -> str:
    """Return the text with one mapping changed: from its end, so that places stay right."""
    if not isinstance(node, MappingNode):
        return text
    if node.flow_style:
        return configflow.replaced(text, node, configflow.mapped(text, node, before, after))
    new = {key: value for key, value in after.items() if key not in before}
    changed = text
    if new:
        indent, end = " " * node.start_mark.column, line_break(text)
        lines = "".join(f"{indent}{key}: {spelt(value)}{end}" for key, value in new.items())
        changed = behind(text, node, lines, end)
    for at, (key, value) in reversed(list(enumerate(node.value))):
        name = key.value
        if name in before and name not in after:
            changed = _cut(changed, node, at)
        elif name in before and before[name] != after[name]:
            changed = _valued(changed, key, value, before[name], after[name])
    return changed


def _valued(text: str, key: Node, node: Node, before: Value, after: Value) -> str:
    """Return the text with a value changed, item by item where it is a list of lines."""
    if in_lines(node) and isinstance(before, Mapping) and isinstance(after, Mapping):
        return mapped(text, node, before, after)
    if in_lines(node) and isinstance(before, list) and isinstance(after, list):
        return _listed(text, key, node, before, after)
    if getattr(node, "flow_style", False):
        return configflow.replaced(text, node, configflow.valued(text, node, before, after))
    return _put(text, node, spelt(after), key)


def _listed(text: str, key: Node, node: Node, before: list[Value], after: list[Value]) -> str:
    """Return the text with a list of lines changed; as it is where a comment would go astray."""
    if not after or len(node.value) != len(before):
        return text if _commented(text, key, node) else _put(text, node, spelt(after), key)
    kept = [value for value in before if value in after]
    if kept != [value for value in after if value in before]:
        return _reordered(text, node, before, after)
    gone = [item for value, item in zip(before, node.value, strict=True) if value not in after]
    edits = [(dash(text, item), lines_end(text, item), "") for item in gone]
    edits += [(place, place, lines) for place, lines in _new(text, node, before, after).items()]
    for start, stop, lines in sorted(edits, reverse=True):
        text = text[:start] + lines + text[stop:]
    return text


def _new(text: str, node: Node, before: list[Value], after: list[Value]) -> dict[int, str]:
    """Return lines for what is new, each behind that of the value before it, and their places."""
    place, found = dash(text, node.value[0]), dict[int, str]()
    for value in after:
        if value in before:
            place = lines_end(text, node.value[before.index(value)])
        else:
            whole = not place or text[place - 1] == "\n" or place in found
            line = ("" if whole else line_break(text)) + _line(text, node, value)
            found[place] = found.get(place, "") + line
    return found


def _reordered(text: str, node: Node, before: list[Value], after: list[Value]) -> str:
    """Return the text with values in another order: what stands behind one goes with it.

    Lines between them stay where they are.
    """
    places = [(dash(text, item), lines_end(text, item)) for item in node.value]
    between = [text[stop:start] for (_, stop), (start, _) in pairwise(places)]
    said = []
    for value in after:
        start, stop = places[before.index(value)] if value in before else (0, 0)
        line = text[start:stop] or _line(text, node, value)
        said.append(line if line.endswith("\n") else line + line_break(text))
    lines = "".join(map("".join, zip_longest(said, between, fillvalue="")))
    return text[: places[0][0]] + lines + text[places[-1][1] :]


def _line(text: str, node: Node, value: Value) -> str:
    return f"{' ' * node.start_mark.column}- {spelt(value)}{line_break(text)}"


def _commented(text: str, key: Node, node: Node) -> bool:
    """Tell whether a comment stands behind a list's key, or among its lines."""
    stops = [colon(text, key), *(_end(item) for item in node.value)]
    starts = [*(item.start_mark.index for item in node.value), lines_end(text, node)]
    between = (text[stop:start] for stop, start in zip(stops, starts, strict=True))
    return any("#" in each for each in between)


def _put(text: str, node: Node, new: str, key: Node | None = None) -> str:
    """Return the text with another value in the node's place, behind its key."""
    start = node.start_mark.index
    if key is not None and in_lines(node):
        start = colon(text, key)  # it stood on lines of its own
        new = f" {new}"
    old = text[start : _end(node)]
    if old.endswith("\n"):  # text of several lines ends behind its last line break
        new += line_break(text)
    gap = " " if not old and not text[:start].endswith(" ") else ""
    return text[:start] + gap + new + text[_end(node) :]


def _cut(text: str, node: MappingNode, at: int) -> str:
    """Return the text without a key; the first one hands its place to the next."""
    key, value = node.value[at]
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    if text[start : key.start_mark.index].strip():  # behind the dash of its item
        if at + 1 == len(node.value):
            return _put(text, node, "{}")
        stop = node.value[at + 1][0].start_mark.index
        below = line_start(text, stop)
        if comments := text[lines_end(text, value) : below].strip():
            stop, comments = below, comments + line_break(text)
        return text[: key.start_mark.index] + comments + text[stop:]
    return text[:start] + text[lines_end(text, value) :]


def _end(node: Node) -> int:
    return int(leaf(node).end_mark.index)
