"""What people ask of the archive: a search, one article, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from briefbot import rank, why
from briefbot.addresses import canonical, tidy
from briefbot.config import Briefing, Config
from briefbot.models import Answer, Query, Record, StoredArticle, Story
from briefbot.pipeline.brief import Reader, first_reader, gathered, items, judged
from briefbot.ports import Select
from briefbot.store.archive import Archive
from briefbot.store.versions import Versions

HITS = 5
"""Articles that are looked at for each story: several tell the same one."""


def answer(
    text: str,
    query: Query,
    archive: Archive,
    select: Select,
    *,
    now: datetime,
    limit: int = 10,
    sentences: int = 2,
) -> Answer:
    """Return the stories that a query finds, best first, in their own words."""
    hits = archive.search(query, limit=limit * HITS)
    order = dict.fromkeys(hit.stored.story_id for hit in hits)
    members = archive.members(list(order)[:limit])
    best = {hit.stored.story_id: hit.stored for hit in reversed(hits)}
    stories = [
        Story(id=i, articles=(best[i], *(a for a in articles if a.id != best[i].id)))
        for i, articles in members.items()
    ]
    found = items([(s, query.wanted) for s in stories], archive, select, limit=sentences)
    return Answer(
        query=text,
        made=now,
        since=query.since,
        searched=archive.count(),
        items=tuple(found),
        total=len(found),
        more=len(order) > limit or len(hits) == limit * HITS,
    )


def record(url: str, archive: Versions, select: Select, *, sentences: int = 3) -> Record | None:
    """Return all that is kept of the article at an address; None when there is none."""
    stored = _article_at(url, archive)
    if stored is None:
        return None
    body = archive.bodies([stored.id]).get(stored.id)
    return Record(
        stored=stored,
        body=body,
        summary=select(body.text, body.sentences, limit=sentences, language=stored.article.language)
        if body
        else (),
        story=archive.members([stored.story_id])[stored.story_id],
        entries=archive.entries_of(_forms(url, stored)),
        showings=archive.showings(stored.id),
        versions=archive.versions(stored.id) if body else (),
    )


def _article_at(url: str, archive: Archive) -> StoredArticle | None:
    """Return the article at the address, or the one that an entry with the address led to."""
    stored = archive.article(url) or archive.article(tidy(url) or url)
    if stored is not None:
        return stored
    entries = archive.entries_of(_forms(url))
    ids = [entry.article_id for entry in entries if entry.article_id is not None]
    return archive.articles(ids[:1]).get(ids[0]) if ids else None


def _forms(url: str, stored: StoredArticle | None = None) -> set[str]:
    """Return the addresses by which entries may have led to the article."""
    forms = {url, tidy(url) or url, canonical(url) or url}
    return forms | ({stored.article.url} if stored else set())


def case(
    url: str,
    config: Config,
    archive: Versions,
    *,
    since: datetime,
    now: datetime,
    briefings: Sequence[Briefing] | None = None,
    reader: Reader | None = None,
) -> why.Case:
    """Gather all that the archive knows of an address, and where its story stands now.

    It stands in the ranking of each briefing, or of those given: for its first destination,
    or for the given reader.
    """
    stored = _article_at(url, archive)
    original = stored.duplicate_of if stored else None
    return why.Case(
        url=url,
        entries=archive.entries_of(_forms(url, stored)),
        stored=stored,
        original=archive.articles([original])[original] if original else None,
        story=archive.members([stored.story_id])[stored.story_id] if stored else (),
        showings=archive.showings(stored.id) if stored else (),
        standings=tuple(
            _standing(
                stored,
                briefing,
                reader or first_reader(briefing),
                config,
                archive,
                since=since,
                now=now,
            )
            for briefing in (config.briefings if briefings is None else briefings)
        ),
    )


def _standing(
    stored: StoredArticle | None,
    briefing: Briefing,
    reader: Reader,
    config: Config,
    archive: Versions,
    *,
    since: datetime,
    now: datetime,
) -> why.Standing:
    stories, known = gathered(briefing, config, archive, since=since, now=now, reader=reader)
    ranked = rank.rank(stories, known)
    story = next((s for s in stories if stored and s.id == stored.story_id), None)
    return why.Standing(
        briefing=briefing,
        source_ids=frozenset(known.sources),
        since=since,
        ranked=ranked,
        verdicts=judged(ranked, briefing, config, reader),
        hindrance=rank.hindrance(stored, story, known) if stored else None,
        taste=reader.taste,
    )
