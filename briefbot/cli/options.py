"""Options that several commands share, and the values that they stand for."""

from __future__ import annotations

import errno
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from briefbot.admin import Admin
    from briefbot.config import Briefing, Config
    from briefbot.models import Author
    from briefbot.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def config_option(function: F) -> F:
    """Add --config."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path),
        help="The configuration file [BRIEFBOT_CONFIG, else config/briefbot.yaml].",
    )(function)


def database_option(function: F) -> F:
    """Add --database."""
    return click.option(
        "--database",
        type=click.Path(path_type=Path),
        help="The archive [BRIEFBOT_DATABASE, else briefbot.db].",
    )(function)


def format_option(*formats: str) -> Callable[[F], F]:
    """Add --format, the first being the default."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True
    )


def settings(config_path: Path | None = None, database: Path | None = None) -> Settings:
    """Return the settings of the environment, with what the command line says above them."""
    from briefbot.settings import read

    found = read()
    chosen = file(database or found.database, "--database or BRIEFBOT_DATABASE")
    return replace(found, config=config_path or found.config, database=chosen)


def file(path: Path, option: str) -> Path:
    """Return a path that may be a file's; raise UsageError when it never can be."""
    from briefbot.errors import UsageError

    try:
        folder = path.is_dir()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            return path  # whoever opens it says what is wrong
        raise UsageError(f"{path}: {error.strerror}; name another with {option}") from error
    if folder:
        raise UsageError(f"{path} is a folder; name a file with {option}")
    return path


def seed(found: Settings) -> None:
    """Put the shipped configuration in place at the first start of a container."""
    from briefbot.store.seed import seed as seed_file

    if seed_file(found.config, found.shipped_config):
        say(f"wrote the first configuration: {found.config}; edit it to your needs", err=True)


def load(found: Settings) -> Config:
    """Read the configuration; raise ConfigError with all of its problems."""
    from briefbot.store.configfile import load as load_file

    return load_file(found.config)


def known(found: Settings) -> Config:
    """Read the configuration if there is one: a search does well without."""
    from briefbot.config import Config, FetchOptions

    try:
        there = found.config.exists()
    except OSError:
        there = True  # as a name that is too long; to read it says so
    if there:
        return load(found)
    # A contact must be given, but nobody is known who could be it: the agent leaves it out.
    unnamed = FetchOptions(contact="nobody@example.org", user_agent="briefbot/{version}")
    return Config(sources=(), fetch=unnamed)


@contextmanager
def office(found: Settings) -> Iterator[Admin]:
    """Hold what changes the configuration, after settling what a stopped process left."""
    from briefbot.admin import Admin
    from briefbot.store.audit import Audit

    audit = Audit(found.database)
    try:
        admin = Admin(found.config, audit)
        admin.reconcile()
        yield admin
        _tell_lost(admin, found.config)
    finally:
        audit.close()


def _tell_lost(admin: Admin, file: Path) -> None:
    """Say whose changes a hand in the file has taken back; a bot that runs tells the admins."""
    if admin.found:
        from briefbot.watching import lost

        said = (lost(replace(each, author=_by_name(each.author))) for each in admin.found)
        say(f"{file} was changed by hand. {' '.join(said)}", err=True)


def _by_name(author: Author) -> Author:
    """Return an author as people at a terminal know them; in Slack, an id is shown as a name."""
    return replace(author, name=author.called or author.name)


def operator() -> Author:
    """Return who is at the terminal, by the system's own knowledge."""
    from briefbot.models import Author

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = f"user {os.getuid()}"  # a container's user often has no name
    return Author(name=name, way="cli")


def zone_of(config: Config) -> str:
    """Return the zone that times are shown and meant in: the first briefing's, else UTC."""
    return config.briefings[0].schedule.zone if config.briefings else "UTC"


def fetchable(url: str) -> str:
    """Return a typed address as it stands; raise UsageError when it can't be fetched."""
    from briefbot.addresses import fit
    from briefbot.errors import UsageError

    if fit(url) is None:
        raise UsageError(f'"{url}" is no web address; it should begin with https:// or http://')
    return url


def address(url: str) -> str:
    """Return a typed address, with https:// before it where nobody typed a scheme."""
    return fetchable(url if "://" in url else f"https://{url}")


def briefing_of(config: Config, briefing_id: str | None) -> Briefing:
    """Return the briefing asked for, or the first."""
    from briefbot.errors import UsageError

    if briefing_id:
        return config.briefing(briefing_id)
    if not config.briefings:
        raise UsageError("the configuration has no briefing; add one under `briefings:`")
    return config.briefings[0]


class Span(click.ParamType[timedelta]):
    """A time span such as 24h or 7d."""

    name = "span"

    def convert(
        self,
        value: Any,  # noqa: ANN401  as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> timedelta:
        """Return the span; fail with what is accepted."""
        from briefbot.errors import UsageError
        from briefbot.search import span

        if isinstance(value, timedelta):
            return value
        try:
            return span(value)
        except UsageError as error:
            self.fail(str(error), param, ctx)


def say(text: str, *, err: bool = False, bold: bool = False) -> None:
    """Print one line; what could steer the terminal, in names and messages too, is made visible."""
    from briefbot.text.wording import inert

    click.echo(click.style(inert(text), bold=True) if bold else inert(text), err=err)


def write(text: str, output: Path | None) -> None:
    """Write to the file, whole or not at all, or to standard output."""
    if output is None:
        click.echo(text.rstrip("\n"))
        return
    from briefbot.errors import BriefbotError, UsageError

    if not output.name or output.name == "..":
        raise UsageError(f"{output} is a folder; name a file in it")
    partial = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(output)
    except OSError as error:
        raise BriefbotError(f"can't write {output}: {error.strerror}") from error
