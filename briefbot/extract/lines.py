"""Extracted lines as prose: no list marks, no sentence cut in two, no repeated headline."""

from __future__ import annotations

import re
from itertools import chain

_MARK = re.compile(r"(?:[-*•●▪◦‣∙·■►▶➤✓✔] ){1,3}(?=\S)")
"""What stands before an item: trafilatura's hyphen, the page's own bullet, or both."""
_RULE = "|*=~_#•·–—- "
"""What a line between two parts of a page is drawn with."""
_COLUMNS = 2
_PROSE = 120
"""Letters from which a cell holds sentences; a row of shorter ones is data, and stays one line."""
_BROKEN = 40
"""Letters from which a line may be one that its author broke by hand; a heading is shorter."""


def prose(text: str) -> str:
    """Return a clean text without what only shows its layout; one paragraph a line."""
    pieces: list[str] = []
    before = ""
    for line in chain.from_iterable(map(_cells, text.split("\n"))):
        mark = _MARK.match(line)
        plain = line[mark.end() :] if mark else line
        if not plain.strip(_RULE):
            continue
        if pieces:
            pieces.append(" " if _goes_on(before, line) else "\n")
        pieces.append(plain)
        before = plain
    return "".join(pieces)


def _cells(line: str) -> list[str]:
    """Return a line; or the cells of a row whose table only places things, a line each."""
    if not (line.startswith("| ") and line.endswith("|")):
        return [line]
    cells = [cell for part in line.split("|") if (cell := part.strip())]
    return cells if len(cells) < _COLUMNS or max(map(len, cells)) >= _PROSE else [line]


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
