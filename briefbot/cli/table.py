"""Tables on the terminal: columns as wide as they must be, and nothing that steers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

WIDE = 100_000
"""Columns where no person looks: whoever reads line by line gets a row in one."""


def show(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table under the names of its columns."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from briefbot.text.wording import inert

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(inert(cell)) for cell in row))
    with console.capture() as printed:
        console.print(table)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())
