"""Which language a text is in, by the text itself."""

from __future__ import annotations

import lzma
import math
import re
from array import array
from functools import cache
from importlib import import_module
from io import BytesIO
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_CODES = "ar cs da de el en es fa fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh"
LANGUAGES = frozenset(_CODES.split())
"""What a text is taken for. Told to choose among few, the model errs less on a headline."""

_SCRIPTS = {
    "ko": re.compile("[\uac00-\ud7a3]{2}"),
    "ja": re.compile("[\u3041-\u30fa]{2}"),
    "he": re.compile("[\u05d0-\u05ea]{3}"),
    "th": re.compile("[\u0e01-\u0e4d]{3}"),
    "el": re.compile("[\u0370-\u03ff]{3}"),
}
"""How a word looks that no other language of ours writes."""
_DIALECTS = {"nb": "no", "nn": "no", "yue": "zh", "wuu": "zh", "cmn": "zh", "iw": "he", "in": "id"}
_SAMPLE = 2_000
_CLAIM = 20.0
"""How much likelier a language is for being claimed: it turns a headline, never a paragraph."""
_LIKELY = 0.4
"""Share of belief below which a text tells no language: names, numbers, symbols."""
_ALIEN = 1e-9
"""Belief below which the text is in a language of none of ours, such as Georgian."""
_WIDTHS = {2: "H", 4: "I"}
"""How `array` names whole numbers of so many bytes."""


def detect(text: str, *, hint: str | None = None) -> str:
    """Return the ISO 639-1 code of the text's language, or `und`.

    `hint` is what the source claims (`de`, `pt-BR`). It decides only where the text is too
    short or too mixed to tell.
    """
    claimed = _code(hint)
    sample = text[:_SAMPLE]
    if not any(map(str.isalpha, sample)):
        return claimed if claimed in LANGUAGES else "und"
    shares = _shares(sample, LANGUAGES | {claimed})
    if claimed in shares:
        shares[claimed] *= _CLAIM
    language = max(shares, key=shares.__getitem__)
    belief = math.fsum(shares.values())
    if belief >= _ALIEN and shares[language] >= _LIKELY * belief:
        return language
    return claimed if claimed in shares else _written(sample)


def _written(text: str) -> str:
    """Return the language that alone writes in a script of the text; a headline full of names."""
    return next((code for code, script in _SCRIPTS.items() if script.search(text)), "und")


def _code(hint: str | None) -> str:
    """Return the language of a tag such as `en-GB` or `zh_Hant`."""
    code = (hint or "").strip().lower().replace("_", "-").partition("-")[0]
    return _DIALECTS.get(code, code if len(code) == 2 else "")  # noqa: PLR2004  ISO 639-1


def _shares(sample: str, languages: frozenset[str]) -> dict[str, float]:
    """Return how likely each language is; of those asked for, the ones that the model knows."""
    shares: dict[str, float] = {}
    for label, share in _rank()(sample):
        code = _DIALECTS.get(label, label)
        if code in languages:
            shares[code] = shares.get(code, 0.0) + share
    return shares


@cache
def _rank() -> Callable[[str], list[tuple[str, float]]]:
    """Load the model: 0.8 s and 110 MB, so only in a process that detects."""
    langid, numpy = import_module("py3langid.langid"), import_module("numpy")
    # The library unpacks it into a temporary file of 65 MB, for which there may be no room.
    unpacked = BytesIO()
    with lzma.open(langid.MODEL_DIR / langid.MODEL_FILE) as packed:
        copyfileobj(packed, unpacked, 2**20)  # in one go it would be in memory twice
    unpacked.seek(0)
    with numpy.load(unpacked, allow_pickle=False) as found:
        model = langid.LanguageIdentifier(
            found["ptc"],
            found["pc"],
            found["classes"].tolist(),
            _plain(found["nextmove"]),
            found["out_feat"].tolist(),
            tk_row=_plain(found["nextmove_row"]),
            norm_probs=True,
        )
    rank: Callable[[str], list[tuple[str, float]]] = model.rank
    return rank


def _plain(numbers: Any) -> array[int]:  # noqa: ANN401  numpy's, which a page alone pays for
    """Return numpy's whole numbers as Python's, which are walked through faster."""
    plain = array(_WIDTHS[numbers.dtype.itemsize])
    plain.frombytes(memoryview(numbers).cast("B"))
    return plain
