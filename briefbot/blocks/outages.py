"""What a channel is told of its sources between digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks import pieces, rows, size
from briefbot.blocks.mrkdwn import escape
from briefbot.text import fares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Message, News


def outages_message(news: News, *, command: str = "/brief") -> Message:
    """Return which sources fail and which are read again; a few of many are named."""
    listed = list(_rows(fares.failing(news), fares.rest(news.failing, f"{command} sources")))
    listed += _rows(fares.back(news), fares.rest(news.back, f"{command} sources"))
    said = fares.opening(news)
    names = ", ".join(pieces.line(one.name, pieces.LIST_NAME) for one in news.failing[:3])
    return size.made(
        escape(f"{said} {names}".strip()),
        pieces.rich(
            pieces.section(pieces.text(said)),
            pieces.bullets(listed),
            pieces.section(pieces.text(fares.closing(news))),
        ),
    )


def _rows(sources: Sequence[tuple[str, str]], rest: str) -> Iterator[Sequence[Piece]]:
    for name, how in sources:
        short = pieces.line(name, pieces.LIST_NAME) or "a source"
        yield (
            pieces.text(pieces.isolated(short), bold=True),
            pieces.text(" "),
            *rows.sentence(how),
        )
    if rest:
        yield tuple(pieces.spans(rest))
