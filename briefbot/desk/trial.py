"""Tries an address that somebody typed as a source: what is there, what to know; stores nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from briefbot import addresses, pipeline, schedule
from briefbot.choosing import select
from briefbot.config import Config, Source, values, web
from briefbot.desk.unread import unread
from briefbot.errors import Refused, SourceError
from briefbot.models import Entry, Feed, Passed, Quality, Reading, SourceState
from briefbot.models.tried import Sample, Tried
from briefbot.pipeline import Trial, Web
from briefbot.store.library import Library
from briefbot.text import fares
from briefbot.text.clean import clean

MOST = 8
"""Addresses that are tried in one go, and all at once: none waits for another's patience."""
PATIENCE = 30.0
"""Seconds for one address: its site may be slow, but somebody is waiting."""
SAMPLES = 3
SENTENCES = 2
LEFT_OUT = " […] "
"""Marks where the article says more."""
TITLE = 100
STALE = timedelta(days=60)
MANY = 40
"""Entries a day from which a source may drown the others."""

NO_ADDRESS = "This is no web address: it should begin with https:// or http://."
LOGIN = "This address holds a user name or a password, which others would see. Leave it out."
THERE = "It is there already, as {name}."
TWICE = "It stands above already: both lead to the same entries."
SLOW = "{host} took longer than half a minute. Please try it again later."
TOO_MANY = "I look at {most} addresses in one go. Please add this one afterwards."
BY_HOME = "There is no feed at this address; this is the one that the site's home page names."
NO_FEED = "I found no feed, so the links on the page are read. They tell less than a feed."
WALLED = "The newest entry's page asks for money: only what the feed says of it is told."
UNDATED = "Its entries have no dates, so when they are found counts."
OLD = "Its newest entry is of {day}: it may be given up."
FLOOD = "It brings {pace}: choose words to take, or a low weight, so that it leaves others room."
UNREADABLE = "The newest entry could not be read: {why}"
_ODD = {"no_entries", "bad_feed", "robots", "login_page", "empty", "http_404"}
"""What an article, or a page that is made by scripts, gives for a source."""
_CLOSED = {"blocked_address", "dns"}
"""Said as to a reader: nobody learns from Slack which names there are inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Got:
    url: str
    trial: Trial
    by_home: bool = False


def typed(text: str) -> tuple[str, ...]:
    """Return the addresses that stand in a text, each once, with a scheme where nobody typed one.

    What is no address stands there as it was typed, so that it can be said.
    """
    words = (word.strip(",;<>\"'") for word in re.split(r"[\s,]+(?=\S)", text.strip()))
    return tuple(dict.fromkeys(_schemed(word) for word in words if word))


def _schemed(word: str) -> str:
    bare = "://" in word or "." not in word or "@" in word.partition("/")[0]  # as a mail address
    return word if bare else f"https://{word}"


def address(text: str) -> str:
    """Return what was typed as a web address; raise Refused, which says what is wrong with it."""
    try:
        return web.address(text)
    except ValueError as error:
        scheme, _, rest = text.partition("://")
        if scheme.casefold() not in {"http", "https"}:
            raise Refused(NO_ADDRESS) from error
        host = re.split(r"[/?#]", rest, maxsplit=1)[0]
        raise Refused(LOGIN if "@" in host else sentence(str(error))) from error


async def tried(
    wanted: Sequence[str], live: Web, now: datetime, *, patience: float = PATIENCE
) -> tuple[Tried, ...]:
    """Try the addresses, as somebody who may see no more than the public web."""
    outside = replace(live, inside=live.outside)
    found = await asyncio.gather(*(_tried(each, outside, now, patience) for each in wanted[:MOST]))
    rest = [Tried(typed=text, problem=TOO_MANY.format(most=MOST)) for text in wanted[MOST:]]
    return (*_each_once(found), *rest)


def _each_once(found: Sequence[Tried]) -> Iterator[Tried]:
    seen: set[str] = set()
    for each in found:
        again = not each.problem and not seen.isdisjoint(_keys(each))
        yield Tried(typed=each.typed, problem=TWICE) if again else each
        seen |= _keys(each) if not each.problem else set()


def _keys(each: Tried) -> set[str]:
    return {key(each.url), key(each.found)}


def key(url: str) -> str:
    """Return what tells whether two addresses are the same source."""
    return addresses.canonical(url) or url


def there(config: Config, *urls: str) -> Source | None:
    """Return the source that stands at one of the addresses already."""
    wanted = set(map(key, urls))
    return next((each for each in config.sources if key(each.url) in wanted), None)


def remembered(archive: Library) -> dict[str, str]:
    """Return the ids by which the archive remembers what it read, each with its address."""
    return {name: state.url for name, state in archive.states().items()}


async def _tried(text: str, live: Web, now: datetime, patience: float) -> Tried:
    try:
        url = address(text)
    except Refused as error:
        return Tried(typed=text, problem=str(error))
    if same := there(live.config, url):
        return Tried(typed=text, problem=THERE.format(name=same.label))
    host = addresses.host(url)
    try:
        async with asyncio.timeout(patience):
            return _shown(text, await _got(url, live, now), live.config, now)
    except TimeoutError:
        return Tried(typed=text, problem=SLOW.format(host=host))
    except SourceError as error:
        said = unread(error, host) if error.reason in _CLOSED else sentence(str(error))
        return Tried(typed=text, problem=said)


async def tested(source: Source, live: Web, now: datetime) -> Tried:
    """Look at a configured source now, by the ways that it is allowed."""
    host = addresses.host(source.url)
    try:
        async with asyncio.timeout(PATIENCE):
            trial = await pipeline.trial(source, live, now)
    except TimeoutError:
        return Tried(typed=source.url, problem=SLOW.format(host=host))
    except SourceError as error:
        return Tried(typed=source.url, problem=sentence(str(error)))
    seen = describe(source.url, trial, now)
    return replace(seen, url=source.url, warnings=tuple(warnings(trial, now)))


async def _got(url: str, live: Web, now: datetime) -> _Got:
    """Look at an address; where it is no feed, the site's home page may name one."""
    home = f"{url.partition('://')[0]}://{urlsplit(url).netloc}/"
    if url.rstrip("/") == home.rstrip("/"):
        return _Got(url=url, trial=await _look(url, live, now))
    try:
        first = await _look(url, live, now)
    except SourceError as error:
        if error.reason not in _ODD:
            raise
        better = await _feed_of(home, live, now)
        if better is None:
            raise
        return better
    if first.feed.kind == "page":
        return await _feed_of(home, live, now) or _Got(url=url, trial=first)
    # A page that names a feed may be gone tomorrow, as articles are; the feed stays.
    return _Got(url=url if key(first.address) == key(url) else first.address, trial=first)


