"""What people ask of the archive, and what they get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefbot.models.archive import Body, Fate, Sentence, Version
from briefbot.models.shown import Item, StoredArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for: any of `words` and all of `phrases`, none of `without`.

    Each is what a person typed, not yet tokens; all are bounded in number and length.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    since: datetime | None = None
    source_id: str | None = None
    language: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """Everything that a hit may be found by."""
        return self.phrases + self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that a query finds; a higher score fits better."""

    stored: StoredArticle
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """What the archive remembers of an entry: the start of every `why`."""

    source_id: str
    url: str
    title: str
    seen: datetime
    fate: Fate
    detail: str
    article_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A digest that told an article's story."""

    briefing_id: str
    made: datetime
    headline: bool
    """Whether this article was the one shown, not one of the others that also tell it."""
    destination: str = ""
    """Who was told; empty for a digest that was not posted anywhere."""
    quoted: bool = False
    """Whether a sentence of it was shown beside those of the article that was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search found, as a reader sees it."""

    query: str
    made: datetime
    since: datetime | None
    searched: int
    """How many articles were looked through."""
    items: tuple[Item, ...]
    total: int = 0
    """How many stories were found, where `items` is a page of them."""
    more: bool = False
    """Whether there may be more than these: the best are looked at alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that is kept of one article, as a person or a program asks for it."""

    stored: StoredArticle
    body: Body | None
    """None when the text is past its retention."""
    summary: tuple[Sentence, ...]
    story: tuple[StoredArticle, ...]
    entries: tuple[EntryRecord, ...]
    showings: tuple[Showing, ...]
    versions: tuple[Version, ...] = ()
    """Of its text, those before `body`, oldest first."""
