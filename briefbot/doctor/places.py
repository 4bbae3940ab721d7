"""Each destination: is it there, is the bot a member, can it be posted to and read."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from briefbot.doctor.finding import Finding, fine, note, wrong
from briefbot.errors import DeliveryError
from briefbot.slack.client import Calls, cursor, listed

PAGE = 200
"""Slack recommends no more, and refuses 1,000."""
TYPES = "public_channel,private_channel"
_BLIND = (
    "its history can't be read, so a digest whose answer got lost is not posted again; add the "
    "scopes channels:history and groups:history to the app and install it again"
)

Channel = dict[str, Any]


class Places:
    """Looks at destinations; the workspace's channels are listed once."""

    def __init__(self, client: AsyncWebClient, calls: Calls) -> None:
        self._client = client
        self._calls = calls
        self._named: dict[str, Channel] = {}
        self._listed = False

    async def look(self, destination: str) -> Finding:
        """Return how a destination is."""
        try:
            if destination.startswith(("U", "W")):
                return await self._person(destination)
            channel = await self.find(destination)
            return await self._channel(destination, channel) if channel else _absent(destination)
        except DeliveryError as error:
            return wrong(str(error))

    async def find(self, destination: str) -> Channel | None:
        """Return a channel by its name or id, archived ones too; None when none can be seen."""
        if not destination.startswith("#"):
            call = self._client.conversations_info
            answer = await self._calls("conversations.info", destination, call, channel=destination)
            return dict(answer["channel"])
        if not self._listed:
            await self._list()
        return self._named.get(destination)

    async def _list(self) -> None:
        page: str | None = None
        while True:
            answer = await self._calls(
                "conversations.list",
                "the workspace's channels",
                self._client.conversations_list,
                types=TYPES,
                exclude_archived=False,
                limit=PAGE,
                cursor=page,
            )
            for channel in listed(answer, "channels"):
                self._remember(channel)
            page = cursor(answer)
            if page is None:
                break
        self._listed = True

    def _remember(self, channel: Channel) -> None:
        """Keep a channel under its name; an archived one only while no other bears it."""
        name = f"#{channel.get('name')}"
        if name not in self._named or not channel.get("is_archived"):
            self._named[name] = channel

    async def _person(self, user: str) -> Finding:
        answer = await self._calls("users.info", user, self._client.users_info, user=user)
        person = answer.get("user") or {}
        if person.get("deleted") or person.get("is_bot"):
            kind = "a bot" if person.get("is_bot") else "a closed account"
            return wrong(f"{user} is {kind}, which gets no direct messages; take it out")
        await self._calls("conversations.open", user, self._client.conversations_open, users=user)
        return fine(f"{user} ({person.get('real_name') or person.get('name')}) can be written to")

    async def _channel(self, destination: str, channel: Channel) -> Finding:
        if channel.get("is_archived"):
            return wrong(f"{destination} is archived; unarchive it, or name another channel")
        if not channel.get("is_member") and not channel.get("is_im"):
            if channel.get("is_private"):
                return wrong(f"{destination} is private and the bot is no member; /invite it there")
            return note(
                f"{destination} is public and the bot is no member yet: it joins when it first "
                "posts there"
            )
        return await self._read(destination, str(channel["id"]))

    async def _read(self, destination: str, channel: str) -> Finding:
        call = self._client.conversations_history
        try:
            await self._calls("conversations.history", destination, call, channel=channel, limit=1)
        except DeliveryError as error:
            if error.reason == "missing_scope":
                return note(f"{destination}: the bot is a member, but {_BLIND}")
            raise
        return fine(f"{destination}: the bot is a member and can read it")


def _absent(destination: str) -> Finding:
    return wrong(
        f"{destination}: the bot sees no channel of this name; check the name, and /invite the bot "
        "if it is private"
    )
