"""What processes print, and what the kernel says of them: who started whom, what each used."""

from __future__ import annotations

import os
import subprocess
import sys
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


def printed(script: Path, cwd: Path, **environment: str) -> str:
    """Run a Python program, and return what it prints; it complains of nothing."""
    command, known = [sys.executable, str(script)], {**os.environ, **environment}
    done = subprocess.run(
        command, cwd=cwd, env=known, capture_output=True, text=True, check=True, timeout=60
    )
    assert not done.stderr
    return done.stdout
