"""Stories in one pass: how well and how fast ours finds them.

    python -m benchmarks.stories stories.jsonl.gz

Give files of `{id, topic, story, sentences[]}`, one JSON object a line. Each is read twice:
the topics that our constants were tuned on (every second one), and the others. The invented
newsroom, whose articles know their story, is always read. B-cubed precision, recall and F1
are means over several orders of the articles. Ours places them as the store does: a batch is
recorded before its first article is placed, so all of it counts in the rarity of words. It is
measured with everything in one batch (the first run) and in ten (the days after). Stories are
not joined across languages, so the newsroom is also measured with each language's coverage as
a story of its own. `python -m benchmarks.quality DATA stories` sets the same beside peers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefbot import newsroom
from briefbot.cluster import features, lookup_sketch, lookup_terms, place
from briefbot.ports import Neighbour, Placement
from briefbot.store.sqlite import NEAR, NEAR_COPIES

if TYPE_CHECKING:
    from briefbot.models import Features

SHARED_TERMS = 2
BATCHES = (1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article whose story is known."""

    id: str
    topic: str
    story: str
    title: str
    text: str
    language: str = "en"
    day: float = 0.0


Partition = Mapping[str, int]
Clusterer = Callable[[Sequence[Piece]], Partition]


# ------------------------------------------------------------ what is read


def _untokenised(sentence: str) -> str:
    """Undo the treebank tokens of the file: `did n't`, ``quoted'', ` ,`."""
    text = sentence.replace("``", '"').replace("''", '"')
    text = re.sub(r" (n't|'(?:s|ll|re|ve|d|m)\b)", r"\1", text)
    return re.sub(r" ([.,;:?!%)])", r"\1", re.sub(r"([$(]) ", r"\1", text)).replace(" - ", "-")


def _piece(row: Mapping[str, object]) -> Piece:
    sentences = row["sentences"]
    assert isinstance(sentences, list)
    # Some texts begin with their address, which no extracted text does.
    said = [_untokenised(text) for text in sentences if not re.match(r"\s*(https?|www) [:.]", text)]
    title, *body = said or [""]
    # Half of the set has no headlines; there the first sentence stands for one.
    return Piece(
        id=str(row["id"]),
        topic=str(row["topic"]),
        story=str(row["story"]),
        title=title,
        text=" ".join(body or [title]),
    )


def read(path: Path) -> list[Piece]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [_piece(json.loads(line)) for line in lines]


