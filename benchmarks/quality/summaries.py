"""Summaries beside their journalists' highlights: ours, the lead, sumy, and an oracle.

Every system gets the same sentences of an article, says which it would show first, second,
third, and fills 60 words with whole ones: until the next one would pass 60. Datelines are cut
off for all. Ours is what the bot does: it weighs and chooses, and passes over sentences that it
takes for a page's furniture. What is chosen is put in the text's order, a sentence a line.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.quality import described, retold
from benchmarks.quality.highlights import (
    BUDGET,
    Figures,
    Order,
    Piece,
    in_order,
    passing_over,
    read,
    rouge,
    said,
    tuning,
    until_full,
    words,
)
from benchmarks.quality.peers import SUMY, ranked
from benchmarks.quality.systems import by_weight, lead, oracle, ours
from benchmarks.quality.table import Table
from briefbot import summarise
from briefbot.config import Config
from briefbot.text.sentences import split

FILE = Path("summaries", "cnndm-validation-500.jsonl.gz")
KIND = Config.model_fields["summariser"].default
OURS, LEAD, ORACLE = "briefbot", "lead", "greedy oracle"
LENGTH = range(500, 701)
"""Words of the articles that are timed."""
LONG = (40, 80, 160, 320)
"""Sentences of the texts that are timed, made of articles one after the other."""


def _sumy(name: str, piece: Piece) -> list[str]:
    return ranked(name, piece.sentences)


SYSTEMS: dict[str, Order] = {
    OURS: ours,
    "briefbot, by weight alone": by_weight,
    LEAD: lead,
    **{f"sumy {name}": partial(_sumy, name) for name in SUMY},
    ORACLE: oracle,
}


def _judged(pieces: Sequence[Piece], system: Order) -> tuple[Figures, Figures]:
    """Return the words and measures of each article's summary, filled in either way."""
    orders = [system(piece) for piece in pieces]
    filled = (
        np.array(
            [
                (words(chosen), *rouge(piece.highlights, in_order(piece, chosen)))
                for piece, chosen in zip(pieces, map(fill, orders), strict=True)
            ]
        )
        for fill in (until_full, passing_over)
    )
    full, over = filled
    return full, over


def measure(data: Path) -> list[Table]:
    """Judge every system on the half that no number was found on; and time ours."""
    pieces = read(data / FILE)
    held = [piece for piece in pieces if not tuning(piece.id)]
    found = {name: _judged(held, system) for name, system in SYSTEMS.items()}
    return [
        _quality(found, len(pieces)),
        _speed(held),
        described.measure(data),
        retold.measure(data),
    ]


def _quality(found: Mapping[str, tuple[Figures, Figures]], of: int) -> Table:
    return Table(
        task="Summaries",
        about=f"{len(found[OURS][0])} of {of} articles of CNN with their journalists' highlights "
        "(CNN/DailyMail); our numbers were found on the others. Every system fills "
        f"{BUDGET} words with whole sentences: until the next one would pass them. F1 of ROUGE "
        "with its stemmer. The last column is the mean of the three when a sentence that does "
        "not fit is passed over for the next that does.",
        columns=("ROUGE-1", "ROUGE-2", "ROUGE-Lsum", "mean", "words", "passing over"),
        rows=tuple((name, *_row(full, over)) for name, (full, over) in found.items()),
        notes=(*_notes(found),),
    )


def _row(full: Figures, over: Figures) -> Iterator[str]:
    length, *measures = full.mean(axis=0)
    yield from (f"{figure:.2f}" for figure in (*measures, np.mean(measures)))
    yield f"{length:.1f}"
    yield f"{over[:, 1:].mean():.2f}"


def _notes(found: Mapping[str, tuple[Figures, Figures]]) -> Iterator[str]:
    peers = [name for name in found if name.startswith("sumy")]
    best = max(peers, key=lambda name: found[name][0][:, 1:].mean())
    for other in (LEAD, best):
        yield f"{OURS} less {other}: {_gap(found[OURS][0], found[other][0])}."
    filled = (found[name][1][:, 1:].mean(axis=1) for name in (OURS, LEAD))
    mine, theirs = filled
    yield f"{OURS} less {LEAD}, {said('passing over:', mine - theirs)}."
    chosen = found["briefbot, by weight alone"][0]
    yield f"By weight alone, less {LEAD}: {_gap(chosen, found[LEAD][0])}."
    yield (
        "Paired bootstrap over articles, 95 %. What the rules on sentences that can't stand "
        "alone cost or bring is the difference between the first two rows. sumy's LSA depends "
        "on Python's hash seed."
    )


def _gap(one: Figures, other: Figures) -> str:
    gap = one[:, 1:] - other[:, 1:]
    parts = [said("mean", gap.mean(axis=1))]
    parts += map(said, ("R1", "R2", "RLsum"), gap.T)
    return ", ".join(parts)


def _speed(pieces: Sequence[Piece]) -> Table:
    usual = [each for each in pieces if len(each.text.split()) in LENGTH]
    rows = [("an article of 600 words", *_times([each.text for each in usual]))]
    text = "\n".join(piece.text for piece in pieces)
    ends = [end for _, end in split(text[:200_000], "en")]
    rows += [(f"{length} sentences", *_times([text[: ends[length - 1]]] * 3)) for length in LONG]
    return Table(
        task="Summaries: time",
        about="Milliseconds of the processor, the mean over texts: sentences found, sorted out and "
        "weighed by briefbot; and weighed alone, once found, by sumy's LexRank as it comes.",
        columns=("briefbot", "sumy LexRank"),
        rows=tuple(rows),
    )


def _times(texts: Sequence[str]) -> tuple[str, str]:
    given = [(text, [text[start:end] for start, end in split(text, "en")]) for text in texts]
    weigh = partial(summarise.weigh, title="", language="en", summariser=KIND)
    ours_spent = _spent([partial(weigh, text) for text, _ in given])
    sumy_spent = _spent([partial(ranked, "LexRank", sentences) for _, sentences in given])
    return ours_spent, sumy_spent


def _spent(jobs: Sequence[Callable[[], object]]) -> str:
    before = time.process_time()
    for job in jobs:
        job()
    return f"{1000 * (time.process_time() - before) / len(jobs):.1f}"
