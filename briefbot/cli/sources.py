"""`briefbot sources`: what is configured and how it fares, and what an address would bring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import uvloop

from briefbot.cli import options, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from briefbot.config import Config
    from briefbot.models import SourceLine
    from briefbot.pipeline import Trial
    from briefbot.settings import Settings

SHOWN_ENTRIES = 5
SENTENCES = 3


@click.group()
def sources() -> None:
    """Look at the sources, change them, or take them from and to other readers."""


@sources.command("list")
@options.config_option
@options.database_option
@options.format_option("terminal", "json")
def list_(*, config_path: Path | None, database: Path | None, format_: str) -> None:
    """List the sources with their state, as of the last look at each, and what to do."""
    from briefbot.clock import utc_now
    from briefbot.config import on
    from briefbot.models import Condition

    found = options.settings(config_path, database)
    config = options.load(found)
    now = utc_now()
    lines = _lines(on(config, now), found, now)
    if format_ == "json":
        from briefbot.render.json import sources as as_json

        options.write(as_json(lines, now), None)
        return
    zone = options.zone_of(config)
    until = {s.id: s.paused_until for s in config.sources if s.enabled and s.paused_until}
    names = ("source", "state", "last read", "next look", "a day", "name")
    table.show(names, (_row(line, zone, until.get(line.source_id)) for line in lines))
    if any(line.state not in {Condition.NEW, Condition.OFF} for line in lines):
        options.say(f"times in {zone}")
    for line in lines:
        if line.advice:
            options.say(f"source '{line.source_id}': {line.advice}")


def _lines(config: Config, found: Settings, now: datetime) -> tuple[SourceLine, ...]:
    """Return how each source fares; all are new when there is no archive yet."""
    from briefbot.desk.state import source_lines
    from briefbot.store.library import Library

    if not found.database.exists():
        return source_lines(None, config, now)
    archive = Library(found.database)
    try:
        return source_lines(archive, config, now)
    finally:
        archive.close()


def _row(line: SourceLine, zone: str, paused: date | None) -> tuple[str, ...]:
    from briefbot.models import Condition

    def when(moment: datetime | None) -> str:
        return f"{moment.astimezone(ZoneInfo(zone)):%d %b %H:%M}" if moment else "never"

    if line.state is Condition.OFF:
        return line.source_id, line.state, "", f"{paused:%d %b %Y}" if paused else "", "", line.name
    if line.state is Condition.NEW:
        return line.source_id, line.state, "never", "now", "", line.name
    word = f"{line.state} since {when(line.since)}" if line.since else line.state
    a_day = "" if line.per_day is None else f"{line.per_day:.1f}".removesuffix(".0")
    next_look = when(line.next_check)
    return line.source_id, word, when(line.succeeded), next_look, a_day, line.name


@sources.command()
@options.config_option
@click.argument("url")
def test(*, config_path: Path | None, url: str) -> None:
    """Show what the address would bring as a source; nothing is stored."""
    found = options.settings(config_path)
    config = options.known(found)
    for line in uvloop.run(_try(config, options.fetchable(url))):
        options.say(line)


async def _try(config: Config, url: str) -> list[str]:
    from briefbot import pipeline
    from briefbot.clock import utc_now
    from briefbot.config import Source
    from briefbot.reach import online

    source = next((s for s in config.sources if s.url == url), None)
    async with online(config) as web:
        trial = await pipeline.trial(source or Source(id="test", url=url), web, utc_now())
    return list(_told(url, trial))


def _told(url: str, trial: Trial) -> Iterator[str]:
    feed, taken = trial.feed, trial.taken
    yield f"kind      {feed.kind}" + (f" ({feed.title})" if feed.title else "")
    if trial.address != url:
        yield f"found at  {trial.address}"
    if feed.language:
        yield f"language  {feed.language}"
    yield f"entries   {len(feed.entries)}; {len(taken.wanted)} would be read at first sight"
    for entry in taken.wanted[:SHOWN_ENTRIES]:
        when = f"{entry.published:%Y-%m-%d %H:%M} UTC" if entry.published else f"{'undated':20}"
        yield f"  {when}  {entry.title}"
    for reason, count in _reasons(trial).items():
        yield f"dropped   {count}: {reason}"
    yield from _first(trial)


def _reasons(trial: Trial) -> dict[str, int]:
    from collections import Counter

    return Counter(item.detail for item in trial.taken.passed)


def _first(trial: Trial) -> Iterator[str]:
    from briefbot.choosing import select
    from briefbot.models import Passed

    first = trial.first
    if isinstance(first, Passed):
        yield f"first     {first.entry.title}"
        yield f"          can't be read: {first.detail}"
    elif first is not None:
        article, body = first.article, first.body
        yield f"first     {article.title}"
        yield f"          {article.url}"
        yield (
            f"          {article.words} words, language {article.language}, "
            f"text: {article.quality.value}" + (f" ({first.note})" if first.note else "")
        )
        yield "summary"
        language = article.language
        for sentence in select(body.text, body.sentences, limit=SENTENCES, language=language):
            yield f"  {body.text[sentence.start : sentence.end]}"
        yield "text"
        yield from (f"  {line}" for line in body.text.splitlines())
