"""Slots and digests: what was composed for whom, and what it told."""

from __future__ import annotations

from briefbot.store.writer import Writer


class PostingStore(Writer):
    """Slots and digests: what was composed for whom, and what it told."""
