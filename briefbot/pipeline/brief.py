"""A briefing's stories, ranked and composed into a digest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from briefbot import digest, places, rank, schedule, updates
from briefbot.config import Briefing, Config, sources_of, topics_of
from briefbot.models import Addition, Digest, Item, Ranked, Story, Taste, Verdict
from briefbot.pipeline.asked import asked
from briefbot.pipeline.others import with_others
from briefbot.ports import Select
from briefbot.store.archive import Archive
from briefbot.store.versions import Versions

NOTHING: Mapping[int, Addition] = {}
LETTERS = 280
"""Characters that there is room for, for each sentence that may be shown."""
FIRST_MORE = 2
"""Sentences more for the day's first story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom an edition is for."""

    destination: str = ""
    """Where it goes; a story is told once to each destination."""
    taste: Taste = Taste()  # noqa: RUF009  frozen
    language: str | None = None
    """The only language to tell articles in; None leaves it to the briefing."""
    late: timedelta = timedelta()
    """How long before the window an article may be published that was found only in it."""
    floor: float = places.FLOOR
    """What a story has to be worth; 0 for who asks for all that there is."""


ANYBODY = Reader()


def first_reader(briefing: Briefing) -> Reader:
    """Return whom a look at the briefing is for: its first destination, if it has any."""
    return Reader(destination=next(iter(briefing.destinations), ""))


def ranking(
    briefing: Briefing,
    config: Config,
    archive: Versions,
    *,
    since: datetime,
    now: datetime,
    reader: Reader = ANYBODY,
) -> tuple[Ranked, ...]:
    """Return every story that the briefing could tell, best first, with its reasons."""
    return rank.rank(*gathered(briefing, config, archive, since=since, now=now, reader=reader))


def gathered(
    briefing: Briefing,
    config: Config,
    archive: Versions,
    *,
    since: datetime,
    now: datetime,
    reader: Reader = ANYBODY,
) -> tuple[tuple[Story, ...], rank.Circumstances]:
    """Return the stories that the briefing could tell, and what ranking has to know of them."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    ids = [source.id for source in sources]
    found = archive.stories_since(since, briefing.id, ids, reader.destination, reader.late)
    languages = (reader.language,) if reader.language else briefing.languages
    stories = _readable(found, languages)
    known = rank.Circumstances(
        now=now,
        since=since,
        sources={source.id: source for source in sources},
        topics=topics,
        about={topic.id: archive.about(topic.words, since - reader.late) for topic in topics},
        late=reader.late,
        taste=reader.taste,
        muted=archive.about(reader.taste.words, since - reader.late),
        languages=languages,
    )
    return stories, replace(known, additions=dict(_additions(stories, archive, known)))


def _additions(
    stories: Sequence[Story], archive: Versions, known: rank.Circumstances
) -> Iterator[tuple[int, Addition]]:
    """Yield what the new articles of told stories add to what those shown said at the time."""
    again = [(s, new) for s in stories if s.told and (new := rank.fresh(s, known))]
    shown = {a.id: s.told for s, _ in again for a in s.articles if s.told and a.id in s.told_ids}
    texts = archive.texts_at(shown)
    bodies = archive.bodies([article.id for _, new in again for article in new])
    for story, new in again:
        told = [
            (texts.get(a.id, a.article.title), a.article.language)
            for a in story.articles
            if a.id in story.told_ids
        ]
        for article in new:
            body = bodies.get(article.id)
            nothing = Addition(sentences=(), of=0)
            language = article.article.language
            yield article.id, updates.addition(body, language, told) if body else nothing


def _readable(stories: Sequence[Story], languages: Collection[str]) -> tuple[Story, ...]:
    """Return the stories with only their articles in the languages, if there are any given."""
    if not languages:
        return tuple(stories)
    kept = (
        replace(s, articles=tuple(a for a in s.articles if a.article.language in languages))
        for s in stories
    )
    return tuple(story for story in kept if story.articles)


def compose(
    briefing: Briefing,
    config: Config,
    archive: Versions,
    select: Select,
    *,
    since: datetime,
    now: datetime,
    reader: Reader = ANYBODY,
) -> Digest:
    """Return the edition of the briefing that tells the reader what is new since then."""
    sources, topics = sources_of(config, briefing), topics_of(config, briefing)
    known = gathered(briefing, config, archive, since=since, now=now, reader=reader)
    ranked = rank.rank(*known)
    verdicts = judged(ranked, briefing, config, reader)
    chosen = [each for each in ranked if verdicts[each.story.id] is Verdict.SHOWN]
    plain = items(
        [(each.story, asked(each, topics)) for each in chosen],
        archive,
        select,
        limit=briefing.sentences,
        first_more=FIRST_MORE,
        additions={number: added for each in chosen for number, added in each.additions.items()},
    )
    shown = with_others(chosen, plain, archive, known[1])
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
    thin = sum(verdict is Verdict.THIN for verdict in verdicts.values())
    return digest.compose(briefing, parts, covered, since=since, now=now, thin=thin)


def judged(
    ranked: Sequence[Ranked], briefing: Briefing, config: Config, reader: Reader = ANYBODY
) -> dict[int, Verdict]:
    """Return what becomes of each ranked story, by its number."""
    outlets = {source.label.casefold() for source in sources_of(config, briefing)}
    return places.verdicts(ranked, briefing, outlets=len(outlets), floor=reader.floor)


def items(
    stories: Sequence[tuple[Story, Sequence[str]]],
    archive: Archive,
    select: Select,
    *,
    limit: int,
    first_more: int = 0,
    additions: Mapping[int, Addition] = NOTHING,
) -> list[Item]:
    """Show each story with the sentences of its first article that fit the words best.

    The first story may have `first_more` of them more. Where `additions` has the article, only
    those sentences count that say something new.
    """
    bodies = archive.bodies([story.articles[0].id for story, _ in stories])
    shown: list[Item] = []
    for story, words in stories:
        first = story.articles[0].id
        body, added = bodies.get(first), additions.get(first)
        sentences = added.sentences if added else body.sentences if body else ()
        room = limit + (0 if shown else first_more)
        language = story.articles[0].article.language
        choose = partial(select, limit=room, query=words, language=language, budget=room * LETTERS)
        shown.append(digest.item(story, body, choose(body.text, sentences) if body else ()))
    return shown
