"""The clock: the only place that reads it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path


def utc_now() -> datetime:
    """Return the aware UTC time of this moment."""
    return datetime.now(UTC)


def running_for() -> float:
    """Return the seconds since this process was started, imports and all; 0 without proc(5)."""
    try:
        up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        about = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    started = int(about.rpartition(")")[2].split()[19])  # field 22, counted from behind the name
    return up - started / os.sysconf("SC_CLK_TCK")
