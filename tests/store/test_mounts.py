"""A file that is mounted by itself can't be replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.store import mounts

LINES = """\
22 1 8:1 / / rw,relatime - ext4 /dev/root rw
40 22 8:1 /home/me/briefbot.yaml /data/my\\040bot/briefbot.yaml rw - ext4 /dev/root rw
41 22 8:1 /home/me/config /data/config rw - ext4 /dev/root rw
"""


@pytest.mark.parametrize(
    ("file", "alone"),
    [
        ("/data/my bot/briefbot.yaml", True),
        ("/home/me/briefbot.yaml", False),
        ("/data/config/briefbot.yaml", False),
    ],
)
def test_a_file_that_is_a_mount_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, *, alone: bool
) -> None:
    """By the place where it is mounted, not by the one that it comes from."""
    (tmp_path / "mountinfo").write_text(LINES, "utf-8")
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "mountinfo")
    assert mounts.alone(Path(file)) is alone


def test_a_system_that_does_not_say_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the file can be replaced is seen when it is."""
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "none")
    assert not mounts.alone(tmp_path)
