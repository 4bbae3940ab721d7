"""Which of an article's weighed sentences are shown, for a query or for none; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefbot.text import furniture
from briefbot.text.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefbot.models import Sentence

_CONSIDERED = 24
"""Sentences that selection looks at, the heaviest; with a query it looks at all."""
_ABOUT, _ABOUT_MORE = 1.0, 0.2
"""Raise for the first thing asked about, more than any weight, and for each one more."""
_DANGLING = 0.2
_UNWIELDY = 0.25
_COMPLETE = range(8, 41)
"""Words of a complete thought."""
_REDUNDANCY = 0.2
_SAME = 0.75
"""Share of common words from which two sentences say the same, and only one is shown."""
_LEANING = re.compile(
    r"\W{0,2}(?:he|she|it|they|this|that|these|those|his|her|hers|their|theirs|its|him|them|"
    r"but|and|or|so|then|also|such|however|therefore|meanwhile|instead|still|yet|thus|because|"
    r"er|sie|es|dies|diese|dieser|dieses|sein|seine|ihr|ihre|aber|doch|und|denn|deshalb|dabei|"
    r"il|elle|ils|elles|cela|cette|ces|ce|mais|et|donc|pourtant|ella|ellos|esto|este|esta|eso|"
    r"pero|y|lui|lei|loro|questo|questa|ele|ela|eles|isso|mas|hij|zij|ze|dit|deze|maar|"
    r"он|она|они|оно|это|но|однако)\b"
    r"|[他她它牠這这此但而]|(?:彼|これ|それ|この|その|しかし|また|だが|그는|그녀|이는|그러나|하지만)"
)
"""Words that lean on the sentence before, folded."""
_SPACED = re.compile(r"[\x00-\u0dff\u10a0-\u10ff\u1e00-\u1fff]*")
_EXACT = 3
"""Letters up to which a word of a query stands for itself alone: `us` is not `use`."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: Sentence
    score: float
    words: frozenset[str]
    leans: bool
    """Whether it leans on the sentence before."""


def select(
    text: str, sentences: Sequence[Sentence], *, limit: int, query: Collection[str] = ()
) -> tuple[Sentence, ...]:
    """Return at most `limit` sentences that stand for the text, in its order; pure.

    Sentences that name a word or phrase of the query come first. Nothing is said twice, and
    a sentence that begins with "He" or "But" is taken with the one before or not gladly.
    """
    phrases = [_expression(phrase) for phrase in map(fold, query) if phrase.strip()]
    heaviest = sorted(sentences, key=lambda s: (-s.weight, s.start))
    considered = heaviest if phrases else heaviest[: max(_CONSIDERED, 4 * limit)]
    first = min((sentence.start for sentence in sentences), default=0)
    left = [_judge(text, sentence, phrases, first) for sentence in considered]
    chosen: list[_Candidate] = []
    while left and len(chosen) < limit:
        best = max(left, key=lambda candidate: _gain(candidate, chosen))
        chosen.append(best)
        left = [c for c in left if c is not best and _overlap(c, best) < _SAME]
    return tuple(sorted((c.sentence for c in chosen), key=lambda s: s.start))


def _judge(
    text: str, sentence: Sentence, phrases: Sequence[re.Pattern[str]], first: int
) -> _Candidate:
    shown = text[sentence.start : sentence.end]
    folded = fold(shown)
    named = sum(phrase.search(folded) is not None for phrase in phrases)
    score = sentence.weight
    if named:
        score += _ABOUT + _ABOUT_MORE * (named - 1)
    if furniture.size(shown) not in _COMPLETE:
        score -= _UNWIELDY
    return _Candidate(
        sentence=sentence,
        score=score,
        words=frozenset(
            word for word in words(shown, "") if len(word) > _EXACT or not word.isascii()
        ),
        leans=sentence.start > first and _LEANING.match(folded) is not None,
    )


@lru_cache(maxsize=512)
def _expression(phrase: str) -> re.Pattern[str]:
    """Return what finds a folded phrase: whole, or as the beginning of a longer last word."""
    parts = phrase.split()
    whole = r"\s+".join(map(re.escape, parts))
    begins = r"(?<![^\W_])" if _SPACED.fullmatch(parts[0][0]) else ""
    ends = r"(?![^\W_])" if _SPACED.fullmatch(parts[-1]) and len(parts[-1]) <= _EXACT else ""
    return re.compile(begins + whole + ends)


def _gain(candidate: _Candidate, chosen: Sequence[_Candidate]) -> float:
    """Return what the sentence adds to those chosen (maximal marginal relevance)."""
    said = max((_overlap(candidate, other) for other in chosen), default=0.0)
    dangles = candidate.leans and not any(_follows(candidate, other) for other in chosen)
    return candidate.score - _REDUNDANCY * said - _DANGLING * dangles


def _overlap(one: _Candidate, other: _Candidate) -> float:
    smaller = min(len(one.words), len(other.words))
    return len(one.words & other.words) / smaller if smaller else 0.0


def _follows(candidate: _Candidate, other: _Candidate) -> bool:
    """Tell whether nothing but a space or a line end stands between the two."""
    return 0 <= candidate.sentence.start - other.sentence.end <= 1
