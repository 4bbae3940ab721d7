"""Where the items of a list stand, each with its comments, and where others belong; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ruamel.yaml.nodes import Node, SequenceNode

from briefbot.store.confignodes import colon, dash, line_end, line_start, lines_end

_COMMENT = re.compile(r"( *)(#.*)\n?")
_HEADING = re.compile(r"#\s*[-=*#~_]{2}|#\s*$")
"""Lines that stand over several items."""
_ITEM = re.compile(r"(#\s*)-\s")
"""An item that is commented out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The lines of an item, with the comments that are its own."""

    start: int
    stop: int
    gap: str
    """What stands between the item before, or the list's key, and this one."""


def places(text: str, key: Node, values: SequenceNode) -> list[Place]:
    """Return where the items of a list of lines stand, in their order."""
    found: list[Place] = []
    last = head_end(text, key)
    for node in values.value:
        start = _comments_above(text, last, dash(text, node), values.start_mark.column)
        stop = _comments_below(text, lines_end(text, node), node.start_mark.column)
        found.append(Place(start=start, stop=stop, gap=text[last:start]))
        last = stop
    return found


def head_end(text: str, key: Node) -> int:
    """Return where the line of a list's key ends."""
    return line_end(text, colon(text, key))


def in_order(there: Sequence[str], new: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return ids with new ones: each behind the one that it names, else behind the last.

    The empty id stands before the first.
    """
    wanted = list(new)
    known = {"", *there, *(id_ for id_, _ in wanted)}
    following: dict[str, list[str]] = {}
    last: list[str] = []
    for id_, behind in wanted:
        (last if behind not in known else following.setdefault(behind or "", [])).append(id_)
    found: list[str] = []
    left = [*reversed(last), *reversed(there), ""]
    while left:
        found.append(left.pop())
        left += reversed(following.pop(found[-1], []))
    return [*found[1:], *(id_ for ids in following.values() for id_ in ids)]


def _comments_above(text: str, first: int, start: int, column: int) -> int:
    """Return where the comment right above an item begins, if it is about that item alone."""
    begins: list[tuple[int, str]] = []
    at = start
    while at > first:
        above = line_start(text, at - 1)
        match = _COMMENT.fullmatch(text, above, at)
        if not match or len(match[1]) != column or _HEADING.match(match[2]):
            break
        begins.insert(0, (above, match[2]))
        at = above
    for number, (_, line) in reversed(list(enumerate(begins))):
        if match := _ITEM.match(line):
            below = begins[number + 1 :]
            own = (begin for begin, said in below if not _deeper(said, len(match[1])))
            return next(own, start)
    return at


def _deeper(line: str, column: int) -> bool:
    """Tell whether a comment's text begins behind a column: it belongs to an item before."""
    return len(line) - len(line[1:].lstrip()) > column


def _comments_below(text: str, stop: int, column: int) -> int:
    """Return where the comments below an item end that are in line with its keys."""
    while (match := _COMMENT.match(text, stop)) and len(match[1]) >= column:
        if _ITEM.match(match[2]):
            break
        stop = match.end()
    return stop
