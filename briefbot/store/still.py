"""Whether somebody is just writing a file: one that was changed a moment ago may be half a file."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from briefbot.clock import utc_now
from briefbot.errors import BriefbotError

if TYPE_CHECKING:
    from pathlib import Path

STILL = 1.5
"""A file that was changed is read once it has been still for so long..."""
LONGER = 2.5
"""...and for so long when its last line does not end: it may be half-written."""
PATIENCE, GLANCE = 6.0, 0.05
"""Seconds that a writer is waited for, and how often it is looked whether they are done."""


def ends(file: Path) -> bool:
    """Tell whether the last line of a file is whole."""
    try:
        with file.open("rb") as opened:
            opened.seek(-1, os.SEEK_END)
            return opened.read(1) == b"\n"
    except OSError:  # empty, gone, or not to be read
        return False


def fresh(file: Path) -> bool:
    """Tell whether a file was changed so lately that more may come."""
    try:
        changed = file.stat().st_mtime
    except OSError:
        return False  # whoever reads it says what is wrong
    age = abs(utc_now().timestamp() - changed)  # another machine's clock may be ahead
    return age < STILL or (age < LONGER and not ends(file))


def wait(file: Path) -> None:
    """Wait until a file is still; raise BriefbotError after a while."""
    for _ in range(round(PATIENCE / GLANCE)):
        if not fresh(file):
            return
        time.sleep(GLANCE)
    raise BriefbotError(f"{file} is being written by hand; nothing is changed; try again")
