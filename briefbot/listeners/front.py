"""What every listener has at hand: the desk, the people who ask, and how much they may."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from slack_sdk.web.async_client import AsyncWebClient

from briefbot.blocks.admin import where
from briefbot.errors import Refused
from briefbot.listeners.drafts import Drafts
from briefbot.listeners.lately import Lately
from briefbot.listeners.limits import Limits
from briefbot.listeners.people import People, Person
from briefbot.models.office import Where
from briefbot.slack.client import Calls

if TYPE_CHECKING:
    from briefbot.desk import Desk, Office

QUESTIONS = 20
"""Commands, direct messages and mentions that one person may send in a minute."""
CLICKS = 60
"""Whoever reads a digest clicks more often than they ask."""
OUTSIDER = "That is for the people of this workspace only."
UNKNOWN = "Slack does not tell me who you are just now. Please try again in a minute."
STOPPING = "I am being restarted. Please try again in a minute."


class Seen:
    """The latest ids that came in, so that what Slack delivers again is known."""

    def __init__(self, most: int = 10_000) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._most = most

    def new(self, id: str) -> bool:  # noqa: A002  Slack's own word
        """Tell whether the id comes for the first time."""
        if id in self._ids:
            return False
        self._ids[id] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return True


class UnderWay:
    """What listeners still work on, so that a bot that stops can let it end."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the running task until the block ends."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  listeners run in tasks
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    async def drain(self, seconds: float) -> None:
        """Wait for what runs, but no longer than that."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Made once; each listener gets it by the name `front`."""

    desk: Desk
    client: AsyncWebClient
    """The application's own. Bolt makes a new one for each request, which takes its proxy from
    the environment again."""
    calls: Calls
    people: People
    clock: Callable[[], datetime]
    office: Office | None = None
    """Where the configuration is changed; None when there is no file."""
    closing: Callable[[], bool] = lambda: False
    """Whether the bot is being stopped."""
    workspace: Callable[[], str] = lambda: ""
    """The workspace's own address, https://team.slack.com/, once Slack has told it."""
    command: str = "/brief"
    questions: Limits = field(default_factory=lambda: Limits(QUESTIONS))
    clicks: Limits = field(default_factory=lambda: Limits(CLICKS))
    seen: Seen = field(default_factory=Seen)
    lately: Lately = field(default_factory=Lately)
    drafts: Drafts = field(default_factory=Drafts)
    at: dict[str, Where] = field(default_factory=dict)
    """What each admin looks at in App Home; whoever is not in it sees their own page."""
    under_way: UnderWay = field(default_factory=UnderWay)

    def looks(self, user: str, body: Mapping[str, Any]) -> None:
        """Remember what an admin looks at who clicks in Home, where a restart has forgotten it."""
        view = body.get("view") or {}
        if (view.get("type"), view.get("callback_id")) == ("home", "admin"):
            self.at.setdefault(user, where.read(view.get("private_metadata")))

    async def reader(self, ask: Ask) -> Person:
        """Return who asks; raise Refused for bots, and for people of other workspaces.

        The archive is the workspace's: whoever comes from another one by Slack Connect reads
        what is posted in the channel, and no more.
        """
        person = await ask.person(self)
        if person.outsider:
            raise Refused(OUTSIDER)
        return person

    async def member(self, ask: Ask) -> Person:
        """Return who asks, if they may keep something here; raise Refused if not.

        Where Slack will never say who they are, nobody could keep anything: so all may.
        """
        person = await self.reader(ask)
        if not person.known and not person.hidden:
            raise Refused(UNKNOWN)
        return person


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Who did something, and where; each listener gets it by the name `ask`."""

    id: str
    """What was done: the same when it comes again, so that it is done once."""
    user: str
    channel: str
    """Empty for what is done in a modal or in App Home."""
    team: str | None
    """The workspace that the bot belongs to."""
    message: str = ""
    """The message that was clicked."""
    trigger: str = ""
    """What opens a form: for three seconds, once."""
    bot: str = ""
    """The bot's own user."""
    app: str = ""
    """The Slack app's id."""
    deed: str = ""
    """What was clicked, sent or typed, by the name that we gave it."""

    async def person(self, front: Front) -> Person:
        """Return who asks."""
        return await front.people.find(self.user, self.team)
