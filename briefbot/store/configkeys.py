"""Changes of a mapping's keys and values, each in its place; pure."""

from __future__ import annotations

from collections.abc import Mapping

from ruamel.yaml.nodes import MappingNode, Node

from briefbot.models import Spec, Value
from briefbot.store import configflow
from briefbot.store.confignodes import behind, colon, dash, in_lines, leaf, line_break, lines_end
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
    kept = [value for value in before if value in after]
    if after[: len(kept)] != kept or len(node.value) != len(before) or not kept:
        return _put(text, node, spelt(after), key)
    indent, end = " " * node.start_mark.column, line_break(text)
    lines = "".join(f"{indent}- {spelt(value)}{end}" for value in after[len(kept) :])
    changed = behind(text, node, lines, end) if lines else text
    for value, item in reversed(list(zip(before, node.value, strict=True))):
        if value not in after:
            changed = changed[: dash(changed, item)] + changed[lines_end(changed, item) :]
    return changed


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
        return text[: key.start_mark.index] + text[stop:]
    return text[:start] + text[lines_end(text, value) :]


def _end(node: Node) -> int:
    return int(leaf(node).end_mark.index)
