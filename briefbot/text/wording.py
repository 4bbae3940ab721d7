"""The words that every format shares: times, counts, labels, the coverage line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from briefbot.models import Ailing, Answer, Condition, Coverage, Digest, Item, Quality, Quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

T = TypeVar("T")

# Python's own day names follow the machine's locale; a digest is the same on every machine.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

GAP = "[…]"
"""Stands where an article says more between two quoted sentences."""

WRITES = " writes:"
"""Stands between another outlet and its sentence. It claims no more than that it stands there."""

OUTLETS_SHOWN = 5
"""The most other outlets that a story names."""

AILING_SHOWN = 5
"""The most ailing sources that the coverage names; a broken network must not bury the news."""

_LATE = timedelta(minutes=10)
"""From when an edition says that it is late; making one takes a minute or two."""

_SPACES = 2
"""The most characters between two neighbours: a blank line. A sentence needs more."""
_UNSPACED = {"ja", "lo", "my", "km", "th", "yue", "zh"}
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}

_BLANK = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_LINE_ENDS = re.compile("[\u2028\u2029]")
_ACTIVE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def inert(text: str) -> str:
    """Return the text with what could steer a terminal or turn a line around made visible.

    Stored text holds none of it; this guards names, addresses and error messages too.
    """
    return _ACTIVE.sub("�", _BLANK.sub(" ", text))


def escaped(json: str) -> str:
    r"""Return JSON with the same characters as \uXXXX: its values stay the same.

    JSON has none of them outside of strings, and has escaped those below a space already.
    """
    json = _LINE_ENDS.sub(lambda found: _code(found[0]), json)
    return _ACTIVE.sub(lambda found: found[0] if found[0] == "\n" else _code(found[0]), json)


def _code(character: str) -> str:
    return f"\\u{ord(character):04x}"


def poses(text: str, host: str) -> bool:
    """Tell whether a link's text reads as an address other than the one it leads to."""
    shown = text.strip().casefold()
    if "://" not in shown and (" " in shown or "." not in shown[1:-1]):
        return shown.startswith("www.")
    return shown.removeprefix("www.") != host.casefold().removeprefix("www.")


def is_rtl(language: str) -> bool:
    """Tell whether the language is written from right to left."""
    return language.partition("-")[0] in _RIGHT_TO_LEFT


def stamp(moment: datetime) -> str:
    """Return the moment as ISO 8601 in UTC, to the second: 2026-11-23T00:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def when(moment: datetime, *, now: datetime, zone: str) -> str:
    """Return when it was as people say it: 07:40, yesterday 22:10, Sat 21 Nov 09:00."""
    place = ZoneInfo(zone)
    local, today = moment.astimezone(place), now.astimezone(place).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return clock
    if local.date() == today - timedelta(days=1):
        return f"yesterday {clock}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{_DAYS[local.weekday()][:3]} {local.day} {_MONTHS[local.month - 1][:3]}{year} {clock}"


def upcoming(moment: datetime, *, now: datetime, zone: str) -> str:
    """Return when it will be as people say it: today 18:00, tomorrow 08:00, Sat 28 Nov 09:00."""
    place = ZoneInfo(zone)
    local, today = moment.astimezone(place), now.astimezone(place).date()
    near = {today: "today", today + timedelta(days=1): "tomorrow"}.get(local.date())
    return f"{near} {local:%H:%M}" if near else when(moment, now=now, zone=zone)


def at(moment: datetime, zone: str) -> str:
    """Return a moment whichever day it is read on: Thu 26 Nov 08:00."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()][:3]} {local.day} {_MONTHS[local.month - 1][:3]} {local:%H:%M}"


def weekdays(days: Collection[str]) -> str:
    """Return days of three letters as people say them: every day, on weekdays, on Mon and Thu."""
    chosen = [day[:3] for day in _DAYS if day[:3].casefold() in days]
    if len(chosen) in (0, len(_DAYS)):
        return "every day"
    if chosen == [day[:3] for day in _DAYS[:5]]:
        return "on weekdays"
    if chosen == [day[:3] for day in _DAYS[5:]]:
        return "at weekends"
    shown, _ = listed(chosen, len(_DAYS))
    return "on " + "".join(f"{separator}{day}" for separator, day in shown)


def date(digest: Digest) -> str:
    """Return the day of the edition in its zone: Monday 23 November 2026."""
    day = digest.slot.day if digest.slot else digest.made.astimezone(ZoneInfo(digest.zone)).date()
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def hour(digest: Digest) -> str:
    """Return the hour of the edition, and whose hour it is: 08:00 Taipei time."""
    local = digest.made.astimezone(ZoneInfo(digest.zone))
    label = digest.slot.label if digest.slot else f"{local:%H:%M}"
    return f"{label} {clock_of(digest.zone) or local.tzname()}"


