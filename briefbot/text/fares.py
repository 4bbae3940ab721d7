"""How sources fare, in words: in lists, and in what channels read between digests."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from briefbot.models import Condition
from briefbot.text.wording import AILING_SHOWN, ailing, at, count, upcoming, when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from briefbot.models import Ailing, News, SourceLine


def pace(per_day: float) -> str:
    """Return a rhythm as people say it: 12 entries a day, 2 entries a week, 1 entry a month."""
    for days, unit in ((1, "day"), (7, "week"), (30, "month")):
        if (number := round(per_day * days)) >= 1:
            return f"{count(number, 'entry', 'entries')} a {unit}"
    return "less than one entry a month"


def looks(line: SourceLine, *, now: datetime, zone: str) -> str:
    """Return when a source was read and will be, if it is to be, and how much it brings."""
    read = when(line.succeeded, now=now, zone=zone) if line.succeeded else ""
    parts = [f"last read {read}" if read else "never read"]
    if line.next_check and line.state is not Condition.OFF:
        parts.append(f"next look {upcoming(line.next_check, now=now, zone=zone)}")
    if line.per_day is not None:
        parts.append(pace(line.per_day))
    return ", ".join(parts)


def day(date: date) -> str:
    """Return a day, of whichever year: Thu 24 Dec 2026."""
    return f"{at(datetime.combine(date, time(), UTC), 'UTC').rpartition(' ')[0]} {date.year}"


# ---------------------------------------------------------------- between digests


def opening(news: News) -> str:
    """Return the sentence that says what it is about: 2 sources of the briefings here fail."""
    parts = []
    if failing := len(news.failing):
        verb = "fails" if failing == 1 else "fail"
        parts.append(f"{count(failing, 'source')} of the briefings here {verb}")
    if back := len(news.back):
        verb = "is" if back == 1 else "are"
        which = "that failed" if failing else "of the briefings here that failed"
        parts.append(f"{count(back, 'source')} {which} {verb} read again")
    return f"{', and '.join(parts)}."


def failing(news: News) -> tuple[tuple[str, str], ...]:
    """Return the sources that fail, as far as they are named: each name, and how it fares."""
    shown = news.failing[:AILING_SHOWN]
    return tuple((one.name, ailing(one, now=news.now, zone=news.zone)) for one in shown)


def back(news: News) -> tuple[tuple[str, str], ...]:
    """Return the sources that are read again, as far as they are named, with since when not."""
    return tuple(
        (one.name, f"is read again; it failed from {when(one.since, now=news.now, zone=news.zone)}")
        for one in news.back[:AILING_SHOWN]
    )


def rest(sources: Sequence[Ailing], command: str) -> str:
    """Return where those can be seen that are not named; empty when all are."""
    more = len(sources) - AILING_SHOWN
    return f"and {more:,} more; `{command}` names them" if more > 0 else ""


def closing(news: News) -> str:
    """Return what happens now; empty when nothing fails."""
    it = ("It is", "it", "it is") if len(news.failing) == 1 else ("They are", "them", "they are")
    promise = "{} still asked; this channel hears of {} again when {} read."
    return promise.format(*it) if news.failing else ""


def line(news: News) -> str:
    """Return all of it in one line for an admin, who may read it days later."""
    number, said = len(news.failing), []
    if number:
        has = "has" if number == 1 else "have"
        told = [
            f"{one.name} {one.state} since {_stamp(one)}: {one.message}" for one in news.failing
        ]
        more = rest(news.failing, "briefbot sources list")
        named = "; ".join(filter(None, (*told[:AILING_SHOWN], more)))
        said.append(f"{count(number, 'source')} {has} failed for a day: {named}")
    if news.back:
        names = ", ".join(f"{one.name} (since {_stamp(one)})" for one in news.back[:AILING_SHOWN])
        more = rest(news.back, "briefbot sources list")
        said.append(f"read again after they failed: {' '.join(filter(None, (names, more)))}")
    return ". ".join(said)


def _stamp(one: Ailing) -> str:
    return f"{one.since:%Y-%m-%d %H:%M} UTC"
