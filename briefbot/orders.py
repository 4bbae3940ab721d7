"""Standing orders: the briefings of the configuration, and readers' subscriptions as such; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefbot import schedule
from briefbot.config import Briefing, Config, Schedule, Topic, Weekday, sources_of, values
from briefbot.models import Query, Subscription
from briefbot.search import parse

PAST = timedelta(days=1)
"""A source that should have been read before a slot of yesterday's is not put off any more."""
LONGEST_NAME = 100
ASKED = "asked:"
"""The id of the topic that a subscription's words make; no topic of a file can have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is posted where, and when: one briefing with all that it is made of."""

    id: str
    """A briefing's id, or `subscription:7`: what its slots and digests are kept under."""
    briefing: Briefing
    config: Config
    destinations: tuple[str, ...]
    language: str | None = None
    """Tell only articles in this language; None leaves it to the briefing."""
    without: tuple[str, ...] = ()
    """Tell no story that says one of these words."""

    @property
    def schedule(self) -> Schedule:
        """When it is posted."""
        return self.briefing.schedule

    @property
    def schedule_text(self) -> str:
        """The schedule in a line, the same for the same slots."""
        times = ",".join(sorted(f"{at:%H:%M}" for at in self.schedule.times))
        days = ",".join(day for day in Weekday if day in self.schedule.weekdays)
        return f"{times} {days} {self.schedule.zone}"


def orders(
    config: Config, subscriptions: Iterable[Subscription], now: datetime
) -> tuple[Order, ...]:
    """Return every order that posts: briefings on and with destinations, then subscriptions."""
    posted = (of_briefing(config, each) for each in config.briefings if each.enabled)
    return (
        *(order for order in posted if order.destinations),
        *(of_subscription(config, subscription, now) for subscription in subscriptions),
    )


def of_briefing(config: Config, briefing: Briefing) -> Order:
    """Return the order of a briefing of the configuration."""
    return Order(
        id=briefing.id, briefing=briefing, config=config, destinations=briefing.destinations
    )


def of_subscription(config: Config, subscription: Subscription, now: datetime) -> Order:
    """Return a reader's subscription as the order of a briefing that only they get."""
    query = parse(subscription.query, now=now, sources=config.sources, topics=config.topics)
    topic = _topic(config, query)
    # The id holds a colon, which no id of a file may; so it is made without being checked.
    briefing = Briefing.model_construct(
        id=subscription.order_id,
        name=topic.name if topic else _name(subscription.query),
        topics=(topic.id,) if topic else (),
        sources=(query.source_id,) if query.source_id else (),
        destinations=(subscription.user_id,),
        schedule=_schedule(subscription),
        quiet_day="skip",
    )
    return Order(
        id=subscription.order_id,
        briefing=briefing,
        config=config.model_copy(update={"topics": (topic,) if topic else ()}),
        destinations=(subscription.user_id,),
        language=query.language,
        without=query.without,
    )


def _topic(config: Config, query: Query) -> Topic | None:
    """Return the topic that the query names, or else one made of its words.

    A topic is about any of its words, a query about all of its phrases; so phrases, which
    say more than words, stand alone.
    """
    words = query.phrases or query.words
    if not words:
        return None
    named = (topic for topic in config.topics if topic.words == words)
    asked = Topic.model_construct(id=ASKED, name=_name(" ".join(words)), words=words)
    return next(named, asked)


def _name(text: str) -> str:
    line = " ".join(values.UNSEEN.sub(" ", text).split()) or "News"
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def _schedule(subscription: Subscription) -> Schedule:
    """Return when it is posted; in UTC when the reader's zone is one that we don't know."""
    try:
        zone = values.zone(subscription.zone)
    except ValueError:
        zone = "UTC"
    return Schedule.model_construct(
        times=(values.clock(subscription.label),),
        weekdays=tuple(day for day in Weekday if day in subscription.weekdays) or tuple(Weekday),
        zone=zone,
    )


def awaited(config: Config, now: datetime) -> Mapping[str, tuple[datetime, ...]]:
    """Return for each source the slots, in order, that it should be read just before."""
    moments: dict[str, set[datetime]] = {}
    for order in orders(config, (), now):
        sources = sources_of(config, order.briefing)
        until = now + max((source.interval for source in sources), default=timedelta())
        found = schedule.slots(order.id, order.schedule, after=now - PAST, until=until)
        for source in sources:
            moments.setdefault(source.id, set()).update(slot.due for slot in found)
    return {source_id: tuple(sorted(found)) for source_id, found in moments.items()}
