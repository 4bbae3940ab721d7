"""Who may change the configuration: asked when something is sent, not when it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from briefbot.admin import Done, Judge
from briefbot.config import Config
from briefbot.desk.trial import sentence
from briefbot.errors import BriefbotError, ConfigError, DeliveryError, Refused, StoreError
from briefbot.listeners.front import OUTSIDER, UNKNOWN, Ask, Front
from briefbot.listeners.people import Person
from briefbot.models import Author, Change, ChangeRecord
from briefbot.store.configedit import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefbot.desk import Office

log: structlog.stdlib.BoundLogger = structlog.get_logger("briefbot")

FRESH = 60.0
"""Seconds that what Slack says of groups, channels and people counts for."""
PROBLEMS = 5
"""Of a wrong configuration, so many are told at once."""
CLAIM = (
    "Whoever runs me types `briefbot admins claim` on the machine where I run; with the code that "
    "it prints, `{command} admin claim CODE` makes you one."
)
NOBODY = "Nobody may change that yet: I have no admin. " + CLAIM + " {or_file}"
NOT_YOU = "Only {who} may change that. " + CLAIM + " {or_file}"
OR_FILE = "Or your id, {user}, is written under `admins` in my file."
GUEST = "That is not for guests of this workspace."
SHARED = (
    "People of another workspace are in this channel, so nothing is changed from here. "
    "Use my Home tab."
)
OPERATORS_ONLY = (
    "That says who may do what, or what may be reached, so it is taken back in a terminal: "
    "`briefbot config undo {number}`"
)
UNWRITABLE = "{why}, so nothing can be changed. Whoever runs me makes it writable."
NO_FILE = "I run without a configuration file, so nothing can be changed."
HIDDEN = (
    "Slack does not let me see who you are: the app lacks the scope `users:read`. Whoever "
    "manages the app adds it, and installs the app again."
)
UNSEEN = "Slack does not tell me who is in this channel. Use my Home tab."


async def may(front: Front, ask: Ask, *, briefing: str | None = None) -> Author:
    """Return who asks, as the author of changes; raise Refused, which says who may.

    With `briefing`, the owners of that one may too. That somebody tried who may not is audited.
    """
    try:
        return await _may(front, ask, briefing)
    except Refused as error:
        await _noted(front, ask, str(error))
        raise


async def _noted(front: Front, ask: Ask, why: str) -> None:
    log.warning("refused", user=ask.user, deed=ask.deed)
    try:
        if front.office is not None:
            await front.office.refuse(_author(front, ask), ask.deed, why)
    except StoreError as error:
        log.error("archive", error=str(error))  # they hear that they may not all the same


async def _may(front: Front, ask: Ask, briefing: str | None = None) -> Author:
    person = await insider(front, ask)
    if await _shared(front, ask):
        raise Refused(SHARED)
    config = front.desk.config
    if not (_owns(config, ask.user, briefing) or await _admin(front, person)):
        raise Refused(refusal(front, ask.user, briefing))
    return _author(front, ask)


async def change(
    front: Front,
    ask: Ask,
    changes: tuple[Change, ...],
    *,
    briefing: str | None = None,
    judge: Judge | None = None,
) -> Done:
    """Change the configuration, if who asks may; else write down that they asked, and raise.

    `judge` looks at what the file says when it is this change's turn.
    """
    office, author = await _allowed(front, ask, changes, briefing)
    try:
        return await office.change(author, changes, judge=judge)
    except ConfigError as error:
        raise unfit(error) from error


async def preview(
    front: Front, ask: Ask, changes: tuple[Change, ...], *, briefing: str | None = None
) -> str:
    """Return what changes would make of the file, as a diff; raise as making them would."""
    office, _ = await _allowed(front, ask, changes, briefing)
    if why := office.unwritable():
        raise Refused(UNWRITABLE.format(why=why))
    try:
        return await office.preview(changes)
    except ConfigError as error:
        raise unfit(error) from error


async def _allowed(
    front: Front, ask: Ask, changes: tuple[Change, ...], briefing: str | None
) -> tuple[Office, Author]:
    """Return where it is changed, and by whom; write down that somebody asked who may not."""
    office = front.office
    if office is None:
        raise Refused(NO_FILE)
    try:
        return office, await _may(front, ask, briefing)
    except Refused as error:
        await office.change(_author(front, ask), changes, why_not=str(error))
        raise


async def undo(front: Front, ask: Ask, number: int) -> Done:
    """Take a change back, if who asks may; else write down that they asked, and raise."""
    office = front.office
    if office is None:
        raise Refused(NO_FILE)
    records = await office.batch(number)
    try:
        author = await _may(front, ask, _owned(records))
    except Refused as error:
        return await office.undo(_author(front, ask), number, why_not=str(error))
    if any(record.operators for record in records):
        # By a click back, whoever is admin now could open a network that was closed by hand.
        raise Refused(OPERATORS_ONLY.format(number=number))
    try:
        return await office.undo(author, number)
    except ConfigError as error:
        raise unfit(error) from error


async def may_undo(front: Front, ask: Ask, number: int) -> bool:
    """Tell whether somebody may take a change back; it is asked to draw, not to do."""
    records = await front.office.batch(number) if front.office else ()
    return await admin(front, ask, briefing=_owned(records))


def _owned(records: Sequence[ChangeRecord]) -> str | None:
    """Return the briefing that changes are of, where its owners may take them back.

    They change what it says; that it is there at all is for admins to say.
    """
    ids = {each.change.id for each in records}
    there = all(each.change.before and each.change.after for each in records)
    ours = there and {each.change.part for each in records} == {"briefings"}
    return ids.pop() if ours and len(ids) == 1 else None


def unfit(error: ConfigError) -> BriefbotError:
    """Return what is wrong with the configuration as a sentence for an admin in Slack."""
    told = [str(problem) for problem in error.problems[:PROBLEMS]]
    left = len(error.problems) - len(told)
    more = f"; and {left} more" if left > 0 else ""
    words = f"{'; '.join(told)}{more}"
    if words.startswith(NOTHING):
        return BriefbotError(sentence(words))
    return BriefbotError(f"The configuration would be wrong, so nothing is changed: {words}")


async def admin(front: Front, ask: Ask, *, briefing: str | None = None) -> bool:
    """Tell whether somebody may change the configuration; it is asked to draw, not to do.

    With `briefing`, whether they own that one is enough.
    """
    try:
        await _may(front, ask, briefing)
    except Refused:
        return False
    return True


async def own(front: Front, ask: Ask) -> tuple[str, ...] | None:
    """Return the briefings that are all somebody may change; None for whoever may change all.

    Raise Refused for whoever may change nothing.
    """
    try:
        await _may(front, ask)
    except Refused:
        mine = tuple(b.id for b in front.desk.config.briefings if ask.user in b.owners)
        if not mine:
            raise
        await _may(front, ask, mine[0])
        return mine
    return None


def refusal(front: Front, user: str, briefing: str | None = None) -> str:
    """Say who may change the configuration, and how to become one of them."""
    who = " or ".join(_who(front.desk.config, briefing))
    words = NOT_YOU if who else NOBODY
    return words.format(who=who, command=front.command, or_file=OR_FILE.format(user=user))


def _who(config: Config, briefing: str | None) -> Iterator[str]:
    if config.admins:
        yield "my admins"
    if config.workspace_admins:
        yield "admins of the workspace"
    if briefing is not None and _owners(config, briefing):
        yield "the owners of this briefing"


def _author(front: Front, ask: Ask) -> Author:
    return Author(name=ask.user, way="slack", called=front.people.called(ask.user))


async def insider(front: Front, ask: Ask) -> Person:
    """Return who asks, freshly known as a full member of the workspace."""
    person = await front.people.find(ask.user, ask.team, kept=FRESH)
    if person.outsider:
        raise Refused(OUTSIDER)
    if person.guest:
        raise Refused(GUEST)
    if not person.known:
        raise Refused(HIDDEN if person.hidden else UNKNOWN)
    return person


async def _admin(front: Front, person: Person) -> bool:
    config = front.desk.config
    if person.id in config.admins or (config.workspace_admins and person.admin):
        return True
    groups = [each for each in config.admins if each.startswith("S")]
    return any([person.id in await _members(front, group) for group in groups])


async def _members(front: Front, group: str) -> frozenset[str]:
    """Return who is in a user group; nobody while Slack does not say."""

    async def ask() -> frozenset[str]:
        found = await front.calls(
            "usergroups.users.list",
            f"the user group {group}",
            front.client.usergroups_users_list,
            usergroup=group,
        )
        return frozenset(found.get("users") or ())

    try:
        return await front.lately(f"group {group}", ask)
    except DeliveryError as error:
        log.warning("user group unknown", group=group, error=str(error))
        return frozenset()


async def everybody(front: Front) -> tuple[str, ...]:
    """Return the admins whom the configuration names, those in its user groups too."""
    found: list[str] = []
    for each in front.desk.config.admins:
        found += sorted(await _members(front, each)) if each.startswith("S") else [each]
    return tuple(dict.fromkeys(found))


async def _shared(front: Front, ask: Ask) -> bool:
    """Tell whether another workspace is in the channel, if it was done in one."""
    if not ask.channel or ask.channel.startswith("D"):
        return False

    async def about() -> bool:
        found = await front.calls(
            "conversations.info", ask.channel, front.client.conversations_info, channel=ask.channel
        )
        room = found.get("channel") or {}
        return any(room.get(sign) for sign in ("is_ext_shared", "is_pending_ext_shared"))

    try:
        return await front.lately(f"channel {ask.channel}", about)
    except DeliveryError as error:
        raise Refused(UNSEEN) from error


def _owns(config: Config, user: str, briefing: str | None) -> bool:
    return briefing is not None and user in _owners(config, briefing)


def _owners(config: Config, briefing: str) -> tuple[str, ...]:
    return next((each.owners for each in config.briefings if each.id == briefing), ())
