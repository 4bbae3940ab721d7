"""Drawing the admins' part of App Home, for those who may see it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from briefbot.blocks.admin.home import SUGGESTIONS, admin_view
from briefbot.listeners import rights
from briefbot.models.office import Batch, Part, Where
from briefbot.store import suggestions

if TYPE_CHECKING:
    from briefbot.listeners.front import Ask, Front
    from briefbot.models.office import OfficePage

CHANGES = 15
"""On a page; each takes two of the view's hundred blocks."""
FEW = 5


async def publish(front: Front, ask: Ask, where: Where, said: str = "") -> None:
    """Draw it, with a sentence on top; raise Refused for whoever may change nothing."""
    page = await _page(front, ask, where)
    front.at[ask.user] = page.where
    view = admin_view(replace(page, said=said, command=front.command))
    await front.calls(
        "views.publish", "App Home", front.client.views_publish, user_id=ask.user, view=view
    )


async def _page(front: Front, ask: Ask, where: Where) -> OfficePage:
    own = await rights.own(front, ask)
    zone = (await ask.person(front)).zone
    page = await front.desk.office_page(where, zone, only=own)
    page = replace(page, unwritable=_unwritable(front))
    if own is not None:
        return page
    return await _with_changes(front, await _with_suggestions(front, page))


def _unwritable(front: Front) -> str:
    return rights.NO_FILE if front.office is None else front.office.unwritable()


async def _with_suggestions(front: Front, page: OfficePage) -> OfficePage:
    """Return the overview with what members propose; one more tells that there are more."""
    if page.where.part is not Part.OVERVIEW:
        return page
    file = front.desk.store.file
    found = await asyncio.to_thread(suggestions.waiting, file, SUGGESTIONS + 1)
    return replace(page, suggestions=found)


async def _with_changes(front: Front, page: OfficePage) -> OfficePage:
    """Return the page with the last changes, where it shows them; one more tells of a next page."""
    if front.office is None or page.where.part not in {Part.OVERVIEW, Part.CHANGES}:
        return page
    whole, at = page.where.part is Part.CHANGES, page.where.page
    most = CHANGES if whole else FEW
    found = await front.office.batches(most + 1, at * most if whole else 0)
    changes = tuple(Batch(first=first, size=size) for first, size in found[:most])
    pages = at + 1 + (len(found) > most) if whole else 1
    return replace(page, changes=changes, pages=pages)
