"""Extracted lines as prose: no list marks, no sentence cut in two, no repeated headline."""

from __future__ import annotations

import re

_MARK = re.compile(r"(?:[-*•●▪◦‣∙·■►▶➤✓✔] ){1,3}(?=\S)")
"""What stands before an item: trafilatura's hyphen, the page's own bullet, or both."""
_BROKEN = 40
"""Letters from which a line may be one that its author broke by hand; a heading is shorter."""


def prose(text: str) -> str:
    """Return a clean text without what only shows its layout; one paragraph a line."""
    pieces: list[str] = []
    before = ""
    for line in text.split("\n"):
        plain = _unmarked(line)
        if not any(map(str.isalnum, plain)):
            continue
        if pieces:
            pieces.append(" " if plain == line and _goes_on(before, line) else "\n")
        pieces.append(plain)
        before = plain
    return "".join(pieces)


def _unmarked(line: str) -> str:
    if line.startswith("| ") and line.endswith("|"):
        line = _cell(line)
    mark = _MARK.match(line)
    return line[mark.end() :] if mark else line


def _cell(row: str) -> str:
    """Return the text of a row that has one cell, as tables have that only place things."""
    cells = [cell for part in row.split("|") if (cell := part.strip())]
    return row if len(cells) > 1 else "".join(cells)


def _goes_on(before: str, line: str) -> bool:
    """Tell whether a hand-made line break stands inside a sentence: a small letter comes next."""
    ends = before[-1].isalpha() or before[-1] == ","
    return ends and len(before) >= _BROKEN and line[0].islower()


def without_headline(text: str, *headlines: str) -> str:
    """Drop the first lines when they only repeat a headline, unless they are all there is."""
    repeated = {letters(headline) for headline in headlines}
    first, _, rest = text.partition("\n")
    while rest and letters(first[:400]) in repeated:
        text = rest
        first, _, rest = text.partition("\n")
    return text


def letters(line: str) -> str:
    """Return the letters and digits alone, for comparing."""
    return "".join(filter(str.isalnum, line.casefold()))
