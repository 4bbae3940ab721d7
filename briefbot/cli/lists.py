"""`briefbot sources import` and `export`: lists of feeds from other readers, and for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import changing, options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefbot.opml import Other, Taken


@click.command("import")
@options.config_option
@options.database_option
@click.option("--dry-run", is_flag=True, help="Say what would be added, and change nothing.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def import_(*, config_path: Path | None, database: Path | None, dry_run: bool, file: Path) -> None:
    """Add the feeds of an OPML list to the configuration; its folders become topics."""
    from briefbot import opml
    from briefbot.clock import utc_now
    from briefbot.store import configedit

    found = options.settings(config_path, database)
    config = options.load(found)
    listing = opml.read(_content(file, opml.LARGEST))
    taken = opml.take(listing, config, changing.remembered(found))
    last = changing.DRY if dry_run else ""
    if not dry_run and (taken.sources or taken.topics):
        changes = configedit.additions(sources=taken.sources, topics=taken.topics)
        with options.office(found) as admin:
            done = admin.apply(changes, options.operator(), utc_now())
        last = changing.way_back(done)
    _tell(taken, len(listing.feeds))
    if last:
        options.say(last)


@click.command()
@options.config_option
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export(*, config_path: Path | None, file: Path | None) -> None:
    """Write the sources as an OPML list, a folder for each topic."""
    from briefbot import opml
    from briefbot.clock import utc_now

    config = options.load(options.settings(config_path))
    options.write(opml.write(config, utc_now()), file)


def _content(file: Path, limit: int) -> bytes:
    """Return the file's bytes, and one too many when it is too large."""
    from briefbot.errors import UsageError

    if str(file) == "-":
        return sys.stdin.buffer.read(limit + 1)
    try:
        if file.exists() and not file.is_file():
            raise UsageError(f"{file} is no ordinary file; name an OPML list, or - for the input")
        with file.open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}") from error


def _tell(taken: Taken, feeds: int) -> None:
    for source in taken.sources:
        options.say(f"added    {source.id}: {source.url}")
    _lines("there", taken.there)
    _lines("refused", taken.refused)
    for topic in taken.topics:
        number = sum(topic.id in source.topics for source in taken.sources)
        options.say(f"topic    {topic.id}: {topic.name} ({number} sources); add it to a briefing")
    lines = [f"{len(taken.sources)} added", f"{len(taken.there)} there already"]
    if taken.repeated:
        lines.append(f"{taken.repeated} said again")
    lines.append(f"{len(taken.refused)} refused")
    options.say(f"{feeds} feeds in the list: {', '.join(lines)}; {len(taken.topics)} topics added")


def _lines(word: str, others: Sequence[Other]) -> None:
    for other in others:
        title = f"{other.title}: " if other.title else ""
        options.say(f"{word:8} line {other.line}: {title}{other.reason}")
