"""Make nouns for tests: sensible defaults, so that a test names only what it is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from briefbot.models import (
    Article,
    Body,
    Entry,
    Features,
    Quality,
    Reading,
    Request,
    Sentence,
    SourceState,
    StoredArticle,
    Story,
)
from briefbot.ports import Clustering, Neighbour, Placement
from briefbot.store.sqlite import Store
from briefbot.text.words import tokens

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def hours_ago(hours: float) -> datetime:
    """Return a moment before noon of the test day."""
    return NOON - timedelta(hours=hours)


def state(source_id: str = "ledger", **fields: Any) -> SourceState:
    """Make the state of a source that was just read well."""
    known = {"url": f"https://{source_id}.example/feed", "checked": NOON, "succeeded": NOON}
    return SourceState(**{"source_id": source_id, **known, **fields})


def article(slug: str = "port", source_id: str = "ledger", **fields: Any) -> Article:
    """Make an article of an outlet."""
    known: dict[str, Any] = {
        "url": f"https://{source_id}.example/{slug}",
        "source_id": source_id,
        "outlet": source_id.title(),
        "title": f"News of the {slug}",
        "language": "en",
        "quality": Quality.FULL,
        "words": 300,
        "found": hours_ago(1),
        "published": hours_ago(2),
    }
    return Article(**{**known, **fields})


def stored(number: int, story_id: int | None = None, **fields: Any) -> StoredArticle:
    """Make an article in its place in the archive."""
    copy_of = fields.pop("duplicate_of", None)
    made = article(f"a{number}", **fields)
    return StoredArticle(
        id=number,
        story_id=story_id or number,
        article=made,
        duplicate_of=copy_of,
    )


def story(
    number: int,
    *articles: StoredArticle,
    told: datetime | None = None,
    told_ids: Collection[int] = (),
) -> Story:
    """Make a story of these articles, or of one."""
    members = articles or (stored(number),)
    return Story(id=number, articles=members, told=told, told_ids=frozenset(told_ids))


def features(*terms: int, digest: str = "", sketch: Sequence[int] = ()) -> Features:
    """Make features with these terms, each of weight one."""
    return Features(
        digest=digest or "-".join(map(str, terms)),
        sketch=tuple(sketch),
        terms=tuple((term, 1.0) for term in terms),
    )


def _number(slug: str) -> int:
    return int.from_bytes(slug.encode()[:6].ljust(6), "big")


def reading(
    slug: str = "port",
    source_id: str = "ledger",
    *,
    text: str = "The port opened. Ships came. A crane fell.",
    made: Features | None = None,
    **fields: Any,
) -> Reading:
    """Make an article just read, with three sentences."""
    page = article(slug, source_id, **fields)
    ends = [place + 1 for place, letter in enumerate(text) if letter == "."]
    starts = [0, *(end + 1 for end in ends[:-1])]
    sentences = tuple(
        Sentence(start=start, end=end, weight=0.5**place)
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    return Reading(
        entry=Entry(id=f"{source_id}:{slug}", url=page.url, title=page.title),
        article=page,
        body=Body(text=text, sentences=sentences, summariser="lead"),
        features=made or features(*range(_number(slug), _number(slug) + 5)),
        index=(tokens(page.title), tokens(text[:20]), tokens(text)),
    )


def alone(
    features: Features, near: Collection[Neighbour], rarity: Mapping[int, int], total: int
) -> Placement:
    """Place every article in a story of its own."""
    return Placement(story_id=None)


class Spy:
    """Places every article alone, and remembers what it was asked."""

    def __init__(self) -> None:
        self.near: list[list[int]] = []
        self.heard: list[tuple[dict[int, int], int]] = []

    def __call__(
        self, features: Features, near: Collection[Neighbour], rarity: Mapping[int, int], total: int
    ) -> Placement:
        self.near.append(sorted(neighbour.article_id for neighbour in near))
        self.heard.append((dict(rarity), total))
        return Placement(story_id=None)

    @property
    def clustering(self) -> Clustering:
        """Return what the store takes."""
        return Clustering(lookup_terms=_terms, lookup_sketch=lambda f: f.sketch, place=self)


def together(
    features: Features, near: Collection[Neighbour], rarity: Mapping[int, int], total: int
) -> Placement:
    """Place an article in the story of its first neighbour."""
    first = min(near, key=lambda n: n.article_id, default=None)
    return Placement(story_id=first.story_id if first else None)


def _terms(features: Features, rarity: Mapping[int, int], total: int) -> tuple[int, ...]:
    return tuple(term for term, _ in features.terms)


def place_all(store: Store, clustering: Clustering) -> int:
    """Place every article, as an ingest does; return how many there were."""
    placed = 0
    while batch := store.place(clustering):
        placed += batch
    return placed


APART = Clustering(lookup_terms=_terms, lookup_sketch=lambda f: f.sketch, place=alone)
TOGETHER = Clustering(lookup_terms=_terms, lookup_sketch=lambda f: f.sketch, place=together)


async def nobody_objects(request: Request) -> None:
    """Let bots read every page: a web without any robots.txt."""
