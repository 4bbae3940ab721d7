"""Stories in one pass: ours beside a plain online TF-IDF clusterer and headline overlap.

    python -m benchmarks.stories stories.jsonl.gz

Give files of `{id, topic, story, sentences[]}`, one JSON object a line. Each is read twice:
the topics that our constants were tuned on (every second one), and the others. The invented
newsroom, whose articles know their story, is always read. B-cubed precision, recall and F1
are means over several orders of the articles. Ours places them as the store does: a batch is
recorded before its first article is placed, so all of it counts in the rarity of words. It is
measured with everything in one batch (the first run) and in ten (the days after). The peers
read article by article. Stories are not joined across languages (yet), so the newsroom is
also measured with each language's coverage as a story of its own.
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
from math import log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from briefbot import newsroom
from briefbot.cluster import features, lookup_sketch, lookup_terms, place
from briefbot.ports import Neighbour, Placement
from briefbot.text.words import stems, words

if TYPE_CHECKING:
    from briefbot.models import Features

NEAR = 60
NEAR_COPIES = 20
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


# ------------------------------------------------------------ the peers

Vector = dict[str, float]


def _unit(vector: Vector) -> Vector:
    norm = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / norm for word, value in vector.items()}


def tfidf(pieces: Sequence[Piece], threshold: float) -> Partition:
    """Join the story of the most similar earlier article (single pass, TF-IDF, cosine)."""
    held: Counter[str] = Counter()
    index: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    stories: dict[str, int] = {}
    for count, piece in enumerate(pieces):
        frequency = Counter(stems(f"{piece.title} {piece.text}", piece.language))
        held.update(frequency.keys())
        vector = _unit(
            {
                word: (1 + log(times)) * log((count + 2) / (held[word] + 0.5))
                for word, times in frequency.items()
            }
        )
        alike: Counter[str] = Counter()
        for word, value in vector.items():
            for other, weight in index[word]:
                alike[other] += value * weight  # type: ignore[assignment]  # a Counter of floats
        best, cosine = max(alike.items(), key=lambda item: item[1], default=("", 0.0))
        stories[piece.id] = stories[best] if cosine >= threshold else count
        for word, value in vector.items():
            index[word].append((piece.id, value))
    return stories


def headlines(pieces: Sequence[Piece], threshold: float) -> Partition:
    """Join the story of the earlier article whose headline shares most words (Jaccard)."""
    earlier: list[tuple[str, set[str]]] = []
    stories: dict[str, int] = {}
    for count, piece in enumerate(pieces):
        said = set(words(piece.title, piece.language))
        shares = [(len(said & held) / len(said | held), id_) for id_, held in earlier if said]
        best, id_ = max(shares, default=(0.0, ""))
        stories[piece.id] = stories[id_] if best >= threshold else count
        earlier.append((piece.id, said))
    return stories


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


def _orders(pieces: Sequence[Piece], count: int) -> list[list[Piece]]:
    if any(piece.day for piece in pieces):
        return [list(pieces)]  # their dates say the order
    return [random.Random(seed).sample(pieces, len(pieces)) for seed in range(count)]


def measured(pieces: Sequence[Piece], cluster: Clusterer, orders: int) -> tuple[float, ...]:
    gold = {piece.id: piece.story for piece in pieces}
    rows = [bcubed(gold, cluster(order)) for order in _orders(pieces, orders)]
    return tuple(sum(column) / len(column) for column in zip(*rows, strict=True))


def report(name: str, pieces: Sequence[Piece], orders: int) -> None:
    print(f"\n{name}: {len(pieces)} articles, {len({piece.story for piece in pieces})} stories")
    print(f"{'':34}{'P':>7}{'R':>7}{'F1':>7}")
    ours = {f"briefbot, batches: {count}": Ours(count) for count in BATCHES}
    systems: list[tuple[str, Clusterer]] = [*ours.items()]
    systems += [
        (f"online TF-IDF, cosine >= {at:.2f}", lambda told, at=at: tfidf(told, at))  # type: ignore[misc]  # mypy can't infer a lambda's default
        for at in (0.1, 0.15, 0.2, 0.25, 0.3)
    ]
    systems += [
        (f"headline overlap >= {at:.2f}", lambda told, at=at: headlines(told, at))  # type: ignore[misc]  # as above
        for at in (0.2, 0.3)
    ]
    for label, cluster in systems:
        precision, recall, f1 = measured(pieces, cluster, orders)
        print(f"{label:34}{precision:7.3f}{recall:7.3f}{f1:7.3f}")
    took = sum(one.place_s for one in ours.values()) / sum(one.pieces for one in ours.values())
    print(f"place {1000 * took:.2f} ms an article, features {_features_ms(pieces):.2f} ms")


def _features_ms(pieces: Sequence[Piece]) -> float:
    began = time.process_time()
    for piece in pieces:
        _features.__wrapped__(piece)
    return 1000 * (time.process_time() - began) / len(pieces)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--orders", type=int, default=3)
    options = parser.parse_args()
    for path in options.paths:
        tuned, held_out = halves(read(path))
        report(f"{path.name}, tuned half", tuned, options.orders)
        report(f"{path.name}, held-out half", held_out, options.orders)
    told = invented()
    report("newsroom", told, options.orders)
    apart = [replace(piece, story=f"{piece.story} {piece.language}") for piece in told]
    report("newsroom, each language's stories its own", apart, options.orders)


if __name__ == "__main__":
    main()
