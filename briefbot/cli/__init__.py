"""The commands. What is heavy is imported inside them, so that `briefbot --help` is quick."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

from briefbot import __version__
from briefbot.cli import (
    admins,
    archive,
    briefings,
    configuration,
    demo,
    doctor,
    feedback,
    footing,
    history,
    items,
    lists,
    newcomers,
    options,
    preview,
    run,
    sources,
    summarise,
    topics,
)
from briefbot.errors import (
    BriefbotError,
    ConfigError,
    FetchError,
    Impossible,
    StoreLocked,
    UsageError,
)

EXITS: tuple[tuple[type[BriefbotError], int], ...] = (
    (ConfigError, 1),
    (UsageError, 2),
    (StoreLocked, 75),
    (BriefbotError, 1),
)
UNREACHED = {
    *("timeout", "dns", "no_connection", "unreachable"),
    *("disconnected", "tls", "blocked_address"),
}
UNREACHABLE = 69
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
INTERRUPTED = 130


class Commands(click.Group):
    """The commands; whoever reads their output may leave early (`| head`)."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  as click has it
        """Run the command, and end well when nobody reads on: click would exit 1."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # what a log could not write is still there
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return result


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="briefbot", message="%(package)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def briefbot(*, debug: bool) -> None:
    """Read a team's sources and tell each story once, in the sources' own words."""
    del debug  # main() takes it out of the arguments: an error is shown there


for command in (
    demo.demo,
    preview.preview,
    run.run,
    run.health,
    configuration.check,
    briefings.briefings,
    topics.topics,
    admins.admins,
    history.config,
    feedback.feedback,
    doctor.doctor,
    sources.sources,
    archive.search,
    archive.article,
    archive.why,
    summarise.summarise,
):
    briefbot.add_command(command)
for command in (lists.import_, lists.export):
    sources.sources.add_command(command)
for group, add in (
    (sources.sources, newcomers.source),
    (briefings.briefings, newcomers.briefing),
    (topics.topics, newcomers.topic),
):
    for command in (add, items.edit(group.name or ""), items.remove(group.name or "")):
        group.add_command(command)
for group in (sources.sources, briefings.briefings):
    for command in (items.pause(group.name or ""), items.resume(group.name or "")):
        group.add_command(command)
history.config.add_command(configuration.check)


def main(arguments: list[str] | None = None) -> None:
    """Run a command; say what went wrong in a sentence, and exit as sysexits.h has it."""
    footing.stand()
    given = sys.argv[1:] if arguments is None else arguments
    wanted = [argument for argument in given if argument != "--debug"]
    try:
        code = briefbot.main(wanted, prog_name="briefbot", standalone_mode=False)
    except click.exceptions.Abort:
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception as error:
        if wanted != given:
            raise
        code = _report(error)
    sys.exit(code if isinstance(code, int) else 0)


def _lines(error: BriefbotError) -> list[str]:
    """Return the message: a line, or one for each of several problems."""
    if isinstance(error, ConfigError):
        return [f"{error.file}: {problem}" for problem in error.problems]
    return list(error.reasons) if isinstance(error, Impossible) else [str(error)]


def _report(error: Exception) -> int:
    if isinstance(error, BriefbotError):
        for line in _lines(error):
            options.say(line, err=True)
        if isinstance(error, FetchError) and error.reason in UNREACHED:
            return UNREACHABLE
        return next(code for kind, code in EXITS if isinstance(error, kind))
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        options.say("nothing more can be written: the disk is full; free some space", err=True)
        return 1
    options.say(
        f"unexpected: {type(error).__name__}: {' '.join(str(error).split())}; "
        "this is a mistake in briefbot: please report it with the output of `briefbot --debug ...`",
        err=True,
    )
    return 1
