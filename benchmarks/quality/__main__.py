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
    parts: list[str] = []
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
        kept = options.tasks and options.write.exists()
        known = options.write.read_text(encoding="utf-8") if kept else ""
        options.write.write_text("\n".join([HEAD, *_renewed(known, parts)]), encoding="utf-8")


def _renewed(page: str, parts: Sequence[str]) -> list[str]:
    """Return the sections of a page with those that were measured anew in their places."""
    sections = (f"## {section.strip()}\n" for section in page.split("\n## ")[1:])
    held = {section.partition("\n")[0]: section for section in (*sections, *parts)}
    return list(held.values())


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("data", type=Path, help="the folder with the public sets")
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(TASKS))
    parser.add_argument(
        "--write",
        type=Path,
        help="write the tables there, as Markdown; of named tasks theirs alone",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(parsed())
