"""Changes to a configuration's text: what changes is written, every other byte stays; pure.

Values are written in their places, new keys and items behind the last one of their group, so
that comments, order and spelling stay. Whoever calls reads the result and compares: where the
form is too unusual to edit, it does not say what it should.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ruamel.yaml import YAML
from ruamel.yaml.nodes import Node, SequenceNode

from briefbot.models import LISTS, Change, Spec, Spelling
from briefbot.store import configflow
from briefbot.store.configkeys import mapped
from briefbot.store.confignodes import (
    behind,
    colon,
    id_of,
    in_lines,
    inserted,
    key_of,
    line_break,
    value_of,
)
from briefbot.store.configplaces import Place, head_end, in_order, places
from briefbot.store.oneline import flow, spelt

NEW = Spelling()


def rewritten(
    text: str, changes: Sequence[Change], spellings: Sequence[Spelling] = ()
) -> tuple[str, list[Spelling]]:
    """Return the text with all changes, and how it spelt each item that is taken away.

    To understand a text of a thousand items takes a quarter of a second, so that is done once
    for all changes of a part.
    """
    known = [*spellings, *([NEW] * (len(changes) - len(spellings)))]
    cut = [NEW] * len(changes)
    for part in LISTS:
        mine = [(at, change) for at, change in enumerate(changes) if change.part == part]
        text = _existing(text, part, [each for each in mine if each[1].before is not None], cut)
        new = [
            _Spelt(item=change.after, spelling=known[at])
            for at, change in mine
            if change.before is None
        ]
        text = _with(text, part, new) if new else text
    for change in changes:
        text = _set(text, change) if change.part == "settings" else text
    return text, cut


def _existing(text: str, part: str, mine: Sequence[tuple[int, Change]], cut: list[Spelling]) -> str:
    """Return the text with items changed or taken away."""
    if not mine:
        return text
    root = YAML().compose(text)
    values = value_of(root, part)
    if isinstance(values, SequenceNode) and in_lines(values):
        places_of = {id_of(node): at for at, node in enumerate(values.value)}
        if all(change.id in places_of for _, change in mine):
            ordered = sorted(mine, key=lambda each: places_of[each[1].id])
            return _from_end(text, key_of(root, part), values, ordered, cut)
    for at, change in mine:
        text, cut[at] = changed(text, change)
    return text


def _from_end(
    text: str,
    key: Node,
    values: SequenceNode,
    ordered: Sequence[tuple[int, Change]],
    cut: list[Spelling],
) -> str:
    """Return the text with items of a list of lines changed: from its end, so places stay right."""
    nodes = {id_of(node): node for node in values.value}
    stand = dict(zip(nodes, places(text, key, values), strict=True))
    before = dict(pairwise(["", *nodes][::-1]))
    whole = sum(change.after is None for _, change in ordered) == len(nodes)
    for at, change in reversed(ordered[whole:]):
        if change.after is None:
            place = stand[change.id]
            cut[at] = _cut(text, before[change.id], place)
            text = text[: place.start] + text[place.stop :]
        else:
            text = mapped(text, nodes[change.id], change.before, change.after)
    for at, change in ordered[:whole]:  # the last one leaves an empty list
        text, cut[at] = changed(text, change)
    return text


def changed(text: str, change: Change, spelling: Spelling = NEW) -> tuple[str, Spelling]:
    """Return the text with the change, and how it spelt an item that is taken away.

    `spelling` is how an item is written that comes back, and where.
    """
    if change.part == "settings":
        return _set(text, change), NEW
    if change.before is None:
        return _with(text, change.part, [_Spelt(item=change.after, spelling=spelling)]), NEW
    root = YAML().compose(text)
    values = value_of(root, change.part)
    if not isinstance(values, SequenceNode):
        return text, NEW
    ids = [id_of(node) for node in values.value]
    if change.id not in ids:
        return text, NEW
    at = ids.index(change.id)
    if change.after is None:
        return _without(text, values, at, key_of(root, change.part))
    return mapped(text, values.value[at], change.before, change.after), NEW


def _set(text: str, change: Change) -> str:
    """Return the text with a key of the whole file changed."""
    before = {} if change.before is None else {change.id: change.before}
    after = {} if change.after is None else {change.id: change.after}
    return mapped(text, YAML().compose(text), before, after)


# ---------------------------------------------------------------- items that go


def _cut(text: str, before: str, place: Place) -> Spelling:
    """Return how an item is spelt, and where it stands."""
    return Spelling(text=text[place.start : place.stop], behind=before, gap=place.gap)


def _without(text: str, values: SequenceNode, at: int, key: Node) -> tuple[str, Spelling]:
    """Return the text without an item, and how it was spelt."""
    nodes = values.value
    before = id_of(nodes[at - 1]) if at else ""
    if values.flow_style:
        left: list[configflow.Piece] = [
            (number, text[each.start_mark.index : each.end_mark.index])
            for number, each in enumerate(nodes)
            if number != at
        ]
        new = configflow.joined(text, values, left)
        return configflow.replaced(text, values, new), Spelling(behind=before)
    place = places(text, key, values)[at]
    cut = _cut(text, before, place)
    if len(nodes) == 1:
        head = colon(text, key)
        return text[:head] + " []" + text[head : place.start] + text[place.stop :], cut
    return text[: place.start] + text[place.stop :], cut


# ---------------------------------------------------------------- items that come


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spelt:
    """An item, and how it was written and where it stood, if that is known."""

    item: Spec
    spelling: Spelling

    @property
    def column(self) -> int | None:
        """How far in its dash stood."""
        said = self.spelling.text
        return len(said) - len(said.lstrip(" ")) if said else None

    def block(self, indent: int, end: str) -> str:
        """Return its lines in a list that is so far in."""
        said = self.spelling.text
        if self.column == indent:
            return said if said.endswith("\n") else said + end
        lines = [f"{key}: {spelt(value)}" for key, value in self.item.items()]
        signs = ["-", *(" " for _ in lines[1:])]
        return "".join(
            f"{' ' * indent}{sign} {line}{end}" for sign, line in zip(signs, lines, strict=True)
        )


def _with(text: str, key: str, items: Sequence[_Spelt]) -> str:
    """Return the text with the items in their places: behind those that the key has, if new."""
    root = YAML().compose(text)
    value = value_of(root, key)
    inside = ", ".join(flow(each.item) for each in _sorted([], items)[""])
    if value is None and root.flow_style:
        last = root.value[-1][1].end_mark.index  # a comma at the end goes unused
        return inserted(text, last, f", {key}: [{inside}]")
    if value is None:
        end = line_break(text)
        block = "".join(each.block(2, end) for each in _sorted([], items)[""])
        return behind(text, root, f"{end}{key}:{end}{block}", end)
    if isinstance(value, SequenceNode) and value.value:
        return (_bracketed if value.flow_style else _placed)(text, key_of(root, key), value, items)
    if root.flow_style:
        return text[: value.start_mark.index] + f"[{inside}]" + text[value.end_mark.index :]
    head = text[: value.start_mark.index].rstrip(" ")
    emptied = head + text[value.end_mark.index :]
    indent = next((each.column for each in items if each.column is not None), 2)
    place = head_end(emptied, key_of(root, key))
    return _run(emptied, place, _sorted([], items)[""], indent)


def _sorted(there: Sequence[str], items: Sequence[_Spelt]) -> dict[str, list[_Spelt]]:
    """Return the items by the one that each run of them stands behind, in their order."""
    new = {str(each.item["id"]): each for each in items}
    runs: dict[str, list[_Spelt]] = {"": []}
    anchor = ""
    for id_ in in_order(there, ((name, each.spelling.behind) for name, each in new.items())):
        if id_ in new:
            runs.setdefault(anchor, []).append(new[id_])
        else:
            anchor = id_
    return runs


def _placed(text: str, key: Node, values: SequenceNode, items: Sequence[_Spelt]) -> str:
    """Return the text with the items in lines of their own: from its end, as above."""
    ids = [id_of(node) for node in values.value]
    stops = dict(zip(ids, (each.stop for each in places(text, key, values)), strict=True))
    stops[""] = head_end(text, key)
    for anchor, run in sorted(_sorted(ids, items).items(), key=lambda each: -stops[each[0]]):
        text = _run(text, stops[anchor], run, values.start_mark.column)
    return text


def _run(text: str, at: int, items: Sequence[_Spelt], indent: int) -> str:
    """Return the text with items one behind the other, each behind what stood before it."""
    end = line_break(text)
    for each in items:
        gap = each.spelling.gap
        at += len(gap) if text.startswith(gap, at) else 0
        whole = not at or text[at - 1] == "\n"
        block = ("" if whole else end) + each.block(indent, end)
        text, at = inserted(text, at, block), at + len(block)
    return text


def _bracketed(text: str, _: Node, values: SequenceNode, items: Sequence[_Spelt]) -> str:
    """Return the text with the items within the list's brackets."""
    runs = _sorted([id_of(node) for node in values.value], items)
    pieces: list[configflow.Piece] = [(None, flow(each.item)) for each in runs[""]]
    for at, node in enumerate(values.value):
        pieces.append((at, text[node.start_mark.index : node.end_mark.index]))
        pieces += [(None, flow(each.item)) for each in runs.get(id_of(node), ())]
    return configflow.replaced(text, values, configflow.joined(text, values, pieces))
