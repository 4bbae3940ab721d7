"""Cursors: a long list in pages."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, TypeVar

from briefbot.emulator.calls import Args, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def page(items: Sequence[T], args: Args, *, default: int, most: int) -> tuple[Sequence[T], str]:
    """Return the page that the call asks for, and the cursor of the next; "" at the end."""
    limit = args.number("limit", default)
    if not 1 <= limit <= most:
        raise Refusal("invalid_limit")
    start = _start(args.text("cursor"))
    end = start + limit
    return items[start:end], _cursor(end) if end < len(items) else ""


def more(cursor: str) -> dict[str, Any]:
    """Return the part of an answer that carries the cursor."""
    return {"response_metadata": {"next_cursor": cursor}}


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"next:{place}".encode()).decode()


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise Refusal("invalid_cursor") from None
