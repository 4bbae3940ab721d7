"""What the kernel says of processes: who started whom, and what each has used."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MEGABYTE = 1_000_000


def children(pid: int) -> list[int]:
    """Return the processes that any thread of this one has started, and theirs."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                text = (task / "children").read_text(encoding="ascii")
                found += map(int, text.split())
    return [each for child in found for each in (child, *children(child))]


def memory(pid: int, line: str = "VmRSS") -> int:
    """Return the bytes that a process holds, or with VmHWM the most it ever held; 0 once gone.

    ru_maxrss would begin with its parent's.
    """
    with suppress(OSError):
        for text in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if text.startswith(f"{line}:"):
                return int(text.split()[1]) * 1024
    return 0


def processor(pids: Iterable[int]) -> float:
    """Return the seconds of the processor that living processes have used."""
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
