"""What all parts of the emulator share: the workspace, the app's installation, and what is open."""

from __future__ import annotations

import asyncio
import random
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from briefbot.emulator.faults import Faults
from briefbot.emulator.journal import Journal
from briefbot.emulator.limits import Limits
from briefbot.emulator.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from briefbot.emulator.clock import Clock
    from briefbot.emulator.workspace import Message

JSON = dict[str, Any]

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "usergroups:read",
        "users:read",
    }
)
"""What the app is granted, unless `serve` is told otherwise."""
EVENTS = frozenset({"app_home_opened", "app_mention", "message.im"})
TRIGGER_LIFE = 3.0
ACK_WINDOW = 3.0
HOOK_LIFE = 30 * 60.0
HOOK_USES = 5


@dataclass(kw_only=True)
class Ack:
    """How the app acknowledged one payload."""

    ok: bool
    problem: str = ""
    """What the person reads: operation_timeout, or dispatch_failed with no connection open."""
    took: float = 0.0
    """Milliseconds."""
    payload: JSON = field(default_factory=dict)


class Transport(Protocol):
    """How payloads reach the app: over its sockets, or as HTTP requests."""

    async def send(self, kind: str, payload: JSON, *, retry: int = 0) -> Ack:
        """Deliver one payload and wait for the acknowledgement."""
        ...


@dataclass(kw_only=True)
class Trigger:
    """A trigger_id: which person's act it comes from, and until when it counts."""

    user: str
    born: float
    view: str | None = None
    used: bool = False


@dataclass(kw_only=True)
class Hook:
    """A response_url: where it posts, for whom, and how often it did."""

    user: str
    channel: str
    born: float
    source: Message | None = None
    """The message whose button was clicked."""
    uses: int = 0


@dataclass(kw_only=True)
class View:
    """A modal or a person's Home as it stands."""

    id: str
    user: str
    content: JSON
    hash: str
    root: str
    previous: str | None = None
    is_open: bool = True
    held: JSON = field(default_factory=dict)
    """What the person has filled in: by block_id, then action_id."""


@dataclass(kw_only=True)
class Options:
    """Switches of the workspace and of the app."""

    scopes: frozenset[str] = SCOPES
    events: frozenset[str] = EVENTS
    keeps_metadata: bool = True
    """Slack's guide says unregistered metadata is dropped; in practice it is kept."""
    messages_tab: bool = True
    escapes_commands: bool = False
    """`should_escape` of the slash command."""
    ack_window: float = field(default_factory=lambda: ACK_WINDOW)
    """Seconds in which the app has to acknowledge what it is sent."""
    trigger_life: float = field(default_factory=lambda: TRIGGER_LIFE)
    """Seconds in which a trigger_id can open a modal."""


class World:
    """The state that the Web API, the sockets and the people act on."""

    def __init__(self, clock: Clock, options: Options, rng: random.Random) -> None:
        self.clock = clock
        self.options = options
        self.rng = rng
        self.workspace = Workspace(clock.now)
        self.journal = Journal(self.workspace, clock.now)
        self.faults = Faults()
        self.limits = Limits()
        self.bot_token = f"xoxb-{rng.randrange(10**12)}-{secrets.token_hex(8)}"
        self.app_token = f"xapp-1-{self.workspace.app_id}-{secrets.token_hex(8)}"
        self.revoked: set[str] = set()
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.hooks: dict[str, Hook] = {}
        self.transport: Transport | None = None
        self.tickets: Callable[[], str] = str
        """Issues the address of a new socket; set by who serves them."""
        self.port = 0
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def address(self) -> str:
        """Where the emulator listens."""
        return f"http://127.0.0.1:{self.port}"

    def new_trigger(self, user: str, view: str | None = None) -> str:
        """Return a trigger_id for something that a person just did."""
        name = f"{self.rng.randrange(10**12)}.{self.rng.randrange(10**10)}.{secrets.token_hex(16)}"
        self.triggers[name] = Trigger(user=user, born=self.clock.elapsed(), view=view)
        return name

    def new_hook(self, kind: str, user: str, channel: str, source: Message | None = None) -> str:
        """Return a response_url for something that a person just did; kind: commands or actions."""
        name = f"{kind}/{self.workspace.team_id}/{secrets.token_urlsafe(18)}"
        self.hooks[name] = Hook(
            user=user, channel=channel, born=self.clock.elapsed(), source=source
        )
        return f"{self.address}/{name}"

    def is_on(self, user: str) -> bool:
        """Tell whether the id is one of a person here."""
        return user in self.workspace.users

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Let work run beside; it ends with the emulator."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End what still runs beside."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def send(self, kind: str, payload: JSON, *, retry: int = 0) -> Ack:
        """Deliver a payload to the app by the transport in use."""
        if self.transport is None:
            return Ack(ok=False, problem="dispatch_failed")
        return await self.transport.send(kind, payload, retry=retry)
