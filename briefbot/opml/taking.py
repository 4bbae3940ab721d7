"""What of a list becomes a source: what is new, with an id of its own and its folders' topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from briefbot.addresses import canonical, fit
from briefbot.config import Config, Source, Topic, values, web
from briefbot.config.naming import Names, Others, host_name
from briefbot.opml.reading import Listed, Listing, Other

_BEFORE_A_SCHEME = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)
_AS_A_SCHEME = re.compile(r"feed:(?=//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a list adds to a configuration."""

    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    there: tuple[Other, ...]
    """Feeds that the configuration has already."""
    refused: tuple[Other, ...]
    """What is no feed, or none that can be asked."""
    repeated: int
    """Feeds that stand in the list more than once; they are in the topics of all places."""


@dataclass(slots=True)
class _Topics:
    """The topics of the configuration, and those that folders add."""

    names: Names
    by_name: dict[str, str]
    new: list[Topic] = field(default_factory=list)

    def of(self, folders: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the folders' topics; a folder that can't be one adds none."""
        found = (self._topic(folder) for folder in folders)
        return tuple(dict.fromkeys(filter(None, found)))

    def _topic(self, folder: str) -> str | None:
        key = folder.casefold()
        if key not in self.by_name:
            try:
                values.word(folder)
            except ValueError:
                return None
            topic = Topic(
                id=self.names.new(folder, otherwise="topic"), name=folder, words=(folder,)
            )
            self.by_name[key] = topic.id
            self.new.append(topic)
        return self.by_name[key]


def take(listing: Listing, config: Config, remembered: Mapping[str, str]) -> Taken:
    """Return what the list adds; what is there already is known by its canonical address.

    `remembered` are the archive's ids, each with its address.
    """
    known = {_key(source.url): source.id for source in config.sources}
    fresh: dict[str, tuple[Listed, str, list[str]]] = {}
    there, refused, repeated = [], list(listing.others), 0
    for feed in listing.feeds:
        try:
            url = web.address(_web(feed.url))
        except ValueError as error:
            refused.append(Other(line=feed.line, title=feed.title, reason=str(error)))
            continue
        key = _key(url)
        if key in known:
            reason = f"it is source '{known[key]}' already"
            there.append(Other(line=feed.line, title=feed.title, reason=reason))
        elif key in fresh:
            fresh[key][2].extend(feed.folders)
            repeated += 1
        else:
            fresh[key] = (feed, url, list(feed.folders))
    topics = _topics_of(config)
    names = Names({source.id for source in config.sources})
    sources = []
    for feed, url, folders in fresh.values():
        try:
            others = Others(remembered, url)
            sources.append(_source(feed, url, topics.of(folders), names, others))
        except ValidationError as error:
            said = str(error.errors()[0].get("ctx", {}).get("error", "it can't be a source"))
            refused.append(Other(line=feed.line, title=feed.title, reason=said))
    return Taken(
        sources=tuple(sources),
        topics=tuple(topics.new),
        there=tuple(there),
        refused=tuple(sorted(refused, key=lambda other: other.line)),
        repeated=repeated,
    )


def _topics_of(config: Config) -> _Topics:
    ids: Sequence[str] = [topic.id for topic in config.topics]
    named = {topic.name.casefold(): topic.id for topic in config.topics}
    return _Topics(Names(set(ids)), {**{name: name for name in ids}, **named})


def _source(
    feed: Listed, url: str, topics: tuple[str, ...], names: Names, others: Others
) -> Source:
    language = feed.language[:2].lower()
    return Source(
        id=names.new(feed.title, host_name(url), otherwise="feed", besides=others),
        url=url,
        name=feed.title,
        topics=topics,
        language=language if language in values.LANGUAGES else None,
    )


def _web(url: str) -> str:
    """Return the address with the scheme that `feed:` stands for, and spaces escaped."""
    at = _BEFORE_A_SCHEME.match(url)
    url = url[at.end() :] if at else _AS_A_SCHEME.sub("http:", url, count=1)
    return (fit(url) or url) if re.search(r"\s", url) else url


def _key(url: str) -> str:
    return canonical(url) or url
