"""How things stand: topics, sources, the bot itself, and what a reader's App Home holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from briefbot import orders, schedule
from briefbot.config import Config, Source
from briefbot.desk.room import Room
from briefbot.health import health
from briefbot.models import (
    Alert,
    Condition,
    DigestLine,
    Health,
    HomePage,
    OrderLine,
    Recent,
    SourceLine,
    SourceState,
    Status,
    Subscription,
    TopicLine,
)
from briefbot.store.library import Library

WEEK = timedelta(days=7)
_OF_A_READER = re.compile("([UW][A-Z0-9]{6,20}): ")


class State(Room):
    """Says how things stand."""

    async def topics(self) -> tuple[TopicLine, ...]:
        """Return the topics, in the configuration's order."""
        return await self.read(_topics, self.config, self.clock() - WEEK)

    async def sources(self) -> tuple[SourceLine, ...]:
        """Return the sources, in the configuration's order."""
        return await self.read(source_lines, self.config, self.clock())

    async def status(self, zone: str = "UTC") -> Status:
        """Return how the bot fares, with times for that zone."""
        return await self.read(status, self.config, self.began, self.clock(), zone)

    async def home(self, user: str, zone: str) -> HomePage:
        """Return what a reader's App Home holds."""
        return await self.read(_home, self.config, user, zone, self.clock())


def _topics(archive: Library, config: Config, since: datetime) -> tuple[TopicLine, ...]:
    return tuple(
        TopicLine(
            topic_id=topic.id,
            name=topic.name,
            words=topic.words,
            articles=len(archive.about(topic.words, since)),
        )
        for topic in config.topics
    )


def source_lines(archive: Library | None, config: Config, now: datetime) -> tuple[SourceLine, ...]:
    """Return how each source fares, in the configuration's order; without an archive all are new.

    The archive is asked three questions, however many sources there are.
    """
    states: dict[str, SourceState] = {}
    counts: dict[str, int] = {}
    recent: dict[str, Recent] = {}
    if archive is not None:
        states = schedule.current(config.sources, archive.states())
        counts, recent = archive.articles_by_source(now - WEEK), archive.recent(now - WEEK)
    return tuple(
        _source(
            source,
            states.get(source.id),
            health(source, states.get(source.id), recent.get(source.id, Recent()), now=now),
            counts.get(source.id, 0),
        )
        for source in config.sources
    )


def _source(source: Source, state: SourceState | None, found: Health, articles: int) -> SourceLine:
    return SourceLine(
        source_id=source.id,
        name=source.label,
        url=source.url,
        state=found.word,
        since=found.since,
        succeeded=state.succeeded if state else None,
        next_check=state.next_check if state else None,
        per_day=state.per_day if state else None,
        articles=articles,
        advice=found.advice,
    )


def status(archive: Library, config: Config, began: datetime, now: datetime, zone: str) -> Status:
    """Return how the bot fares."""
    found = source_lines(archive, config, now)
    lines = [line for line in found if line.state is not Condition.OFF]
    return Status(
        now=now,
        since=began,
        zone=zone,
        read=sum(line.state.read for line in lines),
        sources=len(lines),
        failing=sum(line.state.fails for line in lines),
        articles=archive.count(),
        newest=archive.newest(),
        orders=tuple(_orders(archive, config, now)),
        pending=len(archive.waiting()),
        alerts=tuple(map(_nameless, archive.alerts_standing())),
    )


def _nameless(alert: Alert) -> Alert:
    """Return an alert as everybody may read it: whose subscription fails is for admins."""
    about = _OF_A_READER.match(alert.text)
    return replace(alert, text=alert.text.replace(about[1], "a reader")) if about else alert


def _orders(archive: Library, config: Config, now: datetime) -> Iterator[OrderLine]:
    """Yield the briefings; what readers subscribe to is theirs to know."""
    for briefing in config.briefings:
        posts = bool(briefing.destinations) and briefing.enabled
        due = schedule.next_slot(briefing.id, briefing.schedule, now).due if posts else None
        yield OrderLine(
            name=briefing.name,
            destinations=briefing.destinations,
            due=due,
            zone=briefing.schedule.zone,
            posted=archive.last_digest(briefing.id),
        )


def next_due(config: Config, subscription: Subscription, now: datetime) -> datetime:
    """Return when a subscription is posted next."""
    order = orders.of_subscription(config, subscription, now)
    return schedule.next_slot(order.id, order.schedule, now).due


def _home(archive: Library, config: Config, user: str, zone: str, now: datetime) -> HomePage:
    midnight = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = archive.subscriptions_of(user)
    return HomePage(
        now=now,
        zone=zone,
        subscriptions=tuple((each, next_due(config, each, now)) for each in mine),
        saved=archive.saved_of(user),
        digests=tuple(_digests(archive, config, mine, midnight)),
        topics=tuple(topic.name for topic in config.topics),
    )


def _digests(
    archive: Library, config: Config, mine: tuple[Subscription, ...], since: datetime
) -> Iterator[DigestLine]:
    """Yield today's digests of the briefings and of the reader's own subscriptions."""
    names = {briefing.id: briefing.name for briefing in config.briefings}
    names |= {each.order_id: each.query for each in mine}
    posted = [each for each in archive.posted_since(since) if each.order_id in names]
    told = archive.stories_told([each.digest_id for each in posted])
    for each in posted:
        if each.channel and each.ts:
            yield DigestLine(
                name=names[each.order_id],
                channel=each.channel,
                ts=each.ts,
                made=each.created,
                stories=told.get(each.digest_id, 0),
            )
