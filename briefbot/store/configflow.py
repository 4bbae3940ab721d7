"""Changes within brackets: what stands there keeps its place and spelling; pure.

Where a comment would go with what is taken away, there is no answer: it is a person's to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from briefbot.models import Spec, Value
from briefbot.store.oneline import flow, spelt

Piece = tuple[int | None, str]
"""What is to stand within brackets: which one it was, or None for a new one; and its text."""
Write = Callable[[Value], str]


def mapped(text: str, node: MappingNode, before: Spec, after: Spec) -> str | None:
    """Return what a mapping in braces is to say; None where only a person can change it."""
    write = flow if _quoted(text, node) else spelt
    pieces: list[Piece] = []
    for at, (key, value) in enumerate(node.value):
        name = key.value
        if name in before and name not in after:
            continue
        said: str | None = _source(text, value)
        if name in before and before[name] != after[name]:
            said = valued(text, value, before[name], after[name], write)
        if said is None:
            return None
        pieces.append((at, text[key.start_mark.index : value.start_mark.index] + said))
    new = (name for name in after if name not in before)
    pieces += [(None, f"{write(name)}: {write(after[name])}") for name in new]
    return joined(text, node, pieces)


def valued(text: str, node: Node, before: Value, after: Value, write: Write = spelt) -> str | None:
    """Return what a value is to say; None where only a person can change it."""
    if isinstance(node, MappingNode) and isinstance(before, Mapping) and isinstance(after, Mapping):
        return mapped(text, node, before, after)
    if isinstance(node, SequenceNode) and isinstance(before, list) and isinstance(after, list):
        kept = [value for value in before if value in after]
        ordered = len(node.value) == len(before) and kept == [v for v in after if v in before]
        # Put between two members, it would come between one and what is said behind that.
        if ordered and (after[: len(kept)] == kept or not _commented(text, node)):
            places = (before.index(value) if value in before else None for value in after)
            pieces: list[Piece] = [
                (at, write(value) if at is None else _source(text, node.value[at]))
                for at, value in zip(places, after, strict=True)
            ]
            return joined(text, node, pieces)
    return None if _commented(text, node) else write(after)


def joined(text: str, node: Node, pieces: Sequence[Piece]) -> str | None:
    """Return brackets with these pieces in them; None where a comment between others would go."""
    between = _between(text, node)
    if not node.value:
        if "#" in between[0]:
            return None
        between = [between[0][:-1], between[0][-1:]]
    said, used, last = between[0], {0, len(between) - 1}, None
    for number, (at, piece) in enumerate(pieces):
        gap = last + 1 if at is not None and last is not None else at
        if number and gap:  # what is said behind a member is about that one
            said += between[gap]
            used.add(gap)
        elif number:
            said += ", "
        said, last = said + piece, at
    lost = "".join(each for at, each in enumerate(between) if at not in used)
    if not pieces:  # a comma may stand behind the last one
        lost += between[0] + between[-1]
        said, between = between[0][:1], [between[-1][-1:]]
    return None if "#" in lost else said + between[-1]


def replaced(text: str, node: Node, new: str | None) -> str:
    """Return the text with what brackets are to say; as it is where nobody could tell."""
    if new is None:
        return text
    return text[: node.start_mark.index] + new + text[node.end_mark.index :]


def _between(text: str, node: Node) -> list[str]:
    """Return what stands around and between the members: signs, blanks and comments."""
    places = [node.start_mark.index]
    for each in node.value:
        first, last = each if isinstance(each, tuple) else (each, each)
        places += [first.start_mark.index, last.end_mark.index]
    places.append(node.end_mark.index)
    return [text[places[at] : places[at + 1]] for at in range(0, len(places), 2)]


def _commented(text: str, node: Node) -> bool:
    """Tell whether a comment stands within brackets."""
    if not isinstance(node, MappingNode | SequenceNode):
        return False
    inner = (part for each in node.value for part in (each if isinstance(each, tuple) else [each]))
    if any("#" in each for each in _between(text, node)):
        return True
    return any(_commented(text, part) for part in inner)


def _source(text: str, node: Node) -> str:
    return text[node.start_mark.index : node.end_mark.index]


def _quoted(text: str, node: MappingNode) -> bool:
    """Tell whether its keys are quoted: then it may be meant as JSON, too."""
    return bool(node.value) and text[node.value[0][0].start_mark.index] == '"'
