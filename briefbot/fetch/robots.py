"""What a robots.txt asks of us (RFC 9309): read in one pass, matched without backtracking; pure.

The bytes are a stranger's, so everything here takes time in proportion to them. Only the rules
that are meant for us are kept: one line for each of many bots would else be kept for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Collection

LARGEST = 500 * 1024
"""Bytes that are read, as RFC 9309 asks at least; what stands behind them is not."""
MOST_WILD = 1_000
"""Rules with a `*` that are heeded: each is tried by itself, and so many cost 60 ms at worst."""
EVERYBODY = "*"

_LINE_END = re.compile(r"[\r\n]+")
_TOKEN = re.compile(r"[A-Za-z_-]+")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_IN_A_QUERY = _UNRESERVED | frozenset(":/?@")
"""What needs no escape there, so that both spellings are one."""


@dataclass(slots=True)
class Rules:
    """The rules for us: a path begins with a plain one, is an exact one, or fits a wild one."""

    size: int = 0
    """Characters that are kept, and what each rule costs beside them."""
    _allows: dict[str, bool] = field(default_factory=dict)
    _wild: list[str] = field(default_factory=list)
    _longest: int = 0

    def add(self, pattern: str, *, allow: bool) -> None:
        """Take a rule in; where two of one length disagree, the one that allows counts."""
        rule = _written(pattern)
        if not rule or ("*" in rule and len(self._wild) >= MOST_WILD):
            return
        if rule not in self._allows:
            self.size += len(rule) + 100
            self._longest = max(self._longest, len(rule))
            if "*" in rule:
                self._wild.append(rule)
        self._allows[rule] = self._allows.get(rule, False) or allow

    def refusing(self, path: str) -> str | None:
        """Return the rule by which a path with its query is not to be read; None when it may be.

        The longest rule that fits decides, and none at all allows.
        """
        asked = _normal(path).replace("*", "%2A").replace("$", "%24")
        fitting = self._fitting(asked)
        longest = max(map(len, fitting), default=0)
        deciding = [rule for rule in fitting if len(rule) == longest]
        if any(self._allows[rule] for rule in deciding):
            return None
        return next(iter(deciding), None)

    def _fitting(self, path: str) -> list[str]:
        """Return the rules that fit: the longest plain one, and all others."""
        begins = (path[:n] for n in range(min(len(path), self._longest), 0, -1))
        plain = next((begin for begin in begins if begin in self._allows), None)
        exact = f"{path}$" if f"{path}$" in self._allows else None
        wild = [rule for rule in self._wild if _fits(rule, path)]
        return [rule for rule in (plain, exact, *wild) if rule]


def _fits(rule: str, path: str) -> bool:
    """Tell whether a rule with `*` fits: its pieces stand in the path one behind the other."""
    start, *middle, end = rule.removesuffix("$").split("*")
    if not path.startswith(start):
        return False
    place = len(start)
    for piece in middle:
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    if rule.endswith("$"):
        return path.endswith(end) and len(path) - len(end) >= place
    return path.find(end, place) >= 0


def _normal(path: str) -> str:
    """Write a path in one way: other letters escaped, and no escape that is not needed."""
    text = quote(path, safe=_ASCII, errors="replace")
    before, mark, query = text.partition("?")
    return _unescaped(before, _UNRESERVED) + mark + _unescaped(query, _IN_A_QUERY)


def _unescaped(text: str, plain: frozenset[str]) -> str:
    def one(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        return letter if letter in plain else match[0].upper()

    return _ESCAPE.sub(one, text) if "%" in text else text


def _written(pattern: str) -> str:
    """Write a rule as paths are written; a `$` means something at its end alone."""
    end = "$" if pattern.endswith("$") else ""
    plain = _normal(pattern.removesuffix("$")).replace("$", "%24")
    return re.sub(r"\*+", "*", plain) + end if plain else ""


def parse(body: bytes, names: Collection[str]) -> Rules:
    """Return the rules of the groups that name one of us, or else of those for everybody.

    `names` are product tokens in small letters.
    """
    ours, everybodys, named = Rules(), Rules(), False
    current: set[str] = set()
    naming = False
    for key, value in _records(body):
        if key == "user-agent":
            current = current if naming else set()
            naming = True
            agent = _agent(value)
            named = named or agent in names
            current.add("us" if agent in names else agent)
        elif key in {"allow", "disallow"}:
            naming = False
            for who, rules in (("us", ours), (EVERYBODY, everybodys)):
                if who in current:
                    rules.add(value, allow=key == "allow")
    return ours if named else everybodys


def _records(body: bytes) -> list[tuple[str, str]]:
    text = body[:LARGEST].decode("utf-8-sig", "replace")
    lines = _LINE_END.split(text)
    if len(body) > LARGEST:
        lines.pop()  # half a rule is another rule
    pairs = (line.partition("#")[0].partition(":") for line in lines)
    return [(key.strip().lower(), value.strip()) for key, colon, value in pairs if colon]


def _agent(value: str) -> str:
    """Return the product token of a name: `Briefbot/1.0 (x)` is briefbot's."""
    if value.split(maxsplit=1)[:1] == [EVERYBODY]:
        return EVERYBODY
    return token(value)


def token(agent: str) -> str:
    """Return the product token that a name begins with, in small letters; empty without one."""
    found = _TOKEN.match(agent)
    return found[0].lower() if found else ""
