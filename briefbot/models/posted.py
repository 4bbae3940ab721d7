"""What is posted: slots, messages, deliveries, and what readers keep for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Block = Mapping[str, Any]
"""One block of Slack's Block Kit, as its JSON has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One occurrence of a schedule: which standing order, on which local date, at which hour."""

    order_id: str
    """A briefing's id, or `subscription:7` for a reader's own."""
    day: date
    """The local date in the schedule's zone."""
    label: str
    """The local time as the schedule has it: 08:00."""
    due: datetime
    """The moment in UTC; label and date decide what it is called, this when it is."""


class SlotState(StrEnum):
    """What became of a slot."""

    COMPOSED = "composed"
    QUIET = "quiet"
    """Nothing was to tell, and the briefing says nothing on a quiet day."""
    SKIPPED = "skipped"
    """It was missed, and a later one came before it could be made up for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledSlot:
    """A slot, and what became of it."""

    slot: Slot
    state: SlotState
    detail: str
    """Why it was skipped, in words."""
    settled: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One Slack message: blocks for eyes, `text` for notifications and screen readers.

    Within Slack's limits: at most 40 blocks and 9,500 counted characters. `text` is mrkdwn,
    so what came from outside stands in it escaped. `plain` is the whole content as escaped
    mrkdwn, at most 3,900 characters: what is sent when Slack refuses the blocks.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    plain: str = ""


class DeliveryState(StrEnum):
    """Where a delivery stands. Only PENDING and SENDING are open."""

    PENDING = "pending"
    SENDING = "sending"
    """Claimed; until it is settled nobody knows whether Slack has it."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """It may have been posted, and the channel's history can't be read to see."""
    DEAD = "dead"
    """Slack refuses it for good."""
    SKIPPED = "skipped"
    """Its time was over before it could be posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of one digest to one destination, frozen when the digest was composed."""

    key: str
    """Unique for (digest, destination, part): how a sent message is recognised."""
    digest_id: int
    order_id: str
    destination: str
    """As configured: "#news", a channel's id or a person's."""
    part: int
    """From 0; the parts after the first go into its thread."""
    message: Message
    state: DeliveryState
    attempts: int
    created: datetime
    expires: datetime
    not_before: datetime
    claimed: datetime | None = None
    """When the last attempt began."""
    looks: int = 0
    """How often the channel's history was searched for the last attempt, without finding it."""
    channel: str | None = None
    """The channel's id, once it is known."""
    ts: str | None = None
    """Slack's id of the message, once it is sent."""
    thread: str | None = None
    """`ts` of the first part, for the parts after it, once that one is sent."""
    error: str = ""
    """What the last attempt met, in words."""
    plain: bool = False
    """Whether the message already is the plain version, because Slack refused the blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A reader's own standing order: a query, at a local time, as a direct message."""

    id: int
    user_id: str
    query: str
    """A topic's name or words, as the reader typed them."""
    label: str
    """Local time: 08:00."""
    weekdays: tuple[str, ...]
    """In three letters: mon, tue."""
    zone: str
    created: datetime

    @property
    def order_id(self) -> str:
        """What its slots and digests are kept under."""
        return f"subscription:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A reader's word on a story in a channel: more like this (1) or less (-1)."""

    channel: str
    user_id: str
    story_id: int
    source_id: str
    topic_id: str | None
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """What a channel wants more and less of, and what it does not want at all."""

    stories: frozenset[int] = frozenset()
    """Hidden stories."""
    sources: frozenset[str] = frozenset()
    """Muted sources."""
    words: tuple[str, ...] = ()
    """Muted words."""
    source_votes: tuple[tuple[str, int], ...] = ()
    """Source id and its votes, summed."""
    topic_votes: tuple[tuple[str, int], ...] = ()
    """Topic id and its votes, summed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How much of what readers said in a channel was reset."""

    votes: int
    mutes: int = 0
    """Hidden stories, muted sources and words."""
    whole: bool = True
    """Whether all is gone; else one reader's own votes are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something that an admin has to be told once, with what to do."""

    key: str
    """What it is about, such as `destination:#news`: told once until it is over."""
    text: str
    since: datetime
