"""How a command shows what it found: for a person at a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from briefbot.models import Answer, Body, Digest, Record, Sentence, StoredArticle

VERSION = 1
"""Of the JSON contract: see docs/json.md."""


def digest(edition: Digest, format_: str, output: Path | None) -> None:
    """Print the digest, with colours and links where the terminal has them, or write it."""
    from rich.console import Console

    from briefbot import plugins

    console = Console()
    if format_ == "terminal" and output is None and console.is_terminal:
        from briefbot.render import terminal

        terminal.show(edition, console)
        return
    options.write(plugins.load("briefbot.render", format_, "RENDER")(edition), output)


def answer(found: Answer, format_: str, zone: str) -> None:
    """Print what a search found."""
    from rich.console import Console

    if format_ == "json":
        from briefbot.render import json as as_json

        click.echo(as_json.render_answer(found).rstrip("\n"))
        return
    from briefbot.render import terminal

    console = Console()
    if console.is_terminal:
        terminal.show_answer(found, console, zone=zone)
    else:
        click.echo(terminal.render_answer(found, zone=zone).rstrip("\n"))


def record(found: Record, format_: str) -> None:
    """Print all that is kept of an article."""
    if format_ == "json":
        data(_record(found))
        return
    article = found.stored.article
    options.say(article.title, bold=True)
    for line in _told(found):
        options.say(line)
    if found.body is None:
        options.say("the text is past its retention and no longer kept")
    else:
        _text(found.body, found.summary)


def data(value: Mapping[str, Any]) -> None:
    """Print JSON of the documented contract."""
    from briefbot.text.wording import escaped

    text = json.dumps({"version": VERSION, **value}, ensure_ascii=False, indent=2)
    click.echo(escaped(text))


def sentences(body: Body, chosen: tuple[Sentence, ...], url: str) -> list[dict[str, Any]]:
    """Return sentences as the documented contract has them: slices of the text."""
    return [
        {
            "text": body.text[s.start : s.end],
            "url": url,
            "version": body.version,
            "start": s.start,
            "end": s.end,
        }
        for s in chosen
    ]


def _record(found: Record) -> dict[str, Any]:
    from briefbot.text.wording import stamp

    article = found.stored.article
    return {
        "url": article.url,
        "title": article.title,
        "source": {"id": article.source_id, "name": article.outlet},
        "author": article.author or None,
        "language": article.language,
        "quality": article.quality.value,
        "image": article.image,
        "published": stamp(article.published),
        "found": stamp(article.found),
        "summary": sentences(found.body, found.summary, article.url) if found.body else [],
        "story": {"id": found.stored.story_id, "articles": _members(found)},
        "shown": [
            {
                "briefing": s.briefing_id,
                "made": stamp(s.made),
                "headline": s.headline,
                "quoted": s.quoted,
            }
            for s in found.showings
        ],
        "text_version": found.body.version if found.body else None,
        "text": found.body.text if found.body else None,
        "earlier": [
            {
                "version": one.body.version,
                "title": one.title,
                "read": stamp(one.read),
                "text": one.body.text,
            }
            for one in found.versions
        ],
    }


def _members(found: Record) -> list[dict[str, Any]]:
    urls = {stored.id: stored.article.url for stored in found.story}
    return [
        {
            "url": stored.article.url,
            "name": stored.article.outlet,
            "title": stored.article.title,
            "duplicate_of": urls.get(stored.duplicate_of or 0),
        }
        for stored in found.story
    ]


def _told(found: Record) -> Iterator[str]:
    article = found.stored.article
    yield article.url
    by = f", by {article.author}" if article.author else ""
    yield f"{article.outlet}{by}, published {article.published:%Y-%m-%d %H:%M} UTC"
    yield (
        f"{article.words} words, language {article.language}, text: {article.quality.value}, "
        f"found {article.found:%Y-%m-%d %H:%M} UTC"
    )
    yield from _versions(found)
    others = [stored for stored in found.story if stored.id != found.stored.id]
    yield ""
    yield f"story {found.stored.story_id}" + (", told also by:" if others else ", told by no other")
    for stored in others:
        yield from _member(stored, found.stored)
    for showing in found.showings:
        how = "as headline" if showing.headline else "among the others"
        how += ", quoted" if showing.quoted else ""
        yield f"shown {showing.made:%Y-%m-%d %H:%M} UTC in {showing.briefing_id}, {how}"


def _versions(found: Record) -> Iterator[str]:
    """Yield that the text was corrected, and how to see what it said before."""
    if found.body is None or found.body.version == 1:
        return
    yield f"this is version {found.body.version} of its text; quotes say which they are from"
    for one in found.versions:
        number = one.body.version
        yield f"  version {number}, read {one.read:%Y-%m-%d %H:%M} UTC: add --version {number}"


def _text(body: Body, summary: tuple[Sentence, ...]) -> None:
    options.say("")
    options.say("Summary", bold=True)
    for s in summary:
        options.say(f"  {body.text[s.start : s.end]}  [{s.start}:{s.end}]")
    options.say("")
    options.say("Text", bold=True)
    for paragraph in body.text.split("\n"):
        options.say(paragraph)


def _member(stored: StoredArticle, asked: StoredArticle) -> Iterator[str]:
    copy = stored.duplicate_of == asked.id or asked.duplicate_of == stored.id
    article = stored.article
    yield f"  {article.outlet}: {article.title}{' (a copy)' if copy else ''}"
    yield f"    {article.url}"
