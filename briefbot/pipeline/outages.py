"""Channels hear of sources that fail for a day, and again when they are read: once each.

Everything here runs in the store's thread. What is told is put into the outbox and remembered
in one transaction: a crash leaves both or nothing, and no later tick tells it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefbot import digest, health, schedule
from briefbot.config import Config, Source, sources_of
from briefbot.models import Ailing, Message, News, Outage, SourceState
from briefbot.store.deliveries import EVENT, NOTICE
from briefbot.store.sqlite import Store
from briefbot.text import fares

AGAIN = timedelta(days=1)
"""A channel gets at most one such message in so long."""
GATHER = timedelta(hours=1)
"""Sources that fail together cross the day one by one: the first waits for the others so long."""
ADMINS = ""
"""The destination that stands for the admins, who hear of every source."""

Compose = Callable[[News], Message]
"""Lay out what a channel is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a destination is to be told."""

    begun: tuple[Outage, ...]
    over: tuple[Outage, ...]


NOTHING = Told(begun=(), over=())


def decide(out: Mapping[str, datetime], known: Mapping[str, datetime], read: Iterable[str]) -> Told:
    """Return the outages that a destination does not know of, and the known ones that are over.

    `out`: sources that have not been read for a day, and since when; `known`: what it was
    told; `read`: sources that are read.
    """
    begun = (Outage(source_id=name, since=at) for name, at in out.items() if _new(name, at, known))
    over = (Outage(source_id=name, since=known[name]) for name in read if name in known)
    return Told(begun=tuple(begun), over=tuple(over))


def _new(name: str, since: datetime, known: Mapping[str, datetime]) -> bool:
    return name not in known or since > known[name]


def warn(config: Config, store: Store, compose: Compose, *, now: datetime) -> tuple[str, ...]:
    """Tell each destination what is new of the outages of its sources; return who is told.

    A channel whose last such message is less than a day old waits.
    """
    states, known = store.failing(), store.outages_told()
    if not states and not known:
        return ()
    audiences = dict(_audiences(config))
    store.forget_outages(_gone(known, audiences))
    if any(name not in states for told in known.values() for name in told):
        states = store.states()  # some are read again
    told = []
    for where, (zone, sources) in audiences.items():
        mine = schedule.current(sources.values(), states)
        what = _due(store, where, mine, known.get(where, {}), now)
        if what.begun or what.over:
            news = News(
                failing=tuple(_ailing(sources[one.source_id], mine, now) for one in what.begun),
                back=tuple(_back(sources[one.source_id], one) for one in what.over),
                now=now,
                zone=zone,
            )
            _tell(store, where, what, news, compose)
            told.append(where)
    return tuple(told)


def _audiences(config: Config) -> Iterator[tuple[str, tuple[str, dict[str, Source]]]]:
    """Yield who hears of which sources, each with the zone that its times are in."""
    found: dict[str, tuple[str, dict[str, Source]]] = {}
    for briefing in config.briefings:
        read = {one.id: one for one in sources_of(config, briefing) if one.enabled}
        for where in briefing.destinations:
            found.setdefault(where, (briefing.schedule.zone, {}))[1].update(read)
    yield ADMINS, ("UTC", {one.id: one for one in config.sources if one.enabled})
    yield from found.items()


def _gone(
    known: Mapping[str, Mapping[str, datetime]],
    audiences: Mapping[str, tuple[str, Mapping[str, Source]]],
) -> dict[str, set[str]]:
    """Return what was told of sources that the destination reads no more."""
    nobody: tuple[str, Mapping[str, Source]] = ("", {})
    return {
        where: set(told) - set(audiences.get(where, nobody)[1]) for where, told in known.items()
    }


def _due(
    store: Store,
    where: str,
    states: Mapping[str, SourceState],
    known: Mapping[str, datetime],
    now: datetime,
) -> Told:
    """Return what a destination is to be told now."""
    last = store.mark(f"{NOTICE}:{where}")
    if last is not None and abs(now - last) < AGAIN:
        return NOTHING
    out = {name: at for name, state in states.items() if (at := health.out_since(state, now))}
    read = [name for name, state in states.items() if _is_read(state, known.get(name))]
    told = decide(out, known, read)
    return NOTHING if _may_wait(told, states, known, now) else told


def _is_read(state: SourceState, since: datetime | None) -> bool:
    """Tell whether a source that failed since then has been read after it."""
    well = state.failing_since is None and state.succeeded is not None
    return well and since is not None and (state.succeeded or since) > since


def _may_wait(
    told: Told, states: Mapping[str, SourceState], known: Mapping[str, datetime], now: datetime
) -> bool:
    """Tell whether others will have failed for a day soon, so that one message tells of all."""
    if told.over or not told.begun:
        return False
    if any(states[one.source_id].gone for one in told.begun):
        return False
    if now - min(one.since for one in told.begun) >= health.DAY + GATHER:
        return False
    begins = (state.failing_since for name, state in states.items() if name not in known)
    return any(since and timedelta() < since + health.DAY - now <= GATHER for since in begins)


def _tell(store: Store, where: str, what: Told, news: News, compose: Compose) -> None:
    """Put a message into the outbox, and remember what it tells, as one."""
    line, number = fares.line(news), None
    with store.transaction():
        if where == ADMINS:
            store.raise_alert(f"{EVENT}{NOTICE}:{news.now:%Y-%m-%dT%H:%M:%S}", line, news.now)
        else:
            number = store.publish_notice(where, NOTICE, line, news.now)
            expires = news.now + AGAIN
            store.enqueue(number, NOTICE, where, [compose(news)], created=news.now, expires=expires)
        store.tell_outages(where, what.begun, what.over, number)
        store.set_mark(f"{NOTICE}:{where}", news.now)


def _ailing(source: Source, states: Mapping[str, SourceState], now: datetime) -> Ailing:
    return digest.ailing(source, health.health(source, states[source.id], now=now), now)


def _back(source: Source, outage: Outage) -> Ailing:
    return Ailing(name=source.label, since=outage.since, message="")
