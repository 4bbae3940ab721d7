"""What is compared: ours as the bot chooses, the lead, and the best that there could be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from benchmarks.quality.highlights import BUDGET, Piece, in_order, rouge, words
from briefbot import summarise
from briefbot.choosing import select
from briefbot.config import Config
from briefbot.models import Sentence

MOST = 10
"""Sentences in a row that may be shown; six fill the budget."""
ORACLE = ("rouge1", "rouge2")


def _weighed(piece: Piece) -> tuple[Sentence, ...]:
    kind = Config.model_fields["summariser"].default
    return summarise.weigh(piece.text, title=piece.title, language=piece.language, summariser=kind)


def ours(piece: Piece) -> list[str]:
    """Return what the bot shows when it may show one sentence, two, three and so on."""
    weighed = _weighed(piece)
    order: dict[str, None] = {}
    for limit in range(1, MOST + 1):
        chosen = select(piece.text, weighed, limit=limit, language=piece.language)
        order |= dict.fromkeys(piece.text[each.start : each.end] for each in chosen)
    return list(order)


def by_weight(piece: Piece) -> list[str]:
    """Return the sentences by weight alone, without the rules on what can stand alone."""
    weighed = _weighed(piece)
    heaviest = sorted(weighed, key=lambda each: (-each.weight, each.start))
    return [piece.text[each.start : each.end] for each in heaviest]


def lead(piece: Piece) -> Sequence[str]:
    """Return the sentences as they stand."""
    return piece.sentences


def oracle(piece: Piece) -> list[str]:
    """Return what a system could choose that knew the highlights, greedily."""
    taken: list[str] = []
    best = 0.0
    judged = cache(lambda text: float(rouge(piece.highlights, text, ORACLE).sum()))
    while True:
        fit = [s for s in {*piece.sentences} - {*taken} if words([*taken, s]) <= BUDGET]
        scores = {s: judged(in_order(piece, [*taken, s])) for s in sorted(fit)}
        if not scores or max(scores.values()) <= best:
            return taken
        taken.append(max(scores, key=lambda s: scores[s]))
        best = scores[taken[-1]]
