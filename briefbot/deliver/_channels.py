"""Which channel a destination is: a name, a channel's id, or a person's."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from briefbot.errors import DeliveryError
from briefbot.slack.client import Calls, cursor, listed
from briefbot.slack.refusals import CHANNEL

TYPES = "public_channel,private_channel"
PAGE = 200


class Channels:
    """Finds channels by what the configuration calls them, and remembers them."""

    def __init__(self, client: AsyncWebClient, calls: Calls) -> None:
        self._client = client
        self._calls = calls
        self._known: dict[str, str] = {}

    async def find(self, destination: str) -> str:
        """Return the channel's id; raise DeliveryError when there is none or it can't be asked."""
        if destination not in self._known:
            if destination.startswith("#"):
                await self._list(destination)
            elif destination.startswith(("U", "W")):
                self._known[destination] = await self._open(destination)
            else:
                return destination
        return self._known[destination]

    def doubt(self, destination: str, reason: str) -> None:
        """Forget a channel that can't be posted to: its name may be another's by now."""
        if reason in CHANNEL:
            self._known.pop(destination, None)

    async def _list(self, destination: str) -> None:
        """Read the workspace's channels until the one with this name; remember all on the way."""
        page: str | None = None
        while destination not in self._known:
            answer = await self._calls(
                "conversations.list",
                destination,
                self._client.conversations_list,
                types=TYPES,
                exclude_archived=True,
                limit=PAGE,
                cursor=page,
            )
            for channel in listed(answer, "channels"):
                self._known[f"#{channel.get('name')}"] = str(channel["id"])
            page = cursor(answer)
            if page is None:
                break
        if destination not in self._known:
            raise DeliveryError(
                "channel_not_found",
                f"{destination}: no channel of this name that is not archived can be seen by the "
                "bot; check the name, and invite the bot with /invite if the channel is private",
            )

    async def _open(self, person: str) -> str:
        answer = await self._calls(
            "conversations.open", person, self._client.conversations_open, users=person
        )
        channel = answer.get("channel")
        if not isinstance(channel, dict) or not channel.get("id"):
            raise DeliveryError(
                "user_not_found", f"{person}: Slack opens no direct message with them; check the id"
            )
        return str(channel["id"])
