"""Who is offered to put what right, below what a story's menu opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks.admin.stories import correction_blocks
from briefbot.errors import Refused
from briefbot.listeners import rights

if TYPE_CHECKING:
    from briefbot.listeners.front import Ask, Front
    from briefbot.models import Block


async def offered(front: Front, ask: Ask, story: str) -> tuple[Block, ...]:
    """Return what this person may put right of the story, and of the digest that was clicked."""
    parts = await front.desk.digest_at(ask.channel, ask.message)
    digest = ask.message if parts and await allowed(front, ask, parts[0].order_id) else ""
    return correction_blocks(story if await allowed(front, ask) else "", digest)


async def allowed(front: Front, ask: Ask, briefing: str | None = None) -> bool:
    """Tell whether somebody may put it right: an admin, of a digest the briefing's owners too."""
    try:
        await rights.may(front, ask, briefing=briefing)
    except Refused:
        return False
    return True
