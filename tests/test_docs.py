"""The pages for people: complete, and linked to what exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot import cli
from briefbot.outbox.course import Course

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


LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


def named(module: ast.AST) -> Iterator[str]:
    """Yield what a module logs, and the jobs whose mistakes are logged under their name."""
    for node in ast.walk(module):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="log"), attr=attr),
                args=[ast.Constant(value=str(event)), *_],
            ) if attr in LEVELS:
                yield event
            case ast.Call(func=ast.Name(id="Beside"), args=[ast.Constant(value=str(job)), *_]):
                yield job


def test_every_event_of_the_log_is_explained() -> None:
    """The table of operating.md has each that the code logs, and none that it does not."""
    modules = [
        ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / "briefbot").rglob("*.py")
    ]
    logged = {event for module in modules for event in named(module)} | {*Course}
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    table = text.partition("\n## Logs\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
    explained = {event for row in rows for event in re.findall("`([^`]+)`", row)}
    assert len(logged) > 50
    assert sorted(logged - explained) == []
    said = {n.value for module in modules for n in ast.walk(module) if isinstance(n, ast.Constant)}
    assert sorted(explained - said) == []
