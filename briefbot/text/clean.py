"""Clean text: one Unicode form, nothing invisible, nothing that changes the direction of others.

What is stored is clean, so spans into it stay valid and renderers only have to encode.
"""

from __future__ import annotations

import re
import unicodedata

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_KEPT_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Format characters that are seen: they draw a sign around or under the digits that follow."""

_JOINING = (
    "\u0600-\u0dff\u1000-\u109f\u1780-\u18af\u1b00-\u1bff\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefe"
)
"""Arabic to Sinhala, Burmese, Khmer, Mongolian: scripts whose letters join or stack."""
_VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2"
_EMOJI = (
    "\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff"
)
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_SHAPELESS = frozenset(
    "\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_BLANKS = re.compile("[\u2800\u3164\uffa0]")
_SELECTORS = re.compile(
    "[\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0d]"
    f"|(?<![{_EMOJI}0-9#*\u00a9\u00ae\u203c\u2049\u2122\u2139])[\ufe0e\ufe0f]"
    f"|(?<![{_IDEOGRAPH}])[\U000e0100-\U000e01ef]"
)
"""Marks without a shape, but for an emoji's style and a variant of a Chinese character."""

_JOINER_RUNS = re.compile(f"([{_ZWNJ}{_ZWJ}])[{_ZWNJ}{_ZWJ}]+")
_JOINERS = re.compile(
    f"(?<![{_JOINING}{_EMOJI}\ufe0f])[{_ZWNJ}{_ZWJ}]"
    f"|(?<=[{_EMOJI}\ufe0f]){_ZWNJ}"
    f"|(?<=[{_EMOJI}\ufe0f]){_ZWJ}(?![{_EMOJI}])"
    f"|(?<=[{_JOINING}])(?<![{_VIRAMA}])[{_ZWNJ}{_ZWJ}](?![{_JOINING}])"
)
"""Joiners that join nothing. After a virama one may end a word, as in a Malayalam chillu."""

_MARKS_AT_MOST = 30
"""Marks on one letter, as in Unicode's Stream-Safe Text Format (UAX 15): normalising a run
takes the square of its length, 6.7 s for 100,000 marks."""
_MARK_RUNS = re.compile(rf"[^\w\s]{{{_MARKS_AT_MOST + 1},}}")


def clean(text: str, *, limit: int | None = None) -> str:
    """Return the text as one clean line, as for a title; longer than `limit`, cut at a word."""
    line = _clean_line(text)
    return line if limit is None or len(line) <= limit else _cut(line, limit)


def clean_text(text: str) -> str:
    r"""Return the text of an article, clean, one paragraph a line, joined by a single `\n`."""
    return "\n".join(filter(None, map(_clean_line, text.splitlines())))


def _clean_line(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        text = _clean_characters(text)
    return " ".join(text.split())


def _clean_characters(text: str) -> str:
    """Work on what the text holds: most lines hold nothing that the slow expressions look for."""
    characters = set(text)
    unprintable = [c for c in characters if not (c.isprintable() or c.isspace())]
    if unprintable:
        text = text.translate({ord(c): _instead(c) for c in unprintable})
    if not characters.isdisjoint(_SHAPELESS):
        text = _SELECTORS.sub("", _BLANKS.sub(" ", text))
    if not characters.isdisjoint((_ZWNJ, _ZWJ)):
        text = _JOINERS.sub("", _JOINER_RUNS.sub(r"\1", text))
    if any(map(unicodedata.combining, characters)):
        text = _thin(unicodedata.normalize("NFC", _thin(text)))
    return unicodedata.normalize("NFC", text)


def _instead(character: str) -> str | None:
    """Return what stands for a character that does not print; None drops it."""
    if unicodedata.category(character) == "Cs":
        return "\ufffd"
    kept = character in _KEPT_FORMATS or character in (_ZWNJ, _ZWJ)
    return character if kept else None


def _thin(text: str) -> str:
    """Drop the marks past the 30th of one letter."""
    return _MARK_RUNS.sub(_thin_run, text)


def _thin_run(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_AT_MOST:
            kept.append(character)
    return "".join(kept)


def _cut(line: str, limit: int) -> str:
    """Shorten to `limit` characters with an ellipsis, at a word where one ends in the last half."""
    room = max(limit - 1, 0)
    at = line.rfind(" ", room // 2, room + 1)
    if at <= 0:
        at = room
        while at > 0 and _continues(line[at]):
            at -= 1
    return line[:at].rstrip(f" {_ZWNJ}{_ZWJ}") + "…"[:limit]


def _continues(character: str) -> bool:
    return character in (_ZWNJ, _ZWJ) or unicodedata.category(character)[0] == "M"
