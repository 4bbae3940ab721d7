"""The part of `briefbot demo --slack` in which an admin changes the configuration, by clicks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefbot.emulator.hand import elements
from briefbot.errors import UsageError

if TYPE_CHECKING:
    from briefbot.emulator import Shown, Slack
    from briefbot.emulator.acts import Act

JSON = dict[str, Any]
Scene = tuple[str, JSON]
PATIENCE = 20.0
ADMIN = "ana"
CHANNEL = "#news"
PROPOSED = "https://tides.example/"
NEW_SOURCE = "http://straits-herald.example/"
"""A home page of the newsroom that the file leaves out."""
WORD = "straits"


@dataclass
class Tour:
    """An admin's hands, and what they saw."""

    slack: Slack
    scenes: list[Scene] = field(default_factory=list)
    last: int = 0
    """The number of the scene's entry in the journal."""

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

    async def back(self, title: str, view: JSON) -> JSON:
        """Close a view; keep the one below it, as it shows again."""
        return await self.keep(title, await self.slack.close(ADMIN, view["id"]), "modal")

    async def keep(self, title: str, act: Act, kind: str) -> JSON:
        """Wait for a view, keep it as a scene, and print what it is."""
        if act.errors:
            raise UsageError(f"the demo's form was refused: {act.errors}")
        return self._kept(title, await act.shown(timeout=PATIENCE, kind=kind))

    async def filled(self, title: str) -> JSON:
        """Wait until the form that said that it takes a while is filled; keep it then."""
        journal = self.slack.journal
        return self._kept(title, await journal.next(PATIENCE, since=self.last + 1, kind="modal"))

    def _kept(self, title: str, shown: Shown) -> JSON:
        self.last = shown.number
        view = shown.view or {}
        self.scenes.append((title, view))
        click.echo(f"  {title}")
        return view


async def shown(
    slack: Slack,
    database: Path,
    clock: Callable[[], datetime],
    read: Callable[[], Awaitable[object]],
) -> list[Scene]:
    """Become an admin, look around, change something, take it back; return what was seen.

    `read` reads the sources.
    """
    from briefbot.store import claims

    click.secho("\nWhat an admin sees, in their Home tab and its forms", bold=True)
    tour = Tour(slack)
    code = await asyncio.to_thread(claims.new, database, clock())
    await tour.command("Home after /brief admin claim CODE", f"admin claim {code}")
    home = await _proposed(tour)
    await _added(tour, home, read)
    await _sources(tour, home, clock() + timedelta(days=7))
    await _rest(tour, home)
    return tour.scenes


async def _proposed(tour: Tour) -> JSON:
    """Let a member propose a source; return Home, where it waits."""
    act = await tour.slack.command("ben", CHANNEL, f"suggest {PROPOSED}")
    ben = tour.slack.workspace.user("ben").id
    await act.shown(timeout=PATIENCE, kind="ephemeral", user=ben)
    return await tour.command("Home after /brief admin", "admin")


async def _added(tour: Tour, home: JSON, read: Callable[[], Awaitable[object]]) -> None:
    """Add a source by its home page, and post a digest with its stories."""
    form = await tour.click("Add a source", home, "admin_source_add", kind="modal")
    await tour.submit("… while it is read", form, {"addresses": NEW_SOURCE}, kind="modal")
    found = await tour.filled("… what was found")
    await tour.submit("Home after it is added", found, {"topics": ["taiwan"]}, kind="home")
    await read()
    send = await tour.click(
        "Send a briefing now", home, "admin_briefing", kind="modal", option="send:morning"
    )
    since = len(tour.slack.journal.shown)
    await tour.slack.submit(ADMIN, send["id"])
    await tour.slack.journal.next(PATIENCE, since=since, kind="message", channel=_room(tour))


def _room(tour: Tour) -> str:
    return tour.slack.workspace.channel(CHANNEL).id


async def _sources(tour: Tour, home: JSON, until: datetime) -> None:
    """Look for a source, change it, pause it, and take that back."""
    sources = await tour.click("Sources, by topic", home, "admin_sources", kind="home")
    await tour.click(f"Sources that say “{WORD}”", sources, "admin_search", kind="home", value=WORD)
    menu = {"action": "admin_source", "kind": "modal"}
    form = await tour.click("Edit a source", home, option="edit:the-straits-herald", **menu)
    values = {"weight": "2", "exclude": "sport\nweather"}
    check = await tour.submit("… what that changes", form, values, kind="modal")
    await tour.submit("Sources after it is saved", check, {}, kind="home")
    form = await tour.click("Pause it", home, option="pause:the-straits-herald", **menu)
    day = {"until": f"{until:%Y-%m-%d}"}
    await tour.submit("Sources after it is paused", form, day, kind="home")
    changes = await tour.click("The last changes", home, "admin_changes", kind="home")
    undo = next(
        e["value"] for _, e in elements(changes["blocks"]) if e["action_id"] == "admin_undo"
    )
    await tour.click("… after one is undone", home, "admin_undo", kind="home", value=undo)


async def _rest(tour: Tour, home: JSON) -> None:
    """Look at briefings and topics, and at what changes them."""
    await tour.click("Briefings", home, "admin_briefings", kind="home")
    menu = {"action": "admin_briefing", "kind": "modal"}
    form = await tour.click("Edit a briefing", home, option="edit:morning", **menu)
    values = {"times": "07:30, 18:00", "weekdays": ["mon", "tue", "wed", "thu", "fri"]}
    check = await tour.submit("… what that would change", form, values, kind="modal")
    await tour.back("… and back, with nothing saved", check)
    await tour.click("Pause a briefing", home, option="pause:morning", **menu)
    await tour.click("New briefing", home, "admin_briefing_add", kind="modal")
    await tour.click("Topics", home, "admin_topics", kind="home")
    form = await tour.click("Edit a topic", home, "admin_topic", kind="modal", option="edit:taiwan")
    title, values = "… what other words would find", {"words": "Taiwan\n臺灣\nferry\nharbour"}
    await tour.click(title, form, "admin_topic_count", kind="modal", values=values)
    await _right(tour)


async def _right(tour: Tour) -> None:
    """Look at what is put right from a story's menu, and change nothing."""
    digest, menu = next(
        (message, element)
        for message in reversed(list(tour.slack.workspace.channel(CHANNEL).posted()))
        for _, element in elements(message.blocks)
        if element["action_id"] == "story_menu"
    )
    last = menu["options"][-1]["value"]
    act = await tour.slack.click(ADMIN, CHANNEL, digest.ts, "story_menu", option=last)
    form = await tour.keep("What a story's menu offers an admin", act, "modal")
    await tour.click("Split a story", form, "story_split", kind="modal")
    act = await tour.slack.click(ADMIN, CHANNEL, digest.ts, "story_menu", option=last)
    again = (await act.shown(timeout=PATIENCE, kind="modal")).view or {}
    await tour.click("Delete a digest", again, "digest_delete", kind="modal")
