"""Stories in one pass: ours beside a plain online TF-IDF clusterer and headline overlap.

    python -m benchmarks.stories ../shared/data/stories/ecbplus-dev.jsonl.gz

Give files of `{id, topic, story, sentences[]}`, one JSON object a line. Each is read twice:
the topics that our constants were tuned on (every second one), and the others. The invented
newsroom, whose articles know their story, is always read. B-cubed precision, recall and F1
are means over several orders of the articles. Stories are not joined across languages (yet), so
the newsroom is also measured with each language's coverage as a story of its own.
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
from math import log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from briefbot import newsroom
from briefbot.cluster import features, lookup_sketch, lookup_terms, place
from briefbot.ports import Neighbour
from briefbot.text.words import stems, words

if TYPE_CHECKING:
    from briefbot.models import Features

NEAR = 60
SHARED_TERMS = 2
DAYS = 5.0


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


class Archive:
    """Finds neighbours as the store does: shared lookup terms, or a shared lowest hash."""

    def __init__(self) -> None:
        self.placed: list[tuple[Features, int, int | None, float]] = []
        self.by_term: defaultdict[int, list[int]] = defaultdict(list)
        self.by_hash: defaultdict[int, list[int]] = defaultdict(list)

    def rarity(self, found: Features) -> dict[int, int]:
        """Return how many articles hold each of the article's terms."""
        return {term: len(self.by_term[term]) for term, _ in found.terms if term in self.by_term}

    def _found(self, found: Features, rarity: Mapping[int, int]) -> Iterable[int]:
        terms = lookup_terms(found, rarity, len(self.placed))
        shared = Counter(id_ for term in terms for id_ in self.by_term[term])
        alike = {id_ for value in lookup_sketch(found) for id_ in self.by_hash.get(value, ())}
        kept = {id_ for id_, count in shared.items() if count >= SHARED_TERMS} | alike
        return sorted(kept, key=lambda id_: (id_ not in alike, -shared[id_], -id_))[:NEAR]

    def near(self, found: Features, rarity: Mapping[int, int], day: float) -> Iterator[Neighbour]:
        """Yield the best candidates of the last days."""
        for id_ in self._found(found, rarity):
            other, story, copy, when = self.placed[id_]
            if abs(day - when) <= DAYS:
                yield Neighbour(
                    article_id=id_,
                    story_id=story,
                    duplicate_of=copy,
                    source_id="",
                    age_days=abs(day - when),
                    features=other,
                )

    def add(self, found: Features, story: int, copy: int | None, day: float) -> None:
        """Keep an article in its place."""
        for term, _ in found.terms:
            self.by_term[term].append(len(self.placed))
        for value in lookup_sketch(found):
            self.by_hash[value].append(len(self.placed))
        self.placed.append((found, story, copy, day))


class Ours:
    """briefbot's clusterer; remembers how long it took."""

    def __init__(self) -> None:
        self.features_s = self.place_s = 0.0
        self.pieces = 0
        self.known: dict[str, Features] = {}

    def _features(self, piece: Piece) -> Features:
        if piece.id not in self.known:
            began = time.process_time()
            self.known[piece.id] = features(
                title=piece.title, text=piece.text, language=piece.language
            )
            self.features_s += time.process_time() - began
        return self.known[piece.id]

    def __call__(self, pieces: Sequence[Piece]) -> Partition:
        """Place the articles one after the other."""
        archive = Archive()
        stories: dict[str, int] = {}
        for piece in pieces:
            found = self._features(piece)
            rarity = archive.rarity(found)
            near = list(archive.near(found, rarity, piece.day))
            began = time.process_time()
            placement = place(found, near, rarity, len(archive.placed))
            self.place_s += time.process_time() - began
            self.pieces += 1
            story = len(archive.placed) if placement.story_id is None else placement.story_id
            archive.add(found, story, placement.duplicate_of, piece.day)
            stories[piece.id] = story
        return stories


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
    ours = Ours()
    systems: list[tuple[str, Clusterer]] = [("briefbot", ours)]
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
    print(
        f"features {1000 * ours.features_s / len(ours.known):.2f} ms an article, "
        f"place {1000 * ours.place_s / ours.pieces:.2f} ms"
    )


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
