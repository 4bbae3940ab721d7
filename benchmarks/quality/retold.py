"""Stories of several articles: whether a summary of some tells what the others tell.

No set of such stories with summaries by people is given. So half of a story's articles, by the
hash of their ids, are read by the systems, and the other half judges: the more of a summary's
words they hold, the more of the story, and the less of one article's own, was chosen.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np

from benchmarks.quality.highlights import BUDGET, Figures, Piece, rouge, said, until_full, words
from benchmarks.quality.peers import ranked
from benchmarks.quality.systems import lead, ours
from benchmarks.quality.table import Table

FEWEST = 4
MEASURES = ("rouge1", "rouge2")
System = Callable[[Sequence[Piece]], Sequence[Sequence[str]]]
"""The orders of sentences that it would show for the articles of a story; their mean counts."""


def _each(order: Callable[[Piece], Sequence[str]]) -> System:
    return lambda pieces: [order(piece) for piece in pieces]


def _round_robin(pieces: Sequence[Piece]) -> Sequence[Sequence[str]]:
    turns = zip_longest(*(piece.sentences for piece in pieces))
    return [[sentence for sentence in chain.from_iterable(turns) if sentence]]


def _pooled(pieces: Sequence[Piece]) -> Sequence[Sequence[str]]:
    return [ranked("LexRank", [sentence for piece in pieces for sentence in piece.sentences])]


SYSTEMS: dict[str, System] = {
    "briefbot, one article": _each(ours),
    "lead, one article": _each(lead),
    "round-robin of the leads": _round_robin,
    "sumy LexRank, all articles": _pooled,
}


def read(file: Path) -> list[list[Piece]]:
    """Read the stories of enough articles: `{id, topic, story, sentences[]}`, one a line."""
    stories: dict[str, list[Piece]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = "\n".join(row["sentences"])
            piece = Piece(id=row["id"], text=text, sentences=(*row["sentences"],), highlights="")
            stories[row["story"]].append(piece)
    return [_shuffled(story) for _, story in sorted(stories.items()) if len(story) >= FEWEST]


def _shuffled(story: Sequence[Piece]) -> list[Piece]:
    return sorted(story, key=lambda piece: hashlib.sha256(piece.id.encode()).digest())


def _judged(story: Sequence[Piece], system: System) -> Figures:
    """Return the words of a story's summary, and its measures against each article held back."""
    half = len(story) // 2
    shown = [until_full(order) for order in system(story[:half])]
    found = np.array(
        [
            (words(sentences), *rouge(other.text, "\n".join(sentences), MEASURES))
            for sentences in shown
            for other in story[half:]
        ]
    )
    mean: Figures = found.mean(axis=0)
    return mean


def measure(data: Path) -> Table:
    """Judge each system on every story."""
    stories = read(data / "stories" / "ecbplus-dev.jsonl.gz")
    found = {
        name: np.array([_judged(story, system) for story in stories])
        for name, system in SYSTEMS.items()
    }
    return Table(
        task="Summaries of stories",
        about=f"{len(stories)} stories of at least {FEWEST} articles (ECB+). Half of a story's "
        f"articles are read, {BUDGET} words of whole sentences are shown, and the F1 of ROUGE is "
        "counted against each whole article of the other half. Where one article is shown, each "
        "one of those read is, and the mean counts.",
        columns=("ROUGE-1", "ROUGE-2", "words"),
        rows=tuple(
            (name, f"{one:.2f}", f"{two:.2f}", f"{length:.1f}")
            for name, (length, one, two) in (
                (name, figures.mean(axis=0)) for name, figures in found.items()
            )
        ),
        notes=(*_notes({name: figures[:, 1:].mean(axis=1) for name, figures in found.items()}),),
    )


def _notes(means: Mapping[str, Figures]) -> Iterator[str]:
    shown, *others = means
    for other in others:
        yield f"{said(f'{shown} less {other}:', means[shown] - means[other])}."
    yield (
        "Differences are of the mean of both measures, paired bootstrap, 95 %. Nobody wrote "
        "highlights for these stories, so the table says whether other outlets tell the same, "
        "not whether a reader is served; what they tell in common is what LexRank over all "
        "articles looks for. briefbot shows one article's sentences together, since those of "
        "several in a row read as if one person had said them; the one sentence of "
        "another outlet that a digest may add is not counted here."
    )
