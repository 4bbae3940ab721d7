"""`briefbot check`: the configuration's problems, all at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefbot.config import Finding


@click.command()
@options.config_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the file instead.")
def check(*, config_path: Path | None, schema: bool) -> None:
    """Say what is wrong with the configuration: where, and what to do; exit 1 if anything is."""
    from briefbot import config as configuration
    from briefbot.store import configfile

    if schema:
        click.echo(json.dumps(configuration.schema(), indent=2, ensure_ascii=False))
        return
    found = options.settings(config_path)
    config, notes = configfile.examine(found.config, _missing_secrets)
    for note in notes:
        options.say(f"{found.config}: note: {note}")
    enabled = sum(source.enabled for source in config.sources)
    options.say(
        f"{found.config}: fine: {len(config.sources)} sources ({enabled} enabled), "
        f"{len(config.topics)} topics, {len(config.briefings)} briefings"
    )


def _missing_secrets(data: object) -> Iterator[Finding]:
    """Yield the headers of enabled sources that take values that are not set, or not fit."""
    from briefbot import config, settings
    from briefbot.errors import SourceError

    for path, name, variable in config.secrets(data):
        try:
            settings.headers({name: variable})
        except SourceError as error:
            yield path, str(error)
