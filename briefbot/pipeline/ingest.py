"""Sources are looked at, one by one and all at once; what is new goes into the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from briefbot import cluster, intake, standing
from briefbot.config import Source
from briefbot.errors import ParseError, SourceError, StoreError
from briefbot.models import Feed, Looked, Passed, Reading, SourceState
from briefbot.outage import NETWORK, Missed
from briefbot.pipeline.ledger import Ledger
from briefbot.pipeline.look import Visit, look, news
from briefbot.pipeline.pages import Pace, read
from briefbot.pipeline.web import ABSENT, Web
from briefbot.ports import Clustering, Offload, Progress
from briefbot.store.sqlite import Store

CLUSTERING = Clustering(
    lookup_terms=cluster.lookup_terms, lookup_sketch=cluster.lookup_sketch, place=cluster.place
)
AT_A_TIME = 50
"""How many looks begin before others on the loop get their turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """The archive and the thread that it lives in."""

    store: Store
    db: Offload


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a source would bring, without anything being stored."""

    address: str
    """Where the entries are, after discovery and redirects."""
    feed: Feed
    taken: intake.Intake
    first: Reading | Passed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """What the looks of one ingest share."""

    web: Web
    keeper: Keeper
    progress: Progress
    now: datetime
    ledger: Ledger


async def ingest(
    sources: Sequence[Source],
    states: Mapping[str, SourceState],
    web: Web,
    keeper: Keeper,
    progress: Progress,
    now: datetime,
) -> tuple[Looked, ...]:
    """Look at each source once; a source that fails stops no other, a full disk stops all."""
    progress.started(len(sources))
    ledger = Ledger(keeper.store, keeper.db)
    this = _Round(web=web, keeper=keeper, progress=progress, now=now, ledger=ledger)
    try:
        found = await _all(sources, states, this)
        await ledger.close()
    except ExceptionGroup as failures:
        stored, others = failures.split(StoreError)
        if stored is None or others is not None:
            raise
        raise stored.exceptions[0] from None  # `except*` raises a group before Python 3.11.4
    finally:
        ledger.stop()
    looks = await _judged(found, web, keeper, progress, now)
    while await keeper.db(keeper.store.place, CLUSTERING):
        pass  # a batch at a time, so that others get at the store in between
    return looks


async def _all(
    sources: Sequence[Source], states: Mapping[str, SourceState], this: _Round
) -> list[Looked]:
    tasks: list[asyncio.Task[Looked]] = []
    async with asyncio.TaskGroup() as group:
        for source in sources:
            tasks.append(group.create_task(_ingest(source, states.get(source.id), this)))
            if len(tasks) % AT_A_TIME == 0:
                await asyncio.sleep(0)  # ten thousand that begin at once hold up the loop
    return [task.result() for task in tasks]


async def _ingest(source: Source, state: SourceState | None, this: _Round) -> Looked:
    web, now, known = this.web, this.now, standing.known(source, state)
    state, asked = known.but(checked=now, asked=now), standing.address(source, known, now)
    visit = Visit(
        source=source,
        state=state,
        asked=asked,
        now=now,
        begin=this.ledger.begin,
        settle=this.ledger.settle,
    )
    try:
        looked = await look(visit, web, this.keeper, this.progress)
    except SourceError as error:
        await this.ledger.settle(_after(source, state, error, asked, now))
        looked = Looked(source_id=source.id, failure=str(error))
        if error.reason in NETWORK:  # it is told when all have been asked: it may be our network
            web.network.miss(Missed(host=urlsplit(asked).netloc, at=now, before=known))
            return replace(looked, offline=True)
        if isinstance(error, ParseError) or error.reason.startswith("http_"):
            web.network.answer(now)
    this.progress.looked(looked)
    return looked


def _after(
    source: Source, state: SourceState, error: SourceError, asked: str, now: datetime
) -> SourceState:
    if error.reason == ABSENT:
        return standing.put_off(source, state, now)
    return standing.failed(source, state, error, asked, now)


async def _judged(
    looks: list[Looked], web: Web, keeper: Keeper, progress: Progress, now: datetime
) -> tuple[Looked, ...]:
    """Tell of those that could not be reached; when our own network is down, it was not them."""
    if web.network.is_well and not any(one.offline for one in looks):
        return tuple(looks)
    hosts = {urlsplit(one.url).netloc for one in web.config.sources if one.enabled}
    lost = web.network.pardoned(now, hosts=len(hosts))
    pardoned = [standing.pardoned(state, now) for state in lost]
    if pardoned:
        await keeper.db(keeper.store.settle, pardoned)
    names = {state.source_id for state in pardoned}
    judged = [replace(one, offline=one.offline and one.source_id in names) for one in looks]
    for before, after in zip(looks, judged, strict=True):
        if before.offline:
            progress.looked(after)
    return tuple(judged)


async def _unremembered(_: SourceState) -> None:
    """Keep nothing."""


async def trial(source: Source, web: Web, now: datetime) -> Trial:
    """Look at a source as ingest would at first sight, and store nothing; raise SourceError."""
    state = SourceState(source_id=source.id, url=source.url, checked=now)
    visit = Visit(
        source=source,
        state=state,
        asked=source.url,
        now=now,
        begin=_unremembered,
        settle=_unremembered,
    )
    answer = await news(visit, web)
    feed = answer.feed
    assert feed is not None  # noqa: S101  without validators every answer is news
    taken = intake.admit(source, intake.unseen(feed.entries, ()), first=True, known=())
    first = None
    if taken.wanted:
        first = await read(source, feed.language, taken.wanted[0], web, now, Pace())
    return Trial(address=answer.response.url, feed=feed, taken=taken, first=first)
