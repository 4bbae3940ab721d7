"""When things happen: which source is due, and which slot of a briefing; pure."""

from briefbot.schedule.polling import Times, rhythm, share, times
from briefbot.schedule.slots import (
    Turn,
    catch_up_window,
    due_at,
    expiry,
    next_slot,
    slots,
    turn,
)
from briefbot.schedule.sources import begun_anew, belongs, current, due_sources, look_at

__all__ = [
    "Times",
    "Turn",
    "begun_anew",
    "belongs",
    "catch_up_window",
    "current",
    "due_at",
    "due_sources",
    "expiry",
    "look_at",
    "next_slot",
    "rhythm",
    "share",
    "slots",
    "times",
    "turn",
]
