"""Changes to a configuration's text: what changes is written, every other byte stays; pure.

Values are written in their places, new keys and items behind the last one of their group, so
that comments, order and spelling stay. Whoever calls reads the result and compares: where the
form is too unusual to edit, it does not say what it should.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from briefbot.models import LISTS, Change, Spec, Value
from briefbot.store.oneline import flow, spelt


def rewritten(
    text: str, changes: Sequence[Change], spellings: Sequence[str] = ()
) -> tuple[str, list[str]]:
    """Return the text with all changes, and how it spelt each item that is taken away.

    To understand a text of a thousand items takes a quarter of a second, so that is done once
    for all changes of a part.
    """
    known = [*spellings, *([""] * (len(changes) - len(spellings)))]
    cut = [""] * len(changes)
    for part in LISTS:
        mine = [(at, change) for at, change in enumerate(changes) if change.part == part]
        text = _existing(text, part, [each for each in mine if each[1].before is not None], cut)
        new = [_Spelt(change.after, known[at]) for at, change in mine if change.before is None]
        text = _with(text, part, new) if new else text
    for change in changes:
        text = _set(text, change) if change.part == "settings" else text
    return text, cut


def _existing(text: str, part: str, mine: Sequence[tuple[int, Change]], cut: list[str]) -> str:
    """Return the text with items changed or taken away: from its end, so that places stay right."""
    values = _value_of(YAML().compose(text), part) if mine else None
    nodes = values.value if isinstance(values, SequenceNode) else []
    places = {_id(node): place for place, node in enumerate(nodes)}
    flowing = getattr(values, "flow_style", False)
    if flowing or not all(change.id in places for _, change in mine):
        for at, change in mine:
            text, cut[at] = changed(text, change)
        return text
    ordered = sorted(mine, key=lambda each: places[each[1].id])
    whole = sum(change.after is None for _, change in mine) == len(nodes)
    for at, change in reversed(ordered[whole:]):
        node = nodes[places[change.id]]
        if change.after is None:
            start, stop = _lines(text, node)
            cut[at], text = text[start:stop], text[:start] + text[stop:]
        else:
            text = _Text(text).mapped(node, change.before, change.after)
    for at, change in ordered[:whole]:  # the last one leaves an empty list
        text, cut[at] = changed(text, change)
    return text


def changed(text: str, change: Change, spelling: str = "") -> tuple[str, str]:
    """Return the text with the change, and how it spelt an item that is taken away.

    `spelling` is how an item is written that comes back.
    """
    if change.part == "settings":
        return _set(text, change), ""
    if change.before is None:
        return _with(text, change.part, [_Spelt(change.after, spelling)]), ""
    root = YAML().compose(text)
    values = _value_of(root, change.part)
    if not isinstance(values, SequenceNode):
        return text, ""
    node = next((each for each in values.value if _id(each) == change.id), None)
    if node is None:
        return text, ""
    if change.after is None:
        return _without(text, values, node, _key_of(root, change.part))
    return _Text(text).mapped(node, change.before, change.after), ""


def _set(text: str, change: Change) -> str:
    """Return the text with a key of the whole file changed."""
    root = YAML().compose(text)
    before = {} if change.before is None else {change.id: change.before}
    after = {} if change.after is None else {change.id: change.after}
    return _Text(text).mapped(root, before, after)


def _value_of(root: Node, key: str) -> Node | None:
    return next((value for name, value in root.value if name.value == key), None)


def _key_of(root: Node, name: str) -> Node:
    return cast("Node", next(key for key, _ in root.value if key.value == name))


def _colon(text: str, key: Node) -> int:
    """Return the place behind a key's colon."""
    return text.find(":", key.end_mark.index) + 1


def _id(node: Node) -> str | None:
    value = _value_of(node, "id") if isinstance(node, MappingNode) else None
    return str(value.value) if value is not None else None


# ---------------------------------------------------------------- keys and values


class _Text:
    """A text and where its lines end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = "\r\n" if "\r\n" in text else "\n"

    def mapped(self, node: Node, before: Spec, after: Spec) -> str:
        """Return the text with one mapping changed: from its end, so that places stay right."""
        if not isinstance(node, MappingNode):
            return self.text
        if node.flow_style:
            return self._put(node, flow(after))
        new = {key: value for key, value in after.items() if key not in before}
        text = self.text
        if new:
            indent = " " * node.start_mark.column
            lines = "".join(f"{indent}{key}: {spelt(v)}{self.end}" for key, v in new.items())
            text = _behind(text, node, lines, self.end)
        for at, (key, value) in reversed(list(enumerate(node.value))):
            name = key.value
            if name in before and name not in after:
                text = _Text(text)._cut(node, at)
            elif name in before and before[name] != after[name]:
                text = _Text(text)._valued(key, value, before[name], after[name])
        return text

    def _valued(self, key: Node, node: Node, before: Value, after: Value) -> str:
        """Return the text with a value changed, item by item where it is a list of lines."""
        if _in_lines(node) and isinstance(before, Mapping) and isinstance(after, Mapping):
            return self.mapped(node, before, after)
        if _in_lines(node) and isinstance(before, list) and isinstance(after, list):
            return self._listed(key, node, before, after)
        return self._put(node, spelt(after), key)

    def _listed(self, key: Node, node: Node, before: list[Value], after: list[Value]) -> str:
        kept = [value for value in before if value in after]
        if after[: len(kept)] != kept or len(node.value) != len(before) or not kept:
            return self._put(node, spelt(after), key)
        indent = " " * node.start_mark.column
        lines = "".join(f"{indent}- {spelt(v)}{self.end}" for v in after[len(kept) :])
        text = _behind(self.text, node, lines, self.end) if lines else self.text
        for value, item in reversed(list(zip(before, node.value, strict=True))):
            if value not in after:
                start, stop = _lines(text, item)
                text = text[:start] + text[stop:]
        return text

    def _put(self, node: Node, new: str, key: Node | None = None) -> str:
        """Return the text with another value in the node's place, behind its key."""
        start, stop = node.start_mark.index, _leaf(node).end_mark.index
        if key is not None and _in_lines(node):
            start = _colon(self.text, key)  # it stood on lines of its own
            new = f" {new}"
        old = self.text[start:stop]
        if old.endswith("\n"):  # text of several lines ends behind its last line break
            new += self.end
        gap = " " if not old and not self.text[:start].endswith(" ") else ""
        return self.text[:start] + gap + new + self.text[stop:]

    def _cut(self, node: MappingNode, at: int) -> str:
        """Return the text without a key; the first one hands its place to the next."""
        key, value = node.value[at]
        start = self.text.rfind("\n", 0, key.start_mark.index) + 1
        if self.text[start : key.start_mark.index].strip():  # behind the dash of its item
            if at + 1 == len(node.value):
                return self._put(node, "{}")
            stop = node.value[at + 1][0].start_mark.index
            return self.text[: key.start_mark.index] + self.text[stop:]
        return self.text[:start] + self.text[_line_end(self.text, value) :]


