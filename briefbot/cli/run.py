"""`briefbot run`, which keeps the archive up to date, and `briefbot health`, which watches it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from briefbot.cli import options


@click.command()
@options.config_option
@options.database_option
def run(*, config_path: Path | None, database: Path | None) -> None:
    """Keep the archive up to date: read every source when it is due, until stopped."""
    from briefbot.scheduler import serve

    found = options.settings(config_path, database)
    options.seed(found)
    asyncio.run(serve(options.load(found), found.database))


@click.command()
@options.database_option
def health(*, database: Path | None) -> None:
    """Exit 0 while `briefbot run` is alive beside this database, else 1."""
    from briefbot.clock import utc_now
    from briefbot.store.heartbeat import alive

    problem = alive(options.settings(database=database).database, utc_now())
    if problem:
        options.say(problem, err=True)
        raise click.exceptions.Exit(1)
    click.echo("fine")
