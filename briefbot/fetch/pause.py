"""When a server wants to be asked again: Retry-After, and how long an answer stays as it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]{1,9}")
_NEVER = re.compile(r"(?:^|[,\s])no-(?:cache|store)(?!\s*=)", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
_MINUTE, _HOUR = 60, 3600


def _moment(date: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(date[:64])
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def seconds(retry_after: str, date: str) -> float | None:
    """Return how long Retry-After asks to wait (RFC 9110, 10.2.3).

    It is a number, or a moment, which is compared with the answer's own `date`.
    Both come from the server's clock, so a clock that is wrong does no harm.
    """
    if _SECONDS.fullmatch(retry_after):
        return float(retry_after)
    until, now = _moment(retry_after), _moment(date)
    return max(0.0, (until - now).total_seconds()) if until and now else None


def fresh(cache_control: str, *, age: str, expires: str, date: str) -> float | None:
    """Return for how many seconds an answer stays as it is (RFC 9111, 4.2); None if it is not said.

    What a cache on the way has used up of them already is its `age`. What must not be kept, or
    not without asking again, is fresh for no time whatever else is said.
    """
    if _NEVER.search(cache_control):
        return 0.0
    if given := _MAX_AGE.search(cache_control):
        used = float(age) if _SECONDS.fullmatch(age.strip()) else 0.0
        return max(0.0, float(given[1]) - used)
    if not expires:
        return None
    until, now = _moment(expires), _moment(date)
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _long(pause: int) -> str:
    if pause <= 2 * _MINUTE:
        return f"{pause} s"
    return f"{pause / _MINUTE:.0f} min" if pause <= 2 * _HOUR else f"{pause / _HOUR:.0f} h"


def words(retry_after: str, date: str) -> str:
    """Say it, as the end of a sentence; nothing when the header asks for no pause."""
    if not seconds(retry_after, date):
        return ""
    if _SECONDS.fullmatch(retry_after):
        return f"; it wants a pause of {_long(int(retry_after))}"
    until = _moment(retry_after)
    return f"; it wants a pause until {until:%Y-%m-%d %H:%M} UTC" if until else ""
