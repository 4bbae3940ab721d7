"""What a task measured, and how it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The figures of one task: a row for each system, the first one ours."""

    task: str
    about: str
    """What was measured on which data, in a sentence or two."""
    columns: tuple[str, ...]
    """What is measured; the system's name stands before them."""
    rows: tuple[tuple[str, ...], ...]
    """A system's name and its figures, already rounded."""
    notes: tuple[str, ...] = ()
    """What the figures mean, and where and why we lose; each computed from them."""


def markdown(table: Table) -> str:
    """Return the table as a section of a page."""
    head = ("system", *table.columns)
    lines = [
        f"## {table.task}",
        "",
        table.about,
        "",
        _row(head),
        _row(["---", *["---:"] * len(table.columns)]),
        *map(_row, table.rows),
    ]
    for note in table.notes:
        lines += ["", note]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
