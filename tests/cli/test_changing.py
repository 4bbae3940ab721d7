"""What every command that changes the configuration has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.desks import TEXT, paper

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = [
    ["sources", "add", "https://new.example/"],
    ["sources", "edit", "krebs", "weight=2"],
    ["sources", "pause", "krebs"],
    ["sources", "pause", "talos", "--until", "9999-12-31"],
    ["sources", "remove", "talos"],
    ["briefings", "add", "Evening", "topics=cyber", "times=18:00"],
    ["briefings", "edit", "morning", "times=09:00"],
    ["briefings", "pause", "morning"],
    ["briefings", "remove", "morning"],
    ["topics", "add", "Chips"],
    ["topics", "edit", "cyber", "words+=breach"],
    ["topics", "remove", "spare"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_change_is_shown_first_then_made_and_taken_back(words: list[str], tmp_path: Path) -> None:
    """A dry run leaves all as it is; what is made is valid; its undo leaves no trace but quotes."""
    desk = paper(tmp_path)
    shown = desk.call(*words, "--dry-run")
    assert shown.code == 0
    assert any(line.startswith(("+ ", "- ")) for line in shown.out.splitlines())
    assert (desk.text, desk.database.exists()) == (TEXT, False)
    made = desk.call(*words)
    assert (made.code, made.err) == (0, "")
    assert made.out.endswith("change 1; `briefbot config undo 1` takes it back\n")
    assert desk.text != TEXT
    assert desk.look("check").code == 0
    assert desk.call("config", "undo", "1").code == 0
    assert desk.text.replace('["08:00"]', "[08:00]") == TEXT
