"""What is due for an order: decided, composed, put into the outbox and settled as one.

Everything here runs in the store's thread. A crash at any moment leaves all of it or
nothing: a slot is never settled without its messages, nor a message kept without its slot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from briefbot import schedule
from briefbot.blocks import outages_message
from briefbot.models import Author, Digest, Message, News, SettledSlot, Slot, SlotState
from briefbot.orders import Order
from briefbot.pipeline.brief import Reader, compose
from briefbot.ports import Compose, Render, Select
from briefbot.schedule.slots import LOOK_BACK
from briefbot.store.deliveries import EVENT
from briefbot.store.library import Library
from briefbot.store.posted import Posted
from briefbot.store.sqlite import Store

FIRST = timedelta(hours=24)
"""A first edition tells no more than the last day, however much is in the archive."""
LONGEST = timedelta(days=8)
"""An edition covers a week and the day that a weekly one may be late."""
LATE = timedelta(hours=24)
"""What an outlet published before the last edition and was found only after it is still told."""
AHEAD = timedelta(days=8)
"""A slot settled further in the future was settled by a clock that was wrong by years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """How stories become what is posted, and what is kept of an edition."""

    select: Select
    compose: Compose
    payload: Render
    warn: Callable[[News], Message] = outages_message
    """What a channel is told of its sources between editions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was done for an order."""

    slot: Slot | None = None
    """The slot that was settled with digests, or with a quiet day."""
    digests: tuple[Digest, ...] = ()
    """What goes out, one for each destination that is told something."""
    skipped: tuple[Slot, ...] = ()


def due(order: Order, archive: Posted, now: datetime) -> schedule.Turn:
    """Return what is to do for the order now."""
    since = archive.order_since(order.id)
    if since is None:
        return schedule.Turn()
    settled = _recent(order, archive, now)
    last = max((s.slot.due for s in settled if s.slot.due <= now + AHEAD), default=since)
    return schedule.turn(
        order.id,
        order.schedule,
        since=max(since, last),
        settled={(s.slot.day, s.slot.label) for s in settled},
        made=Counter(s.slot.day for s in settled if s.state is SlotState.COMPOSED),
        now=now,
    )


def _recent(order: Order, archive: Posted, now: datetime) -> tuple[SettledSlot, ...]:
    return archive.settled_slots(order.id, (now - LOOK_BACK - timedelta(days=2)).date())


def post(order: Order, store: Store, press: Press, *, now: datetime) -> Outcome:
    """Compose and enqueue what is due for the order, and settle its slots, in one transaction."""
    with store.transaction():
        turn = due(order, store, now)
        _skip(order, turn, store, now)
        if turn.compose is None:
            return Outcome(skipped=turn.skipped)
        digests = _enqueue(order, turn.compose, store, press, now)
        state = SlotState.COMPOSED if digests else SlotState.QUIET
        store.settle_slot(turn.compose, state, now)
    return Outcome(slot=turn.compose, digests=digests, skipped=turn.skipped)


def _skip(order: Order, turn: schedule.Turn, store: Store, now: datetime) -> None:
    """Settle what was missed for good; an admin hears of it once."""
    if not turn.skipped:
        return
    why = "missed; a later edition covers its time" if turn.compose else "missed for too long"
    for slot in turn.skipped:
        store.settle_slot(slot, SlotState.SKIPPED, now, why)
    first, last = turn.skipped[0], turn.skipped[-1]
    if order.briefing in order.config.briefings:
        key = f"{EVENT}missed:{order.id}:{last.day}:{last.label}"
        store.raise_alert(key, _missed_text(order, first, last, len(turn.skipped)), now)


def _missed_text(order: Order, first: Slot, last: Slot, number: int) -> str:
    if number == 1:
        what = f"the digest of {last.day} {last.label} was"
    else:
        what = f"{number} digests, {first.day} {first.label} to {last.day} {last.label}, were"
    return f"briefing '{order.id}': {what} not made: briefbot could not work at the time"


def _enqueue(
    order: Order, slot: Slot, store: Store, press: Press, now: datetime
) -> tuple[Digest, ...]:
    """Put an edition for each destination into the outbox; return those that say something."""
    expires = schedule.expiry(slot, order.schedule)
    missed = _missed(_recent(order, store, now))
    digests = []
    for destination in order.destinations:
        found = edition(order, destination, store, press.select, now=now)
        if found.quiet is None or order.briefing.quiet_day == "say":
            first = store.last_digest(order.id, destination) is None
            found = replace(found, slot=slot, missed=0 if first else missed)
            enqueue(order, destination, found, store, press, expires=expires)
            digests.append(found)
    return tuple(digests)


def _missed(settled: Sequence[SettledSlot]) -> int:
    """Return how many slots were skipped since the last one that was not."""
    states = [each.state for each in settled]
    made = [place for place, state in enumerate(states) if state is not SlotState.SKIPPED]
    return len(states) - (made[-1] + 1 if made else 0)


def edition(
    order: Order, destination: str, archive: Library, select: Select, *, now: datetime
) -> Digest:
    """Return what a destination would be told now; nothing is written."""
    last = archive.last_digest(order.id, destination)
    taste = archive.taste(archive.channel(destination) or destination)
    reader = Reader(
        destination=destination,
        taste=replace(taste, words=(*taste.words, *order.without)),
        language=order.language,
        late=LATE if last else timedelta(),
    )
    since = max(last, now - LONGEST) if last else now - FIRST
    return compose(
        order.briefing, order.config, archive, select, since=since, now=now, reader=reader
    )


def enqueue(
    order: Order,
    destination: str,
    digest: Digest,
    store: Store,
    press: Press,
    *,
    expires: datetime,
) -> int:
    """Render an edition, remember what it tells, and put it into the outbox, in one transaction.

    Return the digest's number.
    """
    messages = press.compose(digest)
    with store.transaction():
        number = store.publish(digest, press.payload(digest), destination)
        store.enqueue(number, order.id, destination, messages, created=digest.made, expires=expires)
    return number


def send(
    order: Order, store: Store, press: Press, author: Author, *, now: datetime
) -> tuple[int, ...]:
    """Compose and enqueue an edition for each destination now, whatever the schedule says.

    A person asked for it, so a quiet day is said, and who it was is written down. Return the
    digests' numbers.
    """
    expires = now + schedule.catch_up_window(order.schedule)
    with store.transaction():
        numbers = tuple(
            enqueue(order, destination, found, store, press, expires=expires)
            for destination in order.destinations
            for found in [edition(order, destination, store, press.select, now=now)]
        )
        sent = dict(zip(numbers, order.destinations, strict=True))
        store.sent_by_hand(order.id, sent, author, now)
    return numbers
