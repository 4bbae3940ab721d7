"""`briefbot search`, `article` and `why`: what the archive holds; no lock is taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options, show

if TYPE_CHECKING:
    from briefbot.models import Record
    from briefbot.store.versions import Versions

MOST_STORIES = 10


@contextmanager
def _opened(database: Path) -> Iterator[Versions]:
    from briefbot.store.versions import Versions

    archive = Versions(database)
    try:
        yield archive
    finally:
        archive.close()


@click.command(
    # `-word` is part of a query, so there is no `-h` either.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]}
)
@options.config_option
@options.database_option
@click.argument("query", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--since", type=options.Span(), help="Only what was published in this time.")
@options.format_option("terminal", "json")
def search(
    *,
    config_path: Path | None,
    database: Path | None,
    query: tuple[str, ...],
    since: timedelta | None,
    format_: str,
) -> None:
    """Find stories: words, "a phrase", -without, 7d, since:monday, source:ID, lang:zh."""
    from dataclasses import replace

    from briefbot import pipeline
    from briefbot.choosing import select
    from briefbot.clock import utc_now
    from briefbot.search import parse

    found = options.settings(config_path, database)
    config = options.known(found)
    now, text = utc_now(), " ".join(query)
    zone = options.zone_of(config)
    asked = parse(text, now=now, sources=config.sources, topics=config.topics, zone=zone)
    if since:
        asked = replace(asked, since=now - since)
    with _opened(found.database) as archive:
        answer = pipeline.answer(text, asked, archive, select, now=now, limit=MOST_STORIES)
    show.answer(answer, format_, zone)


@click.command()
@options.database_option
@click.argument("url")
@click.option(
    "--version", "number", type=click.IntRange(min=1), help="Show the text of this version."
)
@options.format_option("terminal", "json")
def article(*, database: Path | None, url: str, number: int | None, format_: str) -> None:
    """Show what is stored of an article: text, summary, story, where it was shown."""
    from briefbot import pipeline
    from briefbot.choosing import select
    from briefbot.errors import BriefbotError

    found = options.settings(database=database)
    with _opened(found.database) as archive:
        record = pipeline.record(options.address(url), archive, select)
    if record is None:
        raise BriefbotError(f"no article from {url} is stored; `briefbot why {url}` may know more")
    show.record(_at(record, number, url), format_)


def _at(record: Record, number: int | None, url: str) -> Record:
    """Return the record with another version of the text in the place of the latest."""
    from dataclasses import replace

    from briefbot.choosing import select
    from briefbot.errors import BriefbotError

    if record.body is None or number in {None, record.body.version}:
        return record
    found = next((one for one in record.versions if one.body.version == number), None)
    if found is None:
        raise BriefbotError(f"{url} has no version {number}; the latest is {record.body.version}")
    text, spans = found.body.text, found.body.sentences
    article = replace(record.stored.article, title=found.title)
    return replace(
        record,
        stored=replace(record.stored, article=article),
        body=found.body,
        summary=select(text, spans, limit=3, language=article.language),
        versions=tuple(one for one in record.versions if one.body.version < found.body.version),
    )


@click.command()
@options.config_option
@options.database_option
@click.argument("url")
@click.option("--since", type=options.Span(), default="24h", show_default=True)
def why(*, config_path: Path | None, database: Path | None, url: str, since: timedelta) -> None:
    """Say why an article was shown, or was not."""
    from briefbot import pipeline
    from briefbot import why as reasons
    from briefbot.clock import utc_now

    found = options.settings(config_path, database)
    config, now = options.load(found), utc_now()
    with _opened(found.database) as archive:
        case = pipeline.case(options.address(url), config, archive, since=now - since, now=now)
    words = reasons.Words(sources={source.id: source.label for source in config.sources})
    for line in reasons.explain(case, words):
        options.say(line)
