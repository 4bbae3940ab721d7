"""The clock: the only place that reads it."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the aware UTC time of this moment."""
    return datetime.now(UTC)
