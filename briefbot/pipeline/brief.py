"""A briefing's stories, ranked and composed into a digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from briefbot import digest, rank
from briefbot.config import Briefing, Config, sources_of, topics_of
from briefbot.models import Digest, Item, Ranked, Story
from briefbot.ports import Select
from briefbot.store.archive import Archive


def ranking(
    briefing: Briefing, config: Config, archive: Archive, *, since: datetime, now: datetime
) -> tuple[Ranked, ...]:
    """Return every story that the briefing could tell, best first, with its reasons."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    stories = archive.stories_since(since, briefing.id, [source.id for source in sources])
    known = rank.Circumstances(
        now=now,
        since=since,
        sources={source.id: source for source in sources},
        topics=topics,
        about={topic.id: archive.about(topic.words, since) for topic in topics},
    )
    return rank.rank(stories, known)


def compose(
    briefing: Briefing,
    config: Config,
    archive: Archive,
    select: Select,
    *,
    since: datetime,
    now: datetime,
) -> Digest:
    """Return the edition of the briefing that tells what is new since then."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    ranked = ranking(briefing, config, archive, since=since, now=now)
    chosen = rank.choose(ranked, briefing, outlets=len(sources))
    words = {topic.id: topic.words for topic in topics}
    shown = items(
        [(r.story, words.get(r.topic_id or "", ())) for r in chosen],
        archive,
        select,
        limit=briefing.sentences,
    )
    articles, stories = archive.count_since(since, [source.id for source in sources])
    covered = digest.coverage(sources, archive.states(), articles=articles, stories=stories)
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
