"""Lists of any length, as far as a message has room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks import pieces, size
from briefbot.blocks.mrkdwn import escape
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefbot.blocks.pieces import Piece

    Row = Sequence[Piece]

LINE = 300
"""The most characters of a sentence in a list."""


def fitted(rows: Sequence[Row], room: int, one: str = "line", many: str = "") -> list[Row]:
    """Return the first rows that fit in so many characters, and a last row that counts the rest."""
    kept: list[Row] = []
    for row in rows:
        room -= size.characters(list(row))
        if room < 0:
            break
        kept.append(row)
    left = len(rows) - len(kept)
    return [*kept, (pieces.text(f"and {more(left, one, many)}"),)] if left else kept


def more(number: int, one: str, many: str = "") -> str:
    """Return how many more there are: 1 more source, 12 more sources."""
    return count(number, f"more {one}", f"more {many or f'{one}s'}")


def names(all_: Sequence[str], room: int) -> str:
    """Return the first names that fit in so many characters, and how many more there are."""
    shown: list[str] = []
    for name in all_:
        short = pieces.isolated(pieces.line(name, pieces.LIST_NAME)) or "…"
        room -= len(escape(short)) + len(", ")
        if room < 0:
            break
        shown.append(short)
    left = len(all_) - len(shown)
    return ", ".join(shown) + (f" and {left:,} more" if left else "")


def sentence(words: str) -> Iterator[Piece]:
    """Yield a sentence from elsewhere as one line; what stands between backticks as code."""
    return pieces.spans(pieces.line(words, LINE))
