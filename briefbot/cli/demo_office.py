"""The part of `briefbot demo --slack` in which an admin changes the configuration, by clicks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from briefbot.emulator import Slack
    from briefbot.emulator.acts import Act

JSON = dict[str, Any]
Scene = tuple[str, JSON]
PATIENCE = 20.0
ADMIN = "ana"
CHANNEL = "#news"
LONGEST = 100
"""Characters of what is printed of a screen."""


@dataclass
class Tour:
    """An admin's hands, and what they saw."""

    slack: Slack
    scenes: list[Scene] = field(default_factory=list)

    async def command(self, title: str, text: str) -> JSON:
        """Type a command that leads to Home; keep what Home shows then."""
        act = await self.slack.command(ADMIN, CHANNEL, text)
        return await self.keep(title, act, "home")

    async def click(self, title: str, on: JSON, action: str, *, kind: str, **which: Any) -> JSON:  # noqa: ANN401  as the hand has it
        """Click something in a view; keep the view that is shown for it."""
        act = await self.slack.click_view(ADMIN, on["id"], action, **which)
        return await self.keep(title, act, kind)

    async def submit(self, title: str, form: JSON, values: JSON, *, kind: str) -> JSON:
        """Send a form; keep the view that is shown for it."""
        act = await self.slack.submit(ADMIN, form["id"], values)
        return await self.keep(title, act, kind)

    async def keep(self, title: str, act: Act, kind: str) -> JSON:
        """Wait for a view, keep it as a scene, and print what it is."""
        shown = await act.shown(timeout=PATIENCE, kind=kind)
        view = shown.view or {}
        self.scenes.append((title, view))
        click.echo(f"  {title}")
        return view


async def shown(slack: Slack, database: Path, clock: Callable[[], datetime]) -> list[Scene]:
    """Become an admin, look around, change something, take it back; return what was seen."""
    from briefbot.store import claims

    click.secho("\nWhat an admin sees, in their Home tab and its forms", bold=True)
    tour = Tour(slack)
    code = await asyncio.to_thread(claims.new, database, clock())
    await tour.command("Home after `/brief admin claim CODE`", f"admin claim {code}")
    home = await tour.command("Home after `/brief admin`", "admin")
    sources = await tour.click("Sources, by topic", home, "admin_sources", kind="home")
    await tour.click("Sources that say “wire”", sources, "admin_search", kind="home", value="wire")
    await tour.click("Topics", home, "admin_topics", kind="home")
    await tour.click("Briefings", home, "admin_briefings", kind="home")
    await tour.click("The last changes", home, "admin_changes", kind="home")
    return tour.scenes
