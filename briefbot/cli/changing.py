"""Changes of the configuration from the command line: judged whole, shown or made, and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from briefbot.admin import Done
    from briefbot.models import Change, Spelling
    from briefbot.settings import Settings
    from briefbot.store.audit import Audit
    from briefbot.store.configedit import Data

F = TypeVar("F", bound=Callable[..., Any])
_ITEM = re.compile(r"(sources|topics|briefings)\[(\d+)\]\.?")
DRY = "nothing is changed: this was a dry run"
NOWHERE: Mapping[str, str] = {}


def change_options(function: F) -> F:
    """Add --config, --database and --dry-run."""
    dry = click.option("--dry-run", is_flag=True, help="Print what would change, as a diff.")
    return options.config_option(options.database_option(dry(function)))


def content(found: Settings) -> Data:
    """Return what the file says, key for key; raise ConfigError with all that is wrong in it."""
    from briefbot.store import configfile

    data = configfile.parse(str(found.config), configfile.read(found.config))[1]
    return cast("Data", data)


@contextmanager
def audit(found: Settings) -> Iterator[Audit | None]:
    """Open the audit where there is one: to look makes none."""
    from briefbot.store.audit import Audit

    opened = Audit(found.database) if found.database.exists() else None
    try:
        yield opened
    finally:
        if opened:
            opened.close()


def remembered(found: Settings) -> Mapping[str, str]:
    """Return the ids by which the archive knows sources, each with the address that was read."""
    from briefbot.errors import StoreError
    from briefbot.store.library import Library

    if not found.database.exists():
        return {}
    try:
        archive = Library(found.database)
    except StoreError:
        return {}  # one of an older version is brought up when the change is made
    try:
        return {name: state.url for name, state in archive.states().items()}
    finally:
        archive.close()


def carry_out(
    found: Settings,
    data: Data,
    changes: Sequence[Change],
    *,
    dry_run: bool,
    places: Mapping[str, str] = NOWHERE,
) -> None:
    """Make the changes, or show them; raise ConfigError with all that would be wrong.

    `places` says where items were typed whose ids tell nobody which ones they are.
    """
    from briefbot.clock import utc_now
    from briefbot.store import configedit

    if not changes:
        options.say("nothing to change: the configuration says that already")
        return
    _judge(configedit.applied(data, changes), found.config, places)
    if dry_run:
        show(found.config, changes)
        return
    with options.office(found) as admin:
        tell(admin.apply(changes, options.operator(), utc_now()), changes)


def _judge(data: Data, file: Path, places: Mapping[str, str]) -> None:
    """Raise ConfigError with all that is wrong with data that no file says yet."""
    from dataclasses import replace

    from briefbot import config
    from briefbot.errors import ConfigError

    try:
        config.parse(data, file=str(file))
    except ConfigError as error:
        named = [replace(each, path=_named(each.path, data, places)) for each in error.problems]
        raise ConfigError(str(file), named) from error


def _named(path: str, data: Data, places: Mapping[str, str]) -> str:
    """Return a place with its item's id: there are no lines yet to count to it."""
    if not (match := _ITEM.match(path)):
        return path
    id_ = data[match[1]][int(match[2])].get("id")
    item = places.get(str(id_)) or f"{match[1].removesuffix('s')} {id_}"
    return " ".join(filter(None, (item, path[match.end() :])))


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
    options.say(way_back(done))


def way_back(done: Done) -> str:
    """Return how a change is taken back."""
    return f"change {done.number}; `briefbot config undo {done.number}` takes it back"
