"""Changes of the configuration from the command line: judged whole, shown or made, and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from briefbot.admin import Done
    from briefbot.models import Change, Spelling
    from briefbot.settings import Settings
    from briefbot.store.configedit import Data

F = TypeVar("F", bound=Callable[..., Any])
_ITEM = re.compile(r"(sources|topics|briefings)\[(\d+)\]\.?")
DRY = "nothing is changed: this was a dry run"


def change_options(function: F) -> F:
    """Add --config, --database and --dry-run."""
    dry = click.option("--dry-run", is_flag=True, help="Print what would change, as a diff.")
    return options.config_option(options.database_option(dry(function)))


def content(found: Settings) -> Data:
    """Return what the file says, key for key; raise ConfigError with all that is wrong in it."""
    from briefbot.store import configfile

    data = configfile.parse(str(found.config), configfile.read(found.config))[1]
    return cast("Data", data)


def carry_out(found: Settings, data: Data, changes: Sequence[Change], *, dry_run: bool) -> None:
    """Make the changes, or show them; raise ConfigError with all that would be wrong."""
    from briefbot.clock import utc_now
    from briefbot.store import configedit

    if not changes:
        options.say("nothing to change: the configuration says that already")
        return
    _judge(configedit.applied(data, changes), found.config)
    if dry_run:
        show(found.config, changes)
        return
    with options.office(found) as admin:
        tell(admin.apply(changes, options.operator(), utc_now()), changes)


def _judge(data: Data, file: Path) -> None:
    """Raise ConfigError with all that is wrong with data that no file says yet."""
    from dataclasses import replace

    from briefbot import config
    from briefbot.errors import ConfigError

    try:
        config.parse(data, file=str(file))
    except ConfigError as error:
        named = [replace(each, path=_named(each.path, data)) for each in error.problems]
        raise ConfigError(str(file), named) from error


def _named(path: str, data: Data) -> str:
    """Return a place with its item's id: there are no lines yet to count to it."""
    if not (match := _ITEM.match(path)):
        return path
    id_ = data[match[1]][int(match[2])].get("id")
    return " ".join(filter(None, (match[1].removesuffix("s"), str(id_), path[match.end() :])))


def show(file: Path, changes: Sequence[Change], spellings: Sequence[Spelling] = ()) -> None:
    """Print what the file would say."""
    from briefbot.differing import diff
    from briefbot.store import configedit

    for line in diff(configedit.edited(file, changes, spellings)).splitlines():
        options.say(line)
    options.say(DRY)


def tell(done: Done, changes: Sequence[Change]) -> None:
    """Print what was changed, and how to take it back."""
    from briefbot.text.changed import said

    for change in changes:
        options.say(said(change))
    options.say(f"change {done.number}; `briefbot config undo {done.number}` takes it back")
