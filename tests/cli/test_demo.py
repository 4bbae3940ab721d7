"""`briefbot demo`: what it prints, what it leaves, and what it does not do twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands import Outcome, call, one_sentence

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a folder in which an earlier demo has left a damaged archive."""
    folder = tmp_path_factory.mktemp("demo")
    for name in ("briefbot.db", "briefbot.db-wal"):
        (folder / name).write_bytes(b"no database")
    return folder


@pytest.fixture(scope="module")
def shown(folder: Path) -> Outcome:
    """Run the demo once."""
    return call("demo", "--folder", folder)


def test_the_demo_shows_a_digest(shown: Outcome) -> None:
    """The digest has a topic, stories that several outlets tell, and the source that fails."""
    assert shown.code == 0
    assert shown.out.count("Also in ") >= 3
    assert "Taiwan ──" in shown.out
    assert "503 from" in shown.out
    assert "Traceback" not in shown.err


def test_the_demo_says_what_it_does(shown: Outcome) -> None:
    """Standard error tells that the newsroom is invented and how far the reading is."""
    first, *rest = shown.err.splitlines()
    assert first.startswith("An invented newsroom of ")
    assert " sources due" in shown.err
    assert rest[-1].endswith("new articles")


def test_the_demo_leaves_a_page(shown: Outcome, folder: Path) -> None:
    """The address of the page is printed, and the file is one whole page."""
    page = folder / "digest.html"
    assert f"The same as a page: {page.absolute().as_uri()}" in shown.out
    text = page.read_text("utf-8")
    assert text.rstrip().endswith("</html>")
    assert "<script" not in text


def test_the_demo_looks_twice_and_tells_once(shown: Outcome) -> None:
    """An hour later the servers answer 304, nothing new is stored, no story is told again."""
    [later] = [line for line in shown.out.splitlines() if line.startswith("An hour later: ")]
    assert " answered 304 (unchanged), 0 new articles; " in later
    assert later.endswith(" none would be told again.")
    words = later.split()
    assert words[words.index("sources") - 1] == words[words.index("answered") - 1]


def test_the_demo_searches(shown: Outcome, folder: Path) -> None:
    """The command that it shows finds, when it is typed, what it showed."""
    archive = folder / "briefbot.db"
    assert f"$ briefbot search taiwan --database {archive}" in shown.out
    typed = call("search", "taiwan", "--database", archive, "--config", folder / "briefbot.yaml")
    assert typed.code == 0
    searched = shown.out.partition("$ briefbot search")[2]
    headlines = [block.splitlines()[0] for block in typed.out.split("\n\n")[1:4]]
    assert [line for line in headlines if line not in searched] == []


def test_the_demo_ends_with_the_next_step(shown: Outcome) -> None:
    """Whoever has seen it knows what to type for news of their own."""
    ending = shown.out[-600:]
    for command in ("briefbot check", "briefbot sources test URL", "briefbot preview"):
        assert command in ending


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The sentence names the folder and the option for another."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    outcome = call("demo", "--folder", tmp_path / "file" / "demo")
    assert (outcome.code, outcome.out) == (1, "")
    said = one_sentence(outcome.err)
    assert said.startswith(f"can't write into {tmp_path / 'file' / 'demo'}: ")
    assert said.endswith("name another with --folder")
