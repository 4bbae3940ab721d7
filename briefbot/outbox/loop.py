"""The loop: claim, send, settle; look before sending again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from briefbot.errors import DeliveryError, StoreError
from briefbot.models import Alert, Delivery, Message
from briefbot.outbox.course import Course, again, course
from briefbot.outbox.finder import Finder
from briefbot.outbox.gate import Door, Rests
from briefbot.outbox.jobs import Jobs
from briefbot.outbox.pace import Pace
from briefbot.pipeline.ingest import Keeper
from briefbot.ports import Deliver, Sent
from briefbot.store.alerts import destination_alert

Tell = Callable[[Alert], Awaitable[None]]
"""Tell an admin; raise DeliveryError when that was not possible."""
_KNOCK, _TELL = "knock", "tell"

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot.outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """How to make another message of one that Slack refuses."""

    halve: Callable[[Message], tuple[Message, Message]]
    plain: Callable[[Message], Message]


class Outbox:
    """Posts what waits in the archive's outbox, each once: `run()` until it is cancelled.

    `reached` is called with the name of each point at which a crash must do no harm.
    """

    def __init__(
        self,
        keeper: Keeper,
        deliver: Deliver,
        clock: Callable[[], datetime],
        pace: Pace = Pace(),  # noqa: B008  frozen
        *,
        versions: Versions,
        tell: Tell | None = None,
        reached: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store, self._db = keeper.store, keeper.db
        self._deliver = deliver
        self._clock = clock
        self._pace = pace
        self._versions = versions
        self._tell = tell
        self._reached = reached
        self._rests = Rests(pace.channel)
        self._door = Door(keeper, deliver, clock, pace)
        self._finder = Finder(keeper, deliver, clock, pace, door=self._door, reached=reached)
        self._woken = asyncio.Event()
        self._posts = Jobs(self.wake)
        self._others = Jobs(self.wake, pause=pace.between_looks)
        self._claimed: dict[str, float] = {}
        self._closing = False

    def wake(self) -> None:
        """Look at once what is to be done: something was enqueued, or has ended."""
        self._woken.set()

    async def run(self) -> None:
        """Post until cancelled. What is under way then stays claimed, and is looked for."""
        try:
            await asyncio.sleep(self._pace.channel)  # a process before us may just have posted
            while True:
                self._woken.clear()
                await self._sleep(await self._round())
        finally:
            await self._posts.cancel()
            await self._others.cancel()

    async def drain(self, seconds: float) -> None:
        """Start no more posts, and let those that are under way end, for so long at most."""
        self._closing = True
        await self._posts.wait(seconds)

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _round(self) -> float:
        """Do what is to be done now; return for how many seconds nothing will be."""
        try:
            await self._find_lost()
            await self._skip()
            if self._door.shut and _KNOCK not in self._others.names():
                self._others.start(_KNOCK, self._door.knock)
            await self._tell_new()
            return await self._post_all()
        except StoreError as error:
            log.error("archive", error=str(error))
            return self._pace.idle

    # ------------------------------------------------------------ what is to be done

    async def _find_lost(self) -> None:
        """Look for what is claimed and not under way: its end is unknown, or we crashed."""
        busy = self._posts.names() | self._others.names()  # one may end while we ask
        for delivery in await self._db(self._store.sending):
            if delivery.key not in busy:
                claimed = self._claimed.pop(delivery.key, None)
                since = None if claimed is None else _now() - claimed
                self._others.start(delivery.key, partial(self._finder.find, delivery, since))

    async def _skip(self) -> None:
        for delivery in await self._db(self._store.expire, self._clock()):
            log.error("skipped", **_about(delivery), error=delivery.error)

    async def _post_all(self) -> float:
        """Claim and start what may be posted; return for how long nothing else may be."""
        now = self._clock()
        while not self._closing and not self._door.shut and len(self._posts) < self._pace.at_once:
            now = self._clock()
            delivery = await self._db(self._store.claim, now, self._rests.names())
            if delivery is None:
                break
            self._claimed[delivery.key] = _now()
            self._posts.start(delivery.key, partial(self._post, delivery))
            await asyncio.sleep(self._pace.apart)
        turn = await self._db(self._store.next_turn)
        waits = [(turn - now).total_seconds() if turn else 0.0, self._rests.next_end() or 0.0]
        return min([*(wait for wait in waits if wait > 0), self._pace.idle])

    # ------------------------------------------------------------ one attempt

    async def _post(self, delivery: Delivery) -> None:
        self._reached("claimed")
        try:
            sent = await self._deliver.send(delivery)
        except DeliveryError as error:
            self._rests.begin(delivery.channel, delivery.destination)
            await self._failed(delivery, error)
        else:
            self._rests.begin(sent.channel, delivery.destination)
            await self._sent(delivery, sent)

    async def _sent(self, delivery: Delivery, sent: Sent) -> None:
        self._reached("replied")
        await self._db(self._store.settle_sent, delivery.key, sent.channel, sent.ts)
        self._claimed.pop(delivery.key, None)
        self._reached("settled")
        log.info("sent", **_about(delivery), ts=sent.ts)

    async def _failed(self, delivery: Delivery, error: DeliveryError) -> None:
        what = course(error, delivery)
        log.warning(what.value, **_about(delivery), reason=error.reason, error=str(error))
        if what is Course.LOOK:
            # Where the machine paused behind the claim, Slack may have it later than counted.
            latest = _now() - self._pace.timeout
            self._claimed[delivery.key] = max(self._claimed[delivery.key], latest)
            await self._db(self._store.settle_unsure, delivery.key, str(error))
            return
        self._claimed.pop(delivery.key, None)
        if what in {Course.HALVE, Course.PLAIN, Course.BURY}:
            await self._rejected(delivery, error, what)
            return
        now = self._clock()
        until = again(error, delivery, what, self._pace, now)
        if what is Course.HOLD:
            await self._db(self._store.hold, until, now)
        elif what is Course.PARK:
            await self._park(delivery, error)
        elif what is Course.BAR:
            await self._door.shut_for(error)
        await self._db(self._store.settle_pending, delivery.key, until, str(error))

    async def _rejected(self, delivery: Delivery, error: DeliveryError, what: Course) -> None:
        """Freeze another version of what Slack refused, or give it up."""
        key, message, now = delivery.key, delivery.message, self._clock()
        if what is Course.HALVE:
            await self._db(
                self._store.settle_halved, key, self._versions.halve(message), now, str(error)
            )
        elif what is Course.PLAIN:
            await self._db(
                self._store.settle_plain, key, self._versions.plain(message), now, str(error)
            )
        else:
            await self._db(self._store.settle_dead, key, str(error), now)

    async def _park(self, delivery: Delivery, error: DeliveryError) -> None:
        name = destination_alert(delivery.destination)
        await self._db(self._store.raise_alert, name, str(error), self._clock())

    # ------------------------------------------------------------ admins

    async def _tell_new(self) -> None:
        if not self._tell or _TELL in self._others.names():
            return
        if await self._db(self._store.alerts_to_tell):
            self._others.start(_TELL, partial(self._tell_all, self._tell))

    async def _tell_all(self, tell: Tell) -> None:
        """Tell an admin what is new; what could not be told is tried again later."""
        rest = 0.0
        for alert in await self._db(self._store.alerts_to_tell):
            try:
                await tell(alert)
            except DeliveryError as error:
                log.error("admins not told", alert=alert.text, error=str(error))
                rest = self._pace.retry_at_most
            else:
                await self._db(self._store.alert_told, alert.key, self._clock())
        await asyncio.sleep(rest)


def _about(delivery: Delivery) -> dict[str, object]:
    """Return what a line of the log says of a delivery."""
    return {
        "key": delivery.key,
        "order": delivery.order_id,
        "destination": delivery.destination,
        "part": delivery.part,
        "attempt": delivery.attempts,
    }


def _now() -> float:
    return asyncio.get_running_loop().time()
