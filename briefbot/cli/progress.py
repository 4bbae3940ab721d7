"""How an ingest is shown: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from briefbot.models import Looked

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from briefbot.ports import Progress

EVERY = 10
"""A plain line for every tenth source."""


class Quiet:
    """Shows nothing."""

    def started(self, sources: int) -> None:
        """Show nothing."""

    def pages(self, count: int) -> None:
        """Show nothing."""

    def page(self) -> None:
        """Show nothing."""

    def looked(self, look: Looked) -> None:
        """Show nothing."""


class Lines(Quiet):
    """Says on standard error how far it is, in plain lines."""

    def __init__(self) -> None:
        self._sources = self._looked = self._articles = 0

    def started(self, sources: int) -> None:
        """Say how many sources are due."""
        self._sources = sources
        click.echo(f"{sources} source{'' if sources == 1 else 's'} due", err=True)

    def looked(self, look: Looked) -> None:
        """Say how far it is, now and then."""
        self._looked += 1
        self._articles += look.articles
        if self._looked % EVERY == 0 or self._looked == self._sources:
            click.echo(
                f"{self._looked} of {self._sources} sources read, {self._articles} new articles",
                err=True,
            )


class Bars(Quiet):
    """Shows two bars: sources and pages."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._sources = bar.add_task("sources", total=None)
        self._pages = bar.add_task("articles", total=0)
        self._expected = 0

    def started(self, sources: int) -> None:
        """Set the length of the first bar."""
        self._bar.update(self._sources, total=sources)

    def pages(self, count: int) -> None:
        """Lengthen the second bar."""
        self._expected += count
        self._bar.update(self._pages, total=self._expected)

    def page(self) -> None:
        """Move the second bar."""
        self._bar.advance(self._pages)

    def looked(self, look: Looked) -> None:
        """Move the first bar."""
        del look
        self._bar.advance(self._sources)


@contextmanager
def shown(*, quiet: bool) -> Iterator[Progress]:
    """Choose how to show an ingest, and clear it away at the end."""
    if quiet:
        yield Quiet()
        return
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description:>8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        yield Bars(bar)
