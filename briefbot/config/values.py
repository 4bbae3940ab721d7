"""What one value of the configuration may look like, and the sentence for one that does not.

Every reader takes what the file holds and returns the value, or raises ValueError whose
text says what is wrong and what to write instead.
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import date, time, timedelta
from functools import cache
from typing import Literal

from briefbot.config.wording import close, show

KINDS = ("auto", "feed", "page", "sitemap")
"""How a source may be read: `auto`, or the name of a file in `briefbot/sources/`."""

SUMMARISERS = ("coverage", "lexrank", "lead")
"""The names of the files in `briefbot/summarise/`."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

IDENTIFIER = r"^[a-z0-9][a-z0-9_-]{0,63}$"
TIME = r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"
INTERVAL = r"^[1-9][0-9]{0,4} ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)$"
DESTINATION = r"^(#[^\s#]{1,80}|[CGDUW][A-Z0-9]{6,20})$"
PERSON = r"^[UW][A-Z0-9]{6,20}$"
ADMIN = r"^[SUW][A-Z0-9]{6,20}$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

LONGEST_LINE = 200
MOST_AT_FIRST_SIGHT = 10_000
LONGEST_INTERVAL = timedelta(days=30)
SHORTEST_PUBLIC_INTERVAL = timedelta(hours=1)
"""How often a site that is not ours may be asked; reference checks hold it."""

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGES = frozenset(_ISO_639_1.split())

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

# Direction controls make a name read backwards on whatever shows it (UTS 39, "Trojan Source").
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def identifier(value: str) -> str:
    """Read an id: small letters, digits, hyphens and underscores."""
    if re.fullmatch(IDENTIFIER, value):
        return value
    plain = re.sub(r"[^a-z0-9_]+", "-", value.casefold()[:200]).strip("-_")[:64]
    hint = f', such as "{plain}"' if plain else ', such as "krebs"'
    raise ValueError(f"{show(value)} is no id; use small letters, digits, - and _{hint}")


def line(value: str) -> str:
    """Read one line of text for people: not empty, not long, nothing invisible."""
    if UNSEEN.search(value):
        raise ValueError(f"{show(value)} holds a line break or an invisible character; remove it")
    if not value.strip():
        raise ValueError("the text is empty; write something or remove the line")
    if len(value) > LONGEST_LINE:
        raise ValueError(f"the text is too long; use at most {LONGEST_LINE} characters")
    return value


def outlet_name(value: str) -> str:
    """Read the name of an outlet; empty means the host of its address."""
    return value and line(value)


def file_name(value: str) -> str:
    """Read the name of a file; empty means none. Whoever opens it says what is wrong with it."""
    if UNSEEN.search(value):
        raise ValueError(f"{show(value)} holds a line break or an invisible character; remove it")
    return value


def word(value: str) -> str:
    """Read a word or phrase to look for in text; it is taken as it stands."""
    line(value)
    pattern = value[0] == value[-1] == "/" and len(value) > 1
    if pattern or value.startswith("*") or value.endswith("*"):
        raise ValueError(f"{show(value)} is a pattern; write plain words, each form on its own")
    if not any(character.isalnum() for character in value):
        raise ValueError(f"{show(value)} has no letter and no digit to look for")
    return value


def kind(value: str) -> str:
    """Read the name of a source kind."""
    return _known("kind", value, KINDS)


def summariser(value: str) -> str:
    """Read the name of a summariser."""
    return _known("summariser", value, SUMMARISERS)


def _known(what: str, value: str, names: tuple[str, ...]) -> str:
    if value in names:
        return value
    choices = f"{', '.join(names[:-1])} or {names[-1]}"
    raise ValueError(f"{what} {show(value)} is not known; use {choices}")


def language(value: str) -> str:
    """Read a two-letter language code."""
    if value in LANGUAGES:
        return value
    first = value[:2].casefold()
    tagged = re.fullmatch(r"[A-Za-z]{2}([-_].*)?", value) and first in LANGUAGES
    hint = f'use "{first}"' if tagged else 'use two letters, such as "en", "zh" or "ja"'
    raise ValueError(f"language {show(value)} is not known; {hint}")


