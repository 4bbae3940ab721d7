"""Pages beside what they say of themselves: whether a summary is as good in other languages.

Few pages outside English come with highlights; many have a description in their head. Those
that are cut out of the text say nothing of a summary, so a page counts only when less than
three fifths of its description's pairs of words stand in its text. rouge-score drops letters
with accents and all other scripts, so it is given the words that briefbot compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]  # no types

from benchmarks.quality.extraction import Page, pages
from benchmarks.quality.highlights import BUDGET, Figures, Piece, in_order, said, until_full
from benchmarks.quality.systems import by_weight, lead, ours
from benchmarks.quality.table import Table
from briefbot.errors import ExtractError
from briefbot.extract import extract
from briefbot.text import words as compared
from briefbot.text.language import detect
from briefbot.text.sentences import split

MEASURES = ("rouge1", "rouge2")
COPIED = 0.6
FEWEST_PAIRS, FEWEST_SENTENCES, FEWEST_LETTERS = 6, 6, 700
COLUMNS = {"de": "German", "en": "English"}
OTHERS = "other languages"
SYSTEMS = {"briefbot": ours, "briefbot, by weight alone": by_weight, "lead": lead}


class _Words:
    def tokenize(self, text: str) -> list[str]:
        return compared.words(text, "")


@cache
def _scorer() -> RougeScorer:
    return RougeScorer(MEASURES, tokenizer=_Words())


def _told(page: Page) -> Piece | None:
    """Return a page as an article whose highlights are its description; None where it is none."""
    try:
        found = extract(page.body, url=page.url)
    except ExtractError:
        return None
    language = detect(found.text, hint=found.language)
    sentences = [found.text[start:end] for start, end in split(found.text, language)]
    pairs = _pairs(found.description)
    if len(found.text) < FEWEST_LETTERS or len(sentences) < FEWEST_SENTENCES:
        return None
    if len(pairs) < FEWEST_PAIRS or len(pairs & _pairs(found.text)) >= COPIED * len(pairs):
        return None
    return Piece(
        id=page.url,
        title=found.title,
        language=language,
        text=found.text,
        sentences=tuple(sentences),
        highlights=found.description,
    )


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(compared.words(text, "")))


def _judged(piece: Piece) -> Figures:
    """Return for each system the mean of its measures."""
    shown = (in_order(piece, until_full(system(piece))) for system in SYSTEMS.values())
    scores = [_scorer().score(piece.highlights, text) for text in shown]
    return np.array(
        [100 * np.mean([score[measure].fmeasure for measure in MEASURES]) for score in scores]
    )


def measure(data: Path) -> Table:
    """Judge each system on every page that describes itself in its own words."""
    found: dict[str, list[Figures]] = defaultdict(list)
    for piece in filter(None, map(_told, pages(data))):
        found[COLUMNS.get(piece.language, OTHERS)].append(_judged(piece))
    by_language = {name: np.array(figures) for name, figures in sorted(found.items())}
    return Table(
        task="Summaries in other languages",
        about=f"Pages of trafilatura's evaluation whose description is not cut out of their text. "
        f"{BUDGET} words of whole sentences beside that description: the mean of ROUGE-1 and "
        "ROUGE-2, F1, counted in the words that briefbot compares.",
        columns=tuple(f"{name} ({len(figures)})" for name, figures in by_language.items()),
        rows=tuple(
            (system, *(f"{figures[:, at].mean():.2f}" for figures in by_language.values()))
            for at, system in enumerate(SYSTEMS)
        ),
        notes=(*_notes(by_language),),
    )


def _notes(found: Mapping[str, Figures]) -> Iterator[str]:
    first, *_, last = SYSTEMS
    gaps: Sequence[str] = [
        said(name, figures[:, 0] - figures[:, -1]) for name, figures in found.items()
    ]
    yield f"{first} less {last}: {', '.join(gaps)}. Paired bootstrap, 95 %."
    yield (
        "A description is often the first sentence in other words, or an advertisement, so the "
        "lead is at home here. That the headline's words count was decided on these pages."
    )
