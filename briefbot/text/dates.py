"""Dates as feeds, sitemaps and pages write them, read as aware UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 80
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_CHINESE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_ZONE_APART = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")
_UTC_NAMED = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = r"(?P<month>[A-Za-z]{3})[a-z]{0,6}\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_WRITTEN = (
    re.compile(rf"\b{_MONTH} {_DAY},? (?P<year>\d{{4}})\b"),
    re.compile(rf"\b{_DAY} {_MONTH},? (?P<year>\d{{4}})\b"),
)
_CLOCK = re.compile(r"\b(?P<hour>\d{1,2}):(?P<minute>\d{2})(?: ?(?P<half>[AaPp])\.?[Mm])?")
# Names of zones that mail's own rules (RFC 5322) do not hold.
_ZONES = {
    "CET": "+0100", "CEST": "+0200", "EET": "+0200", "EEST": "+0300", "WET": "+0000",
    "WEST": "+0100", "MSK": "+0300", "JST": "+0900", "KST": "+0900", "HKT": "+0800",
    "SGT": "+0800", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300",
}  # fmt: skip


def read(text: str) -> datetime | None:
    """Return the moment that a text names, or None; without a zone it is taken as UTC.

    ISO 8601, RFC 822, `2026/11/22`, `2026年11月22日`, `November 22, 2026`, `22 Nov 2026 10:30`.
    A date of numbers alone whose order depends on the country (11/12/2026) is not guessed.
    """
    line = " ".join(text[:_LONGEST].split())
    for reader in (_iso, _mail, _written):
        try:
            moment = reader(line)
            if moment is not None:
                return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _iso(line: str) -> datetime | None:
    if not line[:4].isdecimal():
        return None
    line = _CHINESE.sub(_dashed, _SLASHED.sub(_dashed, line, count=1), count=1)
    line = _UTC_NAMED.sub("+00:00", _ZONE_APART.sub("", line))
    return datetime.fromisoformat(line)


def _dashed(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _mail(line: str) -> datetime | None:
    clock = _CLOCK.search(line)
    if clock is None or clock["half"]:
        return None  # the mail reader takes 10:30 PM for the morning
    head, _, zone = line.replace("Sept ", "Sep ").rpartition(" ")
    return parsedate_to_datetime(f"{head} {_ZONES.get(zone, zone)}")


def _written(line: str) -> datetime | None:
    for form in _WRITTEN:
        if (match := form.search(line)) and (month := _MONTHS.get(match["month"].lower())):
            hour, minute = _clock(line)
            return datetime(int(match["year"]), month, int(match["day"]), hour, minute)  # noqa: DTZ001  read() gives it UTC
    return None


def _clock(line: str) -> tuple[int, int]:
    match = _CLOCK.search(line)
    if match is None:
        return 0, 0
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return hour, int(match["minute"])
