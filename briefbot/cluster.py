"""Near duplicates, then stories: what to compare of an article, and where it belongs.

`features` runs where the article is read, in a worker. `place` runs beside the store, looks
at the few neighbours that `lookup_terms` and `lookup_sketch` find, and decides.

Coverage of one event rarely shares its wording (97 % of same-story pairs of ECB+ have a
shingle Jaccard under .2), so duplicates and stories are two questions with two measures.
The order of the archive matters to a one-pass clusterer: the store records a whole batch
before it places its articles by (published, url), so that a batch gives the same stories in
any order. `rarity` and `total` therefore count the article itself and those still to be placed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import fsum, hypot, log, prod, sqrt
from operator import mul
from typing import TYPE_CHECKING

from briefbot.models import Features
from briefbot.ports import Neighbour, Placement
from briefbot.text.words import stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

KEYS_TERMS = 12
"""How many terms of an article the store looks up; two in common make a neighbour."""
KEYS_SKETCH = 16
"""How many hashes of a sketch the store looks up; one in common makes a neighbour."""

_BITS = 63  # SQLite's INTEGER is signed
_MASK = (1 << _BITS) - 1
_SKETCH = 64
_SHINGLE = 3
_ODD = (0x2545F4914F6CDD1D, 0x5851F42D4C957F2D, 0x369DEA0F31A53F85)
_TERMS = 40
_LEAD = 60  # stems, about the first hundred words
_BODY = 30  # words; a shorter text (a stub, a teaser) is compared together with its title

_TITLE_WEIGHT = 2.0
_LEAD_WEIGHT = 1.3
_NAME_WEIGHT = 2.0
# Two quakes share every word but their names and figures: what says "magnitude 6.1" and
# "4,100 households" tells which one.
_FIGURE_WEIGHT = 1.5

_NAME = re.compile(r"(?<=[a-zß-ÿа-я,;:'’\"] )[A-ZÀ-ÖØ-ÞА-Я][\w'’-]*")
_CVE = re.compile(r"(?i)\bcve-[0-9]{4}-[0-9]{4,}")
_FIGURE = re.compile(r"(?!(?:19|20)[0-9]{2}\Z)[0-9][0-9.]{2,}")  # no year, and no lone 7 or 20

# ------------------------------------------------------------ what to compare of an article


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") & _MASK


def _sketch(said: Sequence[str]) -> tuple[int, ...]:
    """Return the smallest hashes of the shingles of three words (Broder's bottom-k sketch)."""
    if not said:
        return ()
    hashes = [_hash(word) for word in said] + [0] * max(0, _SHINGLE - len(said))
    # Hashes spread evenly, so do their sums times odd numbers, at a fifth of the cost of hashing
    # each shingle's letters.
    runs = zip(hashes, hashes[1:], hashes[2:], strict=False)
    first, second, third = _ODD
    shingles = {(first * a + second * b + third * c) & _MASK for a, b, c in runs}
    return tuple(sorted(shingles)[:_SKETCH])


def _digest(said: Iterable[str]) -> str:
    return blake2b(" ".join(said).encode(), digest_size=16).hexdigest()


def _names(text: str, language: str) -> frozenset[str]:
    """Return the stems of words with a capital inside a sentence; in German, of all nouns."""
    return frozenset(stems(" ".join(set(_NAME.findall(text))), language))


def _weights(title: str, text: str, language: str) -> dict[str, float]:
    """Weigh each stem by how often it comes, and more in the title, the lead and as a name."""
    body = stems(text, language)
    head = set(stems(title, language))
    advisories = [found.lower() for found in _CVE.findall(f"{title} {text}")]
    counts = Counter((*body, *advisories))
    boosts = (
        (head, _TITLE_WEIGHT),
        (frozenset(body[:_LEAD]), _LEAD_WEIGHT),
        (_names(text, language).union(advisories), _NAME_WEIGHT),
        (frozenset(filter(_FIGURE.fullmatch, {*counts, *head})), _FIGURE_WEIGHT),
    )
    weights = {}
    for stem in {*counts, *head}:
        weight = 1 + log(counts[stem] or 1)
        for stems_, boost in boosts:
            if stem in stems_:
                weight *= boost
        weights[stem] = weight
    return weights


def _terms(weights: Mapping[str, float]) -> tuple[tuple[int, float], ...]:
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TERMS]
    return tuple((_hash(stem), round(weight, 3)) for stem, weight in best)


