"""Articles with their journalists' highlights, and how a summary is filled and judged."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]  # no types
from rouge_score.tokenizers import DefaultTokenizer  # type: ignore[import-untyped]  # no types

from briefbot.text.clean import clean_text
from briefbot.text.datelines import dateline
from briefbot.text.sentences import split

BUDGET = 60
"""Words of a summary."""
MEASURES = ("rouge1", "rouge2", "rougeLsum")
RESAMPLES = 10_000

Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article as every system gets it."""

    id: str
    text: str
    sentences: tuple[str, ...]
    """All of its sentences, without the dateline before the first one."""
    highlights: str
    """What people say that it tells, one sentence a line."""
    title: str = ""
    language: str = "en"


Order = Callable[[Piece], Sequence[str]]
"""A system: an article's sentences, the one that it would rather show first."""


def read(file: Path) -> list[Piece]:
    """Read the set, one JSON object a line: `{id, article, highlights}`."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [_piece(**json.loads(line)) for line in lines]


def _piece(id: str, article: str, highlights: str) -> Piece:  # noqa: A002  the set calls it so
    text = clean_text(article)
    found = [text[start:end] for start, end in split(text, "en")]
    bare = (sentence[dateline(sentence) :] or sentence for sentence in found)
    return Piece(id=id, text=text, sentences=tuple(bare), highlights=highlights)


def tuning(id: str) -> bool:  # noqa: A002  as above
    """Tell whether an article is of the half that weights are found on: an even hash of its id."""
    return hashlib.sha256(id.encode()).digest()[-1] % 2 == 0


def until_full(order: Iterable[str]) -> list[str]:
    """Take sentences until the next one would pass the budget; the first one in any case."""
    taken: list[str] = []
    for sentence in order:
        if taken and words([*taken, sentence]) > BUDGET:
            break
        taken.append(sentence)
    return taken


def passing_over(order: Iterable[str]) -> list[str]:
    """Take every sentence that still fits the budget, and the first one in any case."""
    taken: list[str] = []
    for sentence in order:
        if not taken or words([*taken, sentence]) <= BUDGET:
            taken.append(sentence)
    return taken


def words(sentences: Iterable[str]) -> int:
    """Count what stands between spaces."""
    return sum(len(sentence.split()) for sentence in sentences)


def in_order(piece: Piece, chosen: Iterable[str]) -> str:
    """Return the sentences as they stand in the text, a line each, as ROUGE-Lsum wants them."""
    return "\n".join(sorted(chosen, key=piece.text.find))


class _Memo:
    """rouge-score's own tokenizer, which stems a line once."""

    def __init__(self) -> None:
        tokenizer = DefaultTokenizer(use_stemmer=True)
        self._line: Callable[[str], list[str]] = cache(tokenizer.tokenize)

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens of every line, one after the other."""
        return [token for line in text.split("\n") for token in self._line(line)]


@cache
def _scorer(measures: tuple[str, ...]) -> RougeScorer:
    return RougeScorer(measures, tokenizer=_Memo())


def rouge(reference: str, summary: str, measures: tuple[str, ...] = MEASURES) -> Figures:
    """Return the F1 of each measure, in hundredths."""
    scores = _scorer(measures).score(reference, summary)
    return np.array([100 * scores[measure].fmeasure for measure in measures])


def interval(difference: Figures) -> tuple[float, float, float]:
    """Return the mean of paired differences, and between what it lies in 95 % of resamples."""
    rng = np.random.default_rng(5)
    picks = rng.integers(0, len(difference), (RESAMPLES, len(difference)))
    low, high = np.percentile(difference[picks].mean(axis=1), (2.5, 97.5))
    return float(difference.mean()), float(low), float(high)


def said(name: str, difference: Figures) -> str:
    """Say what `interval` found, as `R1 +0.91 (+0.12 to +1.70)`."""
    mean, low, high = interval(difference)
    return f"{name} {mean:+.2f} ({low:+.2f} to {high:+.2f})"
