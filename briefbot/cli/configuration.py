"""`briefbot check`: the configuration's problems, all at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    config, notes = configfile.examine(found.config, _missing)
    for note in notes:
        options.say(f"{found.config}: note: {note}")
    enabled = sum(source.enabled for source in config.sources)
    options.say(
        f"{found.config}: fine: {len(config.sources)} sources ({enabled} enabled), "
        f"{len(config.topics)} topics, {len(config.briefings)} briefings"
    )


def _missing(data: object) -> Iterator[Finding]:
    """Yield what the file names and this machine does not have."""
    yield from _missing_secrets(data)
    yield from _missing_way(data)


def _missing_way(data: object) -> Iterator[Finding]:
    """Yield the proxy's login and the certificates that are named and not there."""
    from briefbot import settings
    from briefbot.config import web
    from briefbot.errors import SetupError
    from briefbot.fetch.trust import trust

    fetch = data.get("fetch") if isinstance(data, dict) else None
    named = fetch if isinstance(fetch, dict) else {}
    looks: dict[str, Callable[[str], object]]
    looks = {"proxy_login": lambda name: settings.proxy_login(web.variable(name)), "ca_file": trust}
    for key, look in looks.items():
        try:
            look(named[key])
        except SetupError as error:
            yield ("fetch", key), str(error)
        except (KeyError, TypeError, ValueError):
            continue  # not there; or reported where the value is read


def _missing_secrets(data: object) -> Iterator[Finding]:
    """Yield headers and cookies of enabled sources whose values are not set, or not fit."""
    from briefbot import config, settings
    from briefbot.errors import SourceError

    for path, name, variable in config.secrets(data):
        try:
            named = {name: variable}
            if "cookies" in path:
                settings.headers({}, cookies=named)
            else:
                settings.headers(named)
        except SourceError as error:
            yield path, str(error)
