"""When things happen: which source is due, and which slot of a briefing; pure."""

from briefbot.schedule.slots import (
    Turn,
    catch_up_window,
    due_at,
    expiry,
    next_slot,
    slots,
    turn,
)
from briefbot.schedule.sources import belongs, due_sources, look_at, next_check

__all__ = [
    "Turn",
    "belongs",
    "catch_up_window",
    "due_at",
    "due_sources",
    "expiry",
    "look_at",
    "next_check",
    "next_slot",
    "slots",
    "turn",
]
