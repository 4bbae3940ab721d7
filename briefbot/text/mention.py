"""Whether a text says a word or a phrase, as a person means it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from briefbot.text.words import fold

_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Scripts that write no space between words, or (Korean) hang endings on them."""
_UNSPACED = re.compile(f"[{_SCRIPTS}]")
_BEGINS, _ENDS = rf"(?<![^\W{_SCRIPTS}])", rf"(?![^\W{_SCRIPTS}])"
_CAPITALS = re.compile(r"\s*[A-Z]{2,3}\s*")


def mention(text: str, words: Iterable[str]) -> str | None:
    """Return the first of the words that the text says, capitals and accents aside; else None.

    A word stands alone ("chip" is not in "chipmunk"); in Chinese, Japanese, Korean and Thai
    it may stand anywhere. A phrase's words follow each other. Two or three capitals are a name
    and stand in capitals: "US" is "U.S." and not "us".
    """
    folded, plain = fold(text), unicodedata.normalize("NFKC", text)
    said = (w for w in words if _pattern(w).search(plain if in_capitals(w) else folded))
    return next(said, None)


def in_capitals(word: str) -> bool:
    """Tell whether the word means what it says only in capitals: US, AI, WHO."""
    return _CAPITALS.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    if in_capitals(word):
        return re.compile(_BEGINS + r"\.?".join(word.strip()) + _ENDS)
    inner = r"\s+".join(re.escape(part) for part in fold(word).split())
    if not inner:
        return re.compile(r"(?!)")
    return re.compile(inner if _UNSPACED.search(word) else _BEGINS + inner + _ENDS)
