"""What goes out: stories, ranked, as the items of a digest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from briefbot.models.archive import Article, Quality, Sentence
from briefbot.models.health import Ailing
from briefbot.models.posted import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article in its place in the archive."""

    id: int
    story_id: int
    article: Article
    duplicate_of: int | None = None
    """The article whose text this one repeats."""

    @property
    def outlet(self) -> str:
        """What tells outlets apart: two feeds of one name are one outlet."""
        return self.article.outlet.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles of one event, in the order in which they were published."""

    id: int
    articles: tuple[StoredArticle, ...]
    told: datetime | None = None
    """When an earlier digest of the same briefing last told it."""
    told_ids: frozenset[int] = frozenset()
    """The articles of it that digests of the same briefing have told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One reason for a story's place: a name that people read, and its multiplier."""

    name: str
    value: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What an article adds to a story that was told: its sentences that say something new."""

    sentences: tuple[Sentence, ...]
    of: int
    """How many sentences it has."""

    @property
    def share(self) -> float:
        """Which share of its sentences is new."""
        return len(self.sentences) / self.of if self.of else 0.0


RECENCY = "recency"
"""The factor of a story's age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A story with its score, how it came about, and the topic that it is shown under."""

    story: Story
    score: float
    factors: tuple[Factor, ...]
    topic_id: str | None = None
    additions: Mapping[int, Addition] = field(default_factory=dict)
    """Of a story that was told: what each of its new articles adds, by article id."""

    @property
    def worth(self) -> float:
        """What the story counts whatever its age: whether it is worth telling at all."""
        return math.prod(each.value for each in self.factors if each.name != RECENCY)


class Verdict(StrEnum):
    """What becomes of a story that a briefing could tell."""

    SHOWN = "shown"
    OUTRANKED = "outranked"
    """Better stories have all the places."""
    OUTLET = "outlet"
    """Its outlet has two better ones."""
    TOPIC = "topic"
    """Its topic has its share of the places."""
    THIN = "thin"
    """It is not worth a place, even where one is free."""


class Hindrance(StrEnum):
    """Why an article can't bring its story into a digest."""

    TOLD = "told"
    HIDDEN = "hidden"
    WORD = "word"
    """A muted word is in the headline of its story, or in its own first lines."""
    MUTED = "muted"
    """Its source is muted."""
    OLD = "old"
    UNPLACED = "unplaced"
    """The ingest that brought it has not ended."""
    LANGUAGE = "language"
    COPY = "copy"
    """Its story was told, and it repeats another article's text."""
    KNOWN = "known"
    """Its story was told, and it says nothing that was not told."""
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One sentence as shown: exactly `text[start:end]` of the article stored under `url`."""

    text: str
    url: str
    start: int
    end: int
    version: int = 1
    """Of the article's text: it may be corrected later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet that tells the story, and where."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One sentence of another outlet's article, which says what the shown article does not."""

    article_id: int
    outlet: Outlet
    """Who says it, and where that article is."""
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story as a digest or a search shows it."""

    story_id: int
    article_id: int
    """The shown article."""
    source_id: str
    """The shown article's source."""
    headline: str
    url: str
    sources: tuple[Outlet, ...]
    """The outlet of the shown article first, then those that also tell it."""
    published: datetime
    sentences: tuple[Quote, ...]
    language: str
    quality: Quality
    update: bool = False
    """Whether an earlier digest told this story already."""
    topic_id: str | None = None
    """The topic that it is shown under."""
    beside: Beside | None = None
    """What another outlet adds; None when no other adds anything."""

    @property
    def also_in(self) -> tuple[Outlet, ...]:
        """The other outlets that tell it, but the one that is quoted: it is named already."""
        quoted = self.beside.outlet.name if self.beside else None
        return tuple(outlet for outlet in self.sources[1:] if outlet.name != quoted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The items of one topic; `name` is empty when the digest has no topics."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of what a briefing should read was read."""

    read: int
    total: int
    ailing: tuple[Ailing, ...] = ()
    """Those not read first, then those that were read and that may miss something."""
    articles: int = 0
    """New articles in the window."""
    stories: int = 0
    """Stories that they make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One edition of a briefing."""

    briefing_id: str
    name: str
    made: datetime
    since: datetime
    zone: str
    """IANA name of the zone that its times are shown in."""
    sections: tuple[Section, ...]
    coverage: Coverage
    quiet: str | None = None
    """What to say when there is nothing to tell; None when there is."""
    remark: str | None = None
    """What to say of a slow day, when stories were left out that are worth no place."""
    slot: Slot | None = None
    """The occurrence of the briefing's schedule that it is for; None when asked for by hand."""
    missed: int = 0
    """Editions before it that were never made, and whose time it covers too."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in reading order."""
        return tuple(item for section in self.sections for item in section.items)
