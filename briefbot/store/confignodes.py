"""Where the nodes of a configuration's text begin and end; pure."""

from __future__ import annotations

from typing import Any, cast

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode


def value_of(root: Node, key: str) -> Node | None:
    """Return the value of a mapping's key."""
    return next((value for name, value in root.value if name.value == key), None)


def key_of(root: Node, name: str) -> Node:
    """Return a mapping's key, which it has."""
    return cast("Node", next(key for key, _ in root.value if key.value == name))


def id_of(node: Node) -> str:
    """Return the id of an item; empty when it has none."""
    value = value_of(node, "id") if isinstance(node, MappingNode) else None
    return str(value.value) if value is not None else ""


def colon(text: str, key: Node) -> int:
    """Return the place behind a key's colon."""
    return text.find(":", key.end_mark.index) + 1


def in_lines(node: Node) -> bool:
    """Tell whether a list or mapping stands in lines of its own, not within brackets."""
    return isinstance(node, MappingNode | SequenceNode) and bool(node.value) and not node.flow_style


def leaf(node: Any) -> Node:  # noqa: ANN401  a node, or a key with its value
    """Return the last node within; only its end is exact: a block ends at the next thing."""
    while isinstance(node, tuple) or in_lines(node):
        node = node[1] if isinstance(node, tuple) else node.value[-1]
    return cast("Node", node)


def line_start(text: str, at: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line of a place ends, behind its line break."""
    line = text.find("\n", at)
    return line + 1 if line >= 0 else len(text)


def lines_end(text: str, node: Node) -> int:
    """Return where the last line of a node ends; empty lines below a text are none of it."""
    last = leaf(node)
    at = int(last.end_mark.index)
    if last.end_mark.column:
        return line_end(text, at)
    head = text[last.start_mark.index : line_end(text, last.start_mark.index)]
    while at and "+" not in head and not text[line_start(text, at - 1) : at].strip():
        at = line_start(text, at - 1)
    return at


def dash(text: str, node: Node) -> int:
    """Return where the line with an item's dash begins; it may stand alone above the item."""
    start = at = line_start(text, node.start_mark.index)
    line = text[start : node.start_mark.index]
    while at and (not line.strip() or line.lstrip().startswith("#")):
        at, line = line_start(text, at - 1), text[line_start(text, at - 1) : at]
    return at if line.lstrip().startswith("-") else start


def inserted(text: str, place: int, new: str) -> str:
    """Return the text with something more at a place."""
    return text[:place] + new + text[place:]


def behind(text: str, node: Node, block: str, end: str) -> str:
    """Put whole lines behind the last line of a node: before comments that follow it."""
    place = lines_end(text, node)
    gap = "" if not place or text[place - 1] == "\n" else end
    return inserted(text, place, gap + block)


def line_break(text: str) -> str:
    """Return how the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"
