"""What is kept: articles with their text and features, entries with their fate, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from briefbot.models.web import Entry

MOVED_LOOKS = 10
"""A move is believed after so many looks that all heard it..."""
MOVED_TIME = timedelta(days=3)
"""...over so long: a site under repair redirects for a day."""


class Quality(StrEnum):
    """Where an article's text comes from."""

    FULL = "full"
    FEED = "feed"
    """The feed's own text, because the page gave none."""
    PAYWALLED = "paywalled"
    """The feed's own text or a stub, because the page asks for money."""
    CONSENT = "consent"
    """The feed's own text, because the page asks for consent first."""
    CAPTCHA = "captcha"
    """The feed's own text, because the page wants to see that no robot reads it."""
    SCRIPTED = "scripted"
    """The feed's own text, because scripts make the page in the browser."""
    LIVE = "live"
    """The feed's own text, because the page is a live blog and has no one text."""
    VIDEO = "video"
    """The feed's own text, or the few words beside the video that the page is."""
    PHOTOS = "photos"
    """The feed's own text, or the few words beside the pictures that the page is."""
    PDF = "pdf"
    """The feed's own text, because the link leads to a PDF or the like."""

    @property
    def told(self) -> bool:
        """Whether title and link are worth telling without any text."""
        return self in {Quality.LIVE, Quality.VIDEO, Quality.PHOTOS, Quality.PDF}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an article that may stand in a summary: text[start:end]."""

    start: int
    end: int
    weight: float
    """How much it belongs in a summary, by the source's summariser; 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One page of one outlet; its text stands in its `Body`."""

    url: str
    """The address, tidied; unique in the archive."""
    source_id: str
    outlet: str
    """The source's name as readers know it."""
    title: str
    language: str
    """ISO 639-1 code, or `und`."""
    quality: Quality
    words: int
    """How long its text is."""
    found: datetime
    published: datetime
    """As the source says; when it says nothing or the future, when it was found."""
    author: str = ""
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The clean text of an article and its sentences that may stand in a summary."""

    text: str
    sentences: tuple[Sentence, ...]
    summariser: str
    """The summariser that weighed the sentences."""
    version: int = 1
    """Counted from 1: a corrected article has more, and spans point into one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an article said before it was corrected."""

    title: str
    read: datetime
    """When it was read."""
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What clustering compares of an article; computed where the article is read."""

    digest: str
    """Hash of the words of the text: equal for verbatim copies."""
    sketch: tuple[int, ...]
    """The smallest hashes of its word shingles, ascending (bottom-k sketch)."""
    terms: tuple[tuple[int, float], ...]
    """Hashed words that tell its event, with weights, most telling first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article just read from a page, before it has a place in the archive."""

    entry: Entry
    article: Article
    body: Body
    features: Features
    index: tuple[str, str, str]
    """Title, first lines and text as search tokens, space-separated."""
    note: str = ""
    """What a person should know of how it was read, such as why the feed's own text serves."""


class Fate(StrEnum):
    """What became of an entry."""

    STORED = "stored"
    BASELINE = "baseline"
    """Already there when the source was first seen, beyond `first_sight`."""
    FILTERED = "filtered"
    """Refused by the source's include or exclude words."""
    DUPLICATE = "duplicate"
    """The same page under another address or id."""
    UNREADABLE = "unreadable"
    """Neither the page nor the feed gave any text."""
    WAITING = "waiting"
    """Its page could not be read yet: it counts as new at the next look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An entry that did not become an article, and why."""

    entry: Entry
    fate: Fate
    detail: str


@dataclass(frozen=True, kw_only=True)  # without slots, so that `but` copies all at once
class SourceState:
    """What the archive knows of a source between two looks."""

    source_id: str
    url: str
    """The configured address that this state belongs to."""
    kind: str | None = None
    feed_url: str | None = None
    """Where the entries are: differs from `url` when the feed was discovered."""
    title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    validators_from: str | None = None
    """The address that gave the validators: they say nothing of another."""
    body_hash: str | None = None
    first_seen: datetime | None = None
    checked: datetime | None = None
    succeeded: datetime | None = None
    next_check: datetime | None = None
    not_before: datetime | None = None
    """It is not asked before then, for whatever reason: its server or `interval` forbids it."""
    asked: datetime | None = None
    """When a look at it last began: later than `checked` when that look was cut short."""
    failing_since: datetime | None = None
    failures: int = 0
    reason: str | None = None
    error: str | None = None
    """The last error, in words; None while the source is well."""
    per_day: float | None = None
    """How many new entries it lists a day; None until that is known."""
    news: datetime | None = None
    """When it last listed an entry that was new."""
    ttl: int = 0
    """Minutes for which the feed says that it need not be asked again (RSS ttl)."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, in UTC, in which the feed says that nothing is new."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday 0, of which it says so."""
    moved_to: str | None = None
    """Where its address says that it has moved to for good (301, 308)."""
    moved_looks: int = 0
    """How many looks in a row it has said so..."""
    moved_since: datetime | None = None
    """...since when..."""
    moved_seen: datetime | None = None
    """...and when it was last asked there: later looks asked the new address itself."""
    gone: datetime | None = None
    """Since when its server says that it is gone for good (410): it is as good as not asked."""
    rolled_from: datetime | None = None
    """Entries between then..."""
    rolled_to: datetime | None = None
    """...and then may have been missed: the feed had dropped them before it was read again."""
    rolled_at: datetime | None = None
    """When that was found."""
    took: float | None = None
    """Seconds that its answers take, the last ones most."""
    undated: float | None = None
    """Which share of the entries that it lists has no date."""

    def but(self, **changes: Any) -> SourceState:  # noqa: ANN401  any field
        """Return the state with these fields changed: `replace`, for each of thousands of polls."""
        if not changes.keys() <= self.__dict__.keys():
            raise TypeError(f"no field of a state: {changes.keys() - self.__dict__.keys()}")
        return self.of({**self.__dict__, **changes})

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> SourceState:
        """Return the state of which all fields are given: thousands are read at a time."""
        new = object.__new__(cls)
        new.__dict__.update(fields)
        return new

    @property
    def moved(self) -> bool:
        """Whether it has said for long enough that it moved: the new address is asked then."""
        if self.moved_to is None or self.moved_since is None or self.moved_seen is None:
            return False
        return self.moved_looks >= MOVED_LOOKS and self.moved_seen - self.moved_since >= MOVED_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How one look at a source ended."""

    source_id: str
    articles: int = 0
    """New articles that it brought."""
    unchanged: bool = False
    """Whether the server or the bytes say that nothing is new."""
    failure: str | None = None
    """What went wrong, in words; None when the source was read."""
    unread: tuple[str, ...] = ()
    """Pages that gave no text at all, each with what went wrong."""
    offline: bool = False
    """Whether it failed because we ourselves have no network: that counts against nobody."""
    rolled_over: bool = False
    """Whether the feed had dropped all that it listed before: entries may have been missed."""
