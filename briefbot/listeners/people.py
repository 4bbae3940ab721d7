"""Who asks, as Slack knows them: their time zone, and whether they belong to the workspace."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from briefbot.errors import BriefbotError, DeliveryError
from briefbot.slack.client import Calls
from briefbot.text.clean import clean

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

MOST_PEOPLE = 5_000
LONGEST_NAME = 80
KEPT = 600.0
"""Seconds: whoever travels has the new zone after ten minutes."""
KEPT_UNKNOWN = 30.0
PATIENCE = 1.5
"""Seconds to wait for Slack before the person is answered without knowing them; a modal has to
open within three."""
FOR_GOOD = frozenset({"missing_scope", "no_permission"})
"""Refusals that no waiting mends."""
SLACKBOT = "USLACKBOT"
"""Slack's own bot, which says of itself that it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user of Slack."""

    id: str
    zone: str
    """IANA name of their time zone."""
    called: str = ""
    """The name that they have in Slack."""
    known: bool = True
    """Whether Slack has told about them; if not, the zone is the default one."""
    zoned: bool = True
    """Whether the zone is their own, as Slack says."""
    hidden: bool = False
    """Whether Slack will not tell about them: the app lacks `users:read`."""
    bot: bool = False
    foreign: bool = False
    """Whether they belong to another workspace (Slack Connect)."""
    guest: bool = False
    admin: bool = False
    """Whether they are an admin or an owner of the workspace."""

    @property
    def outsider(self) -> bool:
        """Whether the archive is not for them."""
        return self.bot or self.foreign


async def _nobody_listens(_user_id: str, _zone: str) -> None:
    pass


class People:
    """Asks Slack about each person once in a while, and remembers a bounded number of them.

    `moved` hears in which zone a person is, each time that Slack has told it.
    """

    def __init__(
        self,
        calls: Calls,
        client: AsyncWebClient,
        *,
        zone: Callable[[], str] = lambda: "UTC",
        moved: Callable[[str, str], Awaitable[None]] = _nobody_listens,
        patience: float = PATIENCE,
        most_people: int = MOST_PEOPLE,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls = calls
        self._client = client
        self._zone = zone
        self._moved = moved
        self._patience = patience
        self._most = most_people
        self._timer = timer
        self._asked: OrderedDict[str, tuple[float, asyncio.Task[Person]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._asked)

    async def find(self, user_id: str, team_id: str | None, *, kept: float = KEPT) -> Person:
        """Return the person; `team_id` is the workspace that the bot belongs to.

        What Slack said longer than `kept` seconds ago is asked again.

        Those who ask at the same time wait for one call. When Slack does not answer soon, the
        person is one of whom nothing is known.
        """
        task = self._task(user_id, team_id, kept)
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._patience)
        except TimeoutError:
            return self._unknown(user_id)

    def called(self, user_id: str) -> str:
        """Return the name that somebody has in Slack, if it is known by now; nothing is asked."""
        asked = self._asked.get(user_id)
        if asked is None or not asked[1].done() or asked[1].cancelled() or asked[1].exception():
            return ""
        return asked[1].result().called

    def _task(self, user_id: str, team_id: str | None, kept: float) -> asyncio.Task[Person]:
        asked = self._asked.get(user_id)
        if asked and not self._old(*asked, kept):
            self._asked.move_to_end(user_id)
            return asked[1]
        task = asyncio.create_task(self._ask(user_id, team_id))
        self._asked[user_id] = (self._timer(), task)
        self._asked.move_to_end(user_id)
        if len(self._asked) > self._most:
            self._asked.popitem(last=False)
        return task

    def _old(self, at: float, task: asyncio.Task[Person], kept: float) -> bool:
        if not task.done():
            return False
        if task.cancelled() or task.exception():
            return True
        found = task.result()
        return self._timer() - at > (kept if found.known or found.hidden else KEPT_UNKNOWN)

    async def _ask(self, user_id: str, team_id: str | None) -> Person:
        try:
            answer = await self._calls("users.info", user_id, self._client.users_info, user=user_id)
        except DeliveryError as error:
            log.warning("person unknown", user=user_id, error=str(error))
            return self._unknown(user_id, hidden=error.reason in FOR_GOOD)
        found = person(answer.get("user") or {}, user_id, team_id, self._zone())
        if found.zoned and not found.outsider:
            await self._follow(found)
        return found

    async def _follow(self, found: Person) -> None:
        try:
            await self._moved(found.id, found.zone)
        except BriefbotError as error:  # they are known all the same
            log.error("person not followed", user=found.id, error=str(error))

    def _unknown(self, user_id: str, *, hidden: bool = False) -> Person:
        bot = user_id == SLACKBOT
        return Person(
            id=user_id, zone=self._zone(), known=False, zoned=False, hidden=hidden, bot=bot
        )


def person(user: Mapping[str, Any], user_id: str, team_id: str | None, zone: str) -> Person:
    """Return the person that `users.info` describes; `zone` where Slack knows none."""
    grid = user.get("enterprise_user") or {}
    teams = {user.get("team_id"), grid.get("enterprise_id"), *(grid.get("teams") or ())} - {None}
    own = _fit(user.get("tz"))
    return Person(
        id=user_id,
        zone=own or zone,
        called=_called(user),
        zoned=own is not None,
        bot=bool(user.get("is_bot")) or user_id == SLACKBOT,
        guest=bool(user.get("is_restricted")) or bool(user.get("is_ultra_restricted")),
        admin=bool(user.get("is_admin")) or bool(user.get("is_owner")),
        foreign=bool(user.get("is_stranger")) or bool(team_id and teams and team_id not in teams),
    )


def _called(user: Mapping[str, Any]) -> str:
    """Return a person's full name, else what they call themselves, else that of their account."""
    profile = user.get("profile") or {}
    names = (user.get("real_name"), profile.get("display_name"), user.get("name"))
    return clean(next(filter(None, map(str, filter(None, names))), ""), limit=LONGEST_NAME)


def _fit(zone: object) -> str | None:
    """Return the zone if this machine knows it too."""
    try:
        return ZoneInfo(str(zone)).key if zone else None
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of zones
        return None
