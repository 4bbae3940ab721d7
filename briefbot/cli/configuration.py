"""`briefbot check`: the configuration's problems, all at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from briefbot.config import Config
    from briefbot.errors import Problem


@click.command()
@options.config_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the file instead.")
def check(*, config_path: Path | None, schema: bool) -> None:
    """Say what is wrong with the configuration: where, and what to do; exit 1 if anything is."""
    from briefbot import config as configuration
    from briefbot.errors import ConfigError
    from briefbot.store import configfile

    if schema:
        click.echo(json.dumps(configuration.schema(), indent=2, ensure_ascii=False))
        return
    found = options.settings(config_path)
    config, notes = configfile.examine(found.config)
    if missing := _missing_secrets(config):
        raise ConfigError(str(found.config), missing)
    for note in notes:
        click.echo(f"{found.config}: note: {note}")
    enabled = sum(source.enabled for source in config.sources)
    click.echo(
        f"{found.config}: fine: {len(config.sources)} sources ({enabled} enabled), "
        f"{len(config.topics)} topics, {len(config.briefings)} briefings"
    )


def _missing_secrets(config: Config) -> list[Problem]:
    """Return a problem for each source whose headers take values that are not set."""
    from briefbot import settings
    from briefbot.errors import Problem, SourceError

    problems = []
    for place, source in enumerate(config.sources):
        try:
            settings.headers(source.headers)
        except SourceError as error:
            path = f"sources[{place}].headers"
            problems.append(Problem(path=path, line=None, message=str(error)))
    return problems
