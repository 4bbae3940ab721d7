"""What is due is composed for each destination, once, and all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefbot import blocks, pipeline
from briefbot.choosing import select
from briefbot.config import Topic
from briefbot.models import Author, Digest, Message, SlotState
from briefbot.orders import Order, of_briefing
from briefbot.pipeline import Outcome, Press
from briefbot.store.sqlite import Store
from tests.editions import NEWS, briefing, config, fast, tell
from tests.makers import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""The first slot after the test day's noon."""


def compose(digest: Digest) -> tuple[Message, ...]:
    """Render a digest as two messages."""
    return (Message(text=f"{len(digest.items)} stories"), Message(text="the rest"))


PRESS = Press(select=select, compose=compose, payload=lambda digest: digest.name)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an archive that knows the briefing since noon."""
    opened = fast(tmp_path / "briefbot.db")
    opened.keep_orders({"morning": "08:00"}, NOON)
    yield opened
    opened.close()


def order(*to: str, **fields: Any) -> Order:
    """Return the order of a briefing to these destinations."""
    made = briefing(to=to or (NEWS,), **fields)
    return of_briefing(config(made), made)


def post(store: Store, at: datetime, made: Order | None = None, press: Press = PRESS) -> Outcome:
    """Post what is due then."""
    return pipeline.post(made or order(), store, press, now=at)


def states(store: Store) -> dict[str, str]:
    """Return what became of the slots, by day of the month."""
    found = store.settled_slots("morning", NOON.date())
    return {str(s.slot.day.day): s.state.value for s in found}


def told(done: Outcome) -> list[list[int]]:
    """Return the articles of each digest."""
    return [[item.article_id for item in digest.items] for digest in done.digests]


# ---------------------------------------------------------------- once, to each


def test_what_is_due_is_composed_and_waits_in_the_outbox(store: Store) -> None:
    """The digest knows its slot, its messages wait in order, and the slot is settled."""
    tell(store, "port")
    assert post(store, EIGHT - timedelta(seconds=1)) == Outcome()
    done = post(store, EIGHT)
    (digest,) = done.digests
    assert (done.slot, digest.missed, told(done)) == (digest.slot, 0, [[1]])
    waiting = store.waiting()
    assert [(d.destination, d.part, d.message.text) for d in waiting] == [
        (NEWS, 0, "1 stories"),
        (NEWS, 1, "the rest"),
    ]
    assert {d.expires for d in waiting} == {EIGHT + DAY + 12 * HOUR}
    assert states(store) == {"24": "composed"}
    assert post(store, EIGHT + HOUR) == Outcome()


def test_each_destination_is_told_a_story_once(store: Store) -> None:
    """A channel that joins later hears what the other heard before; neither hears it twice."""
    tell(store, "port")
    assert told(post(store, EIGHT)) == [[1]]
    tell(store, "quay", at=EIGHT + 10 * HOUR)
    both = order(NEWS, "#late")
    tell(store, "crane", at=EIGHT + 11 * HOUR)
    assert [set(ids) for ids in told(post(store, EIGHT + DAY, both))] == [{2, 3}, {2, 3}]
    assert told(post(store, EIGHT + 2 * DAY, both)) == [[], []]


def test_the_window_reaches_back_to_the_last_digest(store: Store) -> None:
    """What was published before it and found after it is told too, and nothing older."""
    post(store, EIGHT)
    tell(store, "late", at=EIGHT - 2 * HOUR, found=EIGHT + HOUR)
    tell(store, "older", at=EIGHT - 30 * HOUR, found=EIGHT + HOUR)
    tell(store, "missed", at=EIGHT - 2 * HOUR, found=EIGHT - HOUR)
    done = post(store, EIGHT + DAY)
    assert told(done) == [[1]]
    assert done.digests[0].since == EIGHT


def test_a_first_digest_covers_a_day_at_most(store: Store) -> None:
    """However much is in the archive, a new briefing does not flood its channel."""
    tell(store, "old", at=EIGHT - 25 * HOUR)
    tell(store, "new", at=EIGHT - 23 * HOUR)
    done = post(store, EIGHT)
    assert told(done) == [[2]]
    assert done.digests[0].since == EIGHT - DAY


def test_a_long_silence_covers_eight_days_at_most(store: Store) -> None:
    """After a month away the digest does not tell a month."""
    post(store, EIGHT)
    tell(store, "old", at=EIGHT + 20 * DAY)
    tell(store, "new", at=EIGHT + 25 * DAY)
    done = post(store, EIGHT + 30 * DAY)
    assert told(done) == [[2]]
    assert done.digests[0].since == EIGHT + 22 * DAY


def test_a_digest_that_was_never_posted_leaves_its_stories_to_the_next(store: Store) -> None:
    """When its time in the outbox is over, the next one covers its time and tells its stories."""
    post(store, EIGHT)
    for delivery in store.waiting():
        store.claim(EIGHT)
        store.settle_sent(delivery.key, "C0NEWS", "1.1")
    tell(store, "port", at=EIGHT + HOUR)
    assert told(post(store, EIGHT + DAY)) == [[1]]
    assert len(store.expire(EIGHT + 3 * DAY)) == 2
    done = post(store, EIGHT + 3 * DAY)
    assert told(done) == [[1]]
    assert done.digests[0].since == EIGHT


def test_a_channels_taste_counts(store: Store) -> None:
    """What a channel has hidden is not told there; its taste is found by the channel's id."""
    tell(store, "port", "quay")
    store._insert("channels", {"destination": NEWS, "channel": "C0NEWS"})
    muted = {"channel": "C0NEWS", "kind": "story", "value": "1", "user_id": "U1", "muted": ""}
    store._insert("mutes", muted)
    done = post(store, EIGHT, order(NEWS, "#other"))
    assert [set(ids) for ids in told(done)] == [{2}, {1, 2}]


