"""Rows to nouns and back: the one place that knows how a value is kept."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from briefbot.models import (
    Article,
    Body,
    EntryRecord,
    Fate,
    Features,
    Quality,
    Sentence,
    SourceState,
    StoredArticle,
)

Row = Mapping[str, Any]
LONGEST_KEY = 200


def stamp(moment: datetime) -> str:
    """Return the moment as text that sorts by time: UTC, microseconds."""
    there = moment.astimezone(UTC).replace(tzinfo=None)
    # strftime would write the year 999 with three digits
    return f"{there.isoformat(timespec='microseconds')}Z"


def moment(text: str) -> datetime:
    """Return the aware UTC moment of a stamp."""
    return datetime.fromisoformat(text)


def entry_key(entry_id: str) -> str:
    """Return the id itself, or its hash when a source sends a page as its id."""
    if len(entry_id) <= LONGEST_KEY:
        return entry_id
    return "sha256:" + hashlib.sha256(entry_id.encode()).hexdigest()


STATE_COLUMNS = tuple(SourceState.__dataclass_fields__)
STATE_TIMES = (
    "first_seen",
    "checked",
    "succeeded",
    "next_check",
    "not_before",
    "asked",
    "failing_since",
    "news",
    "moved_since",
    "moved_seen",
    "gone",
    "rolled_from",
    "rolled_to",
    "rolled_at",
)
STATE_NUMBERS = ("skip_hours", "skip_days")


_FIELDS = attrgetter(*STATE_COLUMNS)
_TIMES_AT = tuple(map(STATE_COLUMNS.index, STATE_TIMES))
_NUMBERS_AT = tuple(map(STATE_COLUMNS.index, STATE_NUMBERS))


def state_values(state: SourceState) -> list[Any]:
    """Return what STATE_COLUMNS of table sources hold, in their order."""
    values = list(_FIELDS(state))
    for place in _TIMES_AT:
        if values[place] is not None:
            values[place] = stamp(values[place])
    for place in _NUMBERS_AT:
        values[place] = " ".join(map(str, values[place]))
    return values


def state_of(values: Iterable[Any]) -> SourceState:
    """Return the state that STATE_COLUMNS of a row hold."""
    read = list(values)
    for place in _TIMES_AT:
        if read[place] is not None:
            read[place] = moment(read[place])
    for place in _NUMBERS_AT:
        read[place] = tuple(map(int, read[place].split())) if read[place] else ()
    return SourceState.of(dict(zip(STATE_COLUMNS, read, strict=True)))


def article_row(article: Article) -> dict[str, Any]:
    """Return the columns of table articles that the article itself fills."""
    return {
        "url": article.url,
        "source_id": article.source_id,
        "outlet": article.outlet,
        "title": article.title,
        "author": article.author,
        "language": article.language,
        "quality": article.quality.value,
        "words": article.words,
        "image": article.image,
        "published": stamp(article.published),
        "found": stamp(article.found),
    }


ARTICLE_COLUMNS = (
    "a.id, a.url, a.story_id, a.duplicate_of, a.source_id, a.outlet, a.title, a.author, "
    "a.language, a.quality, a.words, a.image, a.published, a.found"
)


def stored_article(row: Row) -> StoredArticle:
    """Return the article that a row with ARTICLE_COLUMNS holds."""
    article = Article(
        url=row["url"],
        source_id=row["source_id"],
        outlet=row["outlet"],
        title=row["title"],
        author=row["author"],
        language=row["language"],
        quality=Quality(row["quality"]),
        words=row["words"],
        image=row["image"],
        published=moment(row["published"]),
        found=moment(row["found"]),
    )
    return StoredArticle(
        id=row["id"],
        story_id=row["story_id"],
        duplicate_of=row["duplicate_of"],
        article=article,
    )


def sentences_text(sentences: Iterable[Sentence]) -> str:
    """Return sentences as compact JSON."""
    return json.dumps([[s.start, s.end, round(s.weight, 4)] for s in sentences])


def body_of(row: Row) -> Body:
    """Return the body that a row of table bodies holds."""
    sentences = tuple(
        Sentence(start=s, end=e, weight=w) for s, e, w in json.loads(row["sentences"])
    )
    return Body(
        text=row["text"],
        sentences=sentences,
        summariser=row["summariser"],
        version=row["version"],
    )


def packed_sketch(features: Features) -> bytes:
    """Return the sketch as 8 bytes a hash."""
    return array("q", features.sketch).tobytes()


def packed_terms(features: Features) -> bytes:
    """Return the terms' hashes, then their weights, 8 bytes each."""
    hashes = array("q", [term for term, _ in features.terms])
    return hashes.tobytes() + array("d", [weight for _, weight in features.terms]).tobytes()


def unpacked_terms(blob: bytes) -> tuple[tuple[int, float], ...]:
    """Return what packed_terms packed."""
    half = len(blob) // 2
    return tuple(zip(array("q", blob[:half]), array("d", blob[half:]), strict=True))


def unpacked_sketch(blob: bytes) -> tuple[int, ...]:
    """Return what packed_sketch packed."""
    return tuple(array("q", blob))


def features_of(row: Row) -> Features:
    """Return what clustering compares."""
    return Features(
        digest=row["digest"],
        sketch=unpacked_sketch(row["sketch"]),
        terms=unpacked_terms(row["terms"]),
    )


def entry_record(row: Row) -> EntryRecord:
    """Return what the archive remembers of an entry."""
    return EntryRecord(
        source_id=row["source_id"],
        url=row["url"],
        title=row["title"],
        seen=moment(row["seen"]),
        fate=Fate(row["fate"]),
        detail=row["detail"],
        article_id=row["article_id"],
    )
