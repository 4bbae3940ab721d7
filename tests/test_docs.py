"""The pages for people: complete, and linked to what exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]


def commands(group: click.Group, path: str = "briefbot") -> Iterator[str]:
    """Yield every command as it is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_every_command_stands_in_the_documentation() -> None:
    """A command that nobody can read about is not there."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    found = list(commands(cli.briefbot))
    assert len(found) > 8
    assert [command for command in found if not re.search(rf"{command}\b", text)] == []


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    """A relative link names a file that exists, and a place in it a heading there."""
    pages = (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"))
    prose = {
        page: re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL) for page in pages
    }
    for page, text in prose.items():
        for target, place in re.findall(r"\]\(([^)#:]+)(?:#([^)]*))?\)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
            assert not place or place in anchors(prose[page.parent / target]), f"{target}#{place}"


def anchors(text: str) -> set[str]:
    """Return the places that a page's headings make, as web forges name them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in headings}
