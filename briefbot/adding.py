"""One sentence of another outlet that tells what a story's shown article does not; pure.

It is taken where its words say something that the shown article's whole text does not, not
only its chosen sentences: else a reader would read twice what stands behind the first link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefbot.text import furniture
from briefbot.text.figures import figures, hourless
from briefbot.text.leaning import refers
from briefbot.text.mention import mention
from briefbot.text.numerals import digits
from briefbot.text.runs import runs
from briefbot.text.words import stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from briefbot.models import Body, Sentence

CONSIDERED = 8
"""Sentences of an article that may stand for what it adds, the heaviest: no mere colour."""
SHARED = 3
"""Words that it has in common with what is shown: else it is a scene, or another event."""
NEW_SHARE = 0.4
NEW_WORDS = 4
"""It is new when two fifths of its telling words are, and so many..."""
FIGURE_SHARED = 2
FIGURE_SHARE = 0.2
FIGURE_WORDS = 2
"""...or with a new figure a fifth."""
SHOWN_SHARE = 0.5
"""With so much of it shown already, it reads as the same again."""
_FIGURED = 0.3
_NEWS = 0.5
"""Raise for a figure, and for a sentence that is new altogether, beside its weight."""
_NAME = re.compile(r"(?<=\s)[^\W\d_a-zß-ÿа-яё]\w+")
"""A word with a capital that does not begin the sentence."""
_SMALL = 2
"""Digits of a number that must be written in digits."""
_NOUNS = {"de"}
"""Where every noun has a capital. Elsewhere a name alone in common is a scene at that place."""
_COMPLETE = range(8, 41)
_LONGEST = 300
_ABOUT = 1.0
_UNSPACED = {"ja", "ko", "th", "zh"}
_PAIRS = 1.5
"""Pairs of characters for a word, in languages that are compared by them."""


def addition(
    body: Body, language: str, *, told: str, shown: str, query: Collection[str] = ()
) -> tuple[float, Sentence] | None:
    """Return the sentence that adds most, with how much; None when none adds anything.

    `told` is all that the shown article says, `shown` what a reader sees of it.
    """
    known, seen = (set(stems(digits(text, language), language)) for text in (told, shown))
    names = set(words(shown, language))
    worths = (
        (_worth(body, sentence, language, known, seen, query), sentence)
        for sentence in _alone(body, language)
        if _names_one(body.text[sentence.start : sentence.end], language, names)
    )
    return max(
        ((worth, sentence) for worth, sentence in worths if worth > 0),
        key=lambda pair: (pair[0], -pair[1].start),
        default=None,
    )


def _names_one(sentence: str, language: str, names: set[str]) -> bool:
    """Tell whether it names somebody or some place that is shown, where names have capitals."""
    named = [found[0] for found in _NAME.finditer(sentence)]
    return not named or not names.isdisjoint(words(" ".join(named), language))


def _counted(sentence: str, language: str) -> set[str]:
    """Return its figures: a small number in words is mostly colour ("an hour and ten")."""
    written = set(words(sentence, language))
    return {each for each in figures(sentence, language) if each in written or len(each) > _SMALL}


def _named(sentence: str, language: str) -> set[str]:
    names = (found[0] for found in _NAME.finditer(sentence))
    return set(stems(" ".join(names), language))


def _alone(body: Body, language: str) -> Iterable[Sentence]:
    """Return the heaviest sentences that are a whole thought without any other."""
    needed = runs(body.text, [(each.start, each.end) for each in body.sentences], language)
    free = {
        each
        for each, run in zip(body.sentences, needed, strict=True)
        if run.whole and run.first == run.last and not run.leans
    }
    heaviest = sorted(body.sentences, key=lambda each: (-each.weight, each.start))[:CONSIDERED]
    return (each for each in heaviest if each in free and _complete(body, each, language))


def _complete(body: Body, sentence: Sentence, language: str) -> bool:
    said = body.text[sentence.start : sentence.end]
    return (
        furniture.size(said) in _COMPLETE
        and len(said) <= _LONGEST
        and not said.endswith(("?", "？", "…"))
        and not refers(said, language)
    )


def _worth(
    body: Body,
    sentence: Sentence,
    language: str,
    known: set[str],
    seen: set[str],
    query: Collection[str],
) -> float:
    """Return how much a sentence adds; 0 when nothing, or when it is of something else."""
    text = body.text[sentence.start : sentence.end]
    said = set(stems(hourless(text, language), language))
    if len(said & seen) >= SHOWN_SHARE * len(said):
        return 0.0
    new, each = said - known, _PAIRS if language.partition("-")[0] in _UNSPACED else 1
    figure = not _counted(text, language) <= known
    if not figure and language not in _NOUNS and not (said & seen) - _named(text, language):
        return 0.0
    shared, least, share = (
        (FIGURE_SHARED, FIGURE_WORDS, FIGURE_SHARE) if figure else (SHARED, NEW_WORDS, NEW_SHARE)
    )
    if len(said & seen) < shared * each or len(new) < max(least * each, share * len(said)):
        return 0.0
    about = _ABOUT if query and mention(text, query) else 0.0
    return about + sentence.weight + _FIGURED * figure + _NEWS * len(new) / len(said)
