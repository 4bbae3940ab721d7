"""`briefbot summarise`: a page, a file or standard input, in its own sentences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import uvloop

from briefbot import plugins
from briefbot.cli import options, show

if TYPE_CHECKING:
    from briefbot.models import Reading
    from briefbot.settings import Settings

MOST_BYTES = 2_000_000


@click.command()
@options.config_option
@click.argument("what", metavar="URL|FILE|-")
@click.option("--sentences", type=click.IntRange(1, 50), default=3, show_default=True)
@click.option("--about", default="", metavar="QUERY", help="Prefer sentences on these words.")
@click.option("--summariser", metavar="NAME", help="coverage, lexrank or lead [as configured].")
@options.format_option("terminal", "json")
def summarise(
    *,
    config_path: Path | None,
    what: str,
    sentences: int,
    about: str,
    summariser: str | None,
    format_: str,
) -> None:
    """Summarise a page, a file (HTML or plain text) or standard input; nothing is stored."""
    from briefbot.choosing import select
    from briefbot.clock import utc_now
    from briefbot.search import parse

    if summariser:
        plugins.require("briefbot.summarise", summariser)
    found = options.settings(config_path)
    reading = uvloop.run(_read(found, what, summariser))
    body = reading.body
    query = parse(about, now=utc_now()).wanted
    language = reading.article.language
    chosen = select(body.text, body.sentences, limit=sentences, query=query, language=language)
    if format_ == "terminal":
        for sentence in chosen:
            options.say(body.text[sentence.start : sentence.end])
        return
    described = {
        "url": reading.article.url,
        "title": reading.article.title,
        "language": reading.article.language,
        "quality": reading.article.quality.value,
        "summariser": body.summariser,
        "sentences": show.sentences(body, chosen, reading.article.url),
        "text": body.text,
    }
    show.data(described)


async def _read(found: Settings, what: str, summariser: str | None) -> Reading:
    """Read what was named, in a worker process as everything from outside is.

    Whoever runs this reads what the configuration opens: it is theirs.
    """
    from briefbot import pipeline
    from briefbot.clock import utc_now
    from briefbot.reach import online

    config = options.known(found)
    chosen = config.model_copy(update={"summariser": summariser or config.summariser})
    async with online(chosen) as web:
        if "://" in what:
            return await pipeline.read_address(what, web, utc_now(), inside=True)
        return await pipeline.read_bytes(_bytes(what), what, web, utc_now())


def _bytes(what: str) -> bytes:
    from briefbot.errors import BriefbotError

    try:
        if what == "-":
            body = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(what).open("rb") as file:
                body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BriefbotError(
            f"can't read {what}: {error.strerror}; name a file, an address with https://, or -"
        ) from error
    if len(body) > MOST_BYTES:
        raise BriefbotError(f"{what} is larger than {MOST_BYTES // 1_000_000} MB; cut it first")
    if not body.strip():
        raise BriefbotError(f"{what} is empty")
    return body
