"""`briefbot doctor`: what must change in the Slack app, and in which channels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import uvloop

from briefbot.cli import options

if TYPE_CHECKING:
    from briefbot.config import Config
    from briefbot.settings import SlackSettings


@click.command()
@options.config_option
@click.option(
    "--channel", help="Also post a test message to this channel, look for it and delete it."
)
def doctor(*, config_path: Path | None, channel: str | None) -> None:
    """Check tokens, scopes, clock and destinations in Slack; exit 1 if something must change."""
    from briefbot import settings

    slack = settings.slack()
    config = options.load(options.settings(config_path))
    if not uvloop.run(_examined(config, slack, channel)):
        raise click.exceptions.Exit(1)


async def _examined(config: Config, slack: SlackSettings, channel: str | None) -> bool:
    """Print each finding as it comes; tell whether nothing must change."""
    from briefbot.clock import utc_now
    from briefbot.doctor import Grade, examine
    from briefbot.slack.client import connected

    well = True
    async with connected(slack) as client:
        async for finding in examine(config, slack, client, utc_now, channel=channel):
            options.say(f"{finding.grade:6}{finding.text}")
            well = well and finding.grade is not Grade.WRONG
    return well
