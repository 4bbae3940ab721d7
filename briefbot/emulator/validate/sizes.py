"""How much a message holds in all: a limit that Slack does not publish."""

from __future__ import annotations

import html
from typing import Any

MOST = 13_200
"""Counted characters; measured by others (slackapi/bolt-js#2509, #2867)."""
MOST_MARKDOWN = 12_000
_HEADER = 100
_BLOCK = 50
"""What a block counts beside its text: above 41, what was seen refused is refused (11,341
characters in 45 blocks); up to 72, what was seen accepted passes (9,597 in 50)."""


def counted(blocks: list[dict[str, Any]]) -> int:
    """Return what Slack counts: rendered characters, & < > as entities, and something a block."""
    return sum(
        _characters(block) + (_HEADER if block.get("type") == "header" else _BLOCK)
        for block in blocks
    )


def _characters(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_characters, node))
    if not isinstance(node, dict):
        return 0
    own = node.get("text")
    if node.get("type") == "link" and not own:
        own = node.get("url")
    inner = sum(_characters(value) for name, value in node.items() if name != "confirm")
    return inner + (len(html.escape(own, quote=False)) if isinstance(own, str) else 0)


def markdown(blocks: list[dict[str, Any]]) -> int:
    """Return the characters of all markdown blocks."""
    return sum(
        len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown"
    )
