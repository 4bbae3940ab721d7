"""Both scripts of Chinese as one, for comparing alone: what is shown stays as it was written."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

_HAN = re.compile("[\u3400-\u9fff]")
"""The characters of the basic plane: those beyond it are in no newspaper."""
_UNDECIDED = {"著": "着", "藉": "借", "瞭": "了", "徵": "征"}
"""What OpenCC leaves alone without the next character; here one form must serve all."""


def simplified(text: str) -> str:
    """Return the text with each Chinese character in its simplified form; its length stays.

    Each is turned by itself. OpenCC would let the neighbours decide (乾燥 to 干燥, but 乾坤 as it
    is), and then a piece of a word would not be found in the word.
    """
    return text.translate(_table()) if _HAN.search(text) else text


@cache
def _table() -> dict[int, str]:
    """Return the characters that have another form: 30 ms, when the first Chinese text comes."""
    convert = import_module("opencc").OpenCC("t2s").convert
    letters = "\n".join(map(chr, range(0x3400, 0xA000)))
    # Twice, for one character whose simplified form has one itself; then folding is final.
    pairs = zip(letters.split("\n"), convert(convert(letters)).split("\n"), strict=True)
    changed = {ord(letter): plain for letter, plain in pairs if letter != plain}
    return changed | {ord(letter): plain for letter, plain in _UNDECIDED.items()}
