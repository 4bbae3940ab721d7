"""A hand that edits the configuration, and is done."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def edited(file: Path, text: str, *, ago: float = 60) -> None:
    """Write a file as if it had been done a minute ago: nobody waits whether more comes."""
    file.write_text(text, encoding="utf-8")
    then = time.time() - ago
    os.utime(file, (then, then))
