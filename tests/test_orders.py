"""Standing orders: briefings that post, and subscriptions as briefings of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Config, FetchOptions, Source, Topic, Weekday, sources_of, topics_of
from briefbot.models import Subscription
from briefbot.orders import awaited, of_subscription, orders
from briefbot.schedule import next_slot
from tests.editions import briefing, config
from tests.makers import NOON

TAIWAN = Topic(id="taiwan", name="Taiwan", words=("taiwan", "taipei"))
HOUR = timedelta(hours=1)


def subscription(query: str = "taiwan", **fields: Any) -> Subscription:
    """Make a reader's subscription to Taiwan on workdays."""
    made = Subscription(
        id=7,
        user_id="U0READER",
        query=query,
        label="07:30",
        weekdays=("fri", "mon"),
        zone="Asia/Taipei",
        created=NOON,
    )
    return replace(made, **fields)


def test_briefings_with_destinations_and_subscriptions_post() -> None:
    """A briefing that goes nowhere is no order; the others keep their ids."""
    made = config(briefing("morning"), briefing("nowhere", to=()))
    found = orders(made, [subscription()], NOON)
    assert [order.id for order in found] == ["morning", "subscription:7"]
    assert [order.destinations for order in found] == [("#news",), ("U0READER",)]
    assert found[0].briefing is made.briefings[0]


def test_a_subscription_to_a_topic_is_a_briefing_of_that_topic() -> None:
    """It has the topic's name and words, is posted at the reader's hour, and skips quiet days."""
    order = of_subscription(config(topics=[TAIWAN]), subscription("Taiwan"), NOON)
    assert topics_of(order.config, order.briefing) == (TAIWAN,)
    assert (order.briefing.name, order.briefing.quiet_day) == ("Taiwan", "skip")
    assert (order.briefing.max_stories, order.briefing.sentences) == (10, 3)
    assert order.schedule.times == (time(7, 30),)
    assert order.schedule.weekdays == (Weekday.MON, Weekday.FRI)
    due = next_slot(order.id, order.schedule, NOON).due
    assert due == datetime(2026, 11, 26, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("chip plant", ("chip", "plant")),
        ('"chip plant" taiwan', ("chip plant",)),
        ("lang:zh source:ledger", ()),
        ("7d", ()),
    ],
)
def test_a_subscription_to_words_is_a_topic_of_its_own(query: str, words: tuple[str, ...]) -> None:
    """Phrases say more than words; a query without any tells whatever comes."""
    order = of_subscription(config(topics=[TAIWAN]), subscription(query), NOON)
    topics = topics_of(order.config, order.briefing)
    assert [topic.words for topic in topics] == ([words] if words else [])


def test_a_subscriptions_options_are_obeyed() -> None:
    """One source, one language, and words to leave out."""
    order = of_subscription(config(), subscription("quake source:ledger lang:zh -sport"), NOON)
    assert [source.id for source in sources_of(order.config, order.briefing)] == ["ledger"]
    assert (order.language, order.without) == ("zh", ("sport",))


def test_a_zone_that_we_do_not_know_is_utc() -> None:
    """A reader's zone that is no longer in the database stops nothing."""
    order = of_subscription(config(), subscription(zone="Mars/Olympus"), NOON)
    assert order.schedule.zone == "UTC"


@given(st.text(max_size=300))
def test_any_query_makes_an_order(query: str) -> None:
    """Its name is one line without anything invisible, and not empty."""
    order = of_subscription(config(topics=[TAIWAN]), subscription(query), NOON)
    name = order.briefing.name
    assert name.strip()
    assert len(name) <= 100
    assert not set(name) & set("\n\r\u202e\x00")
    assert next_slot(order.id, order.schedule, NOON)


def test_a_schedules_text_says_which_slots_it_has() -> None:
    """The order in which times and days are written does not change it; anything else does."""
    texts = [
        order.schedule_text
        for order in orders(
            config(
                briefing("a", "08:00", "18:00", weekdays=["mon", "tue"]),
                briefing("b", "18:00", "08:00", weekdays=["tue", "mon"]),
                briefing("c", "08:00", weekdays=["mon", "tue"]),
                briefing("d", "08:00", "18:00", weekdays=["mon", "tue"], zone="Asia/Taipei"),
            ),
            (),
            NOON,
        )
    ]
    assert texts[0] == texts[1] == "08:00,18:00 mon,tue UTC"
    assert len(set(texts)) == 3


def test_sources_know_the_slots_that_they_are_read_for() -> None:
    """Yesterday's and those within their interval, of every briefing that reads them and posts."""
    sources = [
        Source(id=name, url=f"https://{name}.example/feed", interval=48 * HOUR)
        for name in ("a", "b")
    ]
    made = Config(
        sources=(*sources, Source(id="off", url="https://off.example/feed", enabled=False)),
        briefings=(
            briefing("one", "08:00"),
            briefing("two", "10:00", sources=("a",)),
            briefing("quiet", "11:00", to=()),
        ),
        fetch=FetchOptions(contact="https://desk.test/about"),
    )
    found = awaited(made, NOON)
    eight = [NOON + (hours - 4) * HOUR for hours in (0, 24, 48)]
    assert found["b"] == tuple(eight)
    assert found["a"] == tuple(sorted([*eight, *(moment + 2 * HOUR for moment in eight)]))
    assert "off" not in found


def test_a_briefing_that_is_off_is_no_order() -> None:
    """It posts nothing and no source is read for it; its settings stay."""
    made = config(briefing("morning", enabled=False), briefing("evening", "18:00"))
    assert [order.id for order in orders(made, (), NOON)] == ["evening"]
    assert awaited(config(briefing(enabled=False)), NOON) == {}
