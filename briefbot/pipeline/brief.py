"""A briefing's stories, ranked and composed into a digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from briefbot import digest, rank, schedule
from briefbot.config import Briefing, Config, sources_of, topics_of
from briefbot.models import Digest, Item, Ranked, Story, Taste
from briefbot.ports import Select
from briefbot.store.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom an edition is for."""

    destination: str = ""
    """Where it goes; a story is told once to each destination."""
    taste: Taste = Taste()  # noqa: RUF009  frozen
    language: str | None = None
    """The only language to tell articles in."""
    late: timedelta = timedelta()
    """How long before the window an article may be published that was found only in it."""


ANYBODY = Reader()


def first_reader(briefing: Briefing) -> Reader:
    """Return whom a look at the briefing is for: its first destination, if it has any."""
    return Reader(destination=next(iter(briefing.destinations), ""))


def ranking(
    briefing: Briefing,
    config: Config,
    archive: Archive,
    *,
    since: datetime,
    now: datetime,
    reader: Reader = ANYBODY,
) -> tuple[Ranked, ...]:
    """Return every story that the briefing could tell, best first, with its reasons."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    ids = [source.id for source in sources]
    stories = archive.stories_since(since, briefing.id, ids, reader.destination, reader.late)
    known = rank.Circumstances(
        now=now,
        since=since,
        sources={source.id: source for source in sources},
        topics=topics,
        about={topic.id: archive.about(topic.words, since - reader.late) for topic in topics},
        late=reader.late,
        taste=reader.taste,
        muted=archive.about(reader.taste.words, since - reader.late),
    )
    return rank.rank(_readable(stories, reader.language), known)


def _readable(stories: Sequence[Story], language: str | None) -> tuple[Story, ...]:
    """Return the stories with only their articles in the language, if there must be one."""
    if language is None:
        return tuple(stories)
    kept = (
        replace(s, articles=tuple(a for a in s.articles if a.article.language == language))
        for s in stories
    )
    return tuple(story for story in kept if story.articles)


def compose(
    briefing: Briefing,
    config: Config,
    archive: Archive,
    select: Select,
    *,
    since: datetime,
    now: datetime,
    reader: Reader = ANYBODY,
) -> Digest:
    """Return the edition of the briefing that tells the reader what is new since then."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    ranked = ranking(briefing, config, archive, since=since, now=now, reader=reader)
    chosen = rank.choose(ranked, briefing, outlets=len(sources))
    words = {topic.id: topic.words for topic in topics}
    shown = items(
        [(r.story, words.get(r.topic_id or "", ())) for r in chosen],
        archive,
        select,
        limit=briefing.sentences,
    )
    articles, stories = archive.count_since(since, [source.id for source in sources], reader.late)
    covered = digest.coverage(
        sources,
        schedule.current(sources, archive.states()),
        articles=articles,
        stories=stories,
        since=since,
        now=now,
    )
    parts = digest.sections(list(zip(chosen, shown, strict=True)), topics)
    return digest.compose(briefing, parts, covered, since=since, now=now)


def items(
    stories: Sequence[tuple[Story, Sequence[str]]], archive: Archive, select: Select, *, limit: int
) -> list[Item]:
    """Show each story with the sentences of its first article that fit the words best."""
    bodies = archive.bodies([story.articles[0].id for story, _ in stories])
    shown = []
    for story, words in stories:
        body = bodies.get(story.articles[0].id)
        chosen = select(body.text, body.sentences, limit=limit, query=words) if body else ()
        shown.append(digest.item(story, body, chosen))
    return shown
