"""Composes what is due: at each tick it looks which orders have a slot, and posts their digests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from briefbot import pipeline, schedule
from briefbot.config import Source, sources_of
from briefbot.errors import StoreError
from briefbot.live import Live
from briefbot.orders import Order, orders
from briefbot.pipeline import CLUSTERING, Keeper, Outcome, Press

TICK = "tick"
"""The mark of the latest tick."""
CLOCK = "clock"
"""The alert of a clock that was set back."""
BACK = timedelta(minutes=10)
"""A clock that was set back by more is not believed; by less, it does no harm."""
REST = timedelta(minutes=5)
"""How long an order that could not be composed is left alone."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long sources that are just being read are waited for, in seconds."""

    seconds: float = 60.0
    glance: float = 1.0
    """How often it is looked whether they are read."""


class Briefer:
    """Composes each order's digest at its slot and puts it into the outbox, once.

    `wake` tells the outbox that something is in it. `agrees` says whether Slack's own clock
    shows about the given time, when that is known.
    """

    def __init__(
        self,
        keeper: Keeper,
        live: Live,
        press: Press,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None],
        agrees: Callable[[datetime], bool | None] = lambda _: None,
        patience: Patience = Patience(),
    ) -> None:
        self._store, self._db = keeper.store, keeper.db
        self._live = live
        self._press = press
        self._clock = clock
        self._wake = wake
        self._agrees = agrees
        self._patience = patience
        self._busy = self._held = False
        self.trouble: StoreError | None = None
        """What the archive said at the last tick, when it could not be used."""
        self._resting: dict[str, datetime] = {}

    async def tick(self) -> None:
        """Compose what is due; a tick during another one does nothing."""
        if self._busy:
            return
        self._busy = True
        try:
            await self._tick()
            self.trouble = None
        except StoreError as error:
            log.error("archive", error=str(error))  # the next tick tries again
            self.trouble = error
        finally:
            self._busy = False

    async def _tick(self) -> None:
        waiting = await self._db(self._waiting, self._clock())
        if waiting:
            await self._read(waiting)
        for order in waiting:
            await self._post(order)
        if not self._held:
            await self._warn()

    # ------------------------------------------------------------ in the store's thread

    def _waiting(self, now: datetime) -> tuple[Order, ...]:
        """Return the orders that something is to be done for."""
        if not self._believed(now):
            return ()
        found = orders(self._live.config, self._store.all_subscriptions(), now)
        self._store.keep_orders({order.id: order.schedule_text for order in found}, now)
        self._store.forget_destinations({name for order in found for name in order.destinations})
        awake = (o for o in found if self._resting.get(o.id, now) <= now)
        return tuple(o for o in awake if pipeline.due(o, self._store, now) != schedule.Turn())

    def _believed(self, now: datetime) -> bool:
        """Tell whether the clock is right; one behind the last tick may repeat a whole day."""
        last, agrees = self._store.mark(TICK), self._agrees(now)
        behind = last is not None and now < last - BACK
        if agrees is False or (behind and not agrees):
            self._hold(last if behind else None, now)
            return False
        if last is None or behind or now > last:
            self._store.set_mark(TICK, now)
        if self._held or behind:
            self._held = False
            self._store.clear_alert(CLOCK)
            log.info("posting goes on", now=now.isoformat())
        return True

    def _hold(self, last: datetime | None, now: datetime) -> None:
        shows = f"the clock says {now:%Y-%m-%d %H:%M} UTC"
        if last:
            why = f"but briefbot was at work at {last:%Y-%m-%d %H:%M} UTC already"
            until = "that is past"
        else:
            why, until = "and Slack's clock says something else", "they agree"
        text = (
            f"{shows}, {why}; no digest is made until {until}; set the clock of the machine right"
        )
        self._store.raise_alert(CLOCK, text, now)
        if not self._held:
            self._held = True
            log.error("posting held", error=text)

    # ------------------------------------------------------------ waiting for sources

    async def _read(self, waiting: Sequence[Order]) -> None:
        """Wait until the sources that were due before the slots are read, within reason."""
        sources = {s.id: s for order in waiting for s in sources_of(order.config, order.briefing)}
        began, now = asyncio.get_running_loop().time(), self._clock()
        while await self._unread(list(sources.values()), now):
            if asyncio.get_running_loop().time() - began >= self._patience.seconds:
                log.warning("composing without all sources", orders=[o.id for o in waiting])
                break
            await asyncio.sleep(self._patience.glance)
        # An ingest places what it brought when its last source is read; we don't wait for that.
        while await self._db(self._store.place, CLUSTERING):
            pass

    async def _unread(self, sources: Sequence[Source], now: datetime) -> bool:
        """Tell whether one of the sources was due by then and is not read yet.

        One that is asked just now is not read yet; only an ingest leaves it alone meanwhile.
        """
        states = await self._db(self._store.states)
        states = {name: replace(state, asked=state.checked) for name, state in states.items()}
        return bool(schedule.due_sources(sources, states, now))

    # ------------------------------------------------------------ posting

    async def _post(self, order: Order) -> None:
        now = self._clock()
        try:
            done = await self._db(pipeline.post, order, self._store, self._press, now=now)
        except StoreError as error:
            log.error("archive", order=order.id, error=str(error))
            return
        except Exception:
            log.exception("brief", order=order.id)  # a mistake in one order stops no other
            self._resting[order.id] = now + REST
            return
        _tell(order, done)
        if done.digests:
            self._wake()

    async def _warn(self) -> None:
        """Tell channels of their sources that fail for a day, or are read again."""
        now = self._clock()
        config, warn = self._live.config, self._press.warn
        told = await self._db(pipeline.warn, config, self._store, warn, now=now)
        if told:
            log.info("sources told", destinations=len(told))
            self._wake()


def _tell(order: Order, done: Outcome) -> None:
    """Log what was done, a line each."""
    if done.skipped:
        first, last = done.skipped[0], done.skipped[-1]
        span = {"first": f"{first.day} {first.label}", "last": f"{last.day} {last.label}"}
        log.warning("skipped", order=order.id, slots=len(done.skipped), **span)
    if done.slot is None:
        return
    about = {"order": order.id, "slot": f"{done.slot.day} {done.slot.label}"}
    if done.digests:
        stories = sum(len(digest.items) for digest in done.digests)
        log.info("composed", **about, destinations=len(done.digests), stories=stories)
    else:
        log.info("quiet", **about)
