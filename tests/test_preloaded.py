"""What workers are forked from holds what they need, and no secret."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from briefbot.workers import Workers

KNOWN_TO_THE_PARENT = "xoxb-of-the-parent"


def environment_and_threads(pid: int) -> tuple[bytes, int]:
    """Return what a process was started with, as it is now, and how many threads it has."""
    place = Path(f"/proc/{pid}")
    return (place / "environ").read_bytes(), len(list((place / "task").iterdir()))


async def test_a_worker_begins_with_what_pages_need() -> None:
    """It imports nothing anew, though nobody told it to warm up."""
    async with Workers(processes=1) as workers:
        known = await workers(eval, "set(__import__('sys').modules)")
    assert {"trafilatura", "briefbot.extract", "briefbot.cluster"} <= known


@pytest.mark.usefixtures("forked_anew")
async def test_what_is_forked_from_forgets_secrets_and_has_one_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two pools have it in common; a thread of it would be missing in whatever it forks."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", KNOWN_TO_THE_PARENT)
    async with Workers(processes=2) as some, Workers(processes=1) as others:
        origin, other = await some(os.getppid), await others(os.getppid)
        assert origin == other != os.getpid()
        found = await asyncio.to_thread(environment_and_threads, origin)
    known, threads = found
    assert (KNOWN_TO_THE_PARENT.encode() in known, threads) == (False, 1)
