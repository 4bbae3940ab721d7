"""Commands, clicks and events reach an unmodified Bolt app, and its answers come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot import emulator
from tests.emulator.bot import running

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp


async def _brief(ack: Any, respond: Any, command: Any) -> None:
    await ack()
    await respond(f"you asked for {command['text']}")


def _listens(app: AsyncApp) -> None:
    app.command("/brief")(_brief)


async def test_an_unmodified_app_answers_a_command() -> None:
    """The command is acknowledged on its socket, and the answer is for its author alone."""
    async with emulator.serve() as slack, running(slack, _listens):
        act = await slack.command("ana", "#general", "taiwan")
        shown = await act.shown()
    assert act.ok
    assert act.took < 500
    assert (shown.kind, shown.text) == ("ephemeral", "you asked for taiwan")
    assert shown.user == slack.workspace.user("ana").id
