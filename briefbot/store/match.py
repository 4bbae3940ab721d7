"""Words and phrases to a full-text expression that no typed text can break out of."""

from __future__ import annotations

from collections.abc import Sequence

from briefbot.text.words import open_ended, phrase_tokens

MOST_TERMS = 40
"""A topic has a few dozen words at the most; `search.parse` holds people to 8."""


def match_expression(
    words: Sequence[str], phrases: Sequence[str] = (), without: Sequence[str] = ()
) -> str:
    """Return an FTS5 expression: any of the words, all phrases, none of the rest; '' for nothing.

    Every token is quoted, so that an operator or a column name in it is only a word.
    """
    required = list(filter(None, map(_quoted, phrases)))
    wanted = list(filter(None, map(_quoted, words[:MOST_TERMS])))
    if wanted and not required:
        required = [f"({' OR '.join(wanted)})"]
    if not required:
        return ""
    unwanted = list(filter(None, map(_quoted, without)))
    expression = " AND ".join(required)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _quoted(text: str) -> str:
    tokens = phrase_tokens(text)  # letters and digits only, so the quotes hold
    if not tokens:
        return ""
    return f'"{" ".join(tokens)}"{" *" if open_ended(tokens) else ""}'
