"""Which ranked stories find a place: by outlet, by topic, and not at any price."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import time
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.config import Briefing, Schedule
from briefbot.models import Factor, Ranked, Verdict
from briefbot.places import FLOOR, MOST_PER_OUTLET, choose, verdicts
from tests.makers import stored, story

NAMES = ("ledger", "herald", "wire", "post", "daily")


def briefing(**fields: Any) -> Briefing:
    """Make a briefing."""
    return Briefing(id="m", name="M", schedule=Schedule(times=(time(8),)), **fields)


def ranked(
    number: int, source: str = "", topic: str | None = None, *, worth: float = 1.0, age: float = 1.0
) -> Ranked:
    """Make a ranked story of an outlet of its own, or of the one that is named."""
    factors = (
        Factor(name="recency", value=age, detail=""),
        Factor(name="source", value=worth, detail=""),
    )
    article = stored(number, source_id=source or f"outlet{number}")
    told = story(number, article)
    return Ranked(story=told, score=age * worth, factors=factors, topic_id=topic)


def shown(found: Sequence[Ranked], most: int, outlets: int = 9) -> list[int]:
    """Return the stories that find one of so many places."""
    chosen = choose(found, briefing(max_stories=most), outlets=outlets)
    return [each.story.id for each in chosen]


def verdict(found: Sequence[Ranked], most: int) -> dict[int, str]:
    """Return what becomes of each story where nine outlets are read."""
    made = verdicts(found, briefing(max_stories=most), outlets=9)
    return {number: each.value for number, each in made.items()}


def test_the_best_have_the_places() -> None:
    """Without topics and with many outlets, places go by rank."""
    found = [ranked(n) for n in (4, 2, 9)]
    assert shown(found, 2) == [4, 2]
    assert verdict(found, 2) == {4: "shown", 2: "shown", 9: "outranked"}


def test_at_most_two_of_one_outlet() -> None:
    """Where four outlets are read, one of them leads two stories at the most."""
    found = [ranked(n, "ledger") for n in range(1, 6)] + [ranked(6, "wire")]
    assert shown(found, 9, outlets=4) == [1, 2, 6]
    assert shown(found, 9, outlets=3) == [1, 2, 3, 4, 5, 6]
    assert verdict(found, 9)[3] == "outlet"


def test_two_feeds_of_one_name_are_one_outlet() -> None:
    """A paper does not fill a digest by having many feeds."""
    found = [
        Ranked(story=story(n, stored(n, source_id=f"bbc-{n}", outlet="BBC")), score=1.0, factors=())
        for n in range(1, 4)
    ]
    assert shown(found, 9) == [1, 2]


def test_no_topic_crowds_out_another() -> None:
    """No topic has more than half of the places while another has stories left to tell."""
    chips = [ranked(n, topic="chips") for n in range(1, 6)]
    taiwan = [ranked(n, topic="taiwan") for n in range(6, 9)]
    assert shown(chips + taiwan, 4) == [1, 2, 6, 7]
    assert verdict(chips + taiwan, 4)[3] == "topic"


def test_a_topic_may_fill_what_others_leave() -> None:
    """Where the other topic has too little, nothing is kept free for it."""
    chips = [ranked(n, topic="chips") for n in range(1, 6)]
    assert shown([*chips, ranked(6, topic="taiwan")], 5) == [1, 2, 3, 4, 6]


def test_every_topic_has_its_best_story() -> None:
    """With three topics the third is told as well, however strong the first two are."""
    found = [ranked(n, topic="chips" if n % 2 else "taiwan") for n in range(1, 9)]
    assert shown([*found, ranked(9, topic="sea")], 4) == [1, 2, 3, 9]


def test_a_topic_is_sure_of_half_an_even_share() -> None:
    """Of twelve places and three topics, two are each topic's own."""
    found = [ranked(n, topic="chips" if n % 2 else "taiwan") for n in range(1, 13)]
    found += [ranked(n, topic="sea") for n in (13, 14, 15)]
    assert shown(found, 12)[-2:] == [13, 14]


def test_one_place_goes_to_the_best_story() -> None:
    """Where topics are more than places, the best stories have them."""
    found = [ranked(1, topic="chips"), ranked(2, topic="taiwan")]
    assert shown(found, 1) == [1]
    assert verdict(found, 1)[2] == "outranked"


def test_fewer_stories_rather_than_filler() -> None:
    """What is worth too little is not told though places are free; its age does not count."""
    found = [ranked(1, age=0.01), ranked(2, worth=FLOOR - 0.01), ranked(3, worth=FLOOR)]
    assert shown(found, 9) == [1, 3]
    assert verdict(found, 9)[2] == "thin"
    everything = choose(found, briefing(max_stories=9), outlets=9, floor=0)
    assert [each.story.id for each in everything] == [1, 2, 3]


def test_filler_takes_no_share_of_a_topic() -> None:
    """A topic whose only story is worth nothing does not keep a place free."""
    found = [ranked(1, topic="chips"), ranked(2, topic="chips"), ranked(3, topic="sea", worth=0.1)]
    assert shown(found, 2) == [1, 2]


stories = st.builds(
    lambda source, topic, worth, age: (source, topic, worth, age),
    st.sampled_from(NAMES),
    st.sampled_from(("chips", "taiwan", "sea", None)),
    st.floats(0.1, 2),
    st.floats(0.01, 1),
)


def leader(each: Ranked) -> str:
    """Return the source of the article that leads."""
    return each.story.articles[0].article.source_id


FULL = [
    ("ledger", "taiwan", 1.0, 1.0),
    ("ledger", "taiwan", 1.0, 0.5),
    ("daily", "chips", 1.0, 1.0),
    ("daily", "chips", 1.0, 0.5),
    ("daily", "taiwan", 1.0, 1.0),
]


@example(FULL, 4, 4)
@given(st.lists(stories, max_size=30), st.integers(1, 12), st.integers(1, 9))
def test_choosing_keeps_its_limits(
    made: list[tuple[str, str | None, float, float]], most: int, outlets: int
) -> None:
    """Never too many, none too thin, no outlet too often, no topic over half where others wait."""
    found = [
        ranked(n, source, topic, worth=worth, age=age)
        for n, (source, topic, worth, age) in enumerate(made)
    ]
    found.sort(key=lambda each: -each.score)
    judged = verdicts(found, briefing(max_stories=most), outlets=outlets)
    chosen = choose(found, briefing(max_stories=most), outlets=outlets)
    assert set(judged) == {each.story.id for each in found}
    assert len(chosen) <= most
    assert all(each.worth >= FLOOR for each in chosen)
    leads = Counter(leader(each) for each in chosen)
    assert outlets < 4 or max(leads.values(), default=0) <= MOST_PER_OUTLET
    left = [each for each in found if judged[each.story.id] in {Verdict.OUTRANKED, Verdict.TOPIC}]
    assert not left or len(chosen) == most
    for topic, number in Counter(each.topic_id for each in chosen).items():
        over = number > math.ceil(most / 2)
        others = (each for each in left if each.topic_id != topic)
        # An outlet that has its two waits, whatever the topic.
        free = [each for each in others if outlets < 4 or leads[leader(each)] < MOST_PER_OUTLET]
        assert not over or not free
