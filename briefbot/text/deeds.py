"""What admins do beside the configuration, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.models import BESIDE

if TYPE_CHECKING:
    from briefbot.models import Change

LONGEST = 60


def told(change: Change) -> str:
    """Say what was done: deleted the digest of morning in #news; nothing for a file's change."""
    if change.part not in BESIDE:
        return ""
    held = {**(change.after or {}), **(change.before or {})}
    if change.part == "digests":
        briefing, where = held.get("briefing"), held.get("destination")
        if change.before is None:
            return f"asked for the digest of {briefing} in {where}"
        return f"deleted the digest of {briefing} in {where}"
    if change.part == "clicks":
        return f"tried '{change.id.replace('_', ' ') or 'something'}'"
    title = " ".join(str(held.get("article")).split())
    title = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    return f"split '{title}' off its story"
