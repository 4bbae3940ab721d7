"""The last changes of the configuration, each with a button that takes it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefbot.blocks import pieces, rows, size
from briefbot.blocks.mrkdwn import escape
from briefbot.models import ChangeState
from briefbot.text import edits, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Author, Block, Change, ChangeRecord, Message, Value
    from briefbot.models.office import Batch, OfficePage

_SAID = 300
_PERSON = re.compile(r"\b([UW][A-Z0-9]{6,20})\b", re.ASCII)
"""Admins are told by their names; in Home that calls nobody."""
_STATES = {
    ChangeState.INTENDED: "not done yet",
    ChangeState.UNDONE: "undone",
    ChangeState.FAILED: "failed",
    ChangeState.OVERWRITTEN: "overwritten in the file",
    ChangeState.REFUSED: "refused",
}


def change_blocks(batch: Batch, page: OfficePage) -> Iterator[Block]:
    """Yield what was done, by whom and when, and the button where it can be taken back."""
    record = batch.first
    more = f", and {wording.count(batch.size - 1, 'more change')}" if batch.size > 1 else ""
    when = wording.when(record.at, now=page.now, zone=page.zone)
    state = _STATES.get(record.state, "")
    state += f", {record.times} times" if record.times > 1 else ""
    told = pieces.section(
        *_author(record.author),
        pieces.text(" "),
        *_told(record),
        pieces.text(more),
        pieces.text(f" · {when}"),
        pieces.text(f" · {state}" if state else "", italic=True),
    )
    yield pieces.rich(told)
    applied = record.state is ChangeState.APPLIED
    if applied and not page.unwritable and not record.operators and not record.final:
        spoken = f"Undo: {edits.told(record.change)}"
        yield pieces.actions(pieces.button("Undo", "admin_undo", str(record.number), spoken=spoken))


def done_message(said: str, number: int) -> Message:
    """Return what became of a change, and the button that takes it back."""
    words = f"{said} That is change {number}."
    undo = pieces.button("Undo", "admin_undo", str(number), spoken=f"Undo change {number}")
    told = pieces.rich(pieces.section(*pieces.spans(words)))
    return size.made(escape(words), told, pieces.actions(undo))


def _told(record: ChangeRecord) -> Iterator[Piece]:
    """Yield what was done; of admins, who came and who went."""
    change = record.change
    if change.part != "settings" or change.id != "admins":
        yield from _done(change)
        return
    came, went = _beside(change.before, change.after), _beside(change.after, change.before)
    if came == [record.author.name] and not went:
        yield pieces.text("became an admin")
    elif came or went:
        yield from _people("added", came, "to the admins")
        yield pieces.text(", and " if came and went else "")
        yield from _people("took", went, "off the admins")
    else:
        yield pieces.text("changed the order of admins")


def _done(change: Change) -> Iterator[Piece]:
    """Yield what was done; of a digest, the channel by its name though the file has its id."""
    words = pieces.line(edits.told(change), _SAID)
    digest = change.after or change.before or {} if change.part == "digests" else {}
    place = pieces.place(str(digest.get("destination")))
    if place["type"] == "channel":
        yield pieces.text(words.removesuffix(place["channel_id"]))
        yield place
    else:
        yield pieces.text(words)


def _beside(some: Value, others: Value) -> list[str]:
    """Return what others hold beside some; a file may name one without a list."""
    return [str(each) for each in _all(others) if each not in _all(some)]


def _all(held: Value) -> list[Value]:
    return held if isinstance(held, list) else [] if held is None else [held]


def _people(verb: str, people: list[str], where: str) -> Iterator[Piece]:
    if people:
        for place, part in enumerate(_PERSON.split(f"{verb} {rows.names(people, _SAID)}")):
            yield pieces.person(part) if place % 2 else pieces.text(part)
        yield pieces.text(f" {where}")


def _author(author: Author) -> Iterator[Piece]:
    if author.way == "slack":
        yield pieces.person(author.name)
    elif author.way == "cli":
        name = pieces.line(author.name, pieces.LIST_NAME)
        yield pieces.text(f"{name} (in a terminal)" if name else "Somebody (in a terminal)")
    else:
        yield pieces.text("Somebody (in the file)")
