"""Sources, topics, briefings: the nouns of the configuration.

The text under a field is what an editor shows for it: it goes into the JSON Schema.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from briefbot.config.fields import (
    Address,
    Admin,
    Clock,
    Contact,
    CookieName,
    Date,
    Day,
    Destination,
    FileName,
    FirstSight,
    HeaderName,
    Identifier,
    Interval,
    Kind,
    Language,
    Line,
    Network,
    Number,
    OutletName,
    Person,
    ProxyAddress,
    Selector,
    Several,
    Some,
    SummariserName,
    Switch,
    UserAgent,
    VariableName,
    Weekday,
    Whole,
    Word,
    Zone,
)
from briefbot.config.wording import close, show
from briefbot.errors import UsageError


class Part(BaseModel):
    """A part of the configuration: frozen, and unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, validate_default=False
    )


class Source(Part):
    """A place that publishes: a feed, an index page, a sitemap, or a home page (`auto`)."""

    id: Identifier
    """A short name of your own that never changes: the archive remembers the source by it."""
    url: Address
    """The address of the feed, or of the home page, whose feed is then found."""
    kind: Kind = "auto"
    """What stands at the address; `auto` finds out."""
    name: OutletName = ""
    """The outlet as readers know it; left out, the host of the address."""
    topics: Several[Identifier] = ()
    """Topics that everything from this source belongs to, whatever words it uses."""
    language: Language | None = None
    """The language of the source in two letters; left out, each article is looked at."""
    weight: Annotated[Number, Field(ge=0.1, le=10)] = 1.0
    """How much the source counts in ranking: 2 is twice as much, 0.5 half."""
    include: Several[Word] = ()
    """Take only entries that say at least one of these words."""
    exclude: Several[Word] = ()
    """Leave out entries that say any of these words."""
    interval: Interval = timedelta(hours=1)
    """How often to look at the most: `1h` or longer; less only within `fetch.allow_private`."""
    max_interval: Interval = timedelta(hours=6)
    """How often to look at the least, however rarely it brings something."""
    headers: dict[HeaderName, VariableName] = Field(
        default_factory=dict, json_schema_extra={"additionalProperties": False}
    )
    """Header name: name of the environment variable that holds its value."""
    cookies: dict[CookieName, VariableName] = Field(
        default_factory=dict, json_schema_extra={"additionalProperties": False}
    )
    """Cookie name: name of the environment variable that holds its value."""
    user_agent: UserAgent | None = None
    """How briefbot names itself to this source; left out, as `fetch.user_agent` says."""
    text: Literal["page", "feed"] = "page"
    """Where the text comes from: the `page`, or the `feed`, whose pages are then not asked."""
    text_selector: Selector | None = None
    """The elements of a page that hold the text, as a CSS selector; left out, they are found."""
    link_selector: Selector | None = None
    """For `kind: page`: the links to articles, or the elements around them, as a CSS selector."""
    first_sight: FirstSight = 5
    """How many of the entries already there count as new at the first look; or `all`."""
    inside: Switch = False
    """Whether its host's name, and what it leads to, may be in `fetch.allow_private`."""
    enabled: Switch = True
    """Write false to stop reading the source and keep its settings."""
    paused_until: Date | None = None
    """The day from which the source is read again: `2026-12-24`; left out, it is not paused."""

    @property
    def label(self) -> str:
        """The name that readers see: `name`, or else the host of the address."""
        return self.name or (urlsplit(self.url).hostname or self.id).removeprefix("www.")


class Topic(Part):
    """A named query: an article is about it when it says one of its words, in any language."""

    id: Identifier
    """A short name of your own, which sources and briefings use."""
    name: Line
    """The heading above the topic's stories."""
    words: Some[Word]
    """Words or phrases, plain, in any language; capitals matter in short ones alone: US, us."""


class Schedule(Part):
    """When a briefing is posted: local times on weekdays, in a named zone."""

    times: Some[Clock]
    """Local times of day, such as `08:00`."""
    weekdays: Some[Day] = tuple(Weekday)
    """The days on which it is posted; left out, every day."""
    zone: Zone = "UTC"
    """The time zone of the times, by its IANA name."""


class Briefing(Part):
    """A standing order: which topics and sources, where to, when."""

    id: Identifier
    """A short name of your own that never changes: the archive remembers what it has told."""
    name: Line
    """The title of its digests."""
    topics: Several[Identifier] = ()
    """Topics to tell, in this order; left out, whatever the sources bring."""
    sources: Several[Identifier] = ()
    """Sources to read; left out, every source that is enabled."""
    destinations: Several[Destination] = ()
    """Slack channels (`"#news"` in quotes, or an id) and people (an id)."""
    schedule: Schedule
    """When it is posted."""
    max_stories: Annotated[Whole, Field(ge=1, le=50)] = 10
    """The most stories in one digest."""
    sentences: Annotated[Whole, Field(ge=1, le=10)] = 3
    """The most sentences for each story; the first of a digest may have two more."""
    quiet_day: Literal["say", "skip"] = "say"
    """When there is nothing to tell: `say` so, or `skip` the digest."""
    languages: Several[Language] = ()
    """Tell only articles in these languages, in two letters each; left out, in any."""
    owners: Several[Person] = ()
    """Slack users, by id, who may change this briefing although they are no admins."""
    enabled: Switch = True
    """Write false to stop posting the briefing and keep its settings."""
    paused_until: Date | None = None
    """The day from which it is posted again: `2026-12-24`; left out, it is not paused."""


