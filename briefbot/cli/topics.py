"""`briefbot topics`: what briefings are about, and where each is used."""

from __future__ import annotations

from pathlib import Path

import click

from briefbot.cli import options, table

SHOWN = 5


@click.group()
def topics() -> None:
    """Look at the topics and change them."""


@topics.command("list")
@options.config_option
def list_(*, config_path: Path | None) -> None:
    """List the topics: their words, who tells them, how many sources belong to them."""
    config = options.load(options.settings(config_path))
    rows = [
        (
            topic.id,
            ", ".join(b.id for b in config.briefings if topic.id in b.topics) or "nobody",
            str(sum(topic.id in source.topics for source in config.sources)),
            topic.name,
            _some(topic.words),
        )
        for topic in config.topics
    ]
    table.show(("topic", "told by", "sources", "name", "words"), rows)


def _some(words: tuple[str, ...]) -> str:
    more = f", and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more