async def _feed_of(home: str, live: Web, now: datetime) -> _Got | None:
    try:
        trial = await _look(home, live, now)
    except SourceError:
        return None
    return None if trial.feed.kind == "page" else _Got(url=home, trial=trial, by_home=True)


async def _look(url: str, live: Web, now: datetime) -> Trial:
    return await pipeline.trial(Source(id="trial", url=url), live, now)


def _shown(text: str, got: _Got, config: Config, now: datetime) -> Tried:
    trial = got.trial
    if same := there(config, got.url, trial.address):
        return Tried(typed=text, problem=THERE.format(name=same.label))
    return replace(
        describe(text, trial, now),
        url=got.url,
        warnings=tuple(_warnings(got, now)),
    )


def describe(text: str, trial: Trial, now: datetime) -> Tried:
    """Say what a look at a source found."""
    feed = trial.feed
    newest = _newest(feed.entries)
    return Tried(
        typed=text,
        found=trial.address,
        kind=feed.kind,
        title=clean(feed.title, limit=TITLE),
        language=_language(trial),
        per_day=rhythm(feed, now),
        entries=len(feed.entries),
        samples=tuple(
            Sample(title=each.title, url=each.url, published=each.published)
            for each in newest[:SAMPLES]
        ),
        summary=_summary(trial.first),
    )


def rhythm(feed: Feed, now: datetime) -> float | None:
    """Return how many entries a day a feed brings, by its dates."""
    dates = [entry.published for entry in feed.entries if entry.published]
    return schedule.rhythm(SourceState(source_id="", url=""), 0, dates, now)


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries, newest first; those without a date in the order in which they stand."""
    dated = sorted(
        (each for each in entries if each.published),
        key=lambda each: each.published.timestamp() if each.published else 0,
        reverse=True,
    )
    return [*dated, *(each for each in entries if not each.published)]


def _language(trial: Trial) -> str:
    said = trial.first.article.language if isinstance(trial.first, Reading) else "und"
    code = (trial.feed.language or "")[:2].lower() if said == "und" else said
    return code if code in values.LANGUAGES else ""


def _summary(first: Reading | Passed | None) -> str:
    if not isinstance(first, Reading):
        return ""
    text, language = first.body.text, first.article.language
    chosen = select(text, first.body.sentences, limit=SENTENCES, language=language)
    told, end = "", 0
    for each in chosen:
        gap = LEFT_OUT if text[end : each.start].strip() else " "
        told += (gap if told else "") + text[each.start : each.end]
        end = each.end
    return told


def _warnings(got: _Got, now: datetime) -> Iterator[str]:
    trial = got.trial
    if got.by_home:
        yield BY_HOME
    if trial.feed.kind == "page":
        yield NO_FEED
    yield from warnings(trial, now)


def warnings(trial: Trial, now: datetime) -> Iterator[str]:
    """Yield what to know of a source as it is now."""
    first, per_day = trial.first, rhythm(trial.feed, now)
    dates = [each.published for each in trial.feed.entries if each.published]
    if dates and now - max(dates) > STALE:
        yield OLD.format(day=f"{max(dates).day} {max(dates):%B %Y}")
    if not dates:
        yield UNDATED
    if per_day is not None and per_day >= MANY:
        yield FLOOD.format(pace=fares.pace(per_day))
    if isinstance(first, Passed):
        yield UNREADABLE.format(why=sentence(first.detail))
    elif isinstance(first, Reading) and first.article.quality is Quality.PAYWALLED:
        yield WALLED
    elif isinstance(first, Reading) and first.note:
        yield sentence(first.note)


def sentence(words: str) -> str:
    """Return what is said of a failure as a sentence."""
    return words[:1].upper() + words[1:].rstrip(".") + "."
