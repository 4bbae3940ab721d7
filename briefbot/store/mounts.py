"""Whether a file is mounted by itself: then nothing can take its place."""

from __future__ import annotations

import os
import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def alone(file: Path) -> bool:
    """Tell whether a file, by its real path, is a mount of its own (proc(5), mountinfo)."""
    try:
        lines = os.fsdecode(MOUNTS.read_bytes()).split("\n")
    except OSError:
        return False  # where the system does not say, the write does
    points = (point for line in lines for point in line.split(" ")[4:5])
    return any(_ESCAPED.sub(_sign, point) == os.fspath(file) for point in points)


def _sign(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))
