"""Dates as feeds, sitemaps and pages write them, read as aware UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from unicodedata import normalize

_LONGEST = 80
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_ZONE_APART = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")
_UTC_NAMED = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
_NUMBERS = re.compile(
    r"(?P<year>[0-9]{4}) ?[-/.年년] ?(?P<month>[0-9]{1,2}) ?[-/.月월] ?(?P<day>[0-9]{1,2})(?![0-9])"
)
_CLOCK = re.compile(
    r"(?P<noon>오전|오후|上午|下午|午前|午後)? ?"
    r"(?<![0-9])(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2})(?:[.,][0-9]+)?)?(?![0-9])"
    r" ?(?P<half>[AaPp]\.?[Mm]\b\.?)? ?\(?(?P<zone>(?:GMT|UTC?)?[+-][0-9:]{1,5}|[A-Z]{1,5}\b)?"
)
_AFTERNOON = frozenset({"오후", "下午", "午後", "p"})
_MORNING = frozenset({"오전", "上午", "午前", "a"})
_OFFSET = re.compile(r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?")
_NOON = 12

# By their first three letters without accents, or four where three do not tell; English first.
_MONTH_NAMES = """
    jan feb mar apr may jun jul aug sep oct nov dec
    janv fevr mars avr mai juin juil aout sept okt nov dez
    ene fev mrt abr maj giu lug ago set ott nov dic
    gen feb mar kwi mag cze lip sie wrz out lis gru
    sty lut mar apr mei jun jul aug sze paz nov des
    янв фев мар апр мая июн июл авг сен окт ноя дек
    ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ
"""
_MONTHS = {name: number % 12 + 1 for number, name in enumerate(_MONTH_NAMES.split())}
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>[0-9]{4})\b"
_WRITTEN = (
    re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}"),
    re.compile(rf"\b{_DAY}[ -](?:de )?{_MONTH},?[ -](?:de )?{_YEAR}"),
)
# Names of zones and their hours; of those that several countries use, the one that feeds mean.
_ZONES = {
    "AEDT": 11, "AEST": 10, "BST": 1, "CDT": -5, "CEST": 2, "CET": 1, "CST": -6, "EDT": -4,
    "EEST": 3, "EET": 2, "EST": -5, "HKT": 8, "IST": 5.5, "JST": 9, "KST": 9, "MDT": -6,
    "MSK": 3, "MST": -7, "NZDT": 13, "NZST": 12, "PDT": -7, "PST": -8, "SGT": 8, "WEST": 1,
}  # fmt: skip


def read(text: str) -> datetime | None:
    """Return the moment that a text names, or None; without a zone it is taken as UTC.

    ISO 8601, RFC 822, `2026/11/22`, `2026年11月22日`, `November 22, 2026`, `22 Nov 2026 10:30`,
    months in a dozen languages. A date of numbers alone whose order depends on the country
    (11/12/2026) is not guessed.
    """
    line = " ".join(text[:_LONGEST].split())
    for reader in (_iso, _numbers, _written, _mail):
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
    line = _SLASHED.sub(_dashed, line, count=1)
    return datetime.fromisoformat(_UTC_NAMED.sub("+00:00", _ZONE_APART.sub("", line)))


def _dashed(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _numbers(line: str) -> datetime | None:
    """Read what begins as ISO 8601 does and goes on in another way."""
    match = _NUMBERS.match(line)
    return _moment(match, int(match["month"]), line[match.end() :]) if match else None


def _written(line: str) -> datetime | None:
    for form in _WRITTEN:
        if (match := form.search(line)) and (month := _month(match["month"])):
            return _moment(match, month, line[: match.start()] + line[match.end() :])
    return None


def _month(name: str) -> int | None:
    letters = "".join(c for c in normalize("NFD", name.lower()) if c.isalpha())
    return _MONTHS.get(letters[:4]) or _MONTHS.get(letters[:3])


def _moment(match: re.Match[str], month: int, rest: str) -> datetime:
    day = datetime(int(match["year"]), month, int(match["day"]))  # noqa: DTZ001  read() gives it UTC
    clock = _CLOCK.search(rest.replace("T", " ", 1) if rest.startswith("T") else rest)
    if clock is None:
        return day
    hour, minute, second = (int(clock[name] or 0) for name in ("hour", "minute", "second"))
    half = clock["noon"] or (clock["half"] or "").lower()[:1]
    if half in _AFTERNOON or half in _MORNING:
        hour = hour % _NOON + (_NOON if half in _AFTERNOON else 0)
    if (hour, minute, second) == (24, 0, 0):
        day, hour = day + timedelta(days=1), 0
    return day.replace(
        hour=hour, minute=minute, second=min(second, 59), tzinfo=_zone(clock["zone"])
    )


def _zone(name: str | None) -> timezone:
    """Return the zone of an offset or a name; UTC for what says nothing."""
    if name and (offset := _OFFSET.search(name)):
        sign, hours, minutes = offset.groups()
        ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(ahead if sign == "+" else -ahead)
    return timezone(timedelta(hours=_ZONES.get(name or "", 0)))


def _mail(line: str) -> datetime | None:
    clock = _CLOCK.search(line)
    if clock is None or clock["half"]:
        return None  # the mail reader takes 10:30 PM for the morning
    return parsedate_to_datetime(line)
