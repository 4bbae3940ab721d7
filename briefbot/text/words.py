"""Words: what summarisers, clustering and search compare, folded alike in every language.

A word is a run of letters and digits. Chinese, Japanese and Korean put no spaces where
words end, so their runs become overlapping pairs of characters; so do Thai, Lao, Khmer
and Burmese. Nothing here keeps a language's own spelling: for that there is the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING

from briefbot.text.language import LANGUAGES
from briefbot.text.scripts import simplified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from Stemmer import Stemmer

# One quantifier, one delimiter: each alternative is linear. `U.S.` and `192.168.0.1` are
# one token, `node.js` is two. Vowel signs of Indic scripts are marks, which \w leaves out.
_LETTER = r"[^\W_]|[\u0900-\u0963\u0966-\u096f\u0971-\u0dff]"
_TOKEN = re.compile(
    r"[a-z\u00df-\u052f](?:\.[a-z\u00df-\u052f])+(?![^\W_])|[0-9]+(?:[.,][0-9]+)+(?![^\W_])"
    rf"|(?:{_LETTER})+"
)
_ASCII_TOKEN = re.compile(
    r"[a-z](?:\.[a-z])+(?![a-z0-9])|[0-9]+(?:[.,][0-9]+)+(?![a-z0-9])|[a-z0-9]+"
)
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u318f"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PAIRED = re.compile(f"[{_UNSPACED}]")
_LAST = re.compile(f"[{_UNSPACED}](?![{_UNSPACED}])")
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
# Loose accents, points of Hebrew and Arabic, soft hyphens and other invisible joiners.
_MARKS = re.compile(
    r"[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u2060\ufeff]+"
)
_ACCENTED = re.compile(r"[\u00c0-\u024f\u0451\u1e00-\u1eff]")
_UNDECOMPOSED = {
    "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i",
}  # fmt: skip
_POSSESSIVE = re.compile(r"'s(?![^\W_])")
_SIGNED = re.compile(r"(?<![^\W_])([a-z])(\+\+|#)(?![^\W\d_])")
_SIGNS = {"++": "plusplus ", "#": "sharp "}
_HYPHENS = frozenset("-\u2010\u2011")
_HYPHENED = re.compile(r"(?<![^\W_]|-)([a-z])[-\u2010]([^\W_]+)")
_GROUP = 3
_PAIR = 2
_STOPPED = frozenset(("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ru", "zh"))
_DECIMAL_COMMA = frozenset(
    (
        "cs",
        "da",
        "de",
        "es",
        "fi",
        "fr",
        "id",
        "it",
        "nb",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sv",
        "tr",
        "uk",
    )
)
_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_INDEXED = tuple(sorted(LANGUAGES.intersection(_SNOWBALL)))
"""Whose stems the search index keeps: those that an article is found to be in."""
_EXACT = 3
"""Letters up to which a word is itself alone in the index."""
_PEOPLE = 6
_ENDING = re.compile("[^aisuáàíúÿ']s$|[çs][ãõ]$|[éê]s$")


@cache
def _bare(letter: str) -> str:
    if letter == "ё":
        return "е"
    parts = _MARKS.sub("", unicodedata.normalize("NFKD", letter))
    return "".join(_UNDECOMPOSED.get(part, part) for part in parts)


def _unaccented(text: str) -> str:
    return text if text.isascii() else _ACCENTED.sub(lambda match: _bare(match[0]), text)


def _lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Case folding may undo the normal form ("ǰ" becomes two characters), hence twice.
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _MARKS.sub("", text).replace("\u2019", "'").replace("\u02bc", "'")
    return simplified(text)


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _spelled(text: str) -> str:
    """Write `c++` and `c#` in letters, also in `c++26`; drop the possessive, which is no word."""
    if "'" in text:
        text = _POSSESSIVE.sub("", text)
    if "++" in text or "#" in text:
        text = _SIGNED.sub(lambda match: match[1] + _SIGNS[match[2]], text)
    return text


def _run_tokens(run: str) -> Sequence[str]:
    if len(run) == 1 or not _PAIRED.match(run):
        return (run,)
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _pairs(token: str) -> Sequence[str]:
    if token.isascii() or not _PAIRED.search(token):
        return (token,)
    return [part for run in _RUN.findall(token) for part in _run_tokens(run)]


def _raw(text: str) -> list[str]:
    """Return the tokens of lowered text; acronyms and numbers still hold their dots."""
    text = _spelled(text)
    if text.isascii():
        return _ASCII_TOKEN.findall(text)
    found = _TOKEN.findall(text)
    return list(chain.from_iterable(map(_pairs, found))) if _PAIRED.search(text) else found


def _joined(token: str, thousands: str) -> str:
    """Return an acronym without its dots, a number without its thousands separators."""
    if not token[0].isdecimal():
        return token.replace(".", "")
    first, *others = token.split(thousands)
    if others and len(first) <= _GROUP and all(len(other) == _GROUP for other in others):
        return "".join((first, *others))
    return token.replace(",", ".")


def _dotless(text: str, language: str) -> list[str]:
    thousands = "." if _base(language) in _DECIMAL_COMMA else ","
    return [
        _joined(token, thousands) if "." in token or "," in token else token for token in _raw(text)
    ]


def _indexed(text: str, language: str = "") -> list[str]:
    found = [part for token in _dotless(_lower(text), "") for part in token.split(".")]
    stemmer = _stemmer(language) if language in _INDEXED else None
    if stemmer:
        pairs = zip(found, stemmer.stemWords(found), strict=True)
        least = _EXACT + (language != "en")  # "cars" is "car"; the rest leave "news" alone, or err
        found = [_settled(word, stem, least) for word, stem in pairs]
    joined = " ".join(found)
    return (joined if joined.isascii() else _unaccented(joined)).split()


def _settled(word: str, stem: str, least: int) -> str:
    """Return the stem that stands for the word in the index: one for what Snowball leaves apart.

    That is a people and its country (`taiwanes`), plurals that a language took over with the
    word (in German `chips`, `autos`), and Portuguese -ão beside -ões. Short words stand for
    themselves, and no long one becomes one: `us` is not `use`, `paris` not the French `par`.
    """
    if len(word) <= _EXACT or len(stem) < least:
        return word
    if len(word) == _EXACT + 1 or not _ENDING.search(stem):
        return stem
    return stem[:-2] if stem.endswith("es") and len(stem) > _PEOPLE else stem[:-1]


def _lone(token: str) -> bool:
    return len(token) == 1 and _PAIRED.match(token) is not None


@cache
def _stopwords(base: str) -> frozenset[str]:
    """Return a language's function words as its stemmer's input is spelled: lower case, accents."""
    file = resources.files("briefbot.text").joinpath(f"stopwords/{base}.txt")
    return frozenset(_lower(file.read_text("utf-8")).split()) if base in _STOPPED else frozenset()


@cache
def _stemmer(base: str) -> Stemmer | None:
    """Return the process's own stemmer of a language: making one costs more than an article."""
    if base not in _SNOWBALL:
        return None
    from Stemmer import Stemmer  # noqa: PLC0415  only a process that stems pays for it

    return Stemmer(_SNOWBALL[base])