def halves(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of every second topic, in the order of their numbers, and the others."""
    topics = sorted({piece.topic for piece in pieces}, key=lambda topic: (len(topic), topic))
    tuned = set(topics[::2])
    return (
        [piece for piece in pieces if piece.topic in tuned],
        [piece for piece in pieces if piece.topic not in tuned],
    )


def invented() -> list[Piece]:
    """Return the newsroom's articles, the oldest first."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    told = sorted(newsroom.load(now), key=lambda piece: (piece.published, piece.url))
    return [
        Piece(
            id=piece.url,
            topic="newsroom",
            story=piece.story or piece.slug,
            title=piece.title,
            text=piece.body,
            language=piece.outlet.language,
            day=piece.published.timestamp() / 86_400,
        )
        for piece in told
    ]


# ------------------------------------------------------------ the store's search, in memory


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in its story."""

    features: Features
    story: int
    copy: int | None
    day: float


class Archive:
    """Counts terms and finds neighbours as the store does, in `record` and in `place`."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.total = 0
        self.placed: list[Placed] = []
        self.by_term: defaultdict[int, list[int]] = defaultdict(list)
        self.by_hash: defaultdict[int, list[int]] = defaultdict(list)

    def record(self, batch: Sequence[Features]) -> None:
        """Count the terms of a whole batch before any of it is placed."""
        self.total += len(batch)
        self.counts.update(term for found in batch for term, _ in found.terms)

    def rarity(self, found: Features) -> dict[int, int]:
        """Return how many articles hold each of the article's terms, itself among them."""
        return {term: self.counts[term] for term, _ in found.terms}

    def _found(self, found: Features) -> Iterable[int]:
        terms = lookup_terms(found, self.rarity(found), self.total)
        shared = Counter(id_ for term in terms for id_ in self.by_term[term])
        alike = Counter(id_ for value in lookup_sketch(found) for id_ in self.by_hash[value])
        kept = [(-count, id_) for id_, count in shared.items() if count >= SHARED_TERMS]
        copies = sorted((-count, id_) for id_, count in alike.items())
        best = copies[:NEAR_COPIES] + sorted(kept)[:NEAR]
        return dict.fromkeys(id_ for _, id_ in best)

    def near(self, found: Features, day: float) -> Iterator[Neighbour]:
        """Yield the placed articles that share two telling words or a shingle."""
        for id_ in self._found(found):
            other = self.placed[id_]
            yield Neighbour(
                article_id=id_,
                story_id=other.story,
                duplicate_of=other.copy,
                source_id="",
                age_days=abs(day - other.day),
                features=other.features,
            )

    def add(self, found: Features, placement: Placement, day: float) -> int:
        """Keep an article in its place and return its story."""
        id_ = len(self.placed)
        for term, _ in found.terms:
            self.by_term[term].append(id_)
        for value in found.sketch:
            self.by_hash[value].append(id_)
        story = id_ if placement.story_id is None else placement.story_id
        self.placed.append(Placed(found, story, placement.duplicate_of, day))
        return story


class Ours:
    """briefbot's clusterer; remembers how long it took."""

    def __init__(self, batches: int) -> None:
        self.batches = batches
        self.place_s = 0.0
        self.pieces = 0

    def __call__(self, pieces: Sequence[Piece]) -> Partition:
        """Record and place batch by batch, each in the order of its dates."""
        archive = Archive()
        stories: dict[str, int] = {}
        size = -(-len(pieces) // self.batches)
        for at in range(0, len(pieces), size):
            batch = sorted(pieces[at : at + size], key=lambda piece: piece.day)
            archive.record([_features(piece) for piece in batch])
            stories |= {piece.id: self._place(archive, piece) for piece in batch}
        return stories

    def _place(self, archive: Archive, piece: Piece) -> int:
        found = _features(piece)
        near = list(archive.near(found, piece.day))
        rarity = archive.rarity(found)
        began = time.process_time()
        placement = place(found, near, rarity, archive.total)
        self.place_s += time.process_time() - began
        self.pieces += 1
        return archive.add(found, placement, piece.day)


@cache
def _features(piece: Piece) -> Features:
    return features(title=piece.title, text=piece.text, language=piece.language)


# ------------------------------------------------------------ the measure


def bcubed(gold: Mapping[str, str], found: Partition) -> tuple[float, float, float]:
    """Return precision, recall and F1 (Bagga and Baldwin 1998)."""
    true: defaultdict[str, set[str]] = defaultdict(set)
    made: defaultdict[int, set[str]] = defaultdict(set)
    for id_, story in gold.items():
        true[story].add(id_)
        made[found[id_]].add(id_)
    both = {id_: len(true[gold[id_]] & made[found[id_]]) for id_ in gold}
    precision = sum(both[id_] / len(made[found[id_]]) for id_ in gold) / len(gold)
    recall = sum(both[id_] / len(true[gold[id_]]) for id_ in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def by_language(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with each language's coverage of an event as a story of its own."""
    return [replace(piece, story=f"{piece.story} {piece.language}") for piece in pieces]


def orders_of(pieces: Sequence[Piece], count: int) -> list[list[Piece]]:
    if any(piece.day for piece in pieces):
        return [list(pieces)]  # their dates say the order
    return [random.Random(seed).sample(pieces, len(pieces)) for seed in range(count)]


def measured(pieces: Sequence[Piece], cluster: Clusterer, orders: int) -> tuple[float, ...]:
    gold = {piece.id: piece.story for piece in pieces}
    rows = [bcubed(gold, cluster(order)) for order in orders_of(pieces, orders)]
    return tuple(sum(column) / len(column) for column in zip(*rows, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--orders", type=int, default=3)
    options = parser.parse_args()
    told = invented()
    sets = {"newsroom": told, "newsroom, each language's stories its own": by_language(told)}
    for path in options.paths:
        tuned, held_out = halves(read(path))
        sets |= {f"{path.name}, tuned half": tuned, f"{path.name}, held-out half": held_out}
    for name, pieces in sets.items():
        print(f"\n{name}: {len(pieces)} articles, {len({p.story for p in pieces})} stories")
        for batches in BATCHES:
            ours = Ours(batches)
            precision, recall, f1 = measured(pieces, ours, options.orders)
            print(
                f"batches: {batches:2}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  "
                f"{1000 * ours.place_s / ours.pieces:.2f} ms an article to place"
            )


if __name__ == "__main__":
    main()
