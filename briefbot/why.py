"""Why an article was shown, or was not: the archive's record in plain sentences; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from briefbot.config import Briefing
from briefbot.models import (
    EntryRecord,
    Factor,
    Fate,
    Hindrance,
    Quality,
    Ranked,
    Showing,
    StoredArticle,
    Taste,
    Verdict,
)
from briefbot.text.mention import mention
from briefbot.text.wording import count

FATES = {
    Fate.STORED: "read and stored",
    Fate.BASELINE: "not read",
    Fate.FILTERED: "filtered",
    Fate.DUPLICATE: "not read again",
    Fate.UNREADABLE: "no text",
    Fate.WAITING: "not read yet, and tried again at the next look",
}

_GONE = "its source is disabled, or no longer in the configuration"


SUBSCRIPTION = "subscription:"


def in_utc(moment: datetime) -> str:
    """Return a moment as an operator reads it: 2026-11-23 00:00 UTC."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an article's story stands in a briefing's ranking of this moment."""

    briefing: Briefing
    source_ids: frozenset[str]
    """The sources that it reads: those of them that are enabled."""
    since: datetime
    ranked: tuple[Ranked, ...]
    verdicts: Mapping[int, Verdict]
    """What becomes of each ranked story, by its number."""
    hindrance: Hindrance | None = None
    """Why the article can't bring its story into the ranking."""
    taste: Taste = Taste()  # noqa: RUF009  frozen
    """What its channel wants more and less of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that the archive knows of one address."""

    url: str
    entries: tuple[EntryRecord, ...]
    stored: StoredArticle | None
    original: StoredArticle | None
    """The article whose text this one repeats."""
    story: tuple[StoredArticle, ...]
    showings: tuple[Showing, ...]
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How the answer names things to whoever reads it."""

    sources: Mapping[str, str]
    """The sources' names by their ids."""
    briefings: Mapping[str, str] = field(default_factory=dict)
    """The briefings' names; one that is not among them goes by its id."""
    time: Callable[[datetime], str] = in_utc

    def source(self, source_id: str) -> str:
        """Name a source."""
        return self.sources.get(source_id, source_id)

    def briefing(self, briefing_id: str) -> str:
        """Name a briefing; whose subscription it was is for nobody else."""
        if briefing_id.startswith(SUBSCRIPTION):
            return "a subscription"
        return self.briefings.get(briefing_id, briefing_id)


def explain(case: Case, words: Words) -> tuple[str, ...]:
    """Return the answer, a sentence a line."""
    if not case.entries and case.stored is None:
        return (
            (
                "No source has sent this address. Is its outlet among the sources, "
                "and was the article published since the source was added?"
            ),
        )
    lines = [_seen(entry, words) for entry in case.entries]
    if case.stored:
        lines += _place(case, case.stored)
        lines += [_shown(showing, words) for showing in case.showings]
        lines += [_standing(standing, case.stored, words) for standing in case.standings]
    return tuple(dict.fromkeys(lines))


def _seen(entry: EntryRecord, words: Words) -> str:
    detail = f": {entry.detail}" if entry.detail else ""
    source = words.source(entry.source_id)
    return f"{_opening(words.time(entry.seen))} {source}: {FATES[entry.fate]}{detail}."


_READ = {
    Quality.FEED: "The page gave no text, so the feed's own serves",
    Quality.PAYWALLED: "Paywall: only what is free to read of it was read",
    Quality.CONSENT: "The page asks for consent first, so the feed's own text serves",
    Quality.CAPTCHA: "The page wants to see that no robot reads it, so the feed's own text serves",
    Quality.SCRIPTED: "The page is made by scripts in the browser, so the feed's own text serves",
    Quality.LIVE: "It is a live blog, which has no one text",
    Quality.VIDEO: "It is a video, so there is little to read",
    Quality.PHOTOS: "It is pictures, so there is little to read",
    Quality.PDF: "It is a document that is not read, such as a PDF",
}
"""What to know of an article whose page was not read whole."""


def _place(case: Case, stored: StoredArticle) -> list[str]:
    how = _READ.get(stored.article.quality)
    lines = [f"{how}."] if how else []
    if case.original:
        other = case.original.article
        lines.append(f'Its text repeats "{other.title}" ({other.outlet}, {other.url}).')
    others = [a for a in case.story if a.id != stored.id]
    if others:
        outlets = dict.fromkeys(a.article.outlet for a in others)
        lines.append(f"Its story is also told by {', '.join(outlets)}.")
    return lines


