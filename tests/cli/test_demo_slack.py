"""`briefbot demo --slack`: a reader's and an admin's way through the bot, by clicks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.commands import Outcome, call

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a folder."""
    return tmp_path_factory.mktemp("slack")


@pytest.fixture(scope="module")
def shown(folder: Path) -> Outcome:
    """Run the demo once."""
    return call("demo", "--slack", "--folder", folder)


@pytest.fixture(scope="module")
def panes(shown: Outcome, folder: Path) -> dict[str, str]:
    """Return what stands under each heading of the page."""
    assert shown.code == 0, shown.err
    page = html.fromstring((folder / "slack.html").read_text("utf-8"))
    found = {pane.find(".//h2").text_content().strip(): pane for pane in page.iter("section")}
    return {title: pane.text_content() for title, pane in found.items()}


def scene(panes: dict[str, str], title: str) -> str:
    """Return what a scene shows."""
    [words] = [words for heading, words in panes.items() if heading.endswith(f". {title}")]
    return words


def test_an_admin_adds_a_home_page_and_its_stories_are_told(panes: dict[str, str]) -> None:
    """The look shows its feed and last entries; the digest after it tells one of them."""
    look = scene(panes, "… what was found")
    assert "http://straits-herald.example/feed/" in look
    assert "added source The Straits Herald" in scene(panes, "Home after it is added")
    [news] = [words for heading, words in panes.items() if heading.startswith("# news")]
    assert news.count("Morning briefing") >= 2
    assert "The Straits Herald" in news


def test_a_pause_is_taken_back_by_a_click(panes: dict[str, str]) -> None:
    """The list of changes says all of it."""
    assert "paused until" in scene(panes, "Sources after it is paused")
    changes = scene(panes, "… after one is undone")
    for words in ("Undone: paused source", "resumed source", "undone", "became an admin"):
        assert words in changes


def test_each_screen_is_on_the_page(panes: dict[str, str]) -> None:
    """Proposals, search, and the forms of sources, briefings and topics."""
    for title, words in {
        "Home after /brief admin": "Proposed sources",
        "Sources that say “straits”": "1 of them shown",
        "Edit a source": "Weight",
        "… what that changes": "from no words to sport, weather",
        "Sources after it is saved": "Changed: The Straits Herald.",
        "Edit a briefing": "Most stories",
        "… what that would change": "to 07:30, 18:00.",
        "… and back, with nothing saved": "07:30, 18:00",
        "New briefing": "Channel",
        "Edit a topic": "Words",
        "Pause a briefing": "posts nothing meanwhile",
        "… what other words would find": "In the last 24 hours",
        "Split a story": "about something else",
        "Delete a digest": "will be deleted here",
    }.items():
        assert words in scene(panes, title)


def test_the_file_and_the_audit_say_it(panes: dict[str, str], folder: Path) -> None:
    """Its comments are still there; the command line lists what was done in Slack."""
    assert panes
    text = (folder / "briefbot.yaml").read_text("utf-8")
    assert text.startswith("# The invented newsroom, as briefbot reads it.\n")
    assert "http://straits-herald.example/" in text
    assert "paused_until" not in text
    where = ("--config", folder / "briefbot.yaml", "--database", folder / "briefbot.db")
    told = call("config", "history", *where)
    assert told.code == 0
    assert told.out.count("the-straits-herald") >= 3
