"""What a later article adds to a story that was told: the sentences that say something new; pure.

Told is what stood in the articles that were shown, not only the sentences of them that were
quoted: a second outlet that tells the rest of the same event has no news for whoever could
read it the day before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.models import Addition
from briefbot.text.figures import figures, hourless
from briefbot.text.numerals import digits, ones
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
    known = {stem for text in same for stem in stems(digits(text, base), base)}
    known.update(stems(ones(base), base))
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
    said = set(stems(hourless(sentence, language), language))
    new = said - known
    if len(new) >= max(NEW_WORDS, NEW_SHARE * len(said)):
        return True
    if figures(sentence, language) <= known:
        return False
    return leads or len(new) >= FIGURE_SHARE * len(said)
