"""Whether a text says a word or a phrase, as a person means it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefbot.text.words import fold

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
"""Scripts that write no space between words, or (Korean) hang endings on them."""


def mention(text: str, words: Iterable[str]) -> str | None:
    """Return the first of the words that the text says, capitals and accents aside; else None.

    A word stands alone ("chip" is not in "chipmunk"); in Chinese, Japanese, Korean and Thai
    it may stand anywhere. A phrase's words follow each other.
    """
    folded = fold(text)
    return next((word for word in words if _pattern(word).search(folded)), None)


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in fold(word).split()]
    inner = r"\s+".join(parts)
    if not parts:
        return re.compile(r"(?!)")
    if _UNSPACED.search(word):
        return re.compile(inner)
    return re.compile(rf"(?<!\w){inner}(?!\w)")
