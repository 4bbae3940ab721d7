"""Watches the loops of a whole test run: those of fault cases, and of `briefbot run` beside them.

Every `Stalls`, in whatever process, writes into one file. A fault case fails when a loop of it
stands still: the test's own, on which the bot or what it talks to runs, and that of each
`briefbot run` that it starts (D-01, D-02, P-01, the words cases), up to the moment of a kill.

Not watched: cases in simulated time (K-03 to K-06, T-02, P-01a), which let it jump and work on
the loop; and the processes that K-01 and K-02 kill, which run the outbox without the bot.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any

from tests.stalls import LIMIT, SEEN, Stalls

ROOT = Path(__file__).parents[1]
START = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests import watching; watching.main()"
)
COMMAND = (sys.executable, "-c", START)
"""What starts briefbot with its loop watched."""

Test = Callable[..., Coroutine[Any, Any, None]]


def begin() -> None:
    """Let every loop that is watched from now on be written down."""
    handle, name = tempfile.mkstemp(prefix="stalls-")
    os.close(handle)
    os.environ[SEEN] = name


def end() -> None:
    """Forget what was seen."""
    if name := os.environ.pop(SEEN, ""):
        Path(name).unlink()


def seen(test: str = "") -> list[tuple[float, str]]:
    """Return the stalls of each loop watched in a test, or in all, and in which it was."""
    lines = Path(os.environ[SEEN]).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines)
    return [(float(s), where) for s, _, where in pairs if where.startswith(f"{test} (") or not test]


def watched(test: Test) -> Test:
    """Watch the loop that a test runs on.

    What thousands of earlier tests left in this process is no garbage of the bot's: it is not
    looked through meanwhile, which would take a quarter of a second.
    """

    @wraps(test)
    async def run(*args: Any, **kwargs: Any) -> None:
        gc.freeze()
        try:
            async with Stalls():
                await test(*args, **kwargs)
        finally:
            gc.unfreeze()

    return run


def judge(test: str) -> None:
    """Let a test fail in which a loop stood still."""
    longest, where = max(seen(test), default=(0.0, ""))
    assert longest < LIMIT, (
        f"a loop stood still for {longest:.2f} s: {where}; this is process {os.getpid()}"
    )


def figure() -> str:
    """Say how long any loop of the whole run stood still."""
    found = seen()
    loops = sum(stall == 0 for stall, _ in found)
    longest, where = max(found, default=(0.0, ""))
    return f"the longest stall of {loops} loops: {longest * 1000:.0f} ms, in {where or 'none'}"


def main() -> None:
    """Run briefbot's command line with every loop of it watched."""
    import uvloop

    from briefbot import cli

    run = uvloop.run

    async def beside(work: Coroutine[Any, Any, Any]) -> Any:
        async with Stalls():
            return await work

    uvloop.run = lambda work, **options: run(beside(work), **options)
    cli.main()
