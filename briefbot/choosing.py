"""Which of an article's weighed sentences are shown, for a query or for none; pure.

Some sentences can't stand alone: one that begins with "He" or "But", one that a quotation begins
or ends in, a quotation whose speaker the next sentence names. Such a sentence is chosen
together with its neighbour, as one run, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefbot.text import furniture
from briefbot.text.leaning import refers
from briefbot.text.runs import runs
from briefbot.text.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from briefbot.models import Sentence
    from briefbot.text.runs import Run

_CONSIDERED = 24
"""Sentences that selection looks at, the heaviest; with a query it looks at all."""
_ABOUT, _ABOUT_MORE = 1.0, 0.2
"""Raise for the first thing asked about, more than any weight, and for each one more."""
_INFLECTED, _LONGER = 0.9, 0.5
"""What a form of the word counts ("Taiwanese"), and what only begins like it ("Chinatown").

The second counts only in a text that has nothing better.
"""
_GOES_ON = 0.9
"""Raise of what leans on a sentence about it: it goes on about the same."""
_REFERRING = 0.2
_UNWIELDY = 0.25
_ASKING = 0.15
_COMPLETE = range(8, 41)
"""Words of a complete thought."""
_REDUNDANCY = 0.2
_SAME = 0.75
"""Share of common words from which two sentences say the same, and only one is shown."""
_SPACED = re.compile(r"[\x00-\u0dff\u10a0-\u10ff\u1e00-\u1fff]*")
_EXACT = 3
"""Letters up to which a word of a query stands for itself alone: `us` is not `use`."""
_ENDING = re.compile(
    r"[^\W_]{1,3}|(?:an|es|n)?(?:isch|esisch)[^\W_]{0,2}|(?:an)?(?:ais|ese)[^\W_]{0,2}|"
    r"i?an[aeios]{1,2}|ь?(?:ск|ц)[^\W_]{1,3}"
)
"""What an inflected word, or one for people and things of a country, has more than its stem."""
_CASE = re.compile(r"(?<=[\u0400-\u04ff]{4})[аеиоуыьюяй]$")
"""The end of a Russian word, which its case changes: Тайвань, Тайваня."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence with all that tells whether to show it."""

    at: int
    """Its number among the weighed ones, in the text's order."""
    sentence: Sentence
    score: float
    words: frozenset[str]
    about: float
    """How much of it is what was asked about."""
    refers: bool
    run: Run


def select(
    text: str,
    sentences: Sequence[Sentence],
    *,
    limit: int,
    query: Collection[str] = (),
    language: str = "",
    budget: int | None = None,
) -> tuple[Sentence, ...]:
    """Return at most `limit` sentences that stand for the text, in its order; pure.

    Together they have at most `budget` characters, if there is one. Sentences that name a word
    or phrase of the query come first. Nothing is said twice, and what can't stand alone is
    taken with the sentence that it needs, or where there is nothing else.
    """
    phrases = [_expression(phrase) for phrase in map(fold, query) if phrase.strip()]
    known, left = _judged(text, sentences, phrases, language, max(_CONSIDERED, 4 * limit))
    chosen: list[_Candidate] = []
    while True:
        left = [c for c in left if c not in chosen]
        found = [each for each in left if _fits(each, known, chosen, limit, budget)]
        if not found:
            break
        best = max(found, key=lambda each: _gain(_new(each, known, chosen), chosen))
        chosen += _new(best, known, chosen)
    chosen = chosen or _anything(left, limit, budget)
    return tuple(sorted((c.sentence for c in chosen), key=lambda s: s.start))


def _judged(
    text: str,
    sentences: Sequence[Sentence],
    phrases: Sequence[re.Pattern[str]],
    language: str,
    most: int,
) -> tuple[Mapping[int, _Candidate], list[_Candidate]]:
    """Return what may be shown, by its number; and the candidates, the heaviest first."""
    ordered = sorted(sentences, key=lambda s: s.start)
    needed = runs(text, [(each.start, each.end) for each in ordered], language)
    heaviest = sorted(range(len(ordered)), key=lambda at: (-ordered[at].weight, at))
    heads = heaviest if phrases else heaviest[:most]
    named = _all_named([text[each.start : each.end] for each in ordered], phrases)
    looked_at = sorted({n for at in heads for n in range(needed[at].first, needed[at].last + 1)})
    known: dict[int, _Candidate] = {}
    for at in looked_at:
        sentence, run = ordered[at], needed[at]
        shown = text[sentence.start : sentence.end]
        about = named[at]
        before = known[at - 1].about if at - 1 in known else 0.0
        goes_on = min(1.0, before) if run.leans and not about else 0.0
        known[at] = _Candidate(
            at=at,
            sentence=sentence,
            score=sentence.weight + about + _GOES_ON * goes_on - _faults(shown),
            about=about,
            words=_telling(shown),
            refers=refers(shown, language),
            run=run,
        )
    return known, [known[at] for at in heads]