def interval(value: object) -> timedelta:
    """Read a length of time such as `30m`, `1h` or `2 days`."""
    if isinstance(value, timedelta):
        return value
    found = re.fullmatch(INTERVAL, value) if isinstance(value, str) else None
    if not isinstance(value, str) or not found:
        raise ValueError(f'{show(value)} is no length of time; write "30m", "1h" or "2 days"')
    digits = re.match(r"[0-9]+", value)
    unit = _UNITS[found[1][0]]
    length = timedelta(**{unit: int(digits[0])}) if digits else timedelta()
    if length > LONGEST_INTERVAL:
        raise ValueError(f'{show(value)} is too long; the most is "{LONGEST_INTERVAL.days}d"')
    return length


def interval_text(length: timedelta) -> str:
    """Write a length of time as `interval` reads it."""
    minutes = int(length.total_seconds()) // 60
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes and minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def clock(value: object) -> time:
    """Read a local time of day; plain `08:00` is text in YAML 1.2, and `8` is a number."""
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(TIME, value):
        raise ValueError(f'{show(value)} is no time of day; use "08:00" (00:00 to 23:59)')
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


def clock_text(moment: time) -> str:
    """Write a time of day as `clock` reads it."""
    return f"{moment:%H:%M}"


def day(value: object) -> date:
    """Read a date such as `2026-12-24`; plain, it is text in YAML 1.2."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(DATE, value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # the thirtieth of February
    raise ValueError(f'{show(value)} is no date; write year, month and day: "2026-12-24"')


def weekday(value: object) -> str:
    """Read a day of the week in three letters."""
    if value in WEEKDAYS:
        return str(value)
    short = value.strip().casefold()[:3] if isinstance(value, str) else ""
    hint = f'"{short}"' if short in WEEKDAYS else ", ".join(WEEKDAYS)
    raise ValueError(f"weekday {show(value)} is not known; use {hint}")


@cache
def _zones() -> frozenset[str]:
    # Reading the tz database takes 20 ms. Its copies (`posix/…`) are left out by zoneinfo.
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


def zone(value: str) -> str:
    """Read the name of a time zone, as in the IANA database."""
    if value in _zones():
        return value
    hint = close(value, _zones()) or "; use a place such as Asia/Taipei, or UTC"
    raise ValueError(f"zone {show(value)} is not known{hint}")


def destination(value: object) -> str:
    """Read where digests go: a Slack channel by name, or a channel or person by id."""
    if value is None:
        raise ValueError('nothing stands here: # begins a comment, so write "#news" in quotes')
    if not isinstance(value, str) or not re.fullmatch(DESTINATION, value):
        raise ValueError(
            f'{show(value)} is no destination; use "#channel" in quotes, or an id such as '
            "C0123ABCD (a channel) or U0123ABCD (a person)"
        )
    return value


def person(value: str) -> str:
    """Read the id of a Slack user."""
    if not re.fullmatch(PERSON, value):
        raise ValueError(f"{show(value)} is no Slack user id; use one such as U0123ABCD")
    return value


def admin(value: str) -> str:
    """Read the id of a Slack user, or of a group of them."""
    if not re.fullmatch(ADMIN, value):
        raise ValueError(
            f"{show(value)} is no Slack user id; use one such as U0123ABCD, or a user group's "
            "such as S0123ABCD"
        )
    return value


def first_sight(value: object) -> int | Literal["all"]:
    """Read how many entries of a source count as new when it is first seen."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_AT_FIRST_SIGHT:
        return value
    if value == "all":
        return "all"
    raise ValueError(
        f"{show(value)} is no number of entries; use 0 to {MOST_AT_FIRST_SIGHT}, or all"
    )


def unique(values: tuple[object, ...]) -> tuple[object, ...]:
    """Read a list in which nothing stands twice."""
    seen: set[object] = set()
    for value in values:
        if value in seen:
            shown = clock_text(value) if isinstance(value, time) else value
            raise ValueError(f"{show(shown)} stands twice; remove one")
        seen.add(value)
    return values
