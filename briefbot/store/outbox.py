"""The outbox: claim, settle, look; each a transaction of its own."""

from __future__ import annotations

from briefbot.store.writer import Writer


class OutboxStore(Writer):
    """The outbox: claim, settle, look; each a transaction of its own."""