def features(*, title: str, text: str, language: str) -> Features:
    """Return what clustering compares of an article; a millisecond for 600 words."""
    said = words(text, language)
    if len(said) < _BODY:
        said = words(title, language) + said
    return Features(
        digest=_digest(said) if said else "",
        sketch=_sketch(said),
        terms=_terms(_weights(title, text, language)),
    )


# ------------------------------------------------------------ what the store looks up

# In a young archive every word is rare. That many more articles, of which none holds the
# word, keep the measure from jumping about while the archive grows.
_PRIOR = 50
_SEEN = 0.5
# A word that one article in twenty holds finds too many to be worth a search.
_COMMON_SHARE = 0.05
_COMMON_LEAST = 50
# Among tens of thousands of articles that would be thousands of finds for each word.
_COMMON_MOST = 250


def _rareness(term: int, rarity: Mapping[int, int], total: int) -> float:
    # Never negative, even where the counts are older than the total.
    return max(log((total + _PRIOR) / (rarity.get(term, 0) + _SEEN)), 0.0)


def lookup_terms(features: Features, rarity: Mapping[int, int], total: int) -> tuple[int, ...]:
    """Return the terms to find neighbours by: those that weigh most among the known, not common.

    A term that no other article holds finds none, so it takes no place.
    """
    most = min(max(_COMMON_LEAST, total * _COMMON_SHARE), _COMMON_MOST)
    worth = {
        term: weight * _rareness(term, rarity, total)
        for term, weight in features.terms
        if 1 < rarity.get(term, 0) <= most
    }
    return tuple(sorted(worth, key=lambda term: (-worth[term], term))[:KEYS_TERMS])


def lookup_sketch(features: Features) -> tuple[int, ...]:
    """Return the sketch's lowest hashes: near duplicates share some of them."""
    return features.sketch[:KEYS_SKETCH]


# ------------------------------------------------------------ where an article belongs

# A copy is judged by its wording and by its event together: one with a fifth of its words
# changed shares a third of its shingles and nearly all of its telling words, while reports made
# from one form share their wording and differ in names (benchmarks/quality/copies.py: recall
# .94, precision .90; by wording alone, with .3 for a copy, .89 and .83).
_COPY_WORDING = 0.15
_COPY_LIKENESS = 0.3
_COPY_BOTH = 0.75
# Measured with benchmarks/stories.py: from .10 to .14 each story of the newsroom holds one
# event only, and F1 on the tuned half of ECB+ moves by .015.
_SAME_STORY = 0.12
_BEST = 2  # of a story's articles are asked; one alone would chain stories together
_SHARED = 3  # terms, at least
_STRONGEST_CUT = 0.9
_SECOND_CUT = 0.4
_STRANGERS = 0.5  # left of their likeness when neither article says the other's main word
_HALF_LIFE = 7.0  # days without coverage that halve a story's pull


@dataclass(frozen=True, slots=True)
class _View:
    """The new article's terms as weighed by how rare they are."""

    rareness: Mapping[int, float]
    weighed: Mapping[int, float]
    main: int
    """The term that weighs most in the article."""
    norm: float
    unknown: float
    """The rareness taken for terms that only a neighbour has."""


def _norm(values: Iterable[float]) -> float:
    return sqrt(sum(value * value for value in values)) or 1.0


def _view(features: Features, rarity: Mapping[int, int], total: int) -> _View:
    rareness = {term: _rareness(term, rarity, total) for term, _ in features.terms}
    weighed = {term: weight * rareness[term] for term, weight in features.terms}
    norm = _norm(weighed.values())
    plain = _norm(weight for _, weight in features.terms)
    main = features.terms[0][0] if features.terms else 0
    return _View(rareness, weighed, main, norm, norm / plain)


