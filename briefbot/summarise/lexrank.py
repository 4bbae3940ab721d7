"""LexRank: a sentence weighs as much as the sentences that are like it (Erkan and Radev, 2004)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from sumy.summarizers.lex_rank import LexRankSummarizer

from briefbot.text.words import stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from briefbot.ports import Weigh


_HALF_WAY = 2.0
"""Sentences after which the place in the text counts for half as much."""
_RANK_SHARE = 0.4
"""Share of the rank; the rest is the place, since news tells the main thing first."""


class _LexRank(LexRankSummarizer):  # type: ignore[misc]  # sumy publishes no types
    """sumy's LexRank with its matrix in numpy: the same values in a fraction of the time."""

    def weigh(self, sentences: Sequence[list[str]]) -> NDArray[np.float64]:
        """Return sumy's score of each sentence, given as its words."""
        matrix = self._create_matrix(
            sentences, self.threshold, self._compute_tf(sentences), self._compute_idf(sentences)
        )
        if not matrix.any():  # two sentences that share no word: sumy divides by nothing here
            return np.ones(len(sentences))
        scores: NDArray[np.float64] = self.power_method(matrix, self.epsilon)
        return scores

    @staticmethod
    def _compute_idf(sentences: Sequence[list[str]]) -> dict[str, float]:
        # sumy counts each word in each sentence anew, which takes the square of their number.
        holding = Counter(word for words in sentences for word in set(words))
        counts = np.array(list(holding.values()), dtype=float)
        return dict(zip(holding, np.log(len(sentences) / (1 + counts)).tolist(), strict=True))

    def _create_matrix(
        self,
        sentences: Sequence[list[str]],
        threshold: float,
        tf_metrics: Sequence[Mapping[str, float]],
        idf_metrics: Mapping[str, float],
    ) -> NDArray[np.float64]:
        """Return which sentences are alike, each row divided by their number."""
        columns = {word: at for at, word in enumerate(idf_metrics)}
        vectors = np.zeros((len(sentences), len(columns)))
        for row, frequencies in enumerate(tf_metrics):
            for word, frequency in frequencies.items():
                vectors[row, columns[word]] = frequency * idf_metrics[word]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        alike = (vectors @ vectors.T > threshold).astype(float)
        shares: NDArray[np.float64] = alike / np.maximum(alike.sum(axis=1, keepdims=True), 1.0)
        return shares


def ranked(sentences: Sequence[str], language: str) -> list[float]:
    """Return each sentence's LexRank, the highest as 1; all alike when nothing is shared."""
    if not sentences:
        return []
    scores = _LexRank().weigh([stems(sentence, language) for sentence in sentences])
    return [float(score) for score in scores / scores.max()]


def weigh(sentences: Sequence[str], *, title: str, language: str) -> list[float]:  # noqa: ARG001  Weigh
    """Return each sentence's LexRank, blended with its place in the text."""
    return [
        _RANK_SHARE * rank + (1 - _RANK_SHARE) * _HALF_WAY / (_HALF_WAY + at)
        for at, rank in enumerate(ranked(sentences, language))
    ]


WEIGH: Weigh = weigh