def _telling(shown: str) -> frozenset[str]:
    return frozenset(word for word in words(shown, "") if len(word) > _EXACT or not word.isascii())


def _faults(shown: str) -> float:
    asks = shown.endswith(("?", "？"))
    return _UNWIELDY * (furniture.size(shown) not in _COMPLETE) + _ASKING * asks


def _all_named(shown: Sequence[str], phrases: Sequence[re.Pattern[str]]) -> list[float]:
    """Return the raise of each sentence for what was asked about."""
    named = [_named(each, phrases) for each in shown]
    plain = max(named, default=0.0) >= _INFLECTED
    return [0.0 if plain and each < _INFLECTED else each for each in named]


def _named(shown: str, phrases: Sequence[re.Pattern[str]]) -> float:
    if not phrases:
        return 0.0
    folded = fold(shown)
    best, *more = sorted((_hit(phrase, folded) for phrase in phrases), reverse=True)
    return _ABOUT * best + _ABOUT_MORE * sum(more)


def _hit(phrase: re.Pattern[str], folded: str) -> float:
    """Return how much of a hit the text has: the phrase, a form of it, or a word that is longer."""
    return max((_worth(found["rest"]) for found in phrase.finditer(folded)), default=0.0)


def _worth(rest: str) -> float:
    if not rest:
        return 1.0
    return _INFLECTED if _ENDING.fullmatch(rest) else _LONGER


def _new(
    candidate: _Candidate, known: Mapping[int, _Candidate], chosen: Collection[_Candidate]
) -> list[_Candidate]:
    """Return what is shown with the candidate and is not chosen yet."""
    taken, run = {each.at for each in chosen}, candidate.run
    return [known[at] for at in range(run.first, run.last + 1) if at not in taken]


def _fits(
    candidate: _Candidate,
    known: Mapping[int, _Candidate],
    chosen: Sequence[_Candidate],
    limit: int,
    budget: int | None,
) -> bool:
    """Tell whether all that it needs is there, finds room, and was not said yet."""
    if not candidate.run.whole or candidate.run.last - candidate.run.first >= limit:
        return False
    new = _new(candidate, known, chosen)
    return (
        len(chosen) + len(new) <= limit
        and (budget is None or _length((*chosen, *new)) <= budget)
        and not any(_overlap(each, other) >= _SAME for each in new for other in chosen)
    )


def _length(chosen: Iterable[_Candidate]) -> int:
    return sum(each.sentence.end - each.sentence.start + 1 for each in chosen) - 1


def _gain(new: Sequence[_Candidate], chosen: Sequence[_Candidate]) -> float:
    """Return what a run adds to those chosen, a sentence (maximal marginal relevance)."""
    start = min((each.at for each in (*chosen, *new)), default=0)
    gained = (
        each.score
        - _REDUNDANCY * max((_overlap(each, other) for other in chosen), default=0.0)
        - _REFERRING * (each.refers and each.at == start)
        for each in new
    )
    return sum(gained) / len(new)


def _anything(left: Iterable[_Candidate], limit: int, budget: int | None) -> list[_Candidate]:
    """Return the best sentence though it can't stand alone: it is better than none."""
    fitting = [each for each in left if budget is None or _length([each]) <= budget]
    return [max(fitting, key=lambda each: each.score)] if fitting and limit > 0 else []


@lru_cache(maxsize=512)
def _expression(phrase: str) -> re.Pattern[str]:
    """Return what finds a folded phrase, and the `rest` of its last word if that is longer."""
    parts = _CASE.sub("", phrase.strip()).split()
    whole = r"\s+".join(map(re.escape, parts))
    begins = r"(?<![^\W_])" if _SPACED.fullmatch(parts[0][0]) else ""
    spaced = _SPACED.fullmatch(parts[-1])
    ends = r"(?![^\W_])" if spaced and len(parts[-1]) <= _EXACT else ""
    rest = r"(?P<rest>[^\W_]*)" if spaced and not ends else "(?P<rest>)"
    return re.compile(begins + whole + ends + rest)


def _overlap(one: _Candidate, other: _Candidate) -> float:
    smaller = min(len(one.words), len(other.words))
    return len(one.words & other.words) / smaller if smaller else 0.0