# ---------------------------------------------------------------- items


class _Spelt:
    """An item, and how it is written if that is known."""

    def __init__(self, item: Spec, spelling: str = "") -> None:
        self.item = item
        self.spelling = spelling

    def block(self, indent: int, end: str) -> str:
        """Return its lines in a list that is so far in."""
        column = len(self.spelling) - len(self.spelling.lstrip(" "))
        if self.spelling and column == indent:
            return self.spelling if self.spelling.endswith("\n") else self.spelling + end
        lines = [f"{key}: {spelt(value)}" for key, value in self.item.items()]
        signs = ["-", *(" " for _ in lines[1:])]
        return "".join(
            f"{' ' * indent}{sign} {line}{end}" for sign, line in zip(signs, lines, strict=True)
        )


def _with(text: str, key: str, items: Sequence[_Spelt]) -> str:
    """Return the text with the items behind those that the key has."""
    root = YAML().compose(text)
    end = "\r\n" if "\r\n" in text else "\n"
    inside = ", ".join(flow(each.item) for each in items)
    value = _value_of(root, key)
    if value is None:
        if root.flow_style:
            return _inserted(text, _last_place(root), f", {key}: [{inside}]")
        block = "".join(each.block(2, end) for each in items)
        return _behind(text, root, f"{end}{key}:{end}{block}", end)
    if isinstance(value, SequenceNode) and value.value:
        if value.flow_style:
            return _inserted(text, _last_place(value), f", {inside}")
        indent = value.start_mark.column
        return _behind(text, value, "".join(each.block(indent, end) for each in items), end)
    block = "".join(each.block(2, end) for each in items)
    if root.flow_style:
        block = f"[{inside}]"
        return text[: value.start_mark.index] + block + text[value.end_mark.index :]
    head = text[: value.start_mark.index].rstrip(" ")
    emptied = head + text[value.end_mark.index :]
    line = emptied.find("\n", len(head))
    place = line + 1 if line >= 0 else len(emptied)
    gap = "" if line >= 0 else end
    return emptied[:place] + gap + block + emptied[place:]


def _without(text: str, values: SequenceNode, node: Node, key: Node) -> tuple[str, str]:
    """Return the text without an item, and how it was spelt."""
    if values.flow_style:
        left = [each for each in values.value if each is not node]
        parts = [text[each.start_mark.index : each.end_mark.index] for each in left]
        start, stop = values.start_mark.index, values.end_mark.index
        return text[:start] + f"[{', '.join(parts)}]" + text[stop:], ""
    start, stop = _lines(text, node)
    if len(values.value) == 1:
        colon = _colon(text, key)
        return text[:colon] + " []" + text[colon:start] + text[stop:], text[start:stop]
    return text[:start] + text[stop:], text[start:stop]


def _lines(text: str, node: Node) -> tuple[int, int]:
    """Return where the lines of an item begin, with its dash, and where they end."""
    return text.rfind("\n", 0, node.start_mark.index) + 1, _line_end(text, node)


def _line_end(text: str, node: Node) -> int:
    mark = _leaf(node).end_mark
    if mark.column == 0:
        return int(mark.index)
    line = text.find("\n", mark.index)
    return line + 1 if line >= 0 else len(text)


def _inserted(text: str, place: int, new: str) -> str:
    return text[:place] + new + text[place:]


def _last_place(node: Node) -> int:
    """Return the place behind the last item within brackets; a comma at their end goes unused."""
    last = node.value[-1]
    return int(_leaf(last).end_mark.index if isinstance(last, tuple) else last.end_mark.index)


def _behind(text: str, node: Node, block: str, end: str) -> str:
    """Put whole lines behind the last line of a node: before comments that follow it."""
    place = _line_end(text, node)
    gap = "" if not place or text[place - 1] == "\n" else end
    return _inserted(text, place, gap + block)


def _in_lines(node: Node) -> bool:
    """Tell whether a list or mapping stands in lines of its own, not within brackets."""
    return isinstance(node, MappingNode | SequenceNode) and bool(node.value) and not node.flow_style


def _leaf(node: Any) -> Node:  # noqa: ANN401  a node, or a key with its value
    """Return the last node within; only its end is exact: a block ends at the next thing."""
    while isinstance(node, tuple) or _in_lines(node):
        node = node[1] if isinstance(node, tuple) else node.value[-1]
    return cast("Node", node)
