"""When a feed itself wants to be asked again: RSS ttl, skipHours and skipDays."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEAD = 65_536
_ITEM = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)\b", re.IGNORECASE)
_TTL = re.compile(rb"<ttl\b[^<>]*>\s*([0-9]{1,7})(?:\.[0-9]+)?\s*</ttl>", re.IGNORECASE)
_HOURS = re.compile(rb"<skipHours\b[^<>]*>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(rb"<hour\b[^<>]*>\s*([0-9]{1,2})\s*</hour>", re.IGNORECASE)
_DAYS = re.compile(rb"<skipDays\b[^<>]*>(.{0,2000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(rb"<day\b[^<>]*>\s*([A-Za-z]{3})[A-Za-z]*\s*</day>", re.IGNORECASE)
_WEEK = (b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun")
_DAY_HOURS = 24


class Wishes(NamedTuple):
    """What a channel says before its first item; hours and days are UTC, Monday is 0."""

    ttl: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


def wishes(body: bytes) -> Wishes:
    """Return what the feed asks for; nothing when it forbids every hour or every day."""
    first = _ITEM.search(body, 0, _HEAD)
    head = body[: first.start() if first else _HEAD]
    ttl = _TTL.search(head)
    hours = {
        int(hour) % _DAY_HOURS
        for part in _HOURS.findall(head)
        for hour in _HOUR.findall(part)
        if int(hour) <= _DAY_HOURS  # version 0.91 counted from 1 to 24
    }
    named = {day.lower() for part in _DAYS.findall(head) for day in _DAY.findall(part)}
    days = {_WEEK.index(day) for day in named if day in _WEEK}
    return Wishes(
        ttl=int(ttl[1]) if ttl else 0,
        skip_hours=tuple(sorted(hours)) if len(hours) < _DAY_HOURS else (),
        skip_days=tuple(sorted(days)) if len(days) < len(_WEEK) else (),
    )