# ---------------------------------------------------------------- quiet days


def test_a_quiet_day_is_said_or_skipped_by_rule(store: Store) -> None:
    """`say` posts a sentence; `skip` posts nothing and settles the slot as quiet."""
    loud = post(store, EIGHT)
    assert loud.digests[0].quiet
    assert len(store.waiting()) == 2
    silent = post(store, EIGHT + DAY, order(quiet_day="skip"))
    assert (silent.slot is not None, silent.digests) == (True, ())
    assert len(store.waiting()) == 2
    assert states(store) == {"24": "composed", "25": "quiet"}


def test_a_quiet_channel_beside_one_with_news(store: Store) -> None:
    """Where all is told, nothing is said; the slot is composed because another channel heard."""
    tell(store, "port", at=EIGHT - HOUR)
    post(store, EIGHT)
    late = order(NEWS, "#late", quiet_day="skip")
    tell(store, "quay", at=EIGHT + HOUR)
    store.publish(replace(post(store, EIGHT + DAY, late).digests[0], made=EIGHT + DAY), "{}", NEWS)
    assert states(store)["25"] == "composed"
    assert post(store, EIGHT + 2 * DAY, late).digests == ()


# ---------------------------------------------------------------- what was missed


@pytest.mark.fault
def test_t01_a_week_down_is_one_catch_up(store: Store, figure: Callable[[str, str], None]) -> None:
    """After seven days there is one digest, six slots are skipped, and the heading says so."""
    press = replace(PRESS, compose=blocks.digest_messages)
    post(store, EIGHT, press=press)
    tell(store, "early", at=EIGHT + 2 * DAY)
    tell(store, "late", at=EIGHT + 6 * DAY)
    done = post(store, EIGHT + 7 * DAY + HOUR, press=press)
    assert post(store, EIGHT + 7 * DAY + 2 * HOUR, press=press) == Outcome()
    (digest,) = done.digests
    assert (digest.missed, digest.since, set(told(done)[0])) == (6, EIGHT, {1, 2})
    counts = list(states(store).values())
    assert (counts.count("composed"), counts.count("skipped")) == (2, 6)
    shown = json.dumps(store.waiting()[-1].message.blocks)
    assert "catch-up" in shown
    assert "24 Nov" in shown
    (alert,) = store.alerts()
    assert "6 digests, 2026-11-25 08:00 to 2026-11-30 08:00, were not made" in alert.text
    figure("T-01", "7 days down: 1 catch-up, 6 slots skipped, its heading says what it covers")


def test_what_was_skipped_before_counts_too(store: Store) -> None:
    """Started too late for a slot, the next digest says how many it stands for."""
    post(store, EIGHT)
    late = post(store, EIGHT + 2 * DAY + 13 * HOUR)
    assert (late.digests, len(late.skipped)) == ((), 2)
    assert post(store, EIGHT + 3 * DAY).digests[0].missed == 2
    assert post(store, EIGHT + 4 * DAY).digests[0].missed == 0


def test_a_new_channel_has_missed_nothing(store: Store) -> None:
    """A catch-up is one only where there was a digest before."""
    post(store, EIGHT)
    done = post(store, EIGHT + 3 * DAY, order(NEWS, "#late"))
    assert [digest.missed for digest in done.digests] == [2, 0]


# ---------------------------------------------------------------- whole or not at all


