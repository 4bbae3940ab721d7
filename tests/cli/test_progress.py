"""How an ingest is shown: bars on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from typing import TYPE_CHECKING

from briefbot.cli.progress import EVERY, Bars, Lines, Quiet, shown
from briefbot.models import Looked
from tests.commands import Terminal

if TYPE_CHECKING:
    from briefbot.ports import Progress


def follow(progress: Progress, sources: int, *, articles: int = 0) -> None:
    """Go through an ingest."""
    progress.started(sources)
    for number in range(sources):
        progress.pages(2)
        progress.page()
        progress.page()
        progress.looked(Looked(source_id=f"s{number}", articles=articles))


def test_quiet_says_nothing() -> None:
    """`--quiet` leaves standard error empty."""
    with redirect_stderr(io.StringIO()) as said, shown(quiet=True) as progress:
        assert isinstance(progress, Quiet)
        follow(progress, 30)
    assert said.getvalue() == ""


def test_lines_where_nobody_watches() -> None:
    """A pipe or a log gets the start, every tenth source and the end, with no control character."""
    with redirect_stderr(io.StringIO()) as said, shown(quiet=False) as progress:
        assert isinstance(progress, Lines)
        follow(progress, 2 * EVERY + 3, articles=2)
    assert said.getvalue().splitlines() == [
        "23 sources due",
        "10 of 23 sources read, 20 new articles",
        "20 of 23 sources read, 40 new articles",
        "23 of 23 sources read, 46 new articles",
    ]


def test_one_source_is_singular() -> None:
    """One source is no sources."""
    with redirect_stderr(io.StringIO()) as said:
        Lines().started(1)
    assert said.getvalue() == "1 source due\n"


def test_bars_on_a_terminal() -> None:
    """A person sees how many sources and articles are done, and the bars go away at the end."""
    with redirect_stderr(Terminal()) as said:
        with shown(quiet=False) as progress:
            assert isinstance(progress, Bars)
            follow(progress, 3)
            tasks = {task.description: task for task in progress._bar.tasks}
        assert [(tasks[name].completed, tasks[name].total) for name in ("sources", "articles")] == [
            (3, 3),
            (6, 6),
        ]
    text = said.getvalue()
    assert "sources" in text
    assert "6/6" in text
    assert text.rstrip().endswith("\x1b[2K")
