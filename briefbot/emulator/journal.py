"""The journal: everything that was shown to anybody, when, and whom it woke."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefbot.emulator import mrkdwn

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from briefbot.emulator.workspace import Workspace

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One thing that somebody saw change."""

    number: int
    at: datetime
    kind: str
    """message, ephemeral, update, delete, modal or home; command for what a person typed."""
    via: str
    """The method that did it, response_url, ack, or person."""
    channel: str | None = None
    user: str | None = None
    """Who sees it, where that is one person; who wrote it, where a person did."""
    ts: str | None = None
    thread_ts: str | None = None
    text: str = ""
    blocks: tuple[JSON, ...] = ()
    view: JSON | None = None
    mentions: tuple[str, ...] = ()
    """Every live mention in it: `!channel`, `!here`, `!everyone`, `@U…`, `^S…`."""
    woken: tuple[str, ...] = ()
    """Who gets a notification for being called by it."""
    told: str = ""
    """What a notification or a screen reader says: the text, without its markup's meaning."""

    @property
    def words(self) -> str:
        """All that can be read in it, blocks and view included, one stretch a line."""
        return "\n".join([self.text, *texts(list(self.blocks)), *texts(self.view or {})])


def texts(node: object) -> list[str]:
    """Return every text in blocks, in reading order."""
    if isinstance(node, list | tuple):
        return [text for item in node for text in texts(item)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    if node.get("type") == "link" and not own:
        own = [str(node.get("url", ""))]
    return own + [text for value in node.values() for text in texts(value)]


@dataclass
class Acks:
    """How the app answered what was sent to it."""

    times: list[float] = field(default_factory=list)
    """Milliseconds from sending to the acknowledgement, for those in time."""
    late: int = 0
    """Came after the three seconds."""
    missed: int = 0
    """Nothing came within the three seconds."""
    strays: int = 0
    """Came on another connection than the envelope went out on, or twice."""


class Journal:
    """What was shown, in order, and how the app acknowledged."""

    def __init__(self, workspace: Workspace, now: Callable[[], datetime]) -> None:
        self.shown: list[Shown] = []
        self.acks = Acks()
        self.calls: list[tuple[str, JSON, str]] = []
        """Every Web API call: method, arguments, and what was answered (ok, an error, a fault)."""
        self._workspace = workspace
        self._now = now
        self._news = asyncio.Event()

    def note(self, kind: str, via: str, *, link_names: bool = False, **facts: Any) -> Shown:  # noqa: ANN401 fields of Shown
        """Write down that something was shown."""
        content = facts.get("view") or list(facts.get("blocks", ()))
        text = str(facts.get("text", ""))
        found = (*mrkdwn.mentions(text, link_names=link_names), *mrkdwn.called(content))
        entry = Shown(
            number=len(self.shown),
            at=self._now(),
            kind=kind,
            via=via,
            mentions=tuple(dict.fromkeys(found)),
            woken=self._woken(kind, found, facts.get("channel")),
            told=text,
            **facts,
        )
        self.shown.append(entry)
        self._news.set()
        self._news = asyncio.Event()
        return entry

    def _woken(self, kind: str, found: tuple[str, ...], channel: str | None) -> tuple[str, ...]:
        """Return who is notified: Slack does so for new messages in a channel alone."""
        if kind != "message" or channel is None:
            return ()
        members = self._workspace.channels[channel].members - {self._workspace.bot.id}
        woken: set[str] = set()
        for sign in found:
            if sign[0] == "!":
                woken |= members
            elif sign[0] == "^":
                woken |= set(self._workspace.groups.get(sign[1:], ()))
            else:
                woken |= {sign[1:]} & set(self._workspace.users)
        return tuple(sorted(woken))

    @property
    def woken(self) -> tuple[Shown, ...]:
        """What called anybody: empty when nothing woke anyone."""
        return tuple(entry for entry in self.shown if entry.woken)

    @property
    def live(self) -> tuple[Shown, ...]:
        """What the app showed with a live mention in it, even where that wakes nobody."""
        return tuple(entry for entry in self.shown if entry.mentions and entry.via != "person")

    def find(
        self,
        *,
        kind: str | None = None,
        channel: str | None = None,
        user: str | None = None,
        since: int = 0,
        by: str = "app",
    ) -> list[Shown]:
        """Return what was shown from entry `since` on, by the app or by a `person`."""
        return [
            entry
            for entry in self.shown[since:]
            if kind in {None, entry.kind}
            and channel in {None, entry.channel}
            and user in {None, entry.user}
            and (entry.via == "person") == (by == "person")
        ]

    async def next(self, timeout: float, **which: Any) -> Shown:  # noqa: ANN401, ASYNC109 arguments of find; a test's patience
        """Return the first entry that `find` finds, waiting for it; raise TimeoutError."""
        async with asyncio.timeout(timeout):
            while not (found := self.find(**which)):
                await self._news.wait()
        return found[0]
