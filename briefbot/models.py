"""The nouns: frozen dataclasses that every step speaks.

Times are aware UTC. Text is clean (see `briefbot.text.clean`) once it stands in an
`Article`; a span is a pair of character offsets (code points) into that text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# ---------------------------------------------------------------- what comes in


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One polite GET: validators are replayed byte for byte as the server gave them."""

    url: str
    limit: int
    """The most bytes of decoded body to read."""
    etag: str | None = None
    last_modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered to a `Request`: 200 with a body, or 304 without one."""

    url: str
    """The address after redirects."""
    status: int
    body: bytes = b""
    content_type: str = ""
    charset: str | None = None
    """The charset that the server declares; bytes decide first."""
    etag: str | None = None
    last_modified: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the server says that nothing is new (304)."""
        return self.status == 304  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed, an index page or a sitemap, as its source sent it."""

    id: str
    """The guid or atom:id; the address where the source gives none."""
    url: str
    """Absolute http(s) address of the page; empty when the entry has none that is fit to open."""
    title: str
    published: datetime | None = None
    content: str = ""
    """The feed's own text, HTML or plain: the longest of content, description, summary."""
    author: str = ""
    language: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What parsing one source gave, newest entries first where the source says so."""

    kind: str
    """The source kind that understood it: feed, page, sitemap."""
    title: str
    entries: tuple[Entry, ...]
    language: str | None = None
    home: str | None = None


# ---------------------------------------------------------------- what is kept


class Quality(StrEnum):
    """Where an article's text comes from."""

    FULL = "full"
    FEED = "feed"
    """The feed's own text, because the page gave none."""
    PAYWALLED = "paywalled"
    """The feed's own text or a stub, because the page asks for money."""


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
    """The canonical address; unique in the archive."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An entry that did not become an article, and why."""

    entry: Entry
    fate: Fate
    detail: str
    again: bool = False
    """Whether the next look may do better, so that the entry is not remembered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    body_hash: str | None = None
    first_seen: datetime | None = None
    checked: datetime | None = None
    succeeded: datetime | None = None
    next_check: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    reason: str | None = None
    error: str | None = None
    """The last error, in words; None while the source is well."""


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


# ---------------------------------------------------------------- what goes out


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article in its place in the archive."""

    id: int
    story_id: int
    article: Article
    duplicate_of: int | None = None
    """The article whose text this one repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles of one event, in the order in which they were published."""

    id: int
    articles: tuple[StoredArticle, ...]
    told: datetime | None = None
    """When an earlier digest of the same briefing last told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One reason for a story's place: a name that people read, and its multiplier."""

    name: str
    value: float
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A story with its score, how it came about, and the topic that it is shown under."""

    story: Story
    score: float
    factors: tuple[Factor, ...]
    topic_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One sentence as shown: exactly `text[start:end]` of the article stored under `url`."""

    text: str
    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet that tells the story, and where."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story as a digest or a search shows it."""

    story_id: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The items of one topic; `name` is empty when the digest has no topics."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ailing:
    """A source that is not read at the moment."""

    name: str
    since: datetime
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of what a briefing should read was read."""

    read: int
    total: int
    ailing: tuple[Ailing, ...] = ()
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

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in reading order."""
        return tuple(item for section in self.sections for item in section.items)


# ---------------------------------------------------------------- what is asked


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search found, as a reader sees it."""

    query: str
    made: datetime
    since: datetime | None
    searched: int
    """How many articles were looked through."""
    items: tuple[Item, ...]


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
