"""A file that was changed a moment ago may be half a file."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from briefbot.errors import BriefbotError
from briefbot.store import still


def aged(file: Path, text: str, seconds: float) -> Path:
    """Write a file that was changed so long ago."""
    file.write_text(text, encoding="utf-8")
    then = time.time() - seconds
    os.utime(file, (then, then))
    return file


@pytest.mark.parametrize(
    ("text", "seconds", "fresh"),
    [("a\n", 0, True), ("a\n", 2, False), ("a", 2, True), ("", 2, True), ("a", 3, False)],
)
def test_a_last_line_that_does_not_end_makes_it_fresh_for_longer(
    tmp_path: Path, text: str, seconds: float, *, fresh: bool
) -> None:
    """An editor that is at it has often written half a line."""
    assert still.fresh(aged(tmp_path / "file", text, seconds)) is fresh


def test_a_file_that_is_not_there_is_still(tmp_path: Path) -> None:
    """Nobody waits for it."""
    still.wait(tmp_path / "file")


def test_who_writes_for_too_long_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said why nothing is changed."""
    monkeypatch.setattr(still, "PATIENCE", 0.1)
    with pytest.raises(BriefbotError, match="is being written by hand; nothing is changed"):
        still.wait(aged(tmp_path / "file", "a\n", 0))
