"""Which stories a briefing tells, in which order, and why; pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from briefbot.config import Briefing, Source, Topic
from briefbot.models import Factor, Quality, Ranked, StoredArticle, Story, Taste

HALF_LIFE_HOURS = 18
"""A story half a working day older needs clearly more coverage to stand above."""
OUTLET_GAIN = 0.35
"""Two outlets raise a story by a third, four by two thirds: coverage is the best sign of weight."""
TITLE_GAIN = 1.25
FEED_WORTH = 0.85
"""Of the feed's own text, whatever keeps the page's from us."""
WORTH = {**dict.fromkeys(Quality, FEED_WORTH), Quality.FULL: 1.0, Quality.PAYWALLED: 0.6}
COMPLETE_WORDS = 150
"""A text of this length tells a story whole; beyond it the earliest article leads."""
OUTLETS_FOR_LIMIT = 4
MOST_PER_OUTLET = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What ranking knows beside the stories."""

    now: datetime
    since: datetime
    sources: Mapping[str, Source]
    topics: tuple[Topic, ...]
    about: Mapping[str, Mapping[int, bool]]
    """Topic id -> article id -> whether the title says it (else the first lines do)."""
    late: timedelta = timedelta()
    """How long before `since` an article may be published that was found only since then."""
    taste: Taste = Taste()  # noqa: RUF009  frozen
    """What the channel wants more and less of."""
    muted: Mapping[int, bool] = field(default_factory=dict)
    """Article id -> whether its title says a word that is muted (else the first lines do)."""


VOTE = 0.1
"""A reader's word on a source, net of the others', is worth a tenth; on a topic half of that."""
LEAST_LIKED, MOST_LIKED = 0.5, 1.6
"""However many ask for less of it, news of weight still comes through."""


def rank(stories: Sequence[Story], known: Circumstances) -> tuple[Ranked, ...]:
    """Return the stories that have something new to tell on the topics, best first."""
    ranked = (_judge(story, known) for story in stories)
    return tuple(sorted(filter(None, ranked), key=lambda r: (-r.score, -r.story.id)))


def choose(ranked: Sequence[Ranked], briefing: Briefing, *, outlets: int) -> tuple[Ranked, ...]:
    """Return the stories that find a place: two of an outlet at most, where four are read."""
    shown: Counter[str] = Counter()
    chosen: list[Ranked] = []
    for candidate in ranked:
        outlet = candidate.story.articles[0].article.source_id
        crowded = outlets >= OUTLETS_FOR_LIMIT and shown[outlet] >= MOST_PER_OUTLET
        if not crowded and len(chosen) < briefing.max_stories:
            shown[outlet] += 1
            chosen.append(candidate)
    return tuple(chosen)


def _judge(story: Story, known: Circumstances) -> Ranked | None:
    """Return the story with its best article first, or None when it has nothing new."""
    if story.id in known.taste.stories or any(known.muted.get(a.id) for a in story.articles):
        return None
    fresh = [a for a in story.articles if _is_new(a, story, known) and not _is_muted(a, known)]
    topic, named = _topic(fresh, known)
    if not fresh or (known.topics and topic is None):
        return None
    fitting = [a for a in fresh if topic is None or _about(a, topic, known) is not None]
    best = max(fitting, key=lambda a: _fitness(a, known))
    factors = _factors(story, best, topic, named, known)
    others = tuple(a for a in story.articles if a.id != best.id)
    return Ranked(
        story=Story(id=story.id, articles=(best, *others), told=story.told),
        score=math.prod(factor.value for factor in factors),
        factors=factors,
        topic_id=topic.id if topic else None,
    )


def _is_new(article: StoredArticle, story: Story, known: Circumstances) -> bool:
    """Tell whether the article is in the window and adds to what was told of its story."""
    published, found = article.article.published, article.article.found
    if published < known.since and (found < known.since or published < known.since - known.late):
        return False
    if story.told is None:
        return True
    return article.duplicate_of is None and article.id not in story.told_ids


