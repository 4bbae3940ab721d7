"""`briefbot run`, which is the bot, and `briefbot health`, which watches it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import uvloop

from briefbot.cli import options

if TYPE_CHECKING:
    from briefbot.settings import SlackSettings


STOP_SECONDS = 9.5
"""A stop takes no longer than this, whatever hangs."""


class Place(click.ParamType[tuple[str, int]]):
    """HOST:PORT."""

    name = "host:port"

    def convert(
        self,
        value: Any,  # noqa: ANN401  as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int]:
        """Return host and port; fail with what is accepted."""
        if isinstance(value, tuple):
            return value
        host, _, port = str(value).rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:  # noqa: PLR2004
            self.fail(f"{value!r} is no address such as 127.0.0.1:3000", param, ctx)
        return host.strip("[]"), int(port)


@click.command()
@options.config_option
@options.database_option
@click.option(
    "--http",
    type=Place(),
    metavar="HOST:PORT",
    help="Take Slack's requests in at this address, instead of Socket Mode.",
)
def run(*, config_path: Path | None, database: Path | None, http: tuple[str, int] | None) -> None:
    """Read every source when it is due, post each digest at its hour and answer in Slack."""
    from briefbot.last_resort import end_within
    from briefbot.scheduler import serve

    found = options.settings(config_path, database)
    slack = known(http=http is not None)
    options.seed(found)
    config = options.load(found)
    if slack is not None:
        import briefbot.bot  # noqa: F401  in a quarter of a second, which no loop should stand still
    # A name that is being looked up in a thread would hold the exit up for long.
    late = partial(end_within, STOP_SECONDS)
    uvloop.run(
        serve(config, found.database, file=found.config, slack=slack, http=http, stopping=late)
    )


def known(*, http: bool = False) -> SlackSettings | None:
    """Return Slack's settings, all that are needed; None when no token at all is set."""
    from briefbot import settings

    slack = settings.slack()
    tokens = (slack.bot_token, slack.app_token, slack.signing_secret)
    if not any(tokens) and not http:
        return None
    from briefbot.slack.preflight import check

    check(slack, http=http)
    return slack


@click.command()
@options.database_option
def health(*, database: Path | None) -> None:
    """Exit 0 while `briefbot run` is alive beside this database, else 1."""
    from briefbot.clock import utc_now
    from briefbot.store.heartbeat import alive

    problem = alive(options.settings(database=database).database, utc_now())
    if problem:
        options.say(problem, err=True)
        raise click.exceptions.Exit(1)
    click.echo("fine")
