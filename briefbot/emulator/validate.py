"""Block Kit's limits and forms: what Slack refuses, in its words."""

from __future__ import annotations

INTERACTIVE = frozenset({"button", "overflow", "static_select"})


def message(blocks: object) -> None:
    """Refuse the blocks of a message that Slack would refuse."""


def view(content: object) -> None:
    """Refuse a view that Slack would refuse."""
