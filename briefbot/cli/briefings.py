"""`briefbot briefings`: when each is next posted, and one sent now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from briefbot.config import Briefing, Config
    from briefbot.orders import Order
    from briefbot.settings import Settings
    from briefbot.store.library import Library

WIDE = 120


@click.group()
def briefings() -> None:
    """Look at the briefings: list them, or send one now."""


@briefings.command("list")
@options.config_option
@options.database_option
def list_(*, config_path: Path | None, database: Path | None) -> None:
    """List the briefings: when each is next posted, when it was last, and where to."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from briefbot.clock import utc_now
    from briefbot.text.wording import inert

    found = options.settings(config_path, database)
    config, now = options.load(found), utc_now()
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("briefing", "next", "last", "to", "name"):
        table.add_column(name, overflow="fold")
    for row in _rows(found, config, now):
        table.add_row(*(Text(inert(cell)) for cell in row))
    with console.capture() as printed:
        console.print(table)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())


def _rows(found: Settings, config: Config, now: datetime) -> Iterator[tuple[str, ...]]:
    archive = _library(found.database) if found.database.exists() else None
    try:
        for briefing in config.briefings:
            yield _row(briefing, archive, now)
    finally:
        if archive:
            archive.close()


def _row(briefing: Briefing, archive: Library | None, now: datetime) -> tuple[str, ...]:
    from briefbot.schedule import next_slot
    from briefbot.text.wording import upcoming, when

    zone, last = briefing.schedule.zone, archive and archive.last_digest(briefing.id)
    due = next_slot(briefing.id, briefing.schedule, now).due
    return (
        briefing.id,
        f"{upcoming(due, now=now, zone=zone)} ({zone})" if briefing.destinations else "never",
        when(last, now=now, zone=zone) if last else "never",
        ", ".join(briefing.destinations) or "nowhere",
        briefing.name,
    )


def _library(database: Path) -> Library:
    from briefbot.store.library import Library

    return Library(database)


@briefings.command()
@options.config_option
@options.database_option
@click.argument("briefing_id", metavar="ID")
@click.option("--to", metavar="CHANNEL", help='Only there: "#channel", or an id of Slack\'s.')
@click.option("--dry-run", is_flag=True, help="Print the messages as Block Kit JSON; send nothing.")
def send(
    *,
    config_path: Path | None,
    database: Path | None,
    briefing_id: str,
    to: str | None,
    dry_run: bool,
) -> None:
    """Send what a briefing has to tell now; nothing in it is told to the channel again."""
    found = options.settings(config_path, database)
    order = _order(options.load(found), briefing_id, to)
    if dry_run:
        _print(order, found.database)
        return
    from briefbot.cli.sending import sent

    for line in sent(order, found.database):
        options.say(line)


def _order(config: Config, briefing_id: str, to: str | None) -> Order:
    """Return the briefing's order, to the one channel if that is said."""
    from dataclasses import replace

    from briefbot.config.values import destination
    from briefbot.errors import UsageError
    from briefbot.orders import of_briefing

    order = of_briefing(config, config.briefing(briefing_id))
    if to is not None:
        try:
            return replace(order, destinations=(destination(to),))
        except ValueError as error:
            raise UsageError(f"--to: {error}") from error
    if not order.destinations:
        raise UsageError(f"briefing '{briefing_id}' has no destinations; name a channel with --to")
    return order


def _print(order: Order, database: Path) -> None:
    """Print what each destination would get, as one JSON document each."""
    from briefbot import pipeline, plugins
    from briefbot.choosing import select
    from briefbot.clock import utc_now

    render, archive = plugins.load("briefbot.render", "slack", "RENDER"), _library(database)
    try:
        for destination in order.destinations:
            digest = pipeline.edition(order, destination, archive, select, now=utc_now())
            options.say(f"to {destination}:", err=True)
            click.echo(render(digest).rstrip("\n"))
    finally:
        archive.close()
