"""A file that was changed a moment ago may be half a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefbot.errors import BriefbotError
from briefbot.store import still
from tests.hand import edited


def _aged(folder: Path, text: str, seconds: float, patch: pytest.MonkeyPatch) -> Path:
    """Write a file that was changed so long ago, whatever time passes from now on."""
    file = folder / "file"
    edited(file, text)
    changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    patch.setattr(still, "utc_now", lambda: changed + timedelta(seconds=seconds))
    return file


@pytest.mark.parametrize(
    ("text", "seconds", "fresh"),
    [("a\n", 0, True), ("a\n", 2, False), ("a", 2, True), ("", 2, True), ("a", 3, False)],
)
def test_a_last_line_that_does_not_end_makes_it_fresh_for_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, seconds: float, *, fresh: bool
) -> None:
    """An editor that is at it has often written half a line."""
    assert still.fresh(_aged(tmp_path, text, seconds, monkeypatch)) is fresh


def test_a_file_that_is_not_there_is_still(tmp_path: Path) -> None:
    """Nobody waits for it."""
    still.wait(tmp_path / "file")


def test_who_writes_for_too_long_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said why nothing is changed."""
    monkeypatch.setattr(still, "PATIENCE", 0.1)
    with pytest.raises(BriefbotError, match="is being written by hand; nothing is changed"):
        still.wait(_aged(tmp_path, "a\n", 0, monkeypatch))
