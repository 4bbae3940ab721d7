"""What the tests of the outbox share: an archive with digests in it, and messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from briefbot.models import Delivery, DeliveryState, Message
from briefbot.outbox import Versions
from briefbot.pipeline.ingest import Keeper
from briefbot.store.rows import stamp
from briefbot.store.sqlite import Store
from tests.makers import NOON

P = ParamSpec("P")
T = TypeVar("T")
WINDOW = timedelta(hours=12)


def message(text: str = "Morning, 23 November", blocks: int = 2) -> Message:
    """Make a message of a header and sections."""
    head = {"type": "header", "text": {"type": "plain_text", "text": text}}
    body = {"type": "section", "text": {"type": "plain_text", "text": "A ship came in."}}
    return Message(text=text, blocks=(head, *(body,) * (blocks - 1)), plain=f"{text}: a ship.")


def compose(  # what composing a digest leaves in the outbox
    store: Store,
    destination: str = "#news",
    *,
    at: datetime = NOON,
    parts: int = 1,
    window: timedelta = WINDOW,
) -> int:
    """Enqueue a digest in so many parts; return its id."""
    with store.transaction():
        row = {"briefing_id": "morning", "made": stamp(at), "payload": "{}"}
        digest_id = store._insert("digests", row)
        messages = [message(f"Morning {part}") for part in range(parts)]
        store.enqueue(digest_id, "morning", destination, messages, created=at, expires=at + window)
    return digest_id


def posted(**fields: Any) -> Delivery:
    """Make the first message of a morning's digest to #news."""
    known: dict[str, Any] = {
        "key": "briefbot-1-ab-0",
        "digest_id": 1,
        "order_id": "morning",
        "destination": "#news",
        "part": 0,
        "message": message(),
        "state": DeliveryState.SENT,
        "attempts": 1,
        "created": NOON,
        "expires": NOON,
        "not_before": NOON,
    }
    return Delivery(**{**known, **fields})


def deliveries(store: Store, digest_id: int) -> list[Delivery]:
    """Return what became of a digest, part by part."""
    rows = store._rows("SELECT key FROM deliveries WHERE digest_id = ? ORDER BY part", digest_id)
    found = [store.delivery(row["key"]) for row in rows]
    return [delivery for delivery in found if delivery]


def states(store: Store, digest_id: int) -> list[DeliveryState]:
    """Return the states of a digest's parts."""
    return [delivery.state for delivery in deliveries(store, digest_id)]


async def inline(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function where it is called, as an `Offload`: no thread, so time can jump."""
    return function(*args, **kwargs)


def keeper(path: Path) -> Keeper:
    """Open an archive for a virtual world."""
    return Keeper(store=Store(path / "briefbot.db"), db=inline)


def _halve(whole: Message) -> tuple[Message, Message]:
    middle = len(whole.blocks) // 2
    first, second = whole.blocks[:middle], whole.blocks[middle:]
    return (
        Message(text=whole.text, blocks=first, plain=whole.plain),
        Message(text=whole.text, blocks=second, plain=whole.plain),
    )


def _plain(whole: Message) -> Message:
    return Message(text=whole.plain)


VERSIONS = Versions(halve=_halve, plain=_plain)
