"""What is done alike to sources, briefings and topics: edit, remove, pause, resume."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import changing, options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from briefbot.config import Config, Part
    from briefbot.models import Change
    from briefbot.store.configedit import Data

    Wish = Callable[[Data, Sequence[str]], Sequence[Change]]

STAYS = {
    "sources": "Their stories stay.",
    "briefings": "What they have posted stays.",
    "topics": "Sources lose them; a briefing that tells one keeps it here.",
}


def edit(name: str) -> click.Command:
    """Return the command that changes keys of items."""

    @click.command("edit", help=f"Change keys of {name}: key=value, list+=value, list-=value.")
    @changing.change_options
    @click.argument("words", metavar="ID... KEY=VALUE...", nargs=-1, required=True)
    def command(
        *, config_path: Path | None, database: Path | None, dry_run: bool, words: tuple[str, ...]
    ) -> None:
        from briefbot import proposals
        from briefbot.cli.assigning import assigned, parted
        from briefbot.errors import UsageError

        ids, assignments = parted(words)
        if not ids or not assignments:
            raise UsageError("name what to change and what it is to say: ID key=value")
        found = options.settings(config_path, database)
        data = changing.content(found)
        changes = [
            change
            for spec in proposals.found(data, name, ids)
            for change in proposals.changed(name, spec, assigned(_part(name), spec, assignments))
        ]
        changing.carry_out(found, data, changes, dry_run=dry_run)

    return command


def remove(name: str) -> click.Command:
    """Return the command that takes items out of the configuration."""

    def wish(data: Data, ids: Sequence[str]) -> Sequence[Change]:
        from briefbot import proposals

        return proposals.removed(data, name, ids)

    return _of_ids("remove", f"Take {name} out of the configuration. {STAYS[name]}", wish)


def pause(name: str) -> click.Command:
    """Return the command that pauses sources or briefings."""

    @click.command("pause", help=f"Pause {name}, until a day or until they are resumed.")
    @changing.change_options
    @click.option("--until", metavar="DATE", help="The day from which it goes on: 2026-12-24.")
    @click.argument("ids", metavar="ID...", nargs=-1, required=True)
    def command(
        *,
        config_path: Path | None,
        database: Path | None,
        dry_run: bool,
        until: str | None,
        ids: tuple[str, ...],
    ) -> None:
        from briefbot import proposals

        found = options.settings(config_path, database)
        data, day = changing.content(found), None if until is None else _day(until)
        changes = proposals.paused(data, name, ids, day)
        if day is not None:
            _to_come(day, name, ids, options.load(found))
        changing.carry_out(found, data, changes, dry_run=dry_run)

    return command


def resume(name: str) -> click.Command:
    """Return the command that lets sources or briefings go on."""

    def wish(data: Data, ids: Sequence[str]) -> Sequence[Change]:
        from briefbot import proposals

        return proposals.resumed(data, name, ids)

    return _of_ids("resume", f"Let {name} go on that are paused or not enabled.", wish)


def _of_ids(verb: str, about: str, wish: Wish) -> click.Command:
    """Return a command that takes nothing but ids."""

    @click.command(verb, help=about)
    @changing.change_options
    @click.argument("ids", metavar="ID...", nargs=-1, required=True)
    def command(
        *, config_path: Path | None, database: Path | None, dry_run: bool, ids: tuple[str, ...]
    ) -> None:
        found = options.settings(config_path, database)
        data = changing.content(found)
        changing.carry_out(found, data, wish(data, ids), dry_run=dry_run)

    return command


def _part(name: str) -> type[Part]:
    from briefbot.config import Briefing, Source, Topic

    parts: dict[str, type[Part]] = {"sources": Source, "briefings": Briefing, "topics": Topic}
    return parts[name]


def _day(text: str) -> date:
    from briefbot.config import values
    from briefbot.errors import UsageError

    try:
        return values.day(text)
    except ValueError as error:
        raise UsageError(f"--until: {error}") from error


def _to_come(day: date, name: str, ids: Sequence[str], config: Config) -> None:
    """Raise UsageError where it is that day already, at the place that counts for an item."""
    from briefbot.clock import utc_now
    from briefbot.config import today
    from briefbot.errors import UsageError

    items = config.sources if name == "sources" else config.briefings
    now = utc_now()
    if any(day <= today(config, item, now) for item in items if item.id in ids):
        raise UsageError(f"--until: {day} has come already; name a day after today")
