"""The clusterers that stories are measured beside, and their thresholds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from briefbot.text.words import stems, words

if TYPE_CHECKING:
    from benchmarks.stories import Piece

Partition = Mapping[str, int]
Vector = dict[str, float]
Cut = Callable[[float], Partition]
"""Give it a threshold and it returns what belongs together."""

COSINES = tuple(step / 40 for step in range(2, 19))
"""The thresholds tried: .05 to .45."""


def _unit(vector: Vector) -> Vector:
    norm = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / norm for word, value in vector.items()}


def _weighed(frequency: Mapping[str, int], held: Mapping[str, int], count: int) -> Vector:
    return _unit(
        {
            word: (1 + log(times)) * log((count + 1) / (held[word] + 0.5))
            for word, times in frequency.items()
        }
    )


def _frequency(piece: Piece) -> Counter[str]:
    return Counter(stems(f"{piece.title} {piece.text}", piece.language))


def tfidf(pieces: Sequence[Piece]) -> Cut:
    """Join the story of the most similar earlier article (single pass, TF-IDF, cosine)."""
    held: Counter[str] = Counter()
    index: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    nearest: list[tuple[str, str, float]] = []
    for count, piece in enumerate(pieces, start=1):
        frequency = _frequency(piece)
        held.update(frequency.keys())
        vector = _weighed(frequency, held, count)
        alike: defaultdict[str, float] = defaultdict(float)
        for word, value in vector.items():
            for other, weight in index[word]:
                alike[other] += value * weight
            index[word].append((piece.id, value))
        best, cosine = max(alike.items(), key=lambda item: item[1], default=("", 0.0))
        nearest.append((piece.id, best, cosine))
    return lambda threshold: _joined(nearest, threshold)


def headlines(pieces: Sequence[Piece]) -> Cut:
    """Join the story of the earlier article whose headline shares most words (Jaccard)."""
    earlier: list[tuple[str, set[str]]] = []
    nearest: list[tuple[str, str, float]] = []
    for piece in pieces:
        said = set(words(piece.title, piece.language))
        shares = [(len(said & held) / len(said | held), id_) for id_, held in earlier if said]
        best, id_ = max(shares, default=(0.0, ""))
        nearest.append((piece.id, id_, best))
        earlier.append((piece.id, said))
    return lambda threshold: _joined(nearest, threshold)


def _joined(nearest: Sequence[tuple[str, str, float]], threshold: float) -> Partition:
    stories: dict[str, int] = {}
    for count, (id_, best, likeness) in enumerate(nearest):
        stories[id_] = stories[best] if best and likeness >= threshold else count
    return stories


def average_link(pieces: Sequence[Piece]) -> Cut:
    """Merge the two most alike groups again and again (TF-IDF, mean cosine, all at once)."""
    cosines = _cosines(pieces)
    sizes = np.ones(len(pieces))
    merges: list[tuple[int, int, float]] = []
    for _ in range(len(pieces) - 1):
        one, other = divmod(int(cosines.argmax()), len(pieces))
        merges.append((one, other, float(cosines[one, other])))
        both = sizes[one] + sizes[other]
        row = (sizes[one] * cosines[one] + sizes[other] * cosines[other]) / both
        cosines[one], cosines[:, one] = row, row
        cosines[other], cosines[:, other], cosines[one, one] = -np.inf, -np.inf, -np.inf
        sizes[one] = both
    return lambda threshold: _merged(pieces, merges, threshold)


def _cosines(pieces: Sequence[Piece]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    said = [_frequency(piece) for piece in pieces]
    held = Counter(word for frequency in said for word in frequency)
    at = {word: place for place, word in enumerate(held)}
    matrix = np.zeros((len(pieces), len(at)))
    for row, frequency in enumerate(said):
        for word, value in _weighed(frequency, held, len(pieces)).items():
            matrix[row, at[word]] = value
    cosines = matrix @ matrix.T
    np.fill_diagonal(cosines, -np.inf)
    return cosines


def _merged(
    pieces: Sequence[Piece], merges: Sequence[tuple[int, int, float]], threshold: float
) -> Partition:
    into = list(range(len(pieces)))
    for one, other, likeness in merges:
        if likeness >= threshold:
            into[other] = one

    def root(at: int) -> int:
        while into[at] != at:
            at = into[at]
        return at

    return {piece.id: root(at) for at, piece in enumerate(pieces)}
