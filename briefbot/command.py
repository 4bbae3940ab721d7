"""What a person typed after `/brief`, to a `Command`; pure, and nothing is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from briefbot.config import Weekday
from briefbot.text.clean import clean

LONGEST = 1800
"""Characters that are read: what is asked has to fit into a button's value, of 2,000."""
DEFAULT_LABEL = "08:00"
ONE_ADDRESS = "Suggest one address at a time, with nothing behind it."
DAYS = tuple(day.value for day in Weekday)

_SIGNS = str.maketrans(
    {"　": " ", "：": ":", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"', "－": "-"}
    | {"「": '"', "」": '"', "−": "-", "–": "-", "—": "-"}
)
"""Signs as keyboards and input methods write them; the dashes too, as phones do for --."""
_MARKUP = re.compile(r"<(https?://[^\s<>|]+)(?:\|[^<>]*)?>|<[#@][A-Z0-9]+\|([^<>]*)>")
"""What Slack makes of links and names where a command is set to have them escaped."""
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_BARE = re.compile(r"(www\.|[\w-]+(\.[\w-]+)*\.[a-z]{2,}/)[^\s<>]+", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))? ?([ap]m?)?", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}([:.h]\d{1,3})?[ap]?m?|\d{1,2}h", re.IGNORECASE)
_FILLERS = {"at", "on", "every", "each", "and", "um", "à", "a", "daily:"}
_NAMED_DAYS: dict[str, tuple[str, ...]] = {
    "daily": DAYS,
    "everyday": DAYS,
    "每天": DAYS,
    "每日": DAYS,
    "weekday": DAYS[:5],
    "weekdays": DAYS[:5],
    "workdays": DAYS[:5],
    "平日": DAYS[:5],
    "weekend": DAYS[5:],
    "weekends": DAYS[5:],
    "週末": DAYS[5:],
    "周末": DAYS[5:],
}
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Kind(StrEnum):
    """What a person wants."""

    LATEST = "latest"
    """This channel's latest digest, or the day's top stories."""
    SEARCH = "search"
    SUMMARISE = "summarise"
    WHY = "why"
    TOPICS = "topics"
    SOURCES = "sources"
    STATUS = "status"
    RESET = "reset"
    """Forget what was said of stories here, so that they rank as for anybody."""
    SUBSCRIBE = "subscribe"
    """With words: begin a subscription. Without: show those there are."""
    UNSUBSCRIBE = "unsubscribe"
    ADMIN = "admin"
    """Change the configuration; with a code, become one who may."""
    SUGGEST = "suggest"
    """Propose a source to the admins."""
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a person wants, and of what."""

    kind: Kind
    text: str = ""
    """The words to look for, or an address."""
    label: str = DEFAULT_LABEL
    """The local time of a subscription."""
    weekdays: tuple[str, ...] = DAYS
    note: str = ""
    """What was not understood or not taken, in a sentence."""


_ALONE = {
    "topics": Kind.TOPICS,
    "sources": Kind.SOURCES,
    "status": Kind.STATUS,
    "reset": Kind.RESET,
    "help": Kind.HELP,
    "?": Kind.HELP,
    "subscribe": Kind.SUBSCRIBE,
    "subscriptions": Kind.SUBSCRIBE,
    "unsubscribe": Kind.UNSUBSCRIBE,
    "admin": Kind.ADMIN,
}
"""Words that mean something when nothing stands beside them; else they are looked for."""
_OF_PAGES = {
    "why": Kind.WHY,
    "summarise": Kind.SUMMARISE,
    "summarize": Kind.SUMMARISE,
    "summary": Kind.SUMMARISE,
    "suggest": Kind.SUGGEST,
}
"""Words that mean something before an address."""


def parse(text: str) -> Command:
    """Read what was typed: a known word, an address, or else words to look for.

    An unknown word is a query. What Slack escaped is as the person typed it again.
    """
    line = clean(_typed(text[: 4 * LONGEST]).translate(_SIGNS), limit=LONGEST)
    words = line.split()
    if not words:
        return Command(kind=Kind.LATEST)
    if len(words) == 1:
        return _alone(words[0])
    return _several(words[0].casefold(), words[1:]) or Command(kind=Kind.SEARCH, text=line)


def _typed(text: str) -> str:
    """Undo Slack's escapes: docs.slack.dev/messaging/formatting-message-text."""
    text = _MARKUP.sub(lambda found: found[1] or found[2], text)
    for entity, sign in _ESCAPED:
        text = text.replace(entity, sign)
    return text


def _several(first: str, rest: Sequence[str]) -> Command | None:
    """Return what a known word and those behind it mean; None when they are words to look for."""
    address = _address(rest[0]) if len(rest) == 1 else None
    if address and first in _OF_PAGES:
        return Command(kind=_OF_PAGES[first], text=address)
    if first == "suggest":
        return _proposal(rest)
    if first == "admin" and rest[0].casefold() == "claim":
        return Command(kind=Kind.ADMIN, text=" ".join(rest[1:]) or "?")
    if first == "subscribe":
        return _subscription(rest)
    if first == "unsubscribe":
        return Command(kind=Kind.UNSUBSCRIBE, text=" ".join(_without_to(rest, "from")))
    return None


