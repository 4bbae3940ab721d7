"""`python -m briefbot.emulator` serves until it is stopped."""

from __future__ import annotations

import asyncio
import signal
import sys

from slack_sdk.web.async_client import AsyncWebClient


async def test_it_prints_what_points_a_bot_to_it() -> None:
    """Three settings and the page's address come out; Ctrl-C ends it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "briefbot.emulator", "--no-limits", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        lines = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
        settings = dict(line.split("=", 1) for line in lines[:3])
        client = AsyncWebClient(
            token=settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"]
        )
        assert (await client.auth_test())["user"] == "briefbot"
        assert settings["SLACK_APP_TOKEN"].startswith("xapp-")
        assert lines[3].startswith("# the workspace as a page: http://127.0.0.1:")
    finally:
        process.send_signal(signal.SIGINT)
        await process.communicate()
    assert process.returncode == 1