def _shown(showing: Showing, words: Words) -> str:
    how = "as the story's headline" if showing.headline else "among those that also tell the story"
    how += ", quoted with what it adds" if showing.quoted else ""
    where = words.briefing(showing.briefing_id)
    return f"{_opening(words.time(showing.made))} shown in {where}, {how}."


def _opening(time: str) -> str:
    """Begin a sentence with a time: Yesterday 08:00."""
    return time[:1].upper() + time[1:]


def _standing(standing: Standing, stored: StoredArticle, words: Words) -> str:
    briefing, story_id = standing.briefing, stored.story_id
    place = _index(standing.ranked, story_id)
    if place is None:
        return f"{briefing.name} now: not in the running: {_reason(standing, stored, words)}."
    ranked, verdict = standing.ranked[place], standing.verdicts[story_id]
    factors = " × ".join(map(_factor, ranked.factors))
    among = f"{count(len(standing.ranked), 'story', 'stories')}{_topics(briefing)}"
    told = f"{_ordinal(place + 1)} of {among} since {words.time(standing.since)}"
    fate = _FATES[verdict].format(
        places=briefing.max_stories, worth=f"{ranked.worth:.2f}", two=_TWO[_better(standing, place)]
    )
    return f"{briefing.name} now: {told}, {fate}; score {ranked.score:.2f} = {factors}."


_FATES = {
    Verdict.SHOWN: "shown",
    Verdict.OUTRANKED: "outranked ({places} places)",
    Verdict.OUTLET: "not shown (its outlet has {two})",
    Verdict.TOPIC: "not shown (other topics have stories too, and its own has its share of places)",
    Verdict.THIN: "not shown (without its age it counts {worth}, too little to be told)",
}

_TWO = {
    2: "two better stories",
    1: "a better story and one of another topic",
    0: "two stories of other topics",
}
"""The two stories of an outlet that are shown, by how many rank higher than the one asked about.

What ranks lower has its place as the share of another topic.
"""


def _better(standing: Standing, place: int) -> int:
    """Return how many stories of the same outlet are shown and rank higher."""
    outlet = standing.ranked[place].story.articles[0].outlet
    above = (
        each.story.articles[0].outlet == outlet
        for each in standing.ranked[:place]
        if standing.verdicts[each.story.id] is Verdict.SHOWN
    )
    return min(2, sum(above))


def _topics(briefing: Briefing) -> str:
    return " on its topics" if briefing.topics else ""


def _reason(standing: Standing, stored: StoredArticle, words: Words) -> str:
    """Say why a story is not ranked; where it does not matter for whom, that comes first."""
    source_id, named = stored.article.source_id, standing.briefing.sources
    if source_id not in standing.source_ids:
        elsewhere = named and source_id not in named
        return "the briefing does not read this source" if elsewhere else _GONE
    hindrance = standing.hindrance or Hindrance.KNOWN
    muted = mention(stored.article.title, standing.taste.words)
    return _HINDRANCES[hindrance].format(
        published=words.time(stored.article.published),
        since=words.time(standing.since),
        topics=" or ".join(standing.briefing.topics),
        word=f'the word "{muted}"' if muted else "a word of its story",
    )


_HINDRANCES = {
    Hindrance.TOLD: "it was told already",
    Hindrance.OLD: "too old: published {published}, before {since}",
    Hindrance.UNPLACED: "it is not compared with the other articles yet; that comes in a minute",
    Hindrance.HIDDEN: "the story is hidden in this channel",
    Hindrance.MUTED: "the source is muted in this channel",
    Hindrance.WORD: "{word} is muted in this channel",
    Hindrance.LANGUAGE: "it is in another language than was asked for",
    Hindrance.COPY: "its story was told already, and it repeats another article",
    Hindrance.KNOWN: "too similar: its story was told already, and it says nothing new",
    Hindrance.TOPIC: "neither title nor first lines name {topics}",
}


def _index(ranked: Sequence[Ranked], story_id: int) -> int | None:
    return next((i for i, r in enumerate(ranked) if r.story.id == story_id), None)


def _factor(factor: Factor) -> str:
    return f"{factor.name} {factor.value:.2f} ({factor.detail})"


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    teen = 10 < number % 100 < 14  # noqa: PLR2004  11th, 12th, 13th
    return f"{number}{'th' if teen else endings.get(number % 10, 'th')}"
