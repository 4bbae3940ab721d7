"""Clicks on the admins' part of App Home: what to look at, and taking a change back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefbot.blocks.admin import where as carried
from briefbot.desk.trial import sentence
from briefbot.errors import BriefbotError, Refused
from briefbot.listeners import adminhome, home, rights
from briefbot.listeners.edge import clicked, for_readers, in_words
from briefbot.models.office import Fare, Part, Where
from briefbot.text import edits
from briefbot.text.clean import clean
from briefbot.text.wording import count

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp

    from briefbot.listeners.front import Ask, Front
    from briefbot.listeners.reply import Reply

JSON = dict[str, Any]
LEADING = (
    *(f"admin_{part}" for part in Part),
    *("admin_back", "admin_next", "admin_all", "admin_unwell"),
)
"""Buttons that carry what to look at."""
UNDONE = "Undone: {what}. The file says again what it said before."


async def redraw(front: Front, ask: Ask, said: str = "") -> None:
    """Draw it anew for an admin who looks at it, after a change; with a sentence on top."""
    if ask.user in front.at:
        await adminhome.publish(front, ask, front.at[ask.user], said)


async def go(action: JSON, ask: Ask, front: Front) -> None:
    """Show what a button leads to."""
    await adminhome.publish(front, ask, carried.read(action.get("value")))


async def admin_search(action: JSON, body: JSON, ask: Ask, front: Front) -> None:
    """Show the sources that say these words."""
    words = clean(str(action.get("value") or ""), limit=carried.LONGEST)
    await adminhome.publish(front, ask, replace(_sources(body), words=words))


async def admin_topic_filter(action: JSON, body: JSON, ask: Ask, front: Front) -> None:
    """Show a topic's sources."""
    topic = _chosen(action).partition(":")[2]
    await adminhome.publish(front, ask, replace(_sources(body), topic=topic))


async def admin_fare(action: JSON, body: JSON, ask: Ask, front: Front) -> None:
    """Show the sources that fare so."""
    word = _chosen(action).partition(":")[2]
    fare = Fare(word) if word in set(Fare) else Fare.ANY
    await adminhome.publish(front, ask, replace(_sources(body), fare=fare))


async def admin_leave(ask: Ask, front: Front) -> None:
    """Show the reader's own Home again."""
    front.at.pop(ask.user, None)
    await home.publish(front, ask)


async def admin_undo(action: JSON, body: JSON, ask: Ask, reply: Reply, front: Front) -> None:
    """Take a change back, once; say why where that can't be."""
    number = str(action.get("value"))
    if not number.isdecimal() or len(number) > 15:  # noqa: PLR2004  no number of ours
        raise Refused("That button is out of date. Please open my Home tab again.")
    if not await front.desk.handled(ask.id):
        return
    try:
        said = await _undone(front, ask, int(number))
    except Refused:
        raise
    except BriefbotError as error:
        if not for_readers(error):
            raise
        said = f"Not undone. {sentence(in_words(error))}"
    if "view" in body:
        await adminhome.publish(front, ask, _where(body), said)
        return
    await reply.say(said)
    await redraw(front, ask)


async def _undone(front: Front, ask: Ask, number: int) -> str:
    """Take a change back, and say what it was."""
    await rights.undo(front, ask, number)
    records = await front.office.batch(number) if front.office else ()
    what = edits.told(records[0].change)
    more = f", and {count(len(records) - 1, 'more change')}" if len(records) > 1 else ""
    return UNDONE.format(what=f"{what}{more}")


def _where(body: JSON) -> Where:
    """Return what the person looks at, as their view says."""
    return carried.read((body.get("view") or {}).get("private_metadata"))


def _sources(body: JSON) -> Where:
    return replace(_where(body), part=Part.SOURCES, page=0)


def _chosen(action: JSON) -> str:
    return str((action.get("selected_option") or {}).get("value") or "")


def register(bolt: AsyncApp) -> None:
    """Listen to what `blocks.admin.home` shows."""
    for name in LEADING:
        bolt.action(name)(clicked(go))
    for listener in (admin_search, admin_topic_filter, admin_fare, admin_leave, admin_undo):
        bolt.action(listener.__name__)(clicked(listener))
