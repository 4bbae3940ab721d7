"""Orders, slots, digests and marks in the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from briefbot.errors import StoreError
from briefbot.models import (
    Beside,
    Coverage,
    Digest,
    Item,
    Message,
    Outlet,
    Quality,
    Quote,
    Section,
    SlotState,
)
from briefbot.schedule import next_slot
from briefbot.store.posted import Posted
from briefbot.store.sqlite import Store
from tests.editions import NEWS, briefing, fast, tell
from tests.makers import NOON, hours_ago

SLOT = next_slot("morning", briefing().schedule, NOON)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = fast(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def edition(*urls: str) -> Digest:
    """Make a digest that tells the first stories, in order, by these addresses."""
    items = tuple(
        Item(
            article_id=number,
            source_id="ledger",
            story_id=number,
            headline="Port",
            url=url,
            sources=(Outlet(name="Ledger", url=url),),
            published=NOON,
            sentences=(),
            language="en",
            quality=Quality.FULL,
        )
        for number, url in enumerate(urls, 1)
    )
    return Digest(
        briefing_id="morning",
        name="Morning",
        made=NOON + timedelta(hours=1),
        since=hours_ago(24),
        zone="UTC",
        sections=(Section(name="", items=items),),
        coverage=Coverage(read=1, total=1),
    )


def test_an_order_is_known_since_it_was_first_seen(store: Store) -> None:
    """Seen again it stays as it is; another schedule makes it new."""
    store.keep_orders({"morning": "08:00"}, NOON)
    store.keep_orders({"morning": "08:00"}, NOON + DAY)
    assert store.order_since("morning") == NOON
    store.keep_orders({"morning": "09:00"}, NOON + 2 * DAY)
    assert store.order_since("morning") == NOON + 2 * DAY
    assert store.order_since("evening") is None


def test_an_order_that_is_gone_is_forgotten(store: Store) -> None:
    """When it comes back, nothing of the time between is due."""
    store.keep_orders({"morning": "08:00", "evening": "18:00"}, NOON)
    store.keep_orders({"evening": "18:00"}, NOON + DAY)
    store.keep_orders({"morning": "08:00", "evening": "18:00"}, NOON + 9 * DAY)
    assert store.order_since("morning") == NOON + 9 * DAY
    assert store.order_since("evening") == NOON


def test_an_order_from_the_future_is_seen_now(store: Store) -> None:
    """A clock that was years ahead, and is right again, does not silence a briefing for years."""
    store.keep_orders({"morning": "08:00"}, NOON + 900 * DAY)
    store.keep_orders({"morning": "08:00"}, NOON)
    assert store.order_since("morning") == NOON


def test_a_slot_is_settled_once(store: Store) -> None:
    """What became of it comes back; a second word on it is refused."""
    store.settle_slot(SLOT, SlotState.SKIPPED, NOON, "missed for too long")
    (found,) = store.settled_slots("morning", SLOT.day)
    assert (found.slot, found.state, found.settled) == (SLOT, SlotState.SKIPPED, NOON)
    assert found.detail == "missed for too long"
    with pytest.raises(StoreError):
        store.settle_slot(SLOT, SlotState.COMPOSED, NOON)
    assert store.settled_slots("morning", SLOT.day) == (found,)


def test_settled_slots_are_asked_for_by_order_and_by_date(store: Store) -> None:
    """One order's from a date on, oldest first."""
    later = next_slot("morning", briefing().schedule, SLOT.due)
    other = replace(SLOT, order_id="evening")
    for slot in (later, SLOT, other):
        store.settle_slot(slot, SlotState.COMPOSED, NOON)
    assert [s.slot for s in store.settled_slots("morning", date(2026, 1, 1))] == [SLOT, later]
    assert [s.slot for s in store.settled_slots("morning", later.day)] == [later]


def test_a_story_is_told_to_each_destination_once(store: Store) -> None:
    """What one channel was told another was not; showings name the channel."""
    tell(store, "port")
    number = store.publish(edition("https://ledger.example/port"), "{}", NEWS)
    told = {
        name: store.stories_since(hours_ago(24), "morning", ["ledger"], name)[0].told
        for name in (NEWS, "#other", "")
    }
    assert number == 1
    assert told == {NEWS: NOON + timedelta(hours=1), "#other": None, "": None}
    assert [(s.destination, s.headline) for s in store.showings(1)] == [(NEWS, True)]


def test_a_sentence_beside_the_story_is_remembered(store: Store) -> None:
    """A showing says of which article a sentence was quoted beside the shown one's."""
    tell(store, "port")
    plain = edition("https://elsewhere.example/port")
    (item,) = plain.items
    outlet = Outlet(name="Ledger", url="https://ledger.example/port")
    quote = Quote(text="", url=outlet.url, start=0, end=0)
    beside = Beside(article_id=1, outlet=outlet, quote=quote)
    told = replace(plain, sections=(Section(name="", items=(replace(item, beside=beside),)),))
    for digest in (plain, told):
        store.publish(digest, "{}", NEWS)
    assert [(s.headline, s.quoted) for s in store.showings(1)] == [(False, False), (False, True)]


def test_an_article_that_is_found_late_counts(store: Store) -> None:
    """Published before the window and found in it, it is among the stories if it is not too old."""
    tell(store, "late", at=hours_ago(30), found=hours_ago(20))
    tell(store, "known", at=hours_ago(30), found=hours_ago(29))
    tell(store, "old", at=hours_ago(50), found=hours_ago(20))

    def found(late: timedelta) -> list[int]:
        stories = store.stories_since(hours_ago(24), "morning", ["ledger"], late=late)
        return [article.id for story in stories for article in story.articles]

    assert found(timedelta()) == []
    assert found(DAY) == [1]
    assert store.count_since(hours_ago(24), ["ledger"], DAY) == (1, 1)
    assert store.count_since(hours_ago(24), ["ledger"]) == (0, 0)


def test_the_last_digest_is_one_that_was_or_may_be_posted(store: Store, tmp_path: Path) -> None:
    """By destination, or of any; one that died in the outbox leaves its time to the next."""
    first = edition()
    second = replace(first, made=first.made + DAY)
    store.publish(first, "{}", NEWS)
    number = store.publish(second, "{}", NEWS)
    created, expires = second.made, second.made + DAY
    message = (Message(text="Morning"),)
    store.enqueue(number, "morning", NEWS, message, created=created, expires=expires)
    reader = Posted(tmp_path / "briefbot.db")
    assert reader.last_digest("morning", NEWS) == second.made
    assert reader.last_digest("morning", "#other") is None
    assert reader.last_digest("morning") == second.made
    assert reader.last_digest("evening") is None
    store.expire(expires)
    assert reader.last_digest("morning", NEWS) == first.made
    reader.close()


def test_a_mark_is_the_last_moment_under_its_name(store: Store) -> None:
    """Each name has its own."""
    store.set_mark("tick", NOON + DAY)
    store.set_mark("tick", NOON)
    assert (store.mark("tick"), store.mark("other")) == (NOON, None)
