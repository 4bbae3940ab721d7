"""A host as people read it, and as it cannot deceive them."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

import idna

from briefbot.addresses.opening import fit

# Cyrillic and Greek letters that pass for Latin ones; a name made of them alone poses as another.
_LOOKALIKES = frozenset("асԁеһіјӏорԛѕԝхуъЬҽпгѵѡвкмнтьαικνορτυωχ")
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)


def host(url: str) -> str:
    """Return the host as people read it: without `www.`, in its own script unless that deceives.

    Empty for what is no address. Internationalised names of mixed scripts, of invisible letters
    or of letters that pass for Latin ones stay punycode.
    """
    address = fit(url)
    if address is None:
        return ""
    name = (urlsplit(address).hostname or "").removeprefix("www.")
    labels = [_unicode(label) for label in name.split(".")]
    return ".".join(_shown(label, latin_end=labels[-1].isascii()) for label in labels)


def _unicode(label: str) -> str:
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except (idna.IDNAError, UnicodeError):
        return label


def _shown(label: str, *, latin_end: bool) -> str:
    """Return a label in its own script, or in punycode when it would deceive."""
    letters = [c for c in label if not c.isascii()]
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in label if c.isalpha()}
    honest = (len(scripts) <= 1 or any(scripts <= set_ for set_ in _TOGETHER)) and all(
        unicodedata.category(c)[0] in "LMN" for c in letters
    )
    poses = latin_end and not (set(letters) - _LOOKALIKES)
    if not letters or (honest and not poses):
        return label
    return "xn--" + label.encode("punycode").decode("ascii")
