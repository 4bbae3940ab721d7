"""The admins: each hears once of what needs them, by direct message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from briefbot import blocks
from briefbot.errors import DeliveryError, Uncertain
from briefbot.models import Alert
from briefbot.slack.client import Calls
from briefbot.slack.refusals import CHANNEL

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")


class Admins:
    """Tells those that the configuration names then; who was told is known until all are."""

    def __init__(
        self, ids: Callable[[], Sequence[str]], calls: Calls, client: AsyncWebClient
    ) -> None:
        self._ids = ids
        self._calls = calls
        self._client = client
        self._told: dict[str, tuple[datetime, set[str]]] = {}
        """Alert's key: since when it is, and who heard of it."""

    async def tell(self, alert: Alert) -> None:
        """Tell every admin who has not heard of it yet.

        Raise DeliveryError when one of them may be reached later, or when none could be.
        """
        since, told = self._told.get(alert.key, (None, set()))
        if since != alert.since:
            told = set()
            self._told[alert.key] = (alert.since, told)
            log.error("alert", about=alert.key, text=alert.text)
        failures = await self._tell(alert, told)
        later = [error for error in failures if error.reason not in CHANNEL]
        if later or (failures and not told):
            raise (later or failures)[0]
        for error in failures:
            log.error("admin not told", alert=alert.text, error=str(error))
        del self._told[alert.key]

    async def _tell(self, alert: Alert, told: set[str]) -> list[DeliveryError]:
        people, failures = await self._people()
        for admin in people:
            if admin in told:
                continue
            try:
                await self._write(admin, alert)
            except Uncertain:
                told.add(admin)  # told twice is worse than perhaps not: the log has it too
            except DeliveryError as error:
                failures.append(error)
            else:
                told.add(admin)
        return failures

    async def _people(self) -> tuple[list[str], list[DeliveryError]]:
        """Return the admins, with the members of user groups, each once; and which are unknown."""
        found: dict[str, None] = {}
        failures = []
        for admin in self._ids():
            try:
                found |= dict.fromkeys(await self._members(admin))
            except DeliveryError as error:
                failures.append(error)
        return list(found), failures

    async def _members(self, admin: str) -> Sequence[str]:
        if not admin.startswith("S"):
            return (admin,)
        call = self._client.usergroups_users_list
        said = await self._calls("usergroups.users.list", f"group {admin}", call, usergroup=admin)
        return tuple(said.get("users") or ())

    async def _write(self, admin: str, alert: Alert) -> None:
        message = blocks.notice(alert.text, calls=True)
        call = self._client.conversations_open
        opened = await self._calls("conversations.open", admin, call, users=admin)
        await self._calls(
            "chat.postMessage",
            admin,
            self._client.chat_postMessage,
            channel=opened["channel"]["id"],
            text=message.plain,  # in the notification, too, a person is a name
            blocks=list(message.blocks),
            unfurl_links=False,
            unfurl_media=False,
        )
