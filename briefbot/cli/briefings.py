"""`briefbot briefings`: when each is next posted, and one sent now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from briefbot.config import Briefing, Config
    from briefbot.orders import Order
    from briefbot.settings import Settings
    from briefbot.store.library import Library


@click.group()
def briefings() -> None:
    """Look at the briefings, change them, or send one now."""


@briefings.command("list")
@options.config_option
@options.database_option
def list_(*, config_path: Path | None, database: Path | None) -> None:
    """List the briefings: when each is next posted, when it was last, and where to."""
    from briefbot.clock import utc_now

    found = options.settings(config_path, database)
    rows = _rows(found, options.load(found), utc_now())
    table.show(("briefing", "next", "last", "to", "name"), rows)


def _rows(found: Settings, config: Config, now: datetime) -> Iterator[tuple[str, ...]]:
    from briefbot.config import on

    archive = _library(found.database) if found.database.exists() else None
    posted = {briefing.id for briefing in on(config, now).briefings if briefing.enabled}
    try:
        for briefing in config.briefings:
            yield _row(briefing, archive, now, posts=briefing.id in posted)
    finally:
        if archive:
            archive.close()


def _row(
    briefing: Briefing, archive: Library | None, now: datetime, *, posts: bool
) -> tuple[str, ...]:
    from briefbot.text.wording import when

    zone, last = briefing.schedule.zone, archive and archive.last_digest(briefing.id)
    return (
        briefing.id,
        _next(briefing, now) if posts else _off(briefing),
        when(last, now=now, zone=zone) if last else "never",
        ", ".join(briefing.destinations) or "nowhere",
        briefing.name,
    )


def _next(briefing: Briefing, now: datetime) -> str:
    from briefbot.schedule import next_slot
    from briefbot.text.wording import upcoming

    if not briefing.destinations:
        return "never"
    zone = briefing.schedule.zone
    due = next_slot(briefing.id, briefing.schedule, now).due
    return f"{upcoming(due, now=now, zone=zone)} ({zone})"


def _off(briefing: Briefing) -> str:
    paused = briefing.paused_until if briefing.enabled else None
    return f"paused until {paused:%d %b %Y}" if paused else "off"


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
