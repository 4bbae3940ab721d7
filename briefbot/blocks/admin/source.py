"""One source: its form, a preview of its words, pausing, removing, and a look at it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces, rows
from briefbot.blocks.admin import fields, sources
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefbot.blocks.pieces import Piece
    from briefbot.config import Source
    from briefbot.models import Block
    from briefbot.models.tried import Sifted, Tried

TITLE = "Source"
NAME = 200
_SHOWN = 1500
_UNNAMED = "For readers. Left empty: the one of its site."
_WEIGHT = "How much its stories count: 2 is twice as much, 0.5 half."
_LINES = "One word or phrase in each line."
_TOO_MANY = (
    "This source has more words {what} than a form here can hold. They are changed in the file."
)
_REMOVE = (
    "It is not read any more, and leaves the configuration. Its stories stay in the archive, and "
    "in what was posted. An undo brings it back as it was."
)
_JUDGED = "Judged by headlines and by how the stored texts begin."


def edit_modal(
    source: Source,
    topics: Sequence[tuple[str, str]],
    *,
    seen: str,
    notice: str = "",
    preview: Sequence[Sifted] | None = None,
) -> dict[str, Any]:
    """Return the form of a source: `name`, `weight`, `topics`, `include`, `exclude`.

    `seen` stands for what the file said when it was drawn.
    """
    blocks: list[Block] = [fields.said(notice)] if notice else []
    blocks.append(_about(source))
    name = fields.typed(source.name, most=NAME)
    blocks.append(fields.field("name", "Name", name, hint=_UNNAMED, optional=True))
    weight = fields.typed(shown_weight(source), most=10)
    blocks.append(fields.field("weight", "Weight", weight, hint=_WEIGHT))
    if topics:
        menu = fields.choices(topics, source.topics)
        blocks.append(fields.field("topics", "Topics", menu, optional=True))
    blocks += _words(
        "include", "Take only entries with any of these words", "to take", source.include
    )
    blocks += _words(
        "exclude", "Leave out entries with any of these words", "to leave out", source.exclude
    )
    blocks.append(
        pieces.actions(
            pieces.button("Try the words on the last 24 hours", "admin_source_preview", source.id)
        )
    )
    if preview is not None:
        blocks += _preview(preview)
    carried = {"id": source.id, "seen": seen}
    return fields.modal(
        "source_edit", "Change source", *blocks, submit=fields.NEXT, carried=carried
    )


def shown_weight(source: Source) -> str:
    """Return a weight as it stands in its field."""
    return f"{source.weight:g}"


def shown_words(words: Sequence[str]) -> str:
    """Return words as they stand in their field."""
    return "\n".join(words)


def _about(source: Source) -> Block:
    label = pieces.line(source.label, pieces.LIST_NAME) or "a source"
    return pieces.rich(
        pieces.section(
            pieces.text(pieces.isolated(label), bold=True),
            pieces.text(f"\n{pieces.line(source.url, 300)}"),
        )
    )


def _words(name: str, label: str, what: str, words: Sequence[str]) -> Iterator[Block]:
    shown = shown_words(words)
    if len(shown) > fields.TYPED:
        yield pieces.context(_TOO_MANY.format(what=what))
        return
    typed = fields.typed(shown, several=True)
    yield fields.field(name, label, typed, hint=_LINES, optional=True)


def _preview(sifted: Sequence[Sifted]) -> Iterator[Block]:
    """Yield what these words would have kept and dropped."""
    yield pieces.divider()
    if not sifted:
        yield pieces.context("It brought nothing new in the last 24 hours.")
        return
    kept = [each for each in sifted if not each.why]
    dropped = [each for each in sifted if each.why]
    heading = f"Of {count(len(sifted), 'entry', 'entries')} of the last 24 hours"
    yield pieces.context(f"{heading}: {len(kept):,} kept, {len(dropped):,} dropped. {_JUDGED}")
    for words, group in (("Kept", kept), ("Dropped", dropped)):
        if group:
            listed = [tuple(_sifted(each)) for each in group]
            yield pieces.rich(
                pieces.section(pieces.text(words, bold=True)),
                pieces.bullets(rows.fitted(listed, _SHOWN, "entry", "entries")),
            )


def _sifted(each: Sifted) -> Iterator[Piece]:
    yield pieces.text(pieces.line(each.title, 120) or "Untitled")
    if each.why:
        yield pieces.text(f" · {pieces.line(each.why, 120)}", italic=True)


def pause_modal(source: Source, *, seen: str, notice: str = "") -> dict[str, Any]:
    """Return the form that pauses a source: `until.until.selected_date`, or no date."""
    return fields.modal(
        "source_pause",
        "Pause source",
        *([fields.said(notice)] if notice else []),
        _about(source),
        fields.field(
            "until",
            "Until",
            {"type": "datepicker", "placeholder": pieces.plain_text("A day", 150)},
            hint="The day on which it is read again. Left empty: until somebody resumes it.",
            optional=True,
        ),
        submit="Pause",
        carried={"id": source.id, "seen": seen},
    )


def remove_modal(source: Source, *, seen: str, notice: str = "") -> dict[str, Any]:
    """Return the form that asks whether a source is to go: it is sent with a tick at `sure`."""
    return fields.modal(
        "source_remove",
        "Remove source",
        *([fields.said(notice)] if notice else []),
        _about(source),
        fields.said(_REMOVE),
        fields.field("sure", "Are you sure?", fields.ticks([("Yes, remove it", "yes")])),
        submit="Remove",
        carried={"id": source.id, "seen": seen},
    )


def testing_modal() -> dict[str, Any]:
    """Return what is seen while a source is read."""
    return fields.notice("source_test", TITLE, "I am reading it. That can take half a minute.")


def tested_modal(source: Source, found: Tried, *, now: datetime, zone: str) -> dict[str, Any]:
    """Return what a look at a source found just now."""
    blocks = [_about(source)]
    if found.problem:
        blocks.append(
            pieces.rich(
                pieces.section(
                    pieces.text("It can't be read: ", bold=True), *rows.sentence(found.problem)
                )
            )
        )
    else:
        said = pieces.section(pieces.text(f"{sources.facts(found)}\n"))
        blocks.append(pieces.rich(said, *sources.described(found, now=now, zone=zone)))
    return fields.modal("source_test", TITLE, *blocks, close="Close")
