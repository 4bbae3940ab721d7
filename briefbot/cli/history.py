"""`briefbot config`: what was changed, by whom, what a hand changed since, and how to go back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from briefbot.cli import changing, options, table

if TYPE_CHECKING:
    from datetime import datetime

    from briefbot.models import Author, Change, ChangeRecord, Value
    from briefbot.settings import Settings

LARGEST = 2**63 - 1
"""The largest number that SQLite looks for."""
NOTHING_YET = "nothing is written down yet: no change was made through briefbot"


@click.group()
def config() -> None:
    """Look at the configuration's changes, and take one back."""


@config.command()
@options.config_option
@options.database_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def history(*, config_path: Path | None, database: Path | None, limit: int) -> None:
    """List the last changes: when, by whom, what, and what became of them."""
    found = options.settings(config_path, database)
    zone = _zone(found)
    with changing.audit(found) as audit:
        rows = [_row(*each, zone) for each in audit.batches(limit)] if audit else []
    if not rows:
        options.say(NOTHING_YET)
        return
    table.show(("change", "when", "by", "what", ""), rows)
    options.say(f"times in {zone}; `briefbot config undo NUMBER` takes a change back")


@config.command()
@options.config_option
@options.database_option
def diff(*, config_path: Path | None, database: Path | None) -> None:
    """Show what the file says now beside what briefbot saw in it last."""
    from briefbot.differing import differences

    found = options.settings(config_path, database)
    data = changing.content(found)
    with changing.audit(found) as audit:
        before = audit.said() if audit else None
    if before is None:
        options.say("briefbot has not seen the file yet; it does when it runs or changes it")
        return
    changes = differences(before, data)
    for change in changes:
        for line in _lines(change):
            options.say(line)
    if not changes:
        options.say(f"{found.config} says what briefbot saw in it last")


@config.command()
@changing.change_options
@click.argument("number", type=click.IntRange(1, LARGEST))
def undo(*, config_path: Path | None, database: Path | None, dry_run: bool, number: int) -> None:
    """Take a change back, and all that was made in one go with it."""
    from briefbot.clock import utc_now

    found = options.settings(config_path, database)
    with options.office(found) as admin:
        records = admin.undoable(number)
        changes = [record.change.back for record in records]
        if dry_run:
            changing.show(found.config, changes, [record.spelling for record in records])
        else:
            changing.tell(admin.undo(number, options.operator(), utc_now()), changes)


def _zone(found: Settings) -> str:
    """Return the zone to show times in; also while the file is broken, changes can be looked at."""
    from briefbot.errors import ConfigError

    try:
        return options.zone_of(options.load(found))
    except ConfigError:
        return "UTC"


def _row(first: ChangeRecord, size: int, zone: str) -> tuple[str, ...]:
    from briefbot.models import ChangeState
    from briefbot.text.changed import said

    more = f"; and {size - 1} more" if size > 1 else ""
    note = f" ({first.note})" if first.note else ""
    note += f", {first.times} times" if first.times > 1 else ""
    state = "" if first.state is ChangeState.APPLIED else f"{first.state}{note}"
    what = f"{said(first.change)}{more}"
    return str(first.number), _when(first.at, zone), _who(first.author), what, state


def _who(author: Author) -> str:
    """Return who it was; in Slack people choose their names, so the id stands beside it."""
    if author.called:
        return f"{author.called}, {author.name} ({author.way})"
    return f"{author.name or 'somebody'} ({author.way})"


def _when(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%d %b %Y %H:%M}"


def _lines(change: Change) -> Iterator[str]:
    """Yield what an item said and what it says, key by key."""
    if change.part == "settings":
        before, after = {change.id: change.before}, {change.id: change.after}
        yield change.id
    else:
        before, after = change.before or {}, change.after or {}
        yield f"{change.part.removesuffix('s')} {change.id}"
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            yield from _line("-", key, before.get(key))
            yield from _line("+", key, after.get(key))


def _line(sign: str, key: str, value: Value) -> Iterator[str]:
    if value is not None:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield f"{sign} {key}: {text}"
