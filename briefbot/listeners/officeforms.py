"""What an admin's form does when it is sent: acknowledged in time, whatever becomes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError
from slack_bolt.context.ack.async_ack import AsyncAck

from briefbot.config import check, values
from briefbot.desk.trial import sentence
from briefbot.errors import BriefbotError, ConfigError, Refused, Stale
from briefbot.listeners.drafts import OLD
from briefbot.listeners.edge import for_readers, in_words
from briefbot.listeners.front import Ask, Front

JSON = dict[str, Any]
T = TypeVar("T")

PATIENCE = 1.5
"""Seconds that a form waits for its change to be made: Slack gives up after three."""
AGAIN = "That was sent already. Please open the form anew."
PAST = "Choose a day that is still to come."
CLOSE: Mapping[str, Any] = {}
"""What an acknowledgement says so that the form closes, and the one below shows."""
LONGEST = 400


class Wrong(BriefbotError):  # noqa: N818  a verdict, said as one
    """What a form says can't be; each sentence stands under the name of its field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


async def sent(
    ack: AsyncAck,
    field: str,
    work: Coroutine[Any, Any, T],
    newer: Callable[[Stale], Awaitable[JSON]] | None = None,
    *,
    patience: float = PATIENCE,
) -> T | None:
    """Acknowledge with what became of the work; when it takes long, acknowledge before.

    What is wrong is said at its field, and None returned; `newer` draws the form anew where
    somebody else was faster.
    """

    async def wrong(error: BriefbotError) -> JSON | None:
        return await at_field(error, field, newer)

    return await acknowledged(ack, work, wrong, patience=patience)


async def acknowledged(
    ack: AsyncAck,
    work: Coroutine[Any, Any, T],
    wrong: Callable[[BriefbotError], Awaitable[JSON | None]],
    *,
    done: Mapping[str, Any] = CLOSE,
    patience: float = PATIENCE,
) -> T | None:
    """Acknowledge with `done`; in time also with what is `wrong`, and return None then."""
    task = asyncio.create_task(work)
    await asyncio.wait({task}, timeout=patience)
    if not task.done():
        await ack(**done)
    try:
        made = await task
    except BriefbotError as error:
        if ack.response is not None:
            raise _told(error) from error
        said = await wrong(error)
        if said is None:
            raise
        await ack(**said)
        return None
    if ack.response is None:
        await ack(**done)
    return made


async def at_field(
    error: BriefbotError, field: str, newer: Callable[[Stale], Awaitable[JSON]] | None = None
) -> JSON | None:
    """Return what an acknowledgement says of an error; None for what is no admin's to know."""
    if isinstance(error, Stale) and newer is not None:
        return {"response_action": "update", "view": await newer(error)}
    problems = problems_of(error, field)
    return {"response_action": "errors", "errors": problems} if problems else None


def _told(error: BriefbotError) -> BriefbotError:
    """Return the error so that it can be said in a message, where the form is closed by now."""
    said = problems_of(error, "it")
    return Refused(" ".join(said.values())) if said else error


def problems_of(error: BriefbotError, field: str) -> dict[str, str] | None:
    """Return what to say at which field; None for what is no admin's to know."""
    if isinstance(error, Wrong):
        return error.problems
    if isinstance(error, ConfigError):
        words = "; ".join(problem.message for problem in error.problems)
        return {field: f"That can't be: {words}"[:LONGEST]}
    return {field: in_words(error)[:LONGEST]} if for_readers(error) else None


@asynccontextmanager
async def once(front: Front, ask: Ask) -> AsyncIterator[None]:
    """Raise Refused when this was done before: Slack delivers some things twice.

    What fails inside was not done, so it may be sent again.
    """
    if not await front.desk.handled(ask.id):
        raise Refused(AGAIN)
    try:
        yield
    except BriefbotError:
        await front.desk.unhandled(ask.id)
        raise


def carried(view: Mapping[str, Any]) -> JSON:
    """Return what a form carried unseen; raise Refused when that says nothing."""
    try:
        things = json.loads(str(view.get("private_metadata") or ""))
    except (ValueError, RecursionError):
        things = None
    if not isinstance(things, dict):
        raise Refused(OLD)
    return things


def typed(view: Mapping[str, Any], name: str) -> str:
    """Return what was typed into a field, or the date that was chosen."""
    field = held(view, name)
    return str(field.get("value") or field.get("selected_date") or "").strip()


def until(view: Mapping[str, Any], today: date) -> date | None:
    """Return the day from which it goes on, None for no end; raise Wrong for one that is past."""
    text = typed(view, "until")
    if not text:
        return None
    try:
        day = values.day(text)
    except ValueError as error:
        raise Wrong({"until": sentence(str(error))}) from error
    if day <= today:
        raise Wrong({"until": PAST})
    return day


def chosen(view: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the values that were chosen or ticked."""
    options = held(view, name).get("selected_options") or ()
    return tuple(str(each.get("value")) for each in options)


def held(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return what a field of this name holds; its element may be called otherwise."""
    return next(iter((shown(view).get(name) or {}).values()), None) or {}


def shown(view: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the fields hold that a form shows, by their names."""
    return (view.get("state") or {}).get("values") or {}


def reason(error: ValidationError) -> str:
    """Return what is wrong first, as a sentence."""
    return sentence(check.told(error.errors()[0]))