def _proposal(words: Sequence[str]) -> Command | None:
    """Return the proposal of an address; one with more behind it is no search for all of it."""
    if words[1:]:
        return Command(kind=Kind.HELP, note=ONE_ADDRESS) if _address(words[0]) else None
    text = words[0] if "://" in words[0] else f"https://{words[0]}"
    return Command(kind=Kind.SUGGEST, text=text) if "." in words[0] else None


def _alone(word: str) -> Command:
    if address := _address(word):
        return Command(kind=Kind.SUMMARISE, text=address)
    if word.casefold() == "why":
        return Command(kind=Kind.HELP, note="Why what? Put the article's address behind it.")
    if word.casefold() == "suggest":
        return Command(kind=Kind.HELP, note="Suggest what? Put a site's address behind it.")
    kind = _ALONE.get(word.casefold(), Kind.SEARCH)
    return Command(kind=kind, text=word if kind is Kind.SEARCH else "")


def _address(word: str) -> str | None:
    """Return the address that a word is; `www.` and `host.tld/path` get their scheme."""
    if _ADDRESS.fullmatch(word):
        return word
    return f"https://{word}" if _BARE.fullmatch(word) else None


def _subscription(words: Sequence[str]) -> Command:
    """Read `[to] QUERY [at] 08:00 [on] weekdays`; the times and days stand at the end."""
    left = list(_without_to(words, "to"))
    labels: list[str] = []
    days: list[str] = []
    while left:
        word = left[-1].rstrip(",").casefold()
        if found := _days(word):
            days += found
        elif word in {"am", "pm"} and len(left) > 1 and left[-2].isdecimal():
            labels.append(left.pop(-2) + word)
        elif _is_clock(word):
            labels.append(word)
        elif word not in _FILLERS or not (labels or days):
            break
        left.pop()
    return _ordered(" ".join(left), labels, days)


def _ordered(query: str, labels: Sequence[str], days: Sequence[str]) -> Command:
    label = _label(labels[-1]) if labels else DEFAULT_LABEL
    if not query:
        note = "Subscribe to what? Put a topic or words before the time."
        return Command(kind=Kind.HELP, note=note)
    if label is None:
        note = f'"{labels[-1]}" is no time of day. Write it as 08:00.'
        return Command(kind=Kind.HELP, note=note)
    chosen = tuple(day for day in DAYS if day in days) or DAYS
    return Command(
        kind=Kind.SUBSCRIBE,
        text=query,
        label=label,
        weekdays=chosen,
        note=_left_out(label, labels[-2::-1]),
    )


def _left_out(label: str, others: Sequence[str]) -> str:
    """Say which times were not taken: a subscription comes at one."""
    left = [other for other in others if _label(other) != label]
    if not left:
        return ""
    return (
        f"A subscription comes at one time of day: I took {label}, and left out {', '.join(left)}."
    )


def _without_to(words: Sequence[str], to: str) -> Sequence[str]:
    return words[1:] if len(words) > 1 and words[0].casefold() == to else words


def _is_clock(word: str) -> bool:
    """Tell whether the word is meant as a time: 08:00, 8.30, 8am, 25:61; a bare 8 is not."""
    return bool(_CLOCK.fullmatch(word)) and not word.isdecimal()


def _label(word: str) -> str | None:
    """Return the time as a schedule has it; None when no clock shows it."""
    found = _TIME.fullmatch(word.casefold().removesuffix("h"))
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half and not 1 <= hour <= 12:  # noqa: PLR2004  a clock with two halves
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour
    try:
        return f"{time(hour, minute):%H:%M}"
    except ValueError:
        return None


def _days(word: str) -> tuple[str, ...]:
    """Return the days that a word names: weekdays, mon, mon,wed or mon-fri; none if it is none."""
    if word in _NAMED_DAYS:
        return _NAMED_DAYS[word]
    found: list[str] = []
    for part in word.split(","):
        span = list(_span(part))
        if not span:
            return ()
        found += span
    return tuple(found)


def _span(part: str) -> Iterator[str]:
    first, dash, last = part.partition("-")
    begin, end = _day(first), _day(last) if dash else _day(first)
    if begin is None or end is None:
        return
    for step in range((end - begin) % 7 + 1):
        yield DAYS[(begin + step) % 7]


def _day(word: str) -> int | None:
    """Return the number of a day: mon, tues, wednesday, fridays."""
    plain = word.removesuffix("s") if len(word) > 4 else word  # noqa: PLR2004  not of "tues"
    names = enumerate(_LONG_DAYS)
    return next((i for i, day in names if len(plain) >= 3 and day.startswith(plain)), None)  # noqa: PLR2004
