"""One story as Slack shows it: headline, outlet, time, the quoted sentences, its buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefbot import addresses
from briefbot.blocks import pieces
from briefbot.blocks.mrkdwn import escape
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Beside, Block, Item, Outlet, Quote

HEADLINE = 250
"""The most characters of a headline; of what feeds give, hardly any is longer."""

QUOTED = 3500
"""The most characters of one story's sentences; a whole message has 9,500."""

BESIDE = 800
"""The most characters of another outlet's sentence."""

_SPOKEN = 45
"""Characters of the headline that a screen reader says with each button: enough to tell stories
apart, and three buttons a story count."""

_MENU = (
    ("More like this", "more"),
    ("Less like this", "less"),
    ("Hide this story", "hide"),
    ("Mute this source here", "source"),
    ("Mute a word, put right", "word"),
)


def value(item: Item) -> str:
    """Return what the story's buttons carry."""
    return f"{item.story_id}.{item.article_id}"


def headline(item: Item, *, limit: int = HEADLINE) -> str:
    """Return the headline as one clean line; the host where there is none."""
    return pieces.line(item.headline, limit) or pieces.host(item.url) or "Untitled"


def story(
    item: Item, *, now: datetime, zone: str, menu: bool = True, more: bool = True
) -> tuple[Block, ...]:
    """Return a story and its row of buttons."""
    return told(item, now=now, zone=zone), buttons(item, menu=menu, more=more)


def told(item: Item, *, now: datetime, zone: str) -> Block:
    """Return a story: its headline leads to the page, and whose page that is stands below."""
    return pieces.rich(
        pieces.section(*_title(item), pieces.text("\n"), *_byline(item, now=now, zone=zone)),
        pieces.quote(*_sentences(item)),
        *_beside(item),
        pieces.section(*_also(item)),
    )


def buttons(item: Item, *, menu: bool = True, more: bool = True) -> Block:
    """Return the story's buttons; everybody in the channel sees the same."""
    spoken = headline(item, limit=_SPOKEN)
    names = [("More", "story_more")] * more + [("Why", "story_why"), ("Save", "story_save")]
    row = [
        pieces.button(name, action, value(item), spoken=f"{name}: {spoken}")
        for name, action in names
    ]
    choices = [(words, f"{what}:{value(item)}") for words, what in _MENU]
    return pieces.actions(*row, *([pieces.overflow("story_menu", choices)] if menu else []))


def _title(item: Item) -> Iterator[Piece]:
    words = headline(item)
    yield pieces.text(pieces.direction(words, item.language))
    yield pieces.link(words, item.url, bold=True)


def _byline(item: Item, *, now: datetime, zone: str) -> Iterator[Piece]:
    host = pieces.host(item.url)
    outlet = pieces.line(item.sources[0].name, pieces.LIST_NAME) if item.sources else ""
    for label in wording.labels(item):
        yield pieces.text(label, bold=True)
        yield pieces.text(" · ")
    if outlet and outlet.casefold() != host:
        yield pieces.text(f"{pieces.isolated(outlet)} · ")
    if host:
        if wording.poses(headline(item), addresses.host(item.url)):
            yield pieces.link("Open", item.url)
            yield pieces.text(" ")
        yield pieces.text(f"{host} · ")
    yield pieces.text(wording.when(item.published, now=now, zone=zone))


def _sentences(item: Item) -> Iterator[Piece]:
    """Yield each sentence word for word in a piece of its own, and what joins them."""
    kept = _short(item.sentences)
    first = True
    for joint, quote in wording.woven(replace(item, sentences=kept)):
        words = wording.inert(quote.text)
        yield pieces.text(pieces.direction(words, item.language) if first else joint)
        yield pieces.text(words)
        first = False
    if kept and kept[-1] is not item.sentences[-1]:
        yield pieces.text(f" {wording.GAP}")


def _short(sentences: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the sentences that a message has room for: a sentence is shown whole or not at all."""
    kept, room = [], QUOTED
    for quote in sentences:
        size = len(escape(quote.text)) if len(quote.text) <= room else room + 1
        if quote.text.strip() and size <= room:
            kept.append(quote)
            room -= size
    return tuple(kept)


def _fits(beside: Beside) -> bool:
    return len(escape(beside.quote.text)) <= BESIDE


def _beside(item: Item) -> Iterator[Piece]:
    """Yield what another outlet adds, under its name: nobody must take it for the first one's."""
    if item.beside and _fits(item.beside):
        words = wording.inert(item.beside.quote.text)
        side = pieces.text(pieces.direction(words, item.language))
        yield pieces.section(*place(item.beside.outlet), pieces.text(wording.WRITES))
        yield pieces.quote(side, pieces.text(words))


def _also(item: Item) -> Iterator[Piece]:
    quoted = item.beside if item.beside and _fits(item.beside) else None
    others = replace(item, beside=quoted).also_in
    if not others:
        return
    shown, rest = wording.listed(others, wording.OUTLETS_SHOWN)
    yield pieces.text("Also in ")
    for separator, outlet in shown:
        yield pieces.text(separator)
        yield from place(outlet)
    yield pieces.text(f"{rest}{wording.outlets(item)}")


def place(outlet: Outlet) -> Iterator[Piece]:
    """Yield an outlet's name as a link, and its host where the name does not say it."""
    host = pieces.host(outlet.url)
    name = pieces.line(outlet.name, pieces.LIST_NAME) or host or "another outlet"
    if not host or name.casefold() == host:
        yield pieces.link(name, outlet.url)
        return
    if wording.poses(name, addresses.host(outlet.url)):
        yield pieces.text(f"{pieces.isolated(name)}, ")
        yield pieces.link("open", outlet.url)
    else:
        yield pieces.link(pieces.isolated(name), outlet.url)
    yield pieces.text(f" ({host})")
