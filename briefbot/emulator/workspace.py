"""The workspace: people, channels and the messages in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

JSON = dict[str, Any]


@dataclass(kw_only=True, slots=True)
class User:
    """A member of the workspace, or the bot."""

    id: str
    name: str
    team_id: str
    real_name: str = ""
    tz: str = "Europe/Berlin"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    """A guest."""
    is_ultra_restricted: bool = False
    """A guest in one channel."""
    is_stranger: bool = False
    """Comes from another workspace by Slack Connect."""
    deleted: bool = False


@dataclass(kw_only=True, slots=True)
class Message:
    """One message as it stands; an ephemeral one belongs to the person who sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[JSON] = field(default_factory=list)
    bot_id: str | None = None
    thread_ts: str | None = None
    """The first message's ts; a first message with replies has its own."""
    metadata: JSON | None = None
    edited: str | None = None
    ephemeral_to: str | None = None
    broadcast: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread, below another."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(kw_only=True, slots=True)
class Channel:
    """A channel, public or private, or a direct message with one person."""

    id: str
    name: str
    created: int
    is_private: bool = False
    is_archived: bool = False
    is_restricted: bool = False
    """Only admins may post."""
    is_shared: bool = False
    """Another workspace is in it (Slack Connect)."""
    is_pending: bool = False
    """Another workspace is invited to it, and has not come yet."""
    person: str | None = None
    """Whose direct message with the bot it is."""
    members: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        """Whether it is a direct message."""
        return self.person is not None

    def posted(self) -> Iterator[Message]:
        """Yield its messages, oldest first, replies among them."""
        yield from (self.messages[ts] for ts in sorted(self.messages))

    def thread(self, ts: str) -> list[Message]:
        """Return the replies below a message, oldest first."""
        return [m for m in self.posted() if m.thread_ts == ts and m.ts != ts]


class Workspace:
    """Everybody and everything in one workspace, with the app installed in it.

    It begins with four people (ana, an admin; ben; chi; gus, a guest) and the channels #news and
    #desk (private), where the bot is a member, and #general and #random, where it is not.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.team_id = "T0BRIEF001"
        self.name = "The Almanac"
        self.domain = "almanac"
        self.app_id = "A0BRIEF001"
        self.bot_id = "B0BRIEF001"
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: dict[str, Message] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        """User groups: id and members."""
        self._now = now
        self._numbers = count(1)
        self._last = 0
        self.bot = self.add_user("briefbot", real_name="briefbot", is_bot=True)
        self._settle()

    def _settle(self) -> None:
        self.add_user("ana", real_name="Ana Lindqvist", is_admin=True)
        self.add_user("ben", real_name="Ben Okafor", tz="America/New_York")
        self.add_user("chi", real_name="Chi Lin", tz="Asia/Taipei")
        self.add_user("gus", real_name="Gus Weber", is_restricted=True)
        self.add_channel("news", members=("briefbot", "ana", "ben", "chi"))
        self.add_channel("desk", members=("briefbot", "ana", "ben"), is_private=True)
        self.add_channel("general", members=("ana", "ben", "chi", "gus"))
        self.add_channel("random", members=("ana", "ben"))

    def next_ts(self) -> str:
        """Return the next message's ts: unique and greater than all before."""
        # Slack's ts has microseconds, and two messages never share one.
        self._last = max(self._last + 1, int(self._now().timestamp() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        """Return an id that was never used, such as C0000000A2."""
        return f"{letter}{next(self._numbers):09X}"

    def add_user(self, name: str, **facts: Any) -> User:  # noqa: ANN401 any field of User
        """Let a person join the workspace."""
        facts = {"team_id": self.team_id, "real_name": name.title()} | facts
        user = User(id=self.new_id("U"), name=name, **facts)
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, *, members: tuple[str, ...] = (), **facts: Any) -> Channel:  # noqa: ANN401 any field of Channel
        """Open a channel with these members, by name or id."""
        ids = {self.user(member).id for member in members}
        created = int(self._now().timestamp())
        channel = Channel(id=self.new_id("C"), name=name, created=created, members=ids, **facts)
        self.channels[channel.id] = channel
        return channel

    def user(self, name: str) -> User:
        """Return a person by name or id; raise LookupError."""
        for user in self.users.values():
            if name.removeprefix("@") in {user.id, user.name}:
                return user
        raise LookupError(f"nobody here is called {name}")

    def channel(self, name: str) -> Channel:
        """Return a channel by name, with or without #, or by id; raise LookupError."""
        if name in self.channels:
            return self.channels[name]
        for channel in self.channels.values():
            if channel.name == name.removeprefix("#") and not channel.is_im:
                return channel
        raise LookupError(f"there is no channel {name}")

    def direct(self, user: str) -> Channel:
        """Return the bot's direct message with a person, opened if it was not."""
        person = self.user(user)
        for channel in self.channels.values():
            if channel.person == person.id:
                return channel
        channel = Channel(
            id=self.new_id("D"),
            name="",
            created=int(self._now().timestamp()),
            is_private=True,
            person=person.id,
            members={person.id, self.bot.id},
        )
        self.channels[channel.id] = channel
        return channel

    def names(self) -> dict[str, str]:
        """Return what a typed @name or #name becomes."""
        people = {f"@{user.name}": f"<@{user.id}>" for user in self.users.values()}
        rooms = {f"#{c.name}": f"<#{c.id}|{c.name}>" for c in self.channels.values() if c.name}
        calls = {f"@{span}": f"<!{span}>" for span in ("channel", "here", "everyone")}
        return people | rooms | calls

    def message(self, channel: str, ts: str) -> Message | None:
        """Return a message, ephemeral ones too, or None."""
        found = self.channels[channel].messages.get(ts) if channel in self.channels else None
        ephemeral = self.ephemerals.get(ts)
        return found or (ephemeral if ephemeral and ephemeral.channel == channel else None)
