"""What to do about an attempt that failed: decided here, done by the outbox."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from enum import StrEnum

from briefbot.errors import DeliveryError, Rejected, Uncertain
from briefbot.models import Delivery
from briefbot.outbox.pace import Pace
from briefbot.slack.refusals import CHANNEL, RATE_LIMITED, TOKEN, TOO_LONG
from briefbot.store.outbox import LONGEST_PAUSE

SPREAD = 1_000


class Course(StrEnum):
    """What follows an attempt that failed."""

    LOOK = "look"
    """It may have been sent: find out."""
    HOLD = "hold"
    """Slack wants all posts to wait."""
    BAR = "bar"
    """We are not let in: nothing is posted until we are."""
    PARK = "park"
    """Something is wrong with the destination: an admin is told, others go on."""
    RETRY = "retry"
    """It was not sent: again, a little later."""
    HALVE = "halve"
    PLAIN = "plain"
    BURY = "bury"
    """Slack will never take it."""


def course(error: DeliveryError, delivery: Delivery) -> Course:
    """Decide what follows."""
    if isinstance(error, Uncertain):
        return Course.LOOK
    if isinstance(error, Rejected):
        return _other_version(error, delivery)
    if error.reason in RATE_LIMITED:
        return Course.HOLD
    if error.reason in TOKEN:
        return Course.BAR
    return Course.PARK if error.reason in CHANNEL else Course.RETRY


def _other_version(error: Rejected, delivery: Delivery) -> Course:
    if error.reason in TOO_LONG and len(delivery.message.blocks) > 1:
        return Course.HALVE
    return Course.BURY if delivery.plain or not delivery.message.plain else Course.PLAIN


def again(
    error: DeliveryError, delivery: Delivery, course: Course, pace: Pace, now: datetime
) -> datetime:
    """Return when a delivery that was not sent for certain is tried again.

    The pause doubles with each attempt, up to its limit. It is spread by up to a half, so
    that channels which failed together do not come back together. However long Slack asks
    for, it is asked again after an hour.
    """
    if course is Course.BAR:
        return now
    return now + min(timedelta(seconds=_pause(error, delivery, course, pace)), LONGEST_PAUSE)


def _pause(error: DeliveryError, delivery: Delivery, course: Course, pace: Pace) -> float:
    """Return the seconds that we want, and at least those that Slack wants."""
    if course is Course.HOLD:
        return error.retry_after or pace.retry_first
    pause = pace.retry_at_most
    if course is Course.RETRY:
        doubled = pace.retry_first * 2.0 ** min(delivery.attempts - 1, 20)
        pause = min(doubled, pause) * (1 - _spread(delivery) / 2)
    return max(pause, error.retry_after or 0.0)


def _spread(delivery: Delivery) -> float:
    """Return a fraction that differs from delivery to delivery and from attempt to attempt."""
    return zlib.crc32(f"{delivery.key} {delivery.attempts}".encode()) % SPREAD / SPREAD