@pytest.mark.parametrize("place", ["compose", "payload", "second", "enqueue", "settle"])
def test_a_crash_leaves_nothing_half_done(
    store: Store, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it stops, no slot, no digest and no message is there; the next try brings all."""
    calls = 0

    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    def fails(digest: Digest) -> tuple[Message, ...]:
        nonlocal calls
        calls += 1
        if place == "compose" or (place == "second" and calls == 2):
            crash()
        return compose(digest)

    tell(store, "port")
    broken = Press(
        select=select,
        compose=fails,
        payload=crash if place == "payload" else lambda digest: digest.name,  # type: ignore[arg-type]
    )
    with monkeypatch.context() as patch:
        for name, point in (("enqueue", "enqueue"), ("settle_slot", "settle")):
            if place == point:
                patch.setattr(store, name, crash)
        with pytest.raises(ZeroDivisionError):
            post(store, EIGHT + DAY, order(NEWS, "#late"), broken)
    other = Store(tmp_path / "briefbot.db")
    assert (other.waiting(), states(other)) == ((), {})
    assert other.last_digest("morning") is None
    assert other.alerts() == ()
    other.close()
    done = post(store, EIGHT + DAY, order(NEWS, "#late"))
    assert (len(done.digests), len(done.skipped)) == (2, 1)


# ---------------------------------------------------------------- the clock


def test_a_clock_set_back_repeats_nothing(store: Store) -> None:
    """Whatever the clock says then, no slot up to the last settled one is composed."""
    post(store, EIGHT)
    post(store, EIGHT + 3 * DAY)
    for hours in range(0, 72, 5):
        assert post(store, EIGHT + hours * HOUR) == Outcome()
    assert post(store, EIGHT + 4 * DAY).digests


def test_a_clock_that_was_years_ahead_silences_nothing_for_years(store: Store) -> None:
    """Slots settled in a far future don't stand before those of today."""
    store.keep_orders({"morning": "08:00"}, EIGHT + 700 * DAY)
    assert post(store, EIGHT + 701 * DAY).digests
    store.keep_orders({"morning": "08:00"}, EIGHT - HOUR)
    done = post(store, EIGHT)
    assert done.slot is not None
    assert done.slot.due == EIGHT


def test_what_is_past_stays_past(store: Store) -> None:
    """Slots that were too many to be named are over all the same."""
    made = briefing("morning", *(f"{hour:02}:00" for hour in range(24)))
    often = of_briefing(config(made), made)
    assert len(post(store, EIGHT + 20 * DAY, often).skipped) == 100
    assert post(store, EIGHT + 20 * DAY, often) == Outcome()


# ---------------------------------------------------------------- an edition by itself


def test_send_composes_now(store: Store) -> None:
    """For every destination, whatever the schedule says, and also on a quiet day."""
    tell(store, "port", at=EIGHT - 2 * HOUR)
    asked, author = order(NEWS, "U0READER", quiet_day="skip"), Author(name="op", way="cli")
    assert pipeline.send(asked, store, PRESS, author, now=EIGHT - HOUR) == (1, 2)
    assert [d.destination for d in store.waiting()] == [NEWS, NEWS, "U0READER", "U0READER"]
    assert {d.expires for d in store.waiting()} == {EIGHT + 11 * HOUR}
    assert pipeline.send(asked, store, PRESS, author, now=EIGHT - HOUR) == (3, 4)
    assert store.waiting()[-1].message.text == "the rest"
    assert states(store) == {}
    assert post(store, EIGHT, asked).digests == ()


def test_an_edition_writes_nothing(store: Store) -> None:
    """Asked for twice it is the same, and the archive knows of none."""
    tell(store, "port")
    first = pipeline.edition(order(), NEWS, store, select, now=EIGHT)
    assert pipeline.edition(order(), NEWS, store, select, now=EIGHT) == first
    assert [item.article_id for item in first.items] == [1]
    assert store.last_digest("morning") is None


def test_an_order_may_want_one_language_and_not_some_words(store: Store) -> None:
    """A subscription's options narrow what it tells."""
    tell(store, "hafen", language="de")
    tell(store, "port", "quay")
    german = replace(order(), language="de")
    assert told(post(store, EIGHT, german)) == [[1]]
    without = replace(order(), without=("quay",))
    assert pipeline.edition(without, "#x", store, select, now=EIGHT).items
    topic = Topic(id="quays", name="Quays", words=("quay",))
    made = briefing(topics=("quays",))
    only = of_briefing(config(made, topics=[topic]), made)
    found = pipeline.edition(only, "#x", store, select, now=EIGHT)
    assert [item.article_id for item in found.items] == [3]


def test_a_briefing_may_tell_some_languages_only(store: Store) -> None:
    """Those that it names are told; what a reader asks for goes before."""
    for slug, language in (("hafen", "de"), ("puerto", "es"), ("port", "en")):
        tell(store, slug, language=language)
    made = order(languages=("de", "es"))
    assert sorted(number for each in told(post(store, EIGHT, made)) for number in each) == [1, 2]
    english = replace(made, language="en")
    found = pipeline.edition(english, "#x", store, select, now=EIGHT)
    assert [item.article_id for item in found.items] == [3]


def test_state_names_are_those_of_the_archive() -> None:
    """The states that the tests above compare are the model's."""
    assert {"composed", "quiet", "skipped"} == {state.value for state in SlotState}
