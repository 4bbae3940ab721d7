"""`briefbot feedback`: what channels want more and less of, and how to forget it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefbot.models import Taste
    from briefbot.store.library import Library


@click.group()
def feedback() -> None:
    """Look at what readers said of stories with More and Less like this, or forget it."""


@feedback.command("list")
@options.config_option
@options.database_option
def list_(*, config_path: Path | None, database: Path | None) -> None:
    """List for each channel its votes, and what it keeps out."""
    from briefbot.store.library import Library

    found = options.settings(config_path, database)
    config, archive = options.known(found), Library(found.database)
    places = {place for briefing in config.briefings for place in briefing.destinations}
    try:
        names = {archive.channel(place) or place: place for place in sorted(places)}
        channels = archive.tasting()
        for channel in channels:
            named = f" ({names[channel]})" if names.get(channel, channel) != channel else ""
            options.say(f"{channel}{named}: {', '.join(_said(archive.taste(channel)))}")
    finally:
        archive.close()
    if not channels:
        options.say("nobody asked for more or less of anything yet")


def _said(taste: Taste) -> Iterator[str]:
    for name, votes in (*taste.source_votes, *taste.topic_votes):
        yield f"{votes:+d} for {name}"
    for kind, muted in (("source", sorted(taste.sources)), ("word", taste.words)):
        yield from (f'without the {kind} "{each}"' for each in muted)
    if taste.stories:
        yield f"{len(taste.stories)} hidden"


@feedback.command()
@options.database_option
@click.argument("channel")
def reset(*, database: Path | None, channel: str) -> None:
    """Forget the votes and the mutes of a channel: "#channel" or its id."""
    from briefbot.store.library import Library
    from briefbot.store.sqlite import Store
    from briefbot.text.wording import count

    found = options.settings(database=database)
    Library(found.database).close()  # says so when there is no archive
    store = Store(found.database)
    try:
        gone = store.forget_taste(_id(store, channel))
    finally:
        store.close()
    options.say(f"{channel}: {count(gone.votes, 'vote')} and {count(gone.mutes, 'mute')} forgotten")


def _id(archive: Library, channel: str) -> str:
    """Return the id that a destination was last posted to under, or what was given."""
    return archive.channel(channel) or archive.channel(f"#{channel}") or channel