def _likeness(view: _View, other: Features) -> float:
    """Return the cosine of the two articles' terms without their strongest bond.

    Articles about one person or place share that name and little else; articles about one
    event share many words. So the strongest shared term counts next to nothing and the
    second is cut: with it, one threshold serves small and large archives (benchmarks/stories.py).
    Two holes in one vendor's programs, or two firms' results, share a vendor or a form and not
    what they are about: likeness is halved where neither says the other's main word.
    """
    theirs = dict(other.terms)
    shared = view.weighed.keys() & theirs.keys()
    if len(shared) < _SHARED:
        return 0.0
    # Set by set, not term by term: this is most of what placing an article costs. `fsum` is
    # exact, so that the order of a set does not matter.
    rareness, weighed = view.rareness, view.weighed
    plain = [theirs[term] for term in shared]
    known = [theirs[term] * rareness[term] for term in shared]
    bonds = sorted([theirs[term] * rareness[term] * weighed[term] for term in shared])
    rest = hypot(*theirs.values()) ** 2 - fsum(map(mul, plain, plain))
    square = view.unknown**2 * max(rest, 0.0) + fsum(map(mul, known, known))
    strangers = view.main not in theirs and other.terms[0][0] not in weighed
    bound = sum(bonds) - _STRONGEST_CUT * bonds[-1] - _SECOND_CUT * bonds[-2]
    return bound * (_STRANGERS if strangers else 1.0) / (view.norm * (sqrt(square) or 1.0))


def _resemblance(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate the Jaccard of the shingles: the share of the union's smallest that both hold."""
    mine, theirs = set(one), set(other)
    both = mine & theirs
    if not both:
        return 0.0
    union = sorted(mine | theirs)[:_SKETCH]
    return len(both.intersection(union)) / len(union)


def _copied(features: Features, other: Neighbour, likeness: float) -> float:
    """Return how much of a copy the other is, 0 when it is none."""
    if features.digest and features.digest == other.features.digest:
        return 2.0
    if likeness < _COPY_LIKENESS:
        return 0.0
    share = _resemblance(features.sketch, other.features.sketch)
    if share < _COPY_WORDING or share + likeness < _COPY_BOTH:
        return 0.0
    return share


def _story_score(members: Collection[tuple[float, float]]) -> float:
    """Return the geometric mean likeness of the story's best articles, fading when it is quiet.

    A report made from the form of another is very like it and unlike the rest of that story;
    the geometric mean asks for both.
    """
    best = sorted((likeness for likeness, _ in members), reverse=True)[:_BEST]
    quiet = min(age for _, age in members)
    fading: float = 0.5 ** (quiet / _HALF_LIFE)
    mean: float = prod(best) ** (1 / len(best))
    return mean * fading


def _original(features: Features, judged: Collection[tuple[Neighbour, float]]) -> Neighbour | None:
    copies = [(_copied(features, other, likeness), other) for other, likeness in judged]
    share, nearest = max(copies, key=lambda copy: (copy[0], copy[1].age_days, -copy[1].article_id))
    return nearest if share else None


def place(
    features: Features, near: Collection[Neighbour], rarity: Mapping[int, int], total: int
) -> Placement:
    """Judge the neighbours: a copy of one, another article of a story, or a new story.

    The order of `near` does not matter. Ties go to the article and the story that were
    published first; ids follow the order in which pages arrived, so they settle what is left.
    """
    if not near:
        return Placement(story_id=None)
    view = _view(features, rarity, total)
    judged = [(other, _likeness(view, other.features)) for other in near]
    if original := _original(features, judged):
        # A copy of a copy points at the first, so that no chain has to be followed later.
        first = original.article_id if original.duplicate_of is None else original.duplicate_of
        return Placement(story_id=original.story_id, duplicate_of=first)
    stories: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for other, likeness in judged:
        stories[other.story_id].append((likeness, other.age_days))
    scores = {story: _story_score(members) for story, members in stories.items()}
    began = {story: max(age for _, age in members) for story, members in stories.items()}
    best = max(scores, key=lambda story: (scores[story], began[story], -story))
    return Placement(story_id=best if scores[best] >= _SAME_STORY else None)
