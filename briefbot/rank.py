"""Which stories a briefing tells, in which order, and why; pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from briefbot.config import Source, Topic
from briefbot.models import (
    RECENCY,
    Addition,
    Factor,
    Hindrance,
    Quality,
    Ranked,
    StoredArticle,
    Story,
    Taste,
)
from briefbot.text.headlines import is_plain

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
STUB_WORTH = 0.5
"""Of a text without any words, beside one that is complete."""
TEASER_WORTH = 0.9
"""Of an article whose headline teases or shouts: a plain one leads when all else is equal."""
COPY_WORTH = 0.9
UPDATE_WORTH = 0.6
"""Of an update that adds next to nothing; one that is new by half counts like a new story."""


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
    languages: tuple[str, ...] = ()
    """The only languages of the articles, if there are any given."""
    additions: Mapping[int, Addition] = field(default_factory=dict)
    """Article id -> what it adds to its story, of stories that were told."""


VOTE = 0.1
"""A reader's word on a source, net of the others', is worth a tenth; on a topic half of that."""
LEAST_LIKED, MOST_LIKED = 0.5, 1.6
"""However many ask for less of it, news of weight still comes through."""


def rank(stories: Sequence[Story], known: Circumstances) -> tuple[Ranked, ...]:
    """Return the stories that have something new to tell on the topics, best first."""
    ranked = (_judge(story, known) for story in stories)
    return tuple(sorted(filter(None, ranked), key=lambda r: (-r.score, -r.story.id)))


def _judge(story: Story, known: Circumstances) -> Ranked | None:
    """Return the story with its best article first, or None when it has nothing new."""
    new = fresh(story, known)
    topic, named = _topic(new, known)
    if not new or (known.topics and topic is None):
        return None
    fitting = [a for a in new if topic is None or _about(a, topic, known) is not None]
    best = max(fitting, key=lambda a: _fitness(a, known))
    factors = _factors(story, best, topic, named, known)
    others = tuple(a for a in story.articles if a.id != best.id)
    return Ranked(
        story=Story(id=story.id, articles=(best, *others), told=story.told),
        score=math.prod(factor.value for factor in factors),
        factors=factors,
        topic_id=topic.id if topic else None,
        additions={a.id: known.additions[a.id] for a in new if a.id in known.additions},
    )


def fresh(story: Story, known: Circumstances) -> list[StoredArticle]:
    """Return the articles that may bring the story into a digest, whatever its topic."""
    return [article for article in story.articles if _hindered(article, story, known) is None]


def hindrance(
    article: StoredArticle, story: Story | None, known: Circumstances
) -> Hindrance | None:
    """Return why the article can't bring its story into a digest; None when it can.

    The story is the one that is ranked, or None where it is not among those.
    """
    if known.languages and article.article.language not in known.languages:
        return Hindrance.LANGUAGE
    if story is None:
        old = _is_old(article, known)
        return Hindrance.OLD if old else Hindrance.UNPLACED
    if (found := _hindered(article, story, known)) is not None:
        return found
    off_topic = known.topics and _topic(fresh(story, known), known)[0] is None
    return Hindrance.TOPIC if off_topic else None


def _hindered(article: StoredArticle, story: Story, known: Circumstances) -> Hindrance | None:
    """Return the first of the reasons against an article that holds, topics aside."""
    taste, added = known.taste, known.additions.get(article.id)
    again = story.told is not None
    reasons = (
        (Hindrance.TOLD, article.id in story.told_ids),
        (Hindrance.OLD, _is_old(article, known)),
        (Hindrance.HIDDEN, story.id in taste.stories),
        (Hindrance.MUTED, article.article.source_id in taste.sources),
        (Hindrance.WORD, bool(known.muted) and _says_muted(article, story, known)),
        (Hindrance.COPY, again and article.duplicate_of is not None),
        (Hindrance.KNOWN, again and added is not None and not added.sentences),
    )
    return next((reason for reason, holds in reasons if holds), None)


def _is_old(article: StoredArticle, known: Circumstances) -> bool:
    published, found = article.article.published, article.article.found
    if published >= known.since:
        return False
    return found < known.since or published < known.since - known.late


def _says_muted(article: StoredArticle, story: Story, known: Circumstances) -> bool:
    """Tell whether the article says a muted word, or any headline of the story does."""
    return article.id in known.muted or any(known.muted.get(a.id) for a in story.articles)


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
    """Quality, completeness, trust, a plain headline and news first; among equals the earliest."""
    worth = _text_worth(article) * known.sources[article.article.source_id].weight
    worth *= 1.0 if article.duplicate_of is None else COPY_WORTH
    worth *= 1.0 if is_plain(article.article.title) else TEASER_WORTH
    worth *= _update_worth(known.additions.get(article.id))
    return worth, -article.article.published.timestamp()


def _text_worth(article: StoredArticle) -> float:
    length = min(1.0, article.article.words / COMPLETE_WORDS)
    return WORTH[article.article.quality] * (STUB_WORTH + (1 - STUB_WORTH) * length)


def _update_worth(added: Addition | None) -> float:
    if added is None:
        return 1.0
    return UPDATE_WORTH + (1 - UPDATE_WORTH) * min(1.0, 2 * added.share)


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
    outlets = len({article.outlet for article in story.articles})
    source = known.sources[best.article.source_id]
    factors = [
        Factor(
            name=RECENCY,
            value=0.5 ** (hours / HALF_LIFE_HOURS),
            detail=f"newest article {hours:.0f} h old",
        ),
        Factor(
            name="coverage",
            value=1 + OUTLET_GAIN * math.log2(outlets),
            detail=f"{outlets} outlet{'s' if outlets > 1 else ''}",
        ),
        Factor(name="source", value=source.weight, detail=f"weight of {source.label}"),
        Factor(name="text", value=_text_worth(best), detail=_text(best)),
    ]
    if (added := known.additions.get(best.id)) is not None:
        detail = f"{len(added.sentences)} of {added.of} sentences new"
        factors.append(Factor(name="update", value=_update_worth(added), detail=detail))
    if topic:
        where = "headline" if named else "text"
        value = TITLE_GAIN if named else 1.0
        factors.append(Factor(name="topic", value=value, detail=f"{topic.name} in the {where}"))
    return (*factors, *_liking(source, topic, known.taste))


def _text(article: StoredArticle) -> str:
    words, quality = article.article.words, article.article.quality.value
    return quality if words >= COMPLETE_WORDS else f"{quality}, {words} words"


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