class FetchOptions(Part):
    """How the web is read."""

    contact: Contact
    """Your web page or mail address: webmasters see it in their logs."""
    user_agent: UserAgent = "briefbot/{version} (+{contact})"
    """How briefbot names itself; `{version}` and `{contact}` are filled in."""
    allow_private: Several[Network] = ()
    """Networks in CIDR form, with `:port` behind if wanted, that may be read although private."""
    proxy: ProxyAddress = ""
    """The proxy on the way to the web: `http://proxy.example:3128`; left out, there is none."""
    proxy_login: VariableName | None = None
    """The environment variable that holds `user:password` for the proxy."""
    ca_file: FileName = ""
    """A file of certificates (PEM) that are believed besides the system's: a company's own."""
    timeout: Annotated[Number, Field(ge=1, le=120)] = 20
    """Seconds for one request, from connecting to the last byte."""
    feed_limit: Annotated[Whole, Field(ge=10_000, le=50_000_000)] = 5_000_000
    """The most bytes of a feed, unpacked."""
    page_limit: Annotated[Whole, Field(ge=10_000, le=50_000_000)] = 2_000_000
    """The most bytes of a page, unpacked."""
    per_host: Annotated[Whole, Field(ge=1, le=10)] = 2
    """The most requests to one host at a time."""
    total: Annotated[Whole, Field(ge=1, le=500)] = 100
    """The most requests at a time."""

    @model_validator(mode="after")
    def _has_a_proxy_to_log_in_at(self) -> FetchOptions:
        if self.proxy_login and not self.proxy:
            raise ValueError("proxy_login is for a proxy, and there is none; write `proxy` as well")
        return self


class Retention(Part):
    """How long what is kept."""

    text_days: Annotated[Whole, Field(ge=1, le=3650)] = 90
    """Days that the text of an article is kept; search finds it that long."""
    seen_days: Annotated[Whole, Field(ge=1, le=3650)] = 400
    """Days that an entry is remembered, so that it is not taken for new; at least `text_days`."""

    @model_validator(mode="after")
    def _remembers_what_it_keeps(self) -> Retention:
        if self.seen_days < self.text_days:
            raise ValueError(
                f"seen_days ({self.seen_days}) is shorter than text_days ({self.text_days}), so "
                "kept articles would come in again; raise seen_days"
            )
        return self


Named = TypeVar("Named", Source, Briefing)
_LISTED = 8


class Config(Part):
    """The whole configuration."""

    sources: tuple[Source, ...]
    """The places to read."""
    topics: tuple[Topic, ...] = ()
    """What briefings are about."""
    briefings: tuple[Briefing, ...] = ()
    """What is posted, where and when."""
    admins: Several[Admin] = ()
    """Slack users and user groups, by id, who may change this configuration from Slack."""
    workspace_admins: Switch = False
    """Whether the workspace's own admins and owners may change it too."""
    fetch: FetchOptions
    """How the web is read."""
    retention: Retention = Retention()
    """How long what is kept."""
    summariser: SummariserName = "coverage"
    """How sentences are chosen: by their `coverage` of the story, by `lexrank`, or the `lead`."""

    def source(self, id: str) -> Source:  # noqa: A002  the key's own name
        """Return a source by its id; raise UsageError when there is none."""
        return _named("source", id, self.sources)

    def briefing(self, id: str) -> Briefing:  # noqa: A002  the key's own name
        """Return a briefing by its id; raise UsageError when there is none."""
        return _named("briefing", id, self.briefings)


def _named(what: str, wanted: str, parts: tuple[Named, ...]) -> Named:
    found = next((part for part in parts if part.id == wanted), None)
    if found is None:
        ids = [part.id for part in parts]
        known = ", ".join(ids[:_LISTED]) + (", …" if len(ids) > _LISTED else "")
        hint = close(wanted, ids) or (f"; there are: {known}" if known else "; there are none")
        raise UsageError(f"{what} {show(wanted)} is not in the configuration{hint}")
    return found


def sources_of(config: Config, briefing: Briefing) -> tuple[Source, ...]:
    """Return the enabled sources that a briefing reads: those it names, or else all."""
    chosen = [config.source(id) for id in briefing.sources] or config.sources  # noqa: A001
    return tuple(source for source in chosen if source.enabled)


def topics_of(config: Config, briefing: Briefing) -> tuple[Topic, ...]:
    """Return the topics of a briefing, in its own order."""
    topics = {topic.id: topic for topic in config.topics}
    return tuple(topics[name] for name in briefing.topics)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the file, from which editors complete it.

    The schema is that of writing, so that defaults stand as the file has them: `1h`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Config.model_json_schema(mode="serialization"),
        "title": "briefbot configuration",
    }
