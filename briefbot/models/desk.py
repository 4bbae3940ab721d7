"""What the desk shows a reader in Slack, beside digests and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefbot.models.health import Condition
from briefbot.models.posted import Alert, Subscription
from briefbot.models.shown import Item, StoredArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story at length: its shown article with more sentences, and all that tell it."""

    item: Item
    articles: tuple[StoredArticle, ...]
    """Every article of the story, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """One topic, and how much there is of it."""

    topic_id: str
    name: str
    words: tuple[str, ...]
    articles: int
    """Articles of the last seven days that name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source, and how it fares."""

    source_id: str
    name: str
    url: str
    state: Condition
    succeeded: datetime | None
    next_check: datetime | None
    articles: int
    """Articles of the last seven days."""
    since: datetime | None = None
    """Since when it is in that state."""
    per_day: float | None = None
    """How many new entries it lists a day."""
    advice: str = ""
    """What is wrong and what to do, in words; of one that fails the last error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A briefing or subscription: when it is next, and when it was last posted."""

    name: str
    destinations: tuple[str, ...]
    due: datetime | None
    zone: str
    posted: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the bot fares."""

    now: datetime
    since: datetime
    """When this process began."""
    zone: str
    read: int
    sources: int
    failing: int
    articles: int
    """Articles in the archive."""
    newest: datetime | None
    """When the newest of them was found."""
    orders: tuple[OrderLine, ...]
    pending: int
    """Messages that wait to be posted."""
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """A digest that was posted today: where a reader finds it."""

    name: str
    channel: str
    ts: str
    made: datetime
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStory:
    """A story that a reader saved."""

    article: StoredArticle
    saved: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """What a reader's App Home holds."""

    now: datetime
    zone: str
    subscriptions: tuple[tuple[Subscription, datetime], ...]
    """Each with when it is next due."""
    saved: tuple[SavedStory, ...]
    digests: tuple[DigestLine, ...]
    topics: tuple[str, ...]
    """Names of the topics, to suggest."""
    command: str = "/brief"
