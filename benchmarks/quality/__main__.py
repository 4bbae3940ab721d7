"""Measures the tasks that are named, or all, and prints or writes their tables."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.table import Table, markdown

TASKS = ("summaries", "stories", "copies", "sentences", "extraction", "searching")
HEAD = """# How good the text is

Made by `python -m benchmarks.quality DATA --write docs/quality.md`, which says in its own text
what it measures. No figure on this page was typed by hand.
"""


def measured(task: str, data: Path) -> list[Table]:
    """Run one task: its module's `measure(data)` returns its tables."""
    module = importlib.import_module(f"benchmarks.quality.{task}")
    tables: list[Table] = module.measure(data)
    return tables


def main(options: argparse.Namespace) -> None:
    """Measure, print, and write the page when that is wanted."""
    parts = [HEAD]
    for task in options.tasks or TASKS:
        try:
            tables = measured(task, options.data)
        except FileNotFoundError as error:
            print(f"{task}: no {error.filename}", file=sys.stderr)
            continue
        for table in tables:
            parts.append(markdown(table))
            print(parts[-1], flush=True)
    if options.write:
        options.write.write_text("\n".join(parts), encoding="utf-8")


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("data", type=Path, help="the folder with the public sets")
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(TASKS))
    parser.add_argument("--write", type=Path, help="write the tables there, as Markdown")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(parsed())
