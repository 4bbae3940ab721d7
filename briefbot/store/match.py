"""Words and phrases to a full-text expression that no typed text can break out of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from briefbot.text.words import fold, open_ended, phrase_tokens

MOST_TERMS = 40
"""A topic has a few dozen words at the most; `search.parse` holds people to 8."""


def match_expression(
    words: Sequence[str], phrases: Sequence[str] = (), without: Sequence[str] = ()
) -> str:
    """Return an FTS5 expression: any of the words, all phrases, none of the rest; '' for nothing.

    Beside a phrase the words are not asked for, but what has them comes first. Every token is
    quoted, so that an operator or a column name in it is only a word.
    """
    required = list(filter(None, map(_quoted, phrases)))
    wanted = " OR ".join(filter(None, map(_quoted, words[:MOST_TERMS])))
    if wanted:
        required.append(f"({' OR '.join((*required[:1], wanted))})")
    if not required:
        return ""
    unwanted = list(filter(None, map(_quoted, without)))
    expression = " AND ".join(required)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def with_pieces(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words, then the pairs of those that are written without spaces.

    `台灣地震` finds what has the four characters in a row, and below that what has 台灣 or 地震:
    between them the person put a space that nobody types.
    """
    pieces = (piece for word in words for piece in _pieces(word))
    return tuple(dict.fromkeys((*words, *pieces)))


def _pieces(word: str) -> Iterator[str]:
    folded = fold(word)
    rows = phrase_tokens(folded)
    if len(rows) == 1 and len(rows[0]) > 1:  # a token of an unspaced script begins with one
        yield from (token for token in rows[0] if open_ended((token[0],)))


@lru_cache(maxsize=4096)  # a topic's words are asked again and again
def _quoted(text: str) -> str:
    """Return the rows of tokens that stand for the text, any of which will do."""
    rows = [
        f'"{" ".join(row)}"{" *" if open_ended(row) else ""}'  # letters and digits: quotes hold
        for row in phrase_tokens(text)
    ]
    return f"({' OR '.join(rows)})" if len(rows) > 1 else "".join(rows)
