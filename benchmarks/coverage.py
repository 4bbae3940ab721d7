"""Find the numbers of `briefbot/summarise/coverage.py` on one half of a set of highlights.

    python -m benchmarks.coverage cnndm-validation-500.jsonl.gz

How likely a word is to belong in a summary is a logistic regression over the words of all
articles: is it in the highlights? The other two numbers are those of a coarse grid that, with
their neighbours, give the best ROUGE-1 and ROUGE-2, filled both ways that `benchmarks.quality`
fills a summary. Beside the numbers it prints the gain over the lead on fifths of that half, each
with numbers that the other four fifths gave: what of the gain is luck.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np

from benchmarks.quality.highlights import (
    Figures,
    Piece,
    in_order,
    passing_over,
    read,
    rouge,
    said,
    tuning,
    until_full,
)
from briefbot.summarise.coverage import Numbers, counted, weighed, worths
from briefbot.text import furniture
from briefbot.text.words import stems

TOLD = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
BREATH = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 14.0)
NEWTON = 20
FIFTHS = 5
MOST = 80
MEASURES = ("rouge1", "rouge2")


@dataclass(frozen=True)
class Article:
    """What of an article is worked out once."""

    piece: Piece

    @cached_property
    def sentences(self) -> list[str]:
        """Those that may stand in a summary."""
        fit = [s for s in self.piece.sentences if furniture.fits(s, title="", language="en")]
        return fit[:MOST] or list(self.piece.sentences)

    @cached_property
    def words(self) -> list[list[str]]:
        """The stems of each sentence."""
        return [stems(sentence, "en") for sentence in self.sentences]

    @cached_property
    def sizes(self) -> list[int]:
        """How long each sentence is."""
        return [furniture.size(sentence) for sentence in self.sentences]

    @cached_property
    def seen(self) -> Figures:
        """For each word: 1, how often it is said, where it is said first."""
        counts, first = counted(self.words)
        rows = [(1, log(counts[word]), log(first[word])) for word in counts]
        return np.array(rows).reshape(-1, 3)

    @cached_property
    def known(self) -> Figures:
        """For each word whether the highlights hold it."""
        told = set(stems(self.piece.highlights, "en"))
        return np.array([word in told for word in counted(self.words)[0]], dtype=float)

    def judged(self, order: Sequence[str]) -> float:
        """Return the mean of the measures of both ways to fill a summary."""
        filled = (until_full(order), passing_over(order))
        shown = [in_order(self.piece, sentences) for sentences in filled]
        return float(np.mean([rouge(self.piece.highlights, text, MEASURES) for text in shown]))

    @cached_property
    def lead(self) -> float:
        """Judge the lead."""
        return self.judged(self.piece.sentences)

    def ours(self, numbers: Numbers) -> float:
        """Judge the summary that these numbers give."""
        worth = worths(self.words, numbers)
        weights = weighed([*map(frozenset, self.words)], worth, self.sizes, numbers)
        return self.judged([self.sentences[at] for at in np.argsort(-weights, kind="stable")])


def gains(articles: Iterable[Article], numbers: Numbers) -> Figures:
    """Return by how much each article's summary is better than its lead."""
    return np.array([article.ours(numbers) - article.lead for article in articles])


def likely(articles: Sequence[Article]) -> Numbers:
    """Return the numbers of a word's worth, by Newton's method."""
    seen = np.concatenate([article.seen for article in articles])
    known = np.concatenate([article.known for article in articles])
    weights = np.zeros(seen.shape[1])
    for _ in range(NEWTON):
        believed = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (known - believed)
        bend = (seen.T * (believed * (1 - believed))) @ seen
        weights += np.linalg.solve(bend, slope)
    common, often, late = (round(float(weight), 2) for weight in weights)
    return Numbers(common=common, often=often, late=-late)


def found(articles: Sequence[Article]) -> Numbers:
    """Return the numbers that these articles give."""
    fitted = likely(articles)
    grid = np.array(
        [
            [gains(articles, replace(fitted, told=told, breath=breath)).mean() for breath in BREATH]
            for told in TOLD
        ]
    )
    best = _smooth(grid)
    told, breath = np.unravel_index(int(best.argmax()), best.shape)
    return replace(fitted, told=TOLD[int(told)], breath=BREATH[int(breath)])


def _smooth(grid: Figures) -> Figures:
    """Return each cell's mean with its neighbours: the middle of a height, and no lone peak."""
    rows, columns = grid.shape
    wide = np.pad(grid, 1, mode="edge")
    shifts = [wide[at : at + rows, by : by + columns] for at in range(3) for by in range(3)]
    smooth: Figures = np.array(shifts).mean(axis=0)
    return smooth


def main(file: Path) -> None:
    """Print the numbers, and what they gain where they were not looked for."""
    articles = [Article(piece) for piece in read(file) if tuning(piece.id)]
    print(asdict(found(articles)), flush=True)
    apart: list[float] = []
    for fifth in range(FIFTHS):
        others = [each for at, each in enumerate(articles) if at % FIFTHS != fifth]
        numbers = found(others)
        apart += gains(articles[fifth::FIFTHS], numbers).tolist()
        print(f"without fifth {fifth + 1}: {asdict(numbers)}", flush=True)
    print(said("over the lead, mean of R1 and R2:", np.array(apart)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage")
    parser.add_argument("file", type=Path, help="the articles with their highlights")
    main(parser.parse_args().file)
