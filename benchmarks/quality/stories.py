"""Coverage of one event, found in one pass: B-cubed beside TF-IDF and headline overlap."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.clusterers import COSINES, Cut, Partition, average_link, headlines, tfidf
from benchmarks.quality.table import Table
from benchmarks.stories import (
    Clusterer,
    Ours,
    Piece,
    bcubed,
    by_language,
    halves,
    invented,
    orders_of,
    read,
)

ORDERS = 3
SPLITS = 10
NEEDED = 0.87

PEERS: dict[str, Callable[[Sequence[Piece]], Cut]] = {
    "online TF-IDF, one pass": tfidf,
    "average-link TF-IDF, all at once": average_link,
    "headline overlap": headlines,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """The articles that every system reads."""

    tuned: Sequence[Piece]
    reported: Sequence[Piece]
    newsroom: Sequence[Piece]
    others: Sequence[Piece]
    """Articles of another outlet and years: none belongs to a story of the sets."""


def measure(data: Path) -> list[Table]:
    """Return one table: ours in one batch and in ten, and the peers, tuned on one half."""
    tuned, reported = halves(read(data / "stories" / "ecbplus-dev.jsonl.gz"))
    sets = Sets(
        tuned=tuned,
        reported=reported,
        newsroom=by_language(invented()),
        others=_others(data / "summaries" / "cnndm-validation-500.jsonl.gz"),
    )
    ours = {"briefbot, one batch": Ours(1), "briefbot, ten batches": Ours(10)}
    rows = [(name, *_figures(system, sets)) for name, system in ours.items()]
    for name, peer in PEERS.items():
        best = _tuned(peer, tuned)
        rows.append((f"{name} (≥ {best:.3f})", *_figures(_at(peer, best), sets)))
    return [
        Table(
            task="Stories",
            about=_about(sets),
            columns=(
                "tuned half F1",
                "P",
                "R",
                "**F1**",
                f"F1 among {len(sets.others)} others",
                "others taken in",
                "newsroom P",
                "newsroom F1",
            ),
            rows=tuple(rows),
            notes=_notes(sets, float(rows[0][4])),
        )
    ]


def _about(sets: Sets) -> str:
    return (
        "B-cubed precision, recall and F1 on ECB+, whose topics hold two events of one kind each. "
        f"The peers' thresholds were tuned on every second topic ({len(sets.tuned)} articles); "
        f"P, R and F1 are of the other topics ({len(sets.reported)} articles), means of {ORDERS} "
        f"orders. Then the same articles lie among {len(sets.others)} of CNN of 2015, none of "
        "which tells an event of theirs: each one that is taken into a story counts as an error. "
        "The newsroom is ours, with each language's coverage as a story of its own."
    )


def _others(path: Path) -> list[Piece]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Piece(
            id=f"other {row['id']}",
            topic="others",
            story=f"other {row['id']}",
            title=row["highlights"].partition("\n")[0],
            text=row["article"],
        )
        for row in rows
    ]


# ------------------------------------------------------------ what is measured


def _figures(cluster: Clusterer, sets: Sets) -> tuple[str, ...]:
    tuned = _mean(cluster, sets.tuned)
    reported = _mean(cluster, sets.reported)
    among, taken = _among(cluster, sets)
    room = _mean(cluster, sets.newsroom)
    figures = (tuned[2], *reported, among)
    return (
        *(f"{figure:.3f}" for figure in figures),
        str(taken),
        f"{room[0]:.3f}",
        f"{room[2]:.3f}",
    )


def _mean(cluster: Clusterer, pieces: Sequence[Piece], orders: int = ORDERS) -> tuple[float, ...]:
    gold = {piece.id: piece.story for piece in pieces}
    rows = [bcubed(gold, cluster(order)) for order in orders_of(pieces, orders)]
    return tuple(sum(column) / len(column) for column in zip(*rows, strict=True))


def _among(cluster: Clusterer, sets: Sets) -> tuple[float, int]:
    """Return the labelled articles' F1 among the others, and how many others joined them."""
    pieces = [*sets.reported, *sets.others]
    (order,) = orders_of(pieces, 1)
    found = cluster(order)
    told = {found[piece.id] for piece in sets.reported}
    taken = [piece for piece in sets.others if found[piece.id] in told]
    # Others among themselves are not labelled, so only those in a labelled story are counted.
    gold = {piece.id: piece.story for piece in sets.reported}
    return _f1_with(gold, found, [piece.id for piece in taken]), len(taken)


def _f1_with(gold: Mapping[str, str], found: Partition, strangers: Sequence[str]) -> float:
    made: defaultdict[int, set[str]] = defaultdict(set)
    true: defaultdict[str, set[str]] = defaultdict(set)
    for id_ in (*gold, *strangers):
        made[found[id_]].add(id_)
    for id_, story in gold.items():
        true[story].add(id_)
    both = {id_: len(true[gold[id_]] & made[found[id_]]) for id_ in gold}
    precision = sum(both[id_] / len(made[found[id_]]) for id_ in gold) / len(gold)
    recall = sum(both[id_] / len(true[gold[id_]]) for id_ in gold) / len(gold)
    return 2 * precision * recall / (precision + recall)


def _at(peer: Callable[[Sequence[Piece]], Cut], threshold: float) -> Clusterer:
    return lambda pieces: peer(pieces)(threshold)


def _tuned(peer: Callable[[Sequence[Piece]], Cut], pieces: Sequence[Piece]) -> float:
    """Return the threshold that is best on these pieces."""
    gold = {piece.id: piece.story for piece in pieces}
    cuts = [peer(order) for order in orders_of(pieces, 2)]
    return max(COSINES, key=lambda at: sum(bcubed(gold, cut(at))[2] for cut in cuts))


# ------------------------------------------------------------ what it means


def _notes(sets: Sets, f1: float) -> tuple[str, ...]:
    reached = "reaches" if f1 >= NEEDED else "misses"
    ours, theirs = _spread([*sets.tuned, *sets.reported])
    lost = sum(theirs) / len(theirs) - sum(ours) / len(ours)
    note = (
        f"In one batch ours {reached} {NEEDED:.2f} on the reported half. Which topics are in a "
        f"half moves every figure: over {SPLITS} other halves our F1 goes from {min(ours):.3f} to "
        f"{max(ours):.3f} (mean {sum(ours) / len(ours):.3f}), that of online TF-IDF, tuned on the "
        f"other topics each time, from {min(theirs):.3f} to {max(theirs):.3f} (mean "
        f"{sum(theirs) / len(theirs):.3f}; {abs(lost):.3f} {'above' if lost > 0 else 'below'} "
        "ours). What is lost are two events of one kind that share their people or their team; "
        "ECB+ gives no dates, by which ours would tell them apart."
    )
    return (note,)


def _spread(pieces: Sequence[Piece]) -> tuple[list[float], list[float]]:
    """Return our F1 and that of online TF-IDF on random halves of the topics."""
    topics = sorted({piece.topic for piece in pieces})
    ours, theirs = [], []
    for seed in range(SPLITS):
        half = set(random.Random(seed).sample(topics, len(topics) // 2))
        inside = [piece for piece in pieces if piece.topic in half]
        outside = [piece for piece in pieces if piece.topic not in half]
        ours.append(_mean(Ours(1), inside, 1)[2])
        theirs.append(_mean(_at(tfidf, _tuned(tfidf, outside)), inside, 1)[2])
    return ours, theirs
