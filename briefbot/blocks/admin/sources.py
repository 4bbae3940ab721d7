"""Adding sources: the addresses, and what was found at them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces, rows
from briefbot.blocks.admin import fields
from briefbot.text import fares, wording
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Block
    from briefbot.models.tried import Sample, Tried

TITLE = "Add sources"
NAME = 100
_WORDS = 400
_CARRIED = fields.METADATA - 100
_LEFT = "The addresses are too long for one form. Please add this one afterwards."
_ASK = (
    "Paste one address or several: of a feed, of a home page, or of an article. I look at each, "
    "and you see what it would bring before anything is kept."
)
_TOPICS = "All entries belong to these topics, whatever words they use."


def add_modal(text: str = "", *, suggestion: int = 0) -> dict[str, Any]:
    """Return the form that asks for addresses: `addresses.addresses.value`."""
    typed = fields.typed(text, several=True, like="https://example.org/")
    return fields.modal(
        "source_find",
        TITLE,
        fields.said(_ASK),
        fields.field("addresses", "Addresses", typed),
        submit="Look",
        carried={"suggestion": suggestion},
    )


def waiting_modal(addresses: Sequence[str]) -> dict[str, Any]:
    """Return what is seen while the addresses are read."""
    listed = [(pieces.text(pieces.line(each, _WORDS)),) for each in addresses]
    told = pieces.rich(
        pieces.section(pieces.text("I am reading. That can take half a minute.")),
        pieces.bullets(rows.fitted(listed, 2000, "address", "addresses")),
    )
    return fields.modal("source_wait", TITLE, told, close="Close")


def fitting(found: Sequence[Tried]) -> tuple[Tried, ...]:
    """Return what was found, where the form can't carry an address with that said of it."""
    kept: list[Tried] = []
    room = _CARRIED
    for each in found:
        room -= 0 if each.problem else len(fields.carry({"l": [[each.url, each.found, "xx"]]}))
        kept.append(each if each.problem or room > 0 else replace(each, problem=_LEFT))
    return tuple(kept)


def found_modal(
    found: Sequence[Tried],
    topics: Sequence[tuple[str, str]],
    *,
    now: datetime,
    zone: str,
    suggestion: int = 0,
) -> dict[str, Any]:
    """Return what was found at each address, to be named and added.

    `topics` are pairs of name and id. Values: `name0`, `name1` and so on for those that can be
    added, in order; `add` when there are several; `topics`.
    """
    good = [each for each in found if not each.problem]
    blocks: list[Block] = []
    place = 0
    for each in found:
        blocks += [pieces.divider()] * bool(blocks)
        blocks.append(_told(each, now=now, zone=zone))
        if not each.problem:
            name = fields.typed(each.title or pieces.host(each.found), most=NAME)
            blocks.append(fields.field(f"name{place}", "Its name for readers", name))
            place += 1
    if good:
        blocks += _choice(good, topics)
    carried = {
        "suggestion": suggestion,
        "found": [[each.url, each.found, each.language] for each in good],
    }
    return fields.modal(
        "source_save",
        TITLE,
        *blocks,
        submit=("Add it" if len(good) == 1 else "Add them") if good else "",
        carried=carried,
        close="Cancel" if good else "Close",
    )


def _choice(good: Sequence[Tried], topics: Sequence[tuple[str, str]]) -> Iterator[Block]:
    yield pieces.divider()
    if len(good) > 1:
        listed = [(pieces.host(each.found), str(at)) for at, each in enumerate(good)]
        ticks = fields.ticks(listed, [value for _, value in listed])
        yield fields.field("add", "Add these", ticks)
    if topics:
        menu = fields.choices(topics)
        yield fields.field("topics", "Topics", menu, hint=_TOPICS, optional=True)


def _told(each: Tried, *, now: datetime, zone: str) -> Block:
    typed = pieces.line(each.typed, _WORDS) or "…"
    if each.problem:
        words = pieces.section(
            pieces.text(typed, bold=True), pieces.text("\n"), *rows.sentence(each.problem)
        )
        return pieces.rich(words)
    title = pieces.line(each.title, NAME) or pieces.host(each.found)
    parts = [
        pieces.section(
            pieces.text(pieces.isolated(title), bold=True), pieces.text(f"\n{facts(each)}\n")
        )
    ]
    return pieces.rich(*parts, *described(each, now=now, zone=zone))


def described(each: Tried, *, now: datetime, zone: str) -> Iterator[Piece]:
    """Yield the last entries, the newest one's summary, and what to know."""
    if each.samples:
        yield pieces.bullets([tuple(_sample(one, now=now, zone=zone)) for one in each.samples])
    if summary := pieces.line(each.summary, 800):
        yield pieces.quote(pieces.text(summary))
    if each.warnings:
        yield pieces.section(pieces.text("\nGood to know", bold=True))
        yield pieces.bullets([tuple(rows.sentence(words)) for words in each.warnings])


def _sample(sample: Sample, *, now: datetime, zone: str) -> Iterator[Piece]:
    title = pieces.line(sample.title, 150) or pieces.host(sample.url) or "Untitled"
    yield pieces.link(title, sample.url)
    if sample.published:
        yield pieces.text(f" · {wording.when(sample.published, now=now, zone=zone)}")


def facts(each: Tried) -> str:
    """Say what is found, in one line: A feed at feeds.example, in en, 12 entries a day."""
    kinds = {"feed": "A feed", "page": "The links of a page", "sitemap": "A sitemap"}
    parts = [f"{kinds.get(each.kind, each.kind)} at {pieces.line(each.found, 200)}"]
    parts += [f"language {each.language}"] if each.language else []
    parts.append(f"{count(each.entries, 'entry', 'entries')} now")
    parts += [fares.pace(each.per_day)] if each.per_day is not None else []
    return " · ".join(parts)


def added(names: Sequence[str], rest: str) -> str:
    """Say what was added."""
    return f"Added: {rows.names(names, 600)}. {rest}"
