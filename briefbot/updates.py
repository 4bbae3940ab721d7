"""What a later article adds to a story that was told: the sentences that say something new; pure.

Told is what stood in the articles that were shown, not only the sentences of them that were
quoted: a second outlet that tells the rest of the same event has no news for whoever could
read it the day before.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefbot.models import Addition
from briefbot.text.words import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefbot.models import Body

NEW_SHARE = 0.5
"""A sentence is new when half of its telling words were not told..."""
NEW_WORDS = 3
"""...and so many of them at least."""
FIGURE_SHARE = 0.25
"""With a figure that was not told, a quarter is enough: "now 61 of 70 servers work again"..."""
LEADING = 3
"""...and in its heaviest sentences the figure alone: "the quake hurt 48 people"."""
ADDS = 2
"""An article adds something when one of its heaviest sentences is new, or so many of all: one
sentence of colour at the end is no update."""

UNKNOWN = "und"

_NUMBERS = {
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pt": "um dois três quatro cinco seis sete oito nove dez onze doze",
}
"""Numbers as words: a copy that writes 2 for two says nothing new."""
_MONTHS = (
    "jan|january|januar|janvier|januari|janeiro|gennaio|enero|feb|february|februar|février|febrero|"
    "fevereiro|febbraio|februari|mar|march|märz|mars|marzo|março|maart|apr|april|avril|abril|aprile|"
    "may|mai|mayo|maio|maggio|mei|jun|june|juni|juin|junio|junho|giugno|jul|july|juli|juillet|julio|"
    "julho|luglio|aug|august|août|agosto|augustus|sep|sept|september|septembre|septiembre|setembro|"
    "settembre|oct|october|oktober|octobre|octubre|outubro|ottobre|nov|november|novembre|noviembre|"
    "novembro|dec|december|dezember|décembre|diciembre|dezembro|dicembre"
)
_TIME = re.compile(
    r"\d{1,2}[:.h]\d\d(?!\d)|\b(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}\.?(?:st|nd|rd|th|º|er)? (?:de )?(?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\.? \d{{1,2}}\b|\d+ ?[年月日時时點点分]",
    re.IGNORECASE,
)
"""When something was is no news by itself."""


def addition(body: Body, language: str, told: Sequence[tuple[str, str]]) -> Addition:
    """Return the sentences of a body that say what was not told; none when they are too few.

    `told` are texts that were told, each with its language. Where none is in the body's
    own language nothing can be compared, and nothing counts as new. One that is not known
    may be any.
    """
    base = _base(language)
    same = [text for text, its in told if _base(its) in {base, UNKNOWN} or base == UNKNOWN]
    if not same:
        return Addition(sentences=(), of=len(body.sentences))
    known = {stem for text in same for stem in stems(text, base)}
    known |= _numbers(base, frozenset(known))
    heaviest = sorted(body.sentences, key=lambda s: (-s.weight, s.start))[:LEADING]
    new = tuple(
        each
        for each in body.sentences
        if _is_new(body.text[each.start : each.end], base, known, leads=each in heaviest)
    )
    found = Addition(sentences=new, of=len(body.sentences))
    adds = len(new) >= ADDS or any(sentence in new for sentence in heaviest)
    return found if adds else Addition(sentences=(), of=found.of)


def _base(language: str) -> str:
    return language.partition("-")[0]


def _is_new(sentence: str, language: str, known: set[str], *, leads: bool) -> bool:
    said = set(stems(sentence, language))
    new = said - known
    if len(new) >= max(NEW_WORDS, NEW_SHARE * len(said)):
        return True
    figures = set(stems(_TIME.sub(" ", sentence), language)) & new
    if not any(any(map(str.isdecimal, figure)) for figure in figures):
        return False
    return leads or len(new) >= FIGURE_SHARE * len(said)


def _numbers(language: str, known: frozenset[str]) -> set[str]:
    """Return the figures that were told in words, and the words of those told in figures."""
    pairs = _written(language)
    return {figure for figure, word in pairs if word in known} | {
        word for figure, word in pairs if figure in known
    }


@cache
def _written(language: str) -> tuple[tuple[str, str], ...]:
    words = _NUMBERS.get(language, "").split()
    stemmed = ((str(number), stems(word, language)) for number, word in enumerate(words, 1))
    return tuple((figure, found[0]) for figure, found in stemmed if found)
