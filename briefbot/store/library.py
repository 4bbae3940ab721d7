"""The whole archive for those who only read it."""

from __future__ import annotations

from briefbot.store.deliveries import Deliveries
from briefbot.store.people import People
from briefbot.store.posted import Posted


class Library(Posted, Deliveries, People):
    """Every question: what was read, composed and posted, and what readers keep."""
