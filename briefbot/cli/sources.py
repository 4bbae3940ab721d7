"""`briefbot sources`: what is configured and how it fares, and what an address would bring."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from briefbot.config import Config, Source
    from briefbot.models import SourceState
    from briefbot.pipeline import Trial
    from briefbot.settings import Settings

SHOWN_ENTRIES = 5
SENTENCES = 3
WIDE = 120


@click.group()
def sources() -> None:
    """Look at the sources: list them, or test an address."""


@sources.command("list")
@options.config_option
@options.database_option
def list_(*, config_path: Path | None, database: Path | None) -> None:
    """List the sources with their state, as of the last look at each."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from briefbot.text.wording import inert

    found = options.settings(config_path, database)
    config = options.load(found)
    states, zone = _states(found), options.zone_of(config)
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("source", "state", "last read", "next look", "name"):
        table.add_column(name, overflow="fold")
    for source in config.sources:
        table.add_row(*(Text(inert(cell)) for cell in _row(source, states.get(source.id), zone)))
    with console.capture() as printed:
        console.print(table)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())
    if states:
        options.say(f"times in {zone}")
    for source in config.sources:
        state = states.get(source.id)
        if state and state.error:
            options.say(f"source '{source.id}': {state.error}")


def _states(found: Settings) -> dict[str, SourceState]:
    """Return what the archive knows; nothing when there is no archive yet."""
    from briefbot.store.archive import Archive

    if not found.database.exists():
        return {}
    archive = Archive(found.database)
    try:
        return archive.states()
    finally:
        archive.close()


def _row(source: Source, state: SourceState | None, zone: str) -> tuple[str, ...]:
    def when(moment: datetime | None) -> str:
        return f"{moment.astimezone(ZoneInfo(zone)):%d %b %H:%M}" if moment else "never"

    if not source.enabled:
        return source.id, "off", "", "", source.label
    if state is None or state.checked is None:
        return source.id, "new", "never", "now", source.label
    word = f"failing since {when(state.failing_since)}" if state.failing_since else "fine"
    return source.id, word, when(state.succeeded), when(state.next_check), source.label


@sources.command()
@options.config_option
@click.argument("url")
def test(*, config_path: Path | None, url: str) -> None:
    """Show what the address would bring as a source; nothing is stored."""
    found = options.settings(config_path)
    config = options.known(found)
    for line in asyncio.run(_try(config, options.fetchable(url))):
        options.say(line)


async def _try(config: Config, url: str) -> list[str]:
    from briefbot import pipeline
    from briefbot.app import online
    from briefbot.clock import utc_now
    from briefbot.config import Source

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
    from briefbot.models import Passed
    from briefbot.summarise import select

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
        for sentence in select(body.text, body.sentences, limit=SENTENCES):
            yield f"  {body.text[sentence.start : sentence.end]}"
        yield "text"
        yield from (f"  {line}" for line in body.text.splitlines())
