"""The digest as lines of a terminal, or as plain text in a file or a pipe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes
from rich.style import Style
from rich.text import Text

from briefbot import addresses
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rich.console import Console

    from briefbot.models import Answer, Beside, Digest, Item
    from briefbot.ports import Render

WIDTH = 88
"""Columns that read well; a wider terminal keeps them."""

_NARROWEST = 24
_INDENT = "  "

_TITLE = Style(bold=True)
_TOPIC = Style(bold=True, color="cyan")
_QUIET = Style(dim=True)
_LABEL = Style(bold=True, color="yellow")

# Chinese and Japanese break between any two characters but these; Korean breaks at spaces.
_BREAKS = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")
_NO_START = frozenset("、。，．：；！？）］｝〉》」』】〕〗”’…ー・,.:;!?)]}%")
_NO_END = frozenset("（［｛〈《「『【〔〖“‘([{")


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    if before[-1] in _NO_END or after[0] in _NO_START:
        return False
    return bool(_BREAKS.match(before) or _BREAKS.match(after)) and after != " "


def _cuts(text: str, width: int) -> Iterator[int]:
    """Yield the offsets where lines end, each line at most `width` columns."""
    clusters, _ = split_graphemes(text)
    start, break_at, before = 0, 0, ""
    columns = since_break = 0
    for first, last, cells in clusters:
        cluster = text[first:last]
        if before and _may_break(before, cluster):
            break_at, since_break = first, 0
        while columns and columns + cells > width and cluster != " ":
            at, columns = (break_at, since_break) if break_at > start else (first, 0)
            start, since_break = at, columns
            yield at
        columns, since_break, before = columns + cells, since_break + cells, cluster


def _wrap(text: Text, width: int, indent: str = "") -> Iterator[Text]:
    room = max(width, _NARROWEST) - len(indent)
    for line in text.divide(_cuts(text.plain, room)):
        line.rstrip()
        yield Text(indent) + line


def _piece(text: str, style: Style | None = None, *, link: str = "") -> Text:
    """Return outside text as it is: never parsed as markup, never obeyed by the terminal."""
    style = style or Style()
    address = addresses.fit(link)
    if address and not wording.poses(text, addresses.host(address)):
        style += Style(link=address)
    return Text(wording.inert(text), style)


def _byline(item: Item, *, now: datetime, zone: str) -> Text:
    host = addresses.host(item.url)
    outlet = item.sources[0].name if item.sources else ""
    parts = [_piece(label, _LABEL) for label in wording.labels(item)]
    if outlet.casefold() != host:
        parts.append(_piece(outlet, _QUIET))
    parts.append(_piece(host, _QUIET, link=item.url))
    parts.append(_piece(wording.when(item.published, now=now, zone=zone), _QUIET))
    return Text(" · ").join(part for part in parts if part)


def _quoted(item: Item) -> Text:
    quoted = Text()
    for joint, quote in wording.woven(item):
        quoted.append(joint, _QUIET)
        quoted.append(wording.inert(quote.text))
    return quoted


def _beside(beside: Beside) -> Text:
    said = _piece(beside.outlet.name, _QUIET, link=beside.outlet.url)
    said.append(f"{wording.WRITES} ", _QUIET)
    return said.append(wording.inert(beside.quote.text))


def _also(item: Item) -> Text:
    shown, rest = wording.listed(item.also_in, wording.OUTLETS_SHOWN)
    also = Text("Also in ", _QUIET)
    for separator, outlet in shown:
        also.append(separator, _QUIET)
        also.append_text(_piece(outlet.name, _QUIET, link=outlet.url))
    return also.append(f"{rest}{wording.outlets(item)}", _QUIET)


def _item(item: Item, *, now: datetime, zone: str, width: int, linked: bool) -> Iterator[Text]:
    yield from _wrap(_piece(item.headline, _TITLE, link=item.url), width)
    yield from _wrap(_byline(item, now=now, zone=zone), width, _INDENT)
    if item.sentences:
        yield from _wrap(_quoted(item), width, _INDENT)
    if item.beside:
        yield from _wrap(_beside(item.beside), width, _INDENT)
    if item.also_in:
        yield from _wrap(_also(item), width, _INDENT)
    for url in () if linked else (item.url, *([item.beside.outlet.url] if item.beside else [])):
        if address := addresses.fit(url):
            # Whole, however long: an address that is cut in two can't be opened.
            yield Text(_INDENT) + _piece(address, _QUIET)
    yield Text()


def _heading(name: str, width: int) -> Iterator[Text]:
    rule = "─" * max(0, width - cell_len(name) - 1)
    yield from _wrap(Text.assemble(_piece(name, _TOPIC), " ", (rule, _QUIET)), width)
    yield Text()


def _coverage(digest: Digest, width: int) -> Iterator[Text]:
    yield from _wrap(_piece(wording.coverage(digest.coverage), _QUIET), width)
    for source in digest.coverage.ailing[: wording.AILING_SHOWN]:
        state = wording.ailing(source, now=digest.made, zone=digest.zone)
        line = Text.assemble(_piece(source.name, _LABEL), " ", _piece(state, _QUIET))
        yield from _wrap(line, width, _INDENT)
    if rest := wording.unlisted(digest.coverage):
        yield from _wrap(_piece(rest, _QUIET), width, _INDENT)


def _page(digest: Digest, *, width: int, linked: bool) -> Iterator[Text]:
    yield from _wrap(_piece(digest.name, _TITLE), width)
    yield from _wrap(_piece(wording.edition(digest), _QUIET), width)
    yield from _wrap(_piece(wording.opening(digest)), width)
    if digest.remark:
        yield from _wrap(_piece(digest.remark), width)
    yield Text()
    for section in digest.sections:
        if section.items and section.name:
            yield from _heading(section.name, width)
        for item in section.items:
            yield from _item(item, now=digest.made, zone=digest.zone, width=width, linked=linked)
    yield from _coverage(digest, width)


def _answer(answer: Answer, *, zone: str, width: int, linked: bool) -> Iterator[Text]:
    yield from _wrap(_piece(wording.found(answer, zone=zone), _TITLE), width)
    for item in answer.items:
        yield Text()
        *lines, _ = _item(item, now=answer.made, zone=zone, width=width, linked=linked)
        yield from lines


def _plain(lines: Iterator[Text]) -> str:
    return "".join(f"{line.plain}\n" for line in lines)


def _print(lines: Iterator[Text], console: Console) -> None:
    console.print(Text("\n").join(lines), soft_wrap=True)


def _links(console: Console) -> bool:
    """Tell whether the console writes links (OSC 8): a pipe and a dumb terminal take none."""
    return console.color_system is not None


def render(digest: Digest, *, width: int = WIDTH) -> str:
    """Return the digest as plain text; only an address may be wider than `width` columns."""
    return _plain(_page(digest, width=width, linked=False))


def render_answer(answer: Answer, *, zone: str, width: int = WIDTH) -> str:
    """Return what a search found as plain text, its times in the zone."""
    return _plain(_answer(answer, zone=zone, width=width, linked=False))


def show(digest: Digest, console: Console) -> None:
    """Print the digest with the styles and links that the console can do."""
    width = min(console.width, WIDTH)
    _print(_page(digest, width=width, linked=_links(console)), console)


def show_answer(answer: Answer, console: Console, *, zone: str) -> None:
    """Print what a search found, its times in the zone."""
    width = min(console.width, WIDTH)
    _print(_answer(answer, zone=zone, width=width, linked=_links(console)), console)


RENDER: Render = render
