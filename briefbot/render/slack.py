"""The messages that Slack would get, as the JSON of Block Kit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefbot import blocks
from briefbot.text import wording

if TYPE_CHECKING:
    from briefbot.models import Digest
    from briefbot.ports import Render


def render(digest: Digest) -> str:
    """Return the messages in order; each can be pasted into Slack's Block Kit Builder."""
    messages = [
        {"text": message.text, "blocks": list(message.blocks)}
        for message in blocks.digest_messages(digest)
    ]
    text = json.dumps({"messages": messages}, ensure_ascii=False, indent=2)
    return wording.escaped(text) + "\n"


RENDER: Render = render