def _is_muted(article: StoredArticle, known: Circumstances) -> bool:
    return article.id in known.muted or article.article.source_id in known.taste.sources


def _about(article: StoredArticle, topic: Topic, known: Circumstances) -> bool | None:
    """Return whether the title names the topic; False when only the text or the source does."""
    named = known.about.get(topic.id, {}).get(article.id)
    dedicated = topic.id in known.sources[article.article.source_id].topics
    return False if named is None and dedicated else named


def _topic(articles: Sequence[StoredArticle], known: Circumstances) -> tuple[Topic | None, bool]:
    """Return the topic that most of the articles name, in their titles if possible.

    A topic that few articles name says more of a story than one that many do: a chip plant
    in Taiwan is news of chips first.
    """
    best: tuple[float, Topic | None, bool] = (0.0, None, False)
    named_at_all = len(set().union(*known.about.values()))
    for topic in known.topics:
        verdicts = [v for a in articles if (v := _about(a, topic, known)) is not None]
        telling = math.log(2 + named_at_all) - math.log(1 + len(known.about.get(topic.id, {})))
        strength = telling * sum(1.0 if named else 0.5 for named in verdicts)
        if strength > best[0]:
            best = (strength, topic, any(verdicts))
    return best[1], best[2]


def _fitness(article: StoredArticle, known: Circumstances) -> tuple[float, float]:
    """Quality, completeness and trust first; among equals the earliest."""
    source = known.sources[article.article.source_id]
    length = min(1.0, article.article.words / COMPLETE_WORDS)
    original = 1.0 if article.duplicate_of is None else 0.9
    worth = WORTH[article.article.quality] * source.weight * (0.5 + 0.5 * length) * original
    return worth, -article.article.published.timestamp()


def _factors(
    story: Story,
    best: StoredArticle,
    topic: Topic | None,
    named: bool,  # noqa: FBT001  a fact, not a switch
    known: Circumstances,
) -> tuple[Factor, ...]:
    latest = max(a.article.published for a in story.articles)
    # A clock that was set back leaves articles of the future; they count as just published.
    hours = max(0.0, (known.now - latest).total_seconds() / 3600)
    outlets = len({a.article.source_id for a in story.articles})
    source = known.sources[best.article.source_id]
    quality = best.article.quality
    factors = [
        Factor(
            name="recency",
            value=0.5 ** (hours / HALF_LIFE_HOURS),
            detail=f"newest article {hours:.0f} h old",
        ),
        Factor(
            name="coverage",
            value=1 + OUTLET_GAIN * math.log2(outlets),
            detail=f"{outlets} outlet{'s' if outlets > 1 else ''}",
        ),
        Factor(name="source", value=source.weight, detail=f"weight of {source.label}"),
        Factor(name="text", value=WORTH[quality], detail=quality.value),
    ]
    if topic:
        where = "headline" if named else "text"
        value = TITLE_GAIN if named else 1.0
        factors.append(Factor(name="topic", value=value, detail=f"{topic.name} in the {where}"))
    return (*factors, *_liking(source, topic, known.taste))


def _liking(source: Source, topic: Topic | None, taste: Taste) -> tuple[Factor, ...]:
    """Return what readers' words change, within bounds; nothing where they said none."""
    of_source = dict(taste.source_votes).get(source.id, 0)
    of_topic = dict(taste.topic_votes).get(topic.id, 0) if topic else 0
    if not of_source and not of_topic:
        return ()
    value = min(max(1 + VOTE * of_source + VOTE / 2 * of_topic, LEAST_LIKED), MOST_LIKED)
    said = [f"{of_source:+d} for {source.label}"] if of_source else []
    said += [f"{of_topic:+d} for {topic.name}"] if topic and of_topic else []
    return (Factor(name="liked here", value=value, detail=", ".join(said)),)
