"""Every fate of an article has its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import pytest

from briefbot.config import Briefing, Schedule
from briefbot.models import (
    EntryRecord,
    Factor,
    Fate,
    Hindrance,
    Quality,
    Ranked,
    Showing,
    Taste,
    Verdict,
)
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


def standing(*fates: str, source_ids: tuple[str, ...] = ("ledger",), **fields: Any) -> Standing:
    """Make the standing of story 1 in a ranking of stories, each `number:verdict`."""
    pairs = [fate.split(":") for fate in fates]
    hindrance = fields.pop("hindrance", None)
    return Standing(
        briefing=BRIEFING.model_copy(update=fields),
        source_ids=frozenset(source_ids),
        since=hours_ago(24),
        ranked=tuple(ranked(int(number)) for number, _ in pairs),
        verdicts={int(number): Verdict(verdict) for number, verdict in pairs},
        hindrance=hindrance,
    )


def now(found: Standing, **fields: Any) -> str:
    """Return what is said of where the article stands."""
    line = explain(case(standings=(found,), **fields), NAMES)[-1]
    assert line.startswith("Morning now: ")
    return line.removeprefix("Morning now: ")


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
    beside = Showing(briefing_id="m", made=NOON, headline=False, quoted=True)
    assert explain(case(showings=(beside,)), NAMES)[-1] == (
        "2026-11-23 12:00 UTC shown in m, among those that also tell the story, "
        "quoted with what it adds."
    )


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        (Quality.FEED, "The page gave no text, so the feed's own serves."),
        (Quality.PAYWALLED, "Paywall: only what is free to read of it was read."),
        (Quality.CONSENT, "The page asks for consent first, so the feed's own text serves."),
        (Quality.LIVE, "It is a live blog, which has no one text."),
    ],
)
def test_how_it_was_read(quality: Quality, said: str) -> None:
    """A paywall, a wall and a page without an article are named; a page read whole is not."""
    assert said in explain(case(stored=stored(1, quality=quality)), NAMES)
    assert len(explain(case(), NAMES)) == 1


def test_every_page_that_was_not_read_whole_has_a_sentence() -> None:
    """A quality without words would leave a reader alone with a label."""
    for quality in set(Quality) - {Quality.FULL}:
        assert len(explain(case(stored=stored(1, quality=quality)), NAMES)) == 2


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (standing("1:shown", "2:shown"), f"1st of 2 stories {SINCE}, shown; score 0.90 = recency"),
        (standing("2:shown", "1:outranked"), f"2nd of 2 stories {SINCE}, outranked (2 places)"),
        (
            standing("2:shown", "3:shown", "1:outlet"),
            "not shown (its outlet has two better stories)",
        ),
        (
            standing("2:shown", "1:outlet", "3:shown"),
            "not shown (its outlet has a better story and one of another topic)",
        ),
        (
            standing("2:outranked", "1:outlet", "3:shown", "4:shown"),
            "not shown (its outlet has two stories of other topics)",
        ),
        (standing("1:topic", "2:shown"), "not shown (other topics have stories too, and its own"),
        (standing("1:thin"), "not shown (without its age it counts 1.00, too little to be told)"),
    ],
)
def test_where_it_stands(found: Standing, said: str) -> None:
    """A briefing says which place the story has, and what became of it."""
    assert said in now(found)


def test_each_factor_is_printed_with_its_reason() -> None:
    """The score is told as the product that it is."""
    assert now(standing("1:shown")).endswith("score 0.90 = recency 0.90 (newest article 3 h old).")


@pytest.mark.parametrize(
    ("hindrance", "said"),
    [
        (Hindrance.TOLD, "it was told already"),
        (Hindrance.OLD, "too old: published 2026-11-23 10:00 UTC, before 2026-11-22 12:00 UTC"),
        (Hindrance.UNPLACED, "it is not compared with the other articles yet; that comes in a"),
        (Hindrance.HIDDEN, "the story is hidden in this channel"),
        (Hindrance.MUTED, "the source is muted in this channel"),
        (Hindrance.WORD, "a word of its story is muted in this channel"),
        (Hindrance.LANGUAGE, "it is in another language than was asked for"),
        (Hindrance.COPY, "its story was told already, and it repeats another article"),
        (Hindrance.KNOWN, "too similar: its story was told already, and it says nothing new"),
        (Hindrance.TOPIC, "neither title nor first lines name taiwan"),
    ],
)
def test_what_keeps_it_out(hindrance: Hindrance, said: str) -> None:
    """Each reason why an article is not in the running has its words."""
    assert now(standing("2:shown", hindrance=hindrance)).startswith(f"not in the running: {said}")


def test_a_muted_word_is_named() -> None:
    """The word that its own headline says is told."""
    found = replace(standing("2:shown", hindrance=Hindrance.WORD), taste=Taste(words=("A1",)))
    titled = stored(1, title="The A1 is shut")
    line = now(found, stored=titled)
    assert line == 'not in the running: the word "A1" is muted in this channel.'


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (("wire",), "the briefing does not read this source"),
        ((), "its source is disabled, or no longer in the configuration"),
        (("ledger", "wire"), "its source is disabled, or no longer in the configuration"),
    ],
)
def test_a_source_that_is_not_read(sources: tuple[str, ...], said: str) -> None:
    """A source of another briefing, and one that is off, are told apart."""
    found = standing("2:shown", source_ids=("wire",), sources=sources, hindrance=Hindrance.UNPLACED)
    assert now(found) == f"not in the running: {said}."


def test_readers_are_told_in_their_own_words() -> None:
    """Hours are those of their zone, and a briefing goes by its name, not by its id."""
    words = Words(
        sources={"ledger": "Formosa Ledger"},
        briefings={"m": "Morning briefing"},
        time=partial(wording.when, now=NOON, zone="Asia/Taipei"),
    )
    showings = [Showing(briefing_id=each, made=NOON, headline=True) for each in ("m", "other")]
    found = standing("1:shown", topics=())
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
