"""`briefbot preview`: fetch what is due, compose, show; nothing is posted or marked as told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
import uvloop

from briefbot.cli import options, show
from briefbot.cli.progress import shown

if TYPE_CHECKING:
    from briefbot.config import Briefing, Config
    from briefbot.models import Digest, Looked


@click.command()
@options.config_option
@options.database_option
@click.option("--briefing", "briefing_id", metavar="ID", help="Which briefing [the first].")
@click.option("--since", type=options.Span(), default="24h", show_default=True)
@options.format_option("terminal", "html", "json", "slack")
@click.option("--output", type=click.Path(path_type=Path), help="Write the digest to this file.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def preview(
    *,
    config_path: Path | None,
    database: Path | None,
    briefing_id: str | None,
    since: timedelta,
    format_: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """Show the digest that a briefing would get now; nothing is posted."""
    found = options.settings(config_path, database)
    if output:
        options.file(output, "--output")
    options.seed(found)
    config = options.load(found)
    briefing = options.briefing_of(config, briefing_id)
    digest, problems, code = uvloop.run(
        _digest(config, found.database, briefing, since, quiet=quiet)
    )
    show.digest(digest, format_, output)
    for problem in problems:
        options.say(problem, err=True)
    if code:
        raise click.exceptions.Exit(code)


async def _digest(
    config: Config, database: Path, briefing: Briefing, since: timedelta, *, quiet: bool
) -> tuple[Digest, list[str], int]:
    """Return the digest, what went wrong on the way, and the exit code that it deserves."""
    from briefbot.app import running
    from briefbot.errors import StoreError

    async with running(config, database) as app:
        try:
            with shown(quiet=quiet) as progress:
                looked = await app.ingest(progress)
        except StoreError as error:
            return await app.compose(briefing, since), [str(error)], 1
        return await app.compose(briefing, since), problems_of(looked), code_of(looked)


def problems_of(looked: tuple[Looked, ...]) -> list[str]:
    """Return a sentence for each source, or page, that could not be read."""
    return [
        f"source '{look.source_id}': {text}"
        for look in looked
        for text in (*filter(None, (look.failure,)), *look.unread)
    ]


def code_of(looked: tuple[Looked, ...]) -> int:
    """Return 69 when sources were due and none could be reached."""
    nothing = 69
    return nothing if looked and all(look.failure for look in looked) else 0