def _telling(found: list[str], stop: frozenset[str]) -> list[str]:
    """Leave out the stop words; a pair of characters is one when both its characters are."""
    kept = [word for word in found if word not in stop]
    if "".join(kept).isascii():
        return kept
    return [word for word in kept if len(word) != _PAIR or not stop.issuperset(word)]


def fold(text: str) -> str:
    """Return the text as it is compared: compatibility forms, case and Latin accents undone."""
    return _unaccented(_lower(text))


def words(text: str, language: str) -> list[str]:
    """Return the folded words in order; Chinese, Japanese, Korean as pairs of characters.

    The language settles what `1.000` and `1,5` mean; every other rule is the same for all.
    """
    return _dotless(fold(text), language)


def stems(text: str, language: str) -> list[str]:
    """Return the words that carry meaning, by their stems where the language has a stemmer."""
    base = _base(language)
    kept = _telling(_dotless(_lower(text), language), _stopwords(base))
    stemmer = _stemmer(base)
    # Snowball's rules want the accents ("-ción"), so they go after stemming.
    return _unaccented(" ".join(stemmer.stemWords(kept) if stemmer else kept)).split()


def tokens(text: str, language: str = "") -> str:
    """Return the text as the search index keeps it: its words' stems, space-separated.

    Words of a language that has no stemmer stay as they are. Last come the last characters of
    runs of Chinese, Japanese or Korean: with them every character of a run begins some token,
    and a prefix query finds each (see `open_ended`). They stand apart, to break no phrase.
    """
    found = _indexed(text, _base(language))
    if not _HYPHENS.isdisjoint(text):
        found += _indexed(" ".join(sorted(_unhyphened(text))), _base(language))
    if not text.isascii():
        found += sorted(filter(str.isalnum, set(_LAST.findall(fold(text)))))
    return " ".join(found)


def _unhyphened(text: str) -> set[str]:
    """Return the words that are also written without their hyphen: `e-mail`, `f-35`."""
    return {"".join(found) for found in _HYPHENED.findall(_lower(text))}


def phrase_tokens(text: str) -> tuple[tuple[str, ...], ...]:
    """Return a query's word or phrase as each row of tokens that stands for it in the index.

    There is one as it stands, and one for each other way in which a language stems it: what
    language a query is in, nobody can tell. The tokens hold letters and digits alone and want
    quotes in FTS5 all the same (`"or"`). A lone first character of an unspaced script is left
    out: before the next token the index may hold it as half of a pair only.
    """
    lowered = _lower(text)
    joined = _HYPHENED.sub(r"\1\2", lowered)
    spellings = (text,) if joined == lowered else (text, joined)
    rows = (_indexed(each, language) for each in spellings for language in ("", *_INDEXED))
    return tuple(dict.fromkeys(tuple(_paired_only(row)) for row in rows if row))


def _paired_only(row: list[str]) -> list[str]:
    first = next((at for at, token in enumerate(row) if not _lone(token)), len(row) - 1)
    return row[first:]


def open_ended(phrase: tuple[str, ...]) -> bool:
    """Tell whether the phrase's last token must match as a prefix (`"台" *` in FTS5).

    A single Chinese, Japanese or Korean character stands in the index as the start of a
    pair, or alone at the end of a run.
    """
    return bool(phrase) and _lone(phrase[-1])
