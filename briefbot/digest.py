"""Stories to the digest or the answer that people read; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from briefbot.config import Briefing, Source, Topic
from briefbot.health import health
from briefbot.models import (
    Ailing,
    Beside,
    Body,
    Coverage,
    Digest,
    Health,
    Item,
    Outlet,
    Quote,
    Ranked,
    Section,
    Sentence,
    SourceState,
    StoredArticle,
    Story,
)
from briefbot.text.wording import count


def item(story: Story, body: Body | None, sentences: Sequence[Sentence]) -> Item:
    """Show a story by its first article: every sentence is a slice of the stored text."""
    best = story.articles[0].article
    return Item(
        story_id=story.id,
        article_id=story.articles[0].id,
        source_id=best.source_id,
        headline=best.title,
        url=best.url,
        sources=_outlets(story.articles),
        published=best.published,
        sentences=tuple(_quote(body, each, best.url) for each in sentences) if body else (),
        language=best.language,
        quality=best.quality,
        update=story.told is not None,
    )


def beside(stored: StoredArticle, body: Body, sentence: Sentence) -> Beside:
    """Show what another article adds: a slice of its own text, with its outlet and address."""
    article = stored.article
    return Beside(
        article_id=stored.id,
        outlet=Outlet(name=article.outlet, url=article.url),
        quote=_quote(body, sentence, article.url),
    )


def _quote(body: Body, sentence: Sentence, url: str) -> Quote:
    start, end = sentence.start, sentence.end
    return Quote(text=body.text[start:end], url=url, start=start, end=end, version=body.version)


def _outlets(articles: Sequence[StoredArticle]) -> tuple[Outlet, ...]:
    """Return each outlet once, with its first article that stands in the story."""
    outlets: dict[str, Outlet] = {}
    for stored in articles:
        found = Outlet(name=stored.article.outlet, url=stored.article.url)
        outlets.setdefault(stored.outlet, found)
    return tuple(outlets.values())


def sections(items: Sequence[tuple[Ranked, Item]], topics: Sequence[Topic]) -> tuple[Section, ...]:
    """Group the items by topic, in the briefing's order; without topics there is one group."""
    names: dict[str | None, str] = {topic.id: topic.name for topic in topics}
    grouped = (
        Section(name=name, items=tuple(shown for ranked, shown in items if ranked.topic_id == key))
        for key, name in (names or {None: ""}).items()
    )
    return tuple(section for section in grouped if section.items)


def coverage(
    sources: Sequence[Source],
    states: Mapping[str, SourceState],
    *,
    articles: int,
    stories: int,
    since: datetime,
    now: datetime,
) -> Coverage:
    """Say how much of what should be read was read, and of what something may be missing."""
    fares = [
        (source, health(source, states.get(source.id), now=now, since=since))
        for source in sources
        if source.enabled
    ]
    named = [(source, found) for source, found in fares if found.word.named]
    named.sort(key=lambda pair: (pair[1].word.read, pair[1].since or now))
    return Coverage(
        read=sum(found.word.read for _, found in fares),
        total=len(fares),
        ailing=tuple(ailing(source, found, now) for source, found in named),
        articles=articles,
        stories=stories,
    )


def ailing(source: Source, found: Health, now: datetime) -> Ailing:
    """Name a source with how it fares."""
    return Ailing(
        name=source.label, since=found.since or now, message=found.advice, state=found.word
    )


def compose(
    briefing: Briefing,
    parts: tuple[Section, ...],
    covered: Coverage,
    *,
    since: datetime,
    now: datetime,
    thin: int = 0,
) -> Digest:
    """Put one edition of the briefing together; so many `thin` stories were left out."""
    shown = sum(len(part.items) for part in parts)
    return Digest(
        briefing_id=briefing.id,
        name=briefing.name,
        made=now,
        since=since,
        zone=briefing.schedule.zone,
        sections=parts,
        coverage=covered,
        quiet=None if parts else _quiet(covered, thin),
        remark=_remark(thin) if thin and 0 < shown < briefing.max_stories else None,
    )


def _remark(thin: int) -> str:
    return f"A quiet day: {count(thin, 'lesser story', 'lesser stories')} left out."


def _quiet(covered: Coverage, thin: int) -> str:
    if covered.total and not covered.read and not covered.articles:
        unread = "its only source" if covered.total == 1 else f"none of its {covered.total} sources"
        could = "could not" if covered.total == 1 else "could"
        return f"Nothing can be told: {unread} {could} be read."
    if not covered.articles:
        return "A quiet day: nothing new came in."
    came = f"A quiet day: {count(covered.articles, 'new article')} came in, but "
    if thin:
        return f"{came}{'not one that is' if covered.articles == 1 else 'none is'} worth telling."
    which = "it is not" if covered.articles == 1 else "none is"
    return f"{came}{which} on this briefing's topics, or was told before."
