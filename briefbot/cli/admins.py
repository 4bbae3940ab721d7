"""`briefbot admins`: who may change the configuration from Slack, and how one becomes the first."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefbot.config import Config
    from briefbot.settings import Settings

ALL = "everything"


@click.group()
def admins() -> None:
    """See who may change the configuration from Slack, or make somebody an admin."""


@admins.command("list")
@options.config_option
@options.database_option
def list_(*, config_path: Path | None, database: Path | None) -> None:
    """List who may change what from Slack."""
    found = options.settings(config_path, database)
    config = options.load(found)
    names = _names(found)
    rows = [(_named(who, names), what, may) for who, what, may in _rows(config)]
    if not rows:
        options.say("nobody may change anything from Slack; `briefbot admins claim` lets one do so")
        return
    table.show(("who", "what", "may change"), rows)


def _names(found: Settings) -> Mapping[str, str]:
    """Return how Slack calls those who changed something, where the archive can say it."""
    from briefbot.errors import StoreError
    from briefbot.store.audit import Audit

    try:
        with closing(Audit(found.database, write=False)) as audit:
            return audit.called()
    except StoreError:
        return {}


def _named(who: str, names: Mapping[str, str]) -> str:
    """Return somebody by name too, where the archive knows it: whoever has changed something."""
    return f"{names[who]}, {who}" if who in names else who


def _rows(config: Config) -> Iterator[tuple[str, str, str]]:
    for admin in config.admins:
        yield admin, "user group" if admin.startswith("S") else "user", ALL
    if config.workspace_admins:
        yield "the workspace's own admins and owners", "", ALL
    for briefing in config.briefings:
        for owner in briefing.owners:
            yield owner, "user", f"briefing {briefing.id}"


@admins.command()
@options.config_option
@options.database_option
def claim(*, config_path: Path | None, database: Path | None) -> None:
    """Print a code that makes the Slack user who types it an admin; it is good once."""
    from briefbot.clock import utc_now
    from briefbot.errors import BriefbotError
    from briefbot.store import claims, configedit

    found = options.settings(config_path, database)
    options.load(found)  # in a broken file nobody can be written
    if why := configedit.unwritable(found.config):
        raise BriefbotError(
            f"{why}, so nobody can be made an admin from Slack; {configedit.CURE}, "
            "or write `admins: [U0123ABCD]` into it yourself"
        )
    code = claims.new(found.database, utc_now())
    minutes = round(claims.GOOD_FOR.total_seconds() / 60)
    options.say(f"whoever types this in Slack within {minutes} minutes is an admin:")
    options.say(f"  /brief admin claim {code}")
    options.say("it is good once, and an earlier code is void; show it to nobody else")
