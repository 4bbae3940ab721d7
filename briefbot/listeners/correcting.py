"""Who is offered to put what right, below what a story's menu opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks.admin.stories import correction_blocks
from briefbot.listeners import rights

if TYPE_CHECKING:
    from briefbot.listeners.front import Ask, Front
    from briefbot.models import Block


async def offered(front: Front, ask: Ask, story: str) -> tuple[Block, ...]:
    """Return what this person may put right of the story, and of the digest that was clicked."""
    parts = await front.desk.digest_at(ask.channel, ask.message)
    digest = (
        ask.message if parts and await rights.admin(front, ask, briefing=parts[0].order_id) else ""
    )
    return correction_blocks(story if await rights.admin(front, ask) else "", digest)
