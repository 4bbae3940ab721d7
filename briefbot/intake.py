"""Which of a source's entries are read: new ones, not filtered, and no flood at first; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from briefbot.addresses import canonical, known_as, tidy
from briefbot.config import Source
from briefbot.models import Entry, Fate, Passed
from briefbot.text.mention import mention

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The entries to read, newest first, and those that are only remembered."""

    wanted: tuple[Entry, ...]
    passed: tuple[Passed, ...]


def unseen(entries: Sequence[Entry], seen: Collection[str]) -> tuple[Entry, ...]:
    """Return the entries whose id is new, each once, in their order."""
    return tuple({entry.id: entry for entry in entries if entry.id not in seen}.values())


def known_by(entries: Sequence[Entry], source_url: str) -> dict[str, str]:
    """Return the address that each entry is known by under any id, by the entry's present id.

    The canonical one, or a mark of the words where there is none. An address that several of
    the entries share, such as that of a home page, tells none of them.
    """
    known = {entry.id: known_as(entry, source_url) for entry in entries}
    sharing = Counter(known.values())
    return {id_: address for id_, address in known.items() if sharing[address] == 1}


def unlisted(
    entries: Sequence[Entry], known: Mapping[str, str], listed: Collection[str]
) -> tuple[Entry, ...]:
    """Leave out what the source listed before under another id; some make new ones each time."""
    return tuple(entry for entry in entries if known.get(entry.id) not in listed)


def addresses(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the addresses, tidy and canonical, by which an article may have the entries' pages."""
    own = (entry.url for entry in entries if not entry.shared)
    return tuple(filter(None, (form(url) for url in own for form in (tidy, canonical))))


def admit(
    source: Source, entries: Sequence[Entry], *, first: bool, known: Collection[str]
) -> Intake:
    """Decide each new entry's fate before its page is read.

    `first` is whether the source is seen for the first time: then only the newest
    `first_sight` entries are news, the others a baseline. `known` are addresses, tidy or
    canonical, that the archive already has.
    """
    judge = partial(_judge, source, known)
    passed = [verdict for entry in entries if (verdict := judge(entry))]
    refused = {item.entry.id for item in passed}
    wanted = [entry for entry in entries if entry.id not in refused]
    if first and source.first_sight != "all":
        newest = sorted(wanted, key=lambda entry: entry.published or LONG_AGO, reverse=True)
        wanted, rest = newest[: source.first_sight], newest[source.first_sight :]
        detail = (
            f"already there when the source was first seen; only the newest {len(wanted)} were read"
        )
        passed += [Passed(entry=entry, fate=Fate.BASELINE, detail=detail) for entry in rest]
    return Intake(wanted=tuple(wanted), passed=tuple(map(_bare, passed)))


def _bare(item: Passed) -> Passed:
    """Drop the text, unless the entry is known by nothing else."""
    entry = item.entry
    return (
        replace(item, entry=replace(entry, content="")) if entry.url and not entry.shared else item
    )


def _judge(source: Source, known: Collection[str], entry: Entry) -> Passed | None:
    text = f"{entry.title}\n{entry.content}"
    if (word := mention(text, source.exclude)) is not None:
        return Passed(entry=entry, fate=Fate.FILTERED, detail=f'it says "{word}" (exclude)')
    if source.include and mention(text, source.include) is None:
        detail = "it says none of the source's include words"
        return Passed(entry=entry, fate=Fate.FILTERED, detail=detail)
    if known and not set(addresses([entry])).isdisjoint(known):
        return Passed(
            entry=entry, fate=Fate.DUPLICATE, detail="the page was read from another entry before"
        )
    return None


FEWEST_LETTERS = 40
"""A feed's own text with fewer is a caption or "Read more"."""

_TAG = re.compile(r"<[^<>]{0,2000}>")
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words of a text that may hold markup."""
    return _WORD.findall(_TAG.sub(" ", text))


def has_words(content: str) -> bool:
    """Tell whether a feed's own text holds a sentence, and not a picture alone."""
    return sum(map(len, words(content))) >= FEWEST_LETTERS


def published(claimed: datetime | None, now: datetime) -> datetime:
    """Return when an article came out: as claimed, unless that is missing or in the future.

    A date without a time (midnight UTC exactly) means some time of that day, so the day's
    end or now counts, whichever is first: else this morning's news would be a day old.
    """
    if claimed is None or claimed > now:
        return now
    if claimed.time() == LONG_AGO.time():
        return min(now, claimed + timedelta(days=1, seconds=-1))
    return claimed
