"""What digests are made and posted with, by the bot and by hand alike."""

from __future__ import annotations

from briefbot import blocks, plugins
from briefbot.choosing import select
from briefbot.outbox import Versions
from briefbot.pipeline import Press

VERSIONS = Versions(halve=blocks.halve, plain=blocks.plain_message)
"""What becomes of a message that Slack refuses."""


def press() -> Press:
    """Return how stories become messages; an edition is kept as JSON."""
    payload = plugins.load("briefbot.render", "json", "RENDER")
    return Press(select=select, compose=blocks.digest_messages, payload=payload)