def clock_of(zone: str) -> str:
    """Return whose clock a zone is: Taipei time; empty where the zone names no place."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return f"{city} time" if "/" in zone and not zone.startswith("Etc/") else ""


def edition(digest: Digest) -> str:
    """Return the day and hour of the edition: Monday 23 November 2026, 08:00 Taipei time."""
    return f"{date(digest)}, {hour(digest)}"


def late(digest: Digest) -> str:
    """Return what a late edition has to say of itself; empty for one that is on time.

    Late: due 08:00, made 11:20. It covers everything since Sat 21 Nov 08:00, and with it 2
    editions that were missed.
    """
    slot, told = digest.slot, partial(when, now=digest.made, zone=digest.zone)
    behind = slot is not None and digest.made - slot.due >= _LATE
    if not behind and not digest.missed:
        return ""
    due = f"Late: due {told(slot.due)}, made {told(digest.made)}. " if slot and behind else ""
    one, many = "edition that was missed", "editions that were missed"
    missed = f", and with it {count(digest.missed, one, many)}" if digest.missed else ""
    return f"{due}It covers everything since {told(digest.since)}{missed}."


def count(number: int, one: str, many: str = "") -> str:
    """Return the number with its noun: 1 story, 1,200 stories."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def tally(digest: Digest) -> str:
    """Return how much the digest tells: 9 of 24 stories, from 61 articles since yesterday 08:00."""
    shown, all_ = len(digest.items), digest.coverage.stories
    stories = count(max(shown, all_), "story", "stories")
    told = f"{shown:,} of {stories}," if shown < all_ else stories
    articles = count(digest.coverage.articles, "article")
    return f"{told} from {articles} since {when(digest.since, now=digest.made, zone=digest.zone)}"


def found(answer: Answer, *, zone: str) -> str:
    """Return what a search came to: 3 stories for “taiwan” (1,204 articles searched)."""
    stories = count(max(answer.total, len(answer.items)), "story", "stories")
    if not answer.items:
        stories = "Nothing"
    elif answer.more:
        stories = f"At least {stories}"
    asked = f" for “{answer.query}”" if answer.query else ""
    since = f" since {when(answer.since, now=answer.made, zone=zone)}" if answer.since else ""
    searched = count(answer.searched, "article")
    return f"{stories}{asked}{since} ({searched} searched)"


def opening(digest: Digest) -> str:
    """Return the line under the heading: the tally, or that nothing is to tell."""
    if digest.items:
        return tally(digest)
    since = when(digest.since, now=digest.made, zone=digest.zone)
    return digest.quiet or f"No new stories since {since}."


_LABELS = {
    Quality.FEED: "Feed text only",
    Quality.PAYWALLED: "Paywall",
    Quality.CONSENT: "Feed text only (consent wall)",
    Quality.CAPTCHA: "Feed text only (captcha)",
    Quality.SCRIPTED: "Feed text only (page made by scripts)",
    Quality.LIVE: "Live blog",
    Quality.VIDEO: "Video",
    Quality.PHOTOS: "Photos",
    Quality.PDF: "PDF",
}


def labels(item: Item) -> tuple[str, ...]:
    """Return what to know before opening the story: Update, Paywall, Feed text only, Video."""
    quality = _LABELS.get(item.quality)
    return tuple(filter(None, ("Update" if item.update else None, quality)))


def woven(item: Item) -> Iterator[tuple[str, Quote]]:
    """Yield each sentence with what stands before it: nothing, a space, or a marked gap.

    The sentences are verbatim, so a reader must see where the article says more.
    """
    language = item.language.partition("-")[0]
    space = "" if language in _UNSPACED else " "
    before: Quote | None = None
    for quote in item.sentences:
        if before is None:
            yield "", quote
        elif before.url == quote.url and 0 <= quote.start - before.end <= _SPACES:
            yield space, quote
        else:
            yield f" {GAP} ", quote
        before = quote


def _separated(things: Sequence[T], last: str) -> tuple[tuple[str, T], ...]:
    ends = {0: "", len(things) - 1: last} if len(things) > 1 else {0: ""}
    return tuple((ends.get(place, ", "), thing) for place, thing in enumerate(things))


def listed(things: Sequence[T], most: int) -> tuple[tuple[tuple[str, T], ...], str]:
    """Return the first `most` things, each with the separator before it, and what ends the list.

    One thing more than `most` is simply shown: "and 1 more" takes as much room.
    """
    if len(things) > most + 1:
        return _separated(things[:most], ", "), f" and {len(things) - most:,} more"
    return _separated(things, " and "), ""


def outlets(item: Item) -> str:
    """Return how many outlets tell the story, to end the list of them; empty when one sees it."""
    told_by = len(item.sources)
    return f" · {told_by:,} outlets" if told_by > 2 else ""  # noqa: PLR2004  "Also in one"


def coverage(coverage: Coverage) -> str:
    """Return how many of the sources were read: 9 of 10 sources read."""
    if coverage.total == 0:
        return "No sources to read: this briefing has none."
    if coverage.read < coverage.total:
        return f"{coverage.read:,} of {count(coverage.total, 'source')} read."
    return (
        "The one source was read."
        if coverage.total == 1
        else f"All {coverage.total:,} sources read."
    )


_SINCE = {
    Condition.ROBOTS: "closed to bots by its robots.txt since {}",
    Condition.STALE: "stale, nothing new since {}",
    Condition.SLOW: "slow",
}


def ailing(source: Ailing, *, now: datetime, zone: str) -> str:
    """Return how a source fares, to stand after its name: failing since 05:12: timeout."""
    return fares(source.state, source.since, source.message, now=now, zone=zone)


def fares(
    state: Condition, since: datetime | None, message: str, *, now: datetime, zone: str
) -> str:
    """Return a state, since when it is so, and what is wrong: blocked since 05:12: 403 from …."""
    said = _SINCE.get(state, f"{state.value} since {{}}") if since else state.value
    told = said.format(when(since, now=now, zone=zone)) if since else said
    return f"{told}: {message}" if message else told


def unlisted(coverage: Coverage, command: str = "briefbot sources list") -> str:
    """Return where the ailing sources beyond those shown can be seen; empty when all are shown."""
    more = len(coverage.ailing) - AILING_SHOWN
    return f"and {more:,} more; `{command}` names them" if more > 0 else ""
