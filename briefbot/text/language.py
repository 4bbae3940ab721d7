"""Which language a text is in, by the text itself."""

from __future__ import annotations

import math
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_CODES = "ar cs da de el en es fa fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh"
LANGUAGES = frozenset(_CODES.split())
"""What a text is taken for. Told to choose among few, the model errs less on a headline."""

_DIALECTS = {"nb": "no", "nn": "no", "yue": "zh", "wuu": "zh", "cmn": "zh", "iw": "he", "in": "id"}
_SAMPLE = 2_000
_SURE = 0.8
"""Share of belief from which the text overrules the hint."""
_LIKELY = 0.4
"""Share of belief below which a text without a hint has no language: names, numbers, symbols."""


def detect(text: str, *, hint: str | None = None) -> str:
    """Return the ISO 639-1 code of the text's language, or `und`.

    `hint` is what the source claims (`de`, `pt-BR`). It decides only where the text is too
    short or too mixed to tell.
    """
    claimed = _code(hint)
    sample = text[:_SAMPLE]
    if not any(map(str.isalpha, sample)):
        return claimed or "und"
    language, belief = _best(_rank()(sample), LANGUAGES | {claimed or "und"})
    if belief >= _SURE:
        return language
    return claimed or (language if belief >= _LIKELY else "und")


def _code(hint: str | None) -> str | None:
    """Return the language of a tag such as `en-GB` or `zh_Hant`; None when it names none."""
    code = (hint or "").strip().lower().replace("_", "-").partition("-")[0]
    code = _DIALECTS.get(code, code)
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None  # noqa: PLR2004


def _best(ranking: list[tuple[str, float]], allowed: frozenset[str]) -> tuple[str, float]:
    """Return the likeliest of the allowed languages and its share among them."""
    shares: dict[str, float] = {}
    for label, share in ranking:
        code = _DIALECTS.get(label, label)
        if code in allowed:
            shares[code] = shares.get(code, 0.0) + share
    total = math.fsum(shares.values())
    language = max(shares, key=shares.__getitem__)
    return language, shares[language] / total if total else 0.0


@cache
def _rank() -> Callable[[str], list[tuple[str, float]]]:
    """Load the model: 0.8 s and 110 MB, so only in a process that detects."""
    langid = import_module("py3langid.langid")
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    rank: Callable[[str], list[tuple[str, float]]] = model.rank
    return rank
