"""A network of one's own: nothing leaves it, and every address may be ours.

`await run(case, folder)` runs a function of `tests.faults.inside` in a child process that
has its own user, network and mount namespace, and returns what it says.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

UNSHARE = ("unshare", "--map-root-user", "--net", "--mount")
ROOT = Path(__file__).parents[2]
PATIENCE = 240.0


@cache
def _refused() -> str:
    """Say why nobody gets a network of their own here; empty when they do."""
    try:
        done = subprocess.run(
            [*UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError as error:
        return str(error)
    return done.stderr.strip() if done.returncode else ""


def needed() -> None:
    """Skip the test, with the reason, where the system lets nobody have a network of their own."""
    if reason := _refused():
        pytest.skip(f"no namespaces on this machine: {reason}")


async def run(case: str, folder: Path, **env: str) -> Any:
    """Run a case and return its findings."""
    process = await asyncio.create_subprocess_exec(
        *UNSHARE, sys.executable, "-m", "tests.faults.inside", case, str(folder),
        cwd=ROOT, env={**os.environ, **env}, start_new_session=True,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            said, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, complaints.decode()[-3000:]
    return json.loads(said.decode().splitlines()[-1])
