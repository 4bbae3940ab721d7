"""`briefbot demo`: the whole flow over a small invented newsroom on this machine."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
import uvloop

from briefbot.cli import options, show
from briefbot.cli.progress import Quiet, shown

if TYPE_CHECKING:
    from briefbot.app import App
    from briefbot.config import Config
    from briefbot.models import Digest
    from briefbot.newsroom import Newsroom

FOLDER = Path("demo")
DAY = timedelta(hours=24)

NEXT = """\
Next: your own news.
  1. Edit config/briefbot.yaml: it names some twenty public feeds; put your own beside them.
  2. briefbot check                 says what is wrong with it, and where
  3. briefbot sources test URL      shows what an address would bring
  4. briefbot preview               reads the sources and shows the digest
Commands are in .venv/bin; `. .venv/bin/activate` puts them on your path."""


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    help="Where the demo leaves its files.",
)
@click.option("--slack", is_flag=True, help="Run the bot in an emulated Slack.")
def demo(*, folder: Path, slack: bool) -> None:
    """Serve an invented newsroom on this machine and brief you on its news."""
    if slack:
        from briefbot.cli import demo_slack

        uvloop.run(demo_slack.show(_emptied(folder), folder))
    else:
        uvloop.run(_demo(folder))


async def _demo(folder: Path) -> None:
    from briefbot import newsroom
    from briefbot.app import running
    from briefbot.clock import utc_now
    from briefbot.store import configfile

    database = _emptied(folder)
    started = utc_now()
    async with newsroom.serve(started) as room:
        options.write(room.config_text, folder / "briefbot.yaml")
        config = await asyncio.to_thread(configfile.load, folder / "briefbot.yaml")
        click.echo(
            f"An invented newsroom of {len(config.sources)} sources is on the air.\n", err=True
        )
        async with running(config, database, resolver=room.resolver) as app:
            told = await _first_look(app, config, folder)
        later = utc_now() + timedelta(hours=1)
        async with running(config, database, resolver=room.resolver, clock=lambda: later) as app:
            await _second_look(app, config, room, told)
    _search(config, database)
    click.echo(f"\n{NEXT}")


def _emptied(folder: Path) -> Path:
    """Return the demo's database after removing that of an earlier demo."""
    from briefbot.errors import BriefbotError

    database = folder / "briefbot.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending in ("", "-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise BriefbotError(
            f"can't write into {folder}: {error.strerror}; name another with --folder"
        ) from error
    return database


async def _first_look(app: App, config: Config, folder: Path) -> Digest:
    """Read everything, print the digest, and leave it as a page."""
    from briefbot import plugins

    with shown(quiet=False) as progress:
        await app.ingest(progress)
    digest = await app.compose(config.briefings[0], DAY)
    show.digest(digest, "terminal", None)
    page = folder / "digest.html"
    options.write(plugins.load("briefbot.render", "html", "RENDER")(digest), page)
    await app.publish(digest, plugins.load("briefbot.render", "json", "RENDER")(digest))
    click.echo(f"\nThe same as a page: {page.absolute().as_uri()}")
    return digest


async def _second_look(app: App, config: Config, room: Newsroom, told: Digest) -> None:
    """Look again an hour later: nothing is read or told twice."""
    asked = len(room.requests)
    looked = await app.ingest(Quiet())
    unchanged = sum(request.status == 304 for request in room.requests[asked:])  # noqa: PLR2004
    again = await app.compose(config.briefings[0], DAY)
    twice = {item.story_id for item in told.items} & {item.story_id for item in again.items}
    click.echo(
        f"\nAn hour later: {len(looked)} sources asked, {unchanged} answered 304 (unchanged), "
        f"{sum(look.articles for look in looked)} new articles; of the {len(told.items)} stories "
        f"above, {len(twice) or 'none'} would be told again."
    )


def _search(config: Config, database: Path) -> None:
    """Show what a reader finds in the archive."""
    from briefbot import pipeline
    from briefbot.choosing import select
    from briefbot.clock import utc_now
    from briefbot.search import parse
    from briefbot.store.archive import Archive

    click.echo(f"\n$ briefbot search taiwan --database {database}\n")
    now = utc_now()
    archive = Archive(database)
    try:
        asked = parse("taiwan", now=now, sources=config.sources, topics=config.topics)
        answer = pipeline.answer("taiwan", asked, archive, select, now=now, limit=3)
    finally:
        archive.close()
    show.answer(answer, "terminal", config.briefings[0].schedule.zone)
