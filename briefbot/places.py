"""Which of the ranked stories find a place in a digest, and what keeps the others out; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefbot.config import Briefing
from briefbot.models import Ranked, Verdict

FLOOR = 0.4
"""Below this worth a story is not told: a stub behind a paywall, a source of weight 0.3 alone."""
OUTLETS_FOR_LIMIT = 4
MOST_PER_OUTLET = 2


def _outlet(ranked: Ranked) -> str:
    return ranked.story.articles[0].outlet


@dataclass(kw_only=True)
class _Table:
    """The places of a digest while they are given away."""

    places: int
    limited: bool
    """Whether an outlet may lead two stories at most."""
    chosen: dict[int, Ranked] = field(default_factory=dict)
    outlets: Counter[str] = field(default_factory=Counter)
    topics: Counter[str | None] = field(default_factory=Counter)

    def crowded(self, ranked: Ranked) -> bool:
        """Tell whether the story's outlet has all that it may have."""
        return self.limited and self.outlets[_outlet(ranked)] >= MOST_PER_OUTLET

    def seat(self, candidates: Iterable[Ranked], most: int) -> None:
        """Give places to the candidates in their order, so many to a topic."""
        for one in candidates:
            full = len(self.chosen) >= self.places or self.topics[one.topic_id] >= most
            if one.story.id not in self.chosen and not full and not self.crowded(one):
                self.chosen[one.story.id] = one
                self.outlets[_outlet(one)] += 1
                self.topics[one.topic_id] += 1


def verdicts(
    ranked: Sequence[Ranked], briefing: Briefing, *, outlets: int, floor: float = FLOOR
) -> dict[int, Verdict]:
    """Return what becomes of each story, by its number.

    Each topic's best stories have half of an even share, one at least, before any topic has
    more; beyond that no topic has more than half of the places while another has stories
    left. Two of an outlet at most, where four are read.
    """
    worthy = [one for one in ranked if one.worth >= floor]
    places = briefing.max_stories
    sure = max(1, places // (2 * len({one.topic_id for one in worthy}) or 1))
    table = _Table(places=places, limited=outlets >= OUTLETS_FOR_LIMIT)
    for most in (sure, -(-places // 2), places):
        table.seat(worthy, most)
    found = dict.fromkeys((one.story.id for one in ranked), Verdict.THIN)
    last = max((i for i, one in enumerate(worthy) if one.story.id in table.chosen), default=-1)
    for place, one in enumerate(worthy):
        found[one.story.id] = _verdict(one, table, better=place < last)
    return found


def choose(
    ranked: Sequence[Ranked], briefing: Briefing, *, outlets: int, floor: float = FLOOR
) -> tuple[Ranked, ...]:
    """Return the stories that find a place, best first."""
    found = verdicts(ranked, briefing, outlets=outlets, floor=floor)
    return tuple(one for one in ranked if found[one.story.id] is Verdict.SHOWN)


def _verdict(one: Ranked, table: _Table, *, better: bool) -> Verdict:
    """Return a worthy story's verdict; `better` is whether one that ranks lower is shown."""
    if one.story.id in table.chosen:
        return Verdict.SHOWN
    if not better and len(table.chosen) >= table.places:
        return Verdict.OUTRANKED
    return Verdict.OUTLET if table.crowded(one) else Verdict.TOPIC
