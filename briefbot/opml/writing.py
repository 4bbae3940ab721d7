"""A configuration's sources as an OPML 2.0 list, which other readers take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from briefbot.config import Config, Source

TITLE = "briefbot's sources"


def write(config: Config, now: datetime) -> str:
    """Return the list, a folder for each topic; a source of two topics stands in both."""
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{escape(TITLE)}</title>",
        f"    <dateCreated>{format_datetime(now, usegmt=True)}</dateCreated>",
        "  </head>",
        "  <body>",
        *_body(config),
        "  </body>",
        "</opml>",
        "",
    ])  # fmt: skip


def _body(config: Config) -> Iterator[str]:
    for topic in config.topics:
        found = [source for source in config.sources if topic.id in source.topics]
        if found:
            yield f"    <outline{_attributes(text=topic.name, title=topic.name)}>"
            yield from _feeds(found, indent=6)
            yield "    </outline>"
    yield from _feeds([source for source in config.sources if not source.topics], indent=4)


def _feeds(sources: Sequence[Source], *, indent: int) -> Iterator[str]:
    for source in sources:
        said = _attributes(
            type="rss",
            text=source.label,
            title=source.label,
            xmlUrl=source.url,
            language=source.language or "",
        )
        yield f"{' ' * indent}<outline{said}/>"


def _attributes(**said: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in said.items() if value)
