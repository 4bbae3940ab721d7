"""Coverage: a sentence weighs as much as the words of the story that it tells first.

Kin to SumBasic (Nenkova and Vanderwende, 2005), which sumy has: the sentence of the most
telling words is taken, what it told counts for less, and so on. But a word tells the more, the
more often it stands in the text *and* the nearer to its top, and a long sentence pays for its
length.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from briefbot.text.furniture import size
from briefbot.text.words import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from briefbot.ports import Weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What `benchmarks/coverage.py` found on articles with their journalists' highlights."""

    common: float = -1.51
    """Log odds that a word of the first sentence, said once, belongs in a summary."""
    often: float = 1.14
    """How they grow with the logarithm of how often it is said..."""
    late: float = 0.77
    """...and fall with that of the sentence where it is said first."""
    told: float = 0.4
    """What is left of a word's worth each time that a sentence told it."""
    breath: float = 6.0
    """Words that every sentence is counted longer than it is: few long ones beat many short."""


FOUND = Numbers()


def weighed(
    words: Sequence[frozenset[str]], worth: dict[str, float], sizes: Sequence[int], numbers: Numbers
) -> NDArray[np.float64]:
    """Return the gain of each sentence when its turn came, the best one's as 1.

    `words` are those of each sentence, `worth` what each is worth, `sizes` how long the
    sentences are.
    """
    columns = {word: at for at, word in enumerate(worth)}
    holds = np.zeros((len(words), len(columns)))
    for row, told in enumerate(words):
        holds[row, [columns[word] for word in told]] = 1
    left = np.array(list(worth.values()))
    costs = np.array(sizes) + numbers.breath
    weights = np.full(len(words), -1.0)
    for _ in words:
        gains = np.where(weights < 0, holds @ left / costs, -1)
        best = int(gains.argmax())
        weights[best] = gains[best]
        left = np.where(holds[best] > 0, left * numbers.told, left)
    highest = weights.max()
    return weights / highest if highest > 0 else np.ones(len(words))


def counted(sentences: Sequence[Sequence[str]]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how often each word is said, and in which sentence first, counted from 1."""
    counts = Counter(word for told in sentences for word in told)
    first: dict[str, int] = {}
    for at, told in enumerate(sentences, 1):
        for word in told:
            first.setdefault(word, at)
    return counts, first


def worths(sentences: Sequence[Sequence[str]], numbers: Numbers) -> dict[str, float]:
    """Return how likely each word is to belong in a summary, by how often and where it stands."""
    counts, first = counted(sentences)
    often, place = (np.log([kind[word] for word in counts]) for kind in (counts, first))
    odds = np.exp(numbers.common + numbers.often * often - numbers.late * place)
    return dict(zip(counts, (odds / (1 + odds)).tolist(), strict=True))


def weigh(sentences: Sequence[str], *, title: str, language: str) -> list[float]:
    """Return what each sentence adds to those that weigh more, the highest as 1.

    The headline counts as if the first sentence said it too.
    """
    if not sentences:
        return []
    words = [stems(sentence, language) for sentence in sentences]
    worth = worths([[*stems(title, language), *words[0]], *words[1:]], FOUND)
    weights = weighed([*map(frozenset, words)], worth, [*map(size, sentences)], FOUND)
    return [float(weight) for weight in weights]


WEIGH: Weigh = weigh
