"""Every fate of an article has its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import pytest

from briefbot.config import Briefing, Schedule
from briefbot.models import EntryRecord, Factor, Fate, Ranked, Showing, Taste
from briefbot.text import wording
from briefbot.why import Case, Standing, Words, explain
from tests.makers import NOON, hours_ago, stored, story

BRIEFING = Briefing(
    id="m", name="Morning", schedule=Schedule(times=(time(8),)), topics=("taiwan",), max_stories=2
)
NAMES = Words(sources={"ledger": "Formosa Ledger"})
SINCE = "on its topics since 2026-11-22 12:00 UTC"
URL = "https://ledger.example/a1"


def case(**fields: Any) -> Case:
    """Make the case of an article that was read and stored."""
    entry = EntryRecord(
        source_id="ledger", url=URL, title="A", seen=NOON, fate=Fate.STORED, detail="", article_id=1
    )
    made = Case(
        url=URL,
        entries=(entry,),
        stored=stored(1),
        original=None,
        story=(stored(1),),
        showings=(),
        standings=(),
    )
    return replace(made, **fields)


def ranked(number: int) -> Ranked:
    """Make a ranked story with one reason."""
    factor = Factor(name="recency", value=0.9, detail="newest article 3 h old")
    return Ranked(story=story(number), score=0.9, factors=(factor,))


def standing(
    numbers: list[int],
    chosen: list[int],
    source_ids: tuple[str, ...] = ("ledger",),
    **fields: Any,
) -> Standing:
    """Make the standing of a briefing whose ranking is these stories."""
    return Standing(
        briefing=BRIEFING.model_copy(update=fields),
        source_ids=frozenset(source_ids),
        since=hours_ago(24),
        ranked=tuple(map(ranked, numbers)),
        chosen=tuple(map(ranked, chosen)),
    )


def test_never_seen() -> None:
    """An address that no source has sent is said to be one."""
    (line,) = explain(case(entries=(), stored=None, story=()), NAMES)
    assert line.startswith("No source has sent this address.")


@pytest.mark.parametrize(
    ("fate", "said"),
    [
        (Fate.STORED, "read and stored"),
        (Fate.BASELINE, "not read: the detail"),
        (Fate.FILTERED, "filtered: the detail"),
        (Fate.DUPLICATE, "not read again: the detail"),
        (Fate.UNREADABLE, "no text: the detail"),
        (Fate.WAITING, "not read yet, and tried again at the next look: the detail"),
    ],
)
def test_each_fate(fate: Fate, said: str) -> None:
    """Each fate is told with its source, its time and its detail."""
    detail = "" if fate is Fate.STORED else "the detail"
    (entry,) = case().entries
    (line,) = explain(case(entries=(replace(entry, fate=fate, detail=detail),), stored=None), NAMES)
    assert line == f"2026-11-23 12:00 UTC Formosa Ledger: {said}."


def test_a_copy_and_its_company() -> None:
    """A copy names its original, and a story those that also tell it."""
    other = stored(2, 1, source_id="wire", title="Port opens")
    lines = explain(case(original=other, story=(stored(1), other)), NAMES)
    assert lines[1] == 'Its text repeats "Port opens" (Wire, https://wire.example/a2).'
    assert lines[2] == "Its story is also told by Wire."


def test_where_it_was_shown() -> None:
    """A digest that told it is named, and how."""
    showing = Showing(briefing_id="m", made=NOON, headline=True)
    line = explain(case(showings=(showing,)), NAMES)[-1]
    assert line == "2026-11-23 12:00 UTC shown in m, as the story's headline."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (standing([1, 2, 3], [1, 2]), f"1st of 3 stories {SINCE}, shown; score 0.90 = recency"),
        (standing([2, 3, 1], [2, 3]), f"3rd of 3 stories {SINCE}, outranked (2 places)"),
        (standing([2, 1, 3], [2, 3]), f"2nd of 3 stories {SINCE}, not shown (its outlet has"),
        (standing([2], [2]), "not in the running: neither title nor first lines name taiwan"),
        (
            standing([2], [2], ("wire",), sources=("wire",)),
            "not in the running: the briefing does not read this source.",
        ),
        (
            standing([2], [2], ("wire",)),
            "not in the running: its source is disabled, or no longer in the configuration.",
        ),
        (
            standing([2], [2], ("wire",), sources=("ledger", "wire")),
            "not in the running: its source is disabled, or no longer in the configuration.",
        ),
        (standing([2], [2], topics=()), "it adds nothing to what was told already"),
    ],
)
def test_where_it_stands(found: Standing, said: str) -> None:
    """A briefing says which place the story has, or why it has none."""
    line = explain(case(standings=(found,)), NAMES)[-1]
    assert line.startswith("Morning now: ")
    assert said in line


def test_told_already() -> None:
    """An article that this briefing has shown is told already, whatever else would hold."""
    showing = Showing(briefing_id="m", made=NOON, headline=True)
    line = explain(case(showings=(showing,), standings=(standing([2], [2]),)), NAMES)[-1]
    assert line == "Morning now: not in the running: it was told already."


def test_too_old() -> None:
    """An article from before the window is said to be that."""
    old = stored(1, published=hours_ago(30))
    line = explain(case(stored=old, standings=(standing([2], [2]),)), NAMES)[-1]
    assert "published 2026-11-22 06:00 UTC, before 2026-11-22 12:00 UTC" in line


def test_readers_are_told_in_their_own_words() -> None:
    """Hours are those of their zone, and a briefing goes by its name, not by its id."""
    words = Words(
        sources={"ledger": "Formosa Ledger"},
        briefings={"m": "Morning briefing"},
        time=partial(wording.when, now=NOON, zone="Asia/Taipei"),
    )
    showings = [Showing(briefing_id=each, made=NOON, headline=True) for each in ("m", "other")]
    found = standing([1], [1], topics=())
    lines = explain(case(showings=tuple(showings), standings=(found,)), words)
    assert lines[:3] == (
        "20:00 Formosa Ledger: read and stored.",
        "20:00 shown in Morning briefing, as the story's headline.",
        "20:00 shown in other, as the story's headline.",
    )
    assert "1st of 1 story since yesterday 20:00, shown" in lines[3]


def test_whose_subscription_it_was_is_nobodys_business() -> None:
    """However many people got the story so, it is said once, and of none."""
    showings = tuple(
        Showing(briefing_id=f"subscription:{number}", made=NOON, headline=True) for number in (7, 8)
    )
    lines = explain(case(showings=showings), NAMES)
    assert lines[1:] == ("2026-11-23 12:00 UTC shown in a subscription, as the story's headline.",)


@pytest.mark.parametrize(
    ("taste", "said"),
    [
        (Taste(stories=frozenset({1})), "the story is hidden in this channel"),
        (Taste(sources=frozenset({"ledger"})), "the source is muted in this channel"),
        (Taste(words=("A1",)), 'the word "A1" is muted in this channel'),
    ],
)
def test_what_the_channel_does_not_want(taste: Taste, said: str) -> None:
    """What readers hid or muted is named as the reason."""
    wanted = replace(standing([2], [2]), taste=taste)
    line = explain(case(standings=(wanted,)), NAMES)[-1]
    assert line == f"Morning now: not in the running: {said}."
