"""How a problem is put into words: shown values, near names, places in the file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from briefbot.errors import Problem

Path = tuple[int | str, ...]
"""Where a value stands: `("sources", 3, "url")`."""

Lines = Mapping[Path, int]
"""The line of every path in the file, from 1; empty when the data came from no file."""

_SHOWN = 60
_COMPARED = 64
_HUGE = 10**18


def show(value: object) -> str:
    """Quote a value as it stands in the file: short, and with nothing that moves a terminal."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, int) and abs(value) > _HUGE:
        return "a huge number"  # str() refuses thousands of digits, which 0xfff… can have
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        return "a list" if isinstance(value, list | tuple) else "a group of keys"
    text = "".join(_visible(character) for character in value[:_SHOWN])
    return f'"{text}…"' if len(value) > _SHOWN else f'"{text}"'


def _visible(character: str) -> str:
    return character if character.isprintable() else f"\\u{ord(character):04x}"


def close(word: str, names: Iterable[str]) -> str:
    """Return `; did you mean "x"?` for the nearest name, or nothing when none is near."""
    if len(word) > _COMPARED:
        return ""
    folded = {name.casefold(): name for name in sorted(names, reverse=True)}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"; did you mean {show(folded[near[0]])}?" if near else ""


def place(path: Path) -> str:
    """Write a path as people read it: `sources[3].url`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif re.fullmatch(r"[\w-]{1,64}", part):
            text += f".{part}" if text else part
        else:
            text += f"[{show(part)}]"
    return text


def line_of(path: Path, lines: Lines) -> int | None:
    """Return the line of a path, or of the nearest thing around it that has one."""
    ends = range(len(path), -1, -1)
    return next((lines[path[:end]] for end in ends if path[:end] in lines), None)


def problem(path: Path, message: str, lines: Lines) -> Problem:
    """Return the problem with its place and its line."""
    return Problem(path=place(path), line=line_of(path, lines), message=message)
