"""The admins' part of App Home: an overview, and a page for each part of the configuration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from briefbot.blocks import desk, pieces, rows, size
from briefbot.blocks.admin import lists, parts
from briefbot.blocks.admin.changes import change_blocks
from briefbot.blocks.admin.suggestions import suggestion_blocks
from briefbot.blocks.admin.where import carried
from briefbot.models.office import Fare, Part, Where
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Block, Message
    from briefbot.models.office import OfficePage

T = TypeVar("T")

ALERTS = 1500
SUGGESTIONS = 5
FEW = 5
"""As many of each part stand in the overview: a view has room for 100 blocks."""
_SAID = 600
_NAMES = {
    Part.OVERVIEW: "Overview",
    Part.SOURCES: "Sources",
    Part.BRIEFINGS: "Briefings",
    Part.TOPICS: "Topics",
    Part.CHANGES: "Changes",
}


def admin_view(page: OfficePage) -> dict[str, Any]:
    """Return the Home of an admin; its metadata says what they look at."""
    blocks = [_navigation(page), *_notices(page), *_PARTS[page.where.part](page), *_turning(page)]
    return {
        "type": "home",
        "callback_id": "admin",
        "private_metadata": carried(page.where),
        "blocks": blocks,
    }


def admin_message(url: str, channel: str = "") -> Message:
    """Return the answer that leads to the Home tab, and to a new briefing in the channel."""
    said = "Sources, briefings and topics are changed in my Home tab. It shows them now."
    told = pieces.rich(pieces.section(pieces.text(said)))
    buttons = [parts.opening("Open Home", "admin_open", url)]
    if channel[:1] in ("C", "G"):
        buttons.append(pieces.button("New briefing here", "admin_briefing_add", channel))
    return size.made(said, told, pieces.actions(*buttons))


# ---------------------------------------------------------------- around each part


def _navigation(page: OfficePage) -> Block:
    shown = list(_NAMES) if page.whole else [Part.BRIEFINGS]
    return pieces.actions(
        *(
            pieces.button(
                _NAMES[part],
                f"admin_{part}",
                carried(Where(part=part)),
                style="primary" if part is page.where.part else "",
            )
            for part in shown
        ),
        pieces.button("My page", "admin_leave", ""),
    )


def _notices(page: OfficePage) -> Iterator[Block]:
    if said := pieces.line(page.said, _SAID):
        yield pieces.rich(pieces.quote(*pieces.spans(said)))
    if page.unwritable:
        yield pieces.rich(
            pieces.section(
                pieces.text("Nothing can be changed from here: ", bold=True),
                pieces.text(pieces.line(page.unwritable, rows.LINE)),
            )
        )


def _turning(page: OfficePage) -> Iterator[Block]:
    """Yield where in a long list this is, and what leads on and back."""
    if page.pages < 2:  # noqa: PLR2004  one page
        return
    at = page.where.page
    yield pieces.context(f"Page {at + 1:,} of {page.pages:,}")
    buttons = [("Back", "admin_back", at - 1)] if at else []
    buttons += [("Next", "admin_next", at + 1)] if at + 1 < page.pages else []
    yield pieces.actions(
        *(
            pieces.button(words, action, carried(replace(page.where, page=to)))
            for words, action, to in buttons
        )
    )


# ---------------------------------------------------------------- the parts


def _overview(page: OfficePage) -> Iterator[Block]:
    yield from _health(page)
    yield pieces.context(desk.hours(page.zone))
    yield from _suggestions(page)
    yield from _changes(page)
    yield pieces.header("Sources")
    shelf = page.sources
    unwell = f"{shelf.unwell:,} to be looked at" if shelf.unwell else "all well"
    yield pieces.context(f"{count(shelf.all, 'source')}, {unwell}.")
    for _, entries in shelf.groups[:1]:
        yield from (lists.source_row(entry, page) for entry in entries[:FEW])
    buttons = [pieces.button("Add a source", "admin_source_add", "")]
    if shelf.unwell:
        where = Where(part=Part.SOURCES, fare=Fare.UNWELL)
        words = f"All {shelf.unwell:,} to be looked at" if shelf.unwell > 1 else "Look at it"
        buttons.append(pieces.button(words, "admin_unwell", carried(where)))
    yield pieces.actions(*buttons)
    yield from _briefings(page)
    yield from _topics(page)


def _health(page: OfficePage) -> Iterator[Block]:
    yield pieces.header("Health")
    if page.status is None:
        return
    facts = [(pieces.text(fact),) for fact in desk.facts(page.status)]
    told: list[Piece] = [pieces.bullets(facts)]
    if page.status.alerts:
        listed = [tuple(desk.alert_line(each, page.status)) for each in page.status.alerts]
        told.append(pieces.section(pieces.text("What needs an admin", bold=True)))
        told.append(pieces.bullets(rows.fitted(listed, ALERTS, "alert")))
    yield pieces.rich(*told)


def _suggestions(page: OfficePage) -> Iterator[Block]:
    if not page.suggestions:
        return
    yield pieces.header("Proposed sources")
    for suggestion in page.suggestions[:SUGGESTIONS]:
        yield from suggestion_blocks(suggestion)
    if len(page.suggestions) > SUGGESTIONS:
        yield pieces.context("More wait behind these.")


def _changes(page: OfficePage) -> Iterator[Block]:
    yield pieces.header("Last changes")
    if page.changes and page.where.part is Part.CHANGES:
        yield pieces.context(desk.hours(page.zone))
    for batch in _few(page, page.changes):
        yield from change_blocks(batch, page)
    if not page.changes:
        yield pieces.context("Nobody has changed anything yet.")


def _sources(page: OfficePage) -> Iterator[Block]:
    shelf = page.sources
    yield pieces.header("Sources")
    yield from lists.source_filters(page)
    shown = f"{count(shelf.all, 'source')}, {shelf.found:,} of them shown."
    yield pieces.context(f"{shown} {desk.hours(page.zone)}")
    yield from lists.source_groups(page)
    yield pieces.actions(
        pieces.button("Add a source", "admin_source_add", ""),
        pieces.button("Show all", "admin_all", carried(Where(part=Part.SOURCES))),
    )


def _briefings(page: OfficePage) -> Iterator[Block]:
    yield pieces.header("Briefings")
    for entry in _few(page, page.briefings):
        yield from lists.briefing_rows(entry, page)
    if not page.briefings:
        yield pieces.context("None yet.")
    left = page.numbers[0] - len(_few(page, page.briefings))
    yield from _more(page, left, "briefing")
    if page.whole:
        yield pieces.actions(pieces.button("New briefing", "admin_briefing_add", ""))


def _topics(page: OfficePage) -> Iterator[Block]:
    yield pieces.header("Topics")
    yield from (lists.topic_row(entry) for entry in _few(page, page.topics))
    if not page.topics:
        yield pieces.context("None yet.")
    yield from _more(page, page.numbers[1] - len(_few(page, page.topics)), "topic")
    yield pieces.actions(pieces.button("New topic", "admin_topic_add", ""))


def _few(page: OfficePage, things: Sequence[T]) -> Sequence[T]:
    return things[:FEW] if page.where.part is Part.OVERVIEW else things


def _more(page: OfficePage, left: int, one: str) -> Sequence[Block]:
    """Return how many more there are than the overview shows."""
    told = page.where.part is Part.OVERVIEW and left > 0
    return [pieces.context(f"and {rows.more(left, one)}.")] if told else []


_PARTS: dict[Part, Callable[[OfficePage], Iterator[Block]]] = {
    Part.OVERVIEW: _overview,
    Part.SOURCES: _sources,
    Part.BRIEFINGS: _briefings,
    Part.TOPICS: _topics,
    Part.CHANGES: _changes,
}
