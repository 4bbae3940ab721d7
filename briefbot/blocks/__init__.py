"""What Slack shows, as plain dictionaries: digests, answers, views, and how long they may be.

Pure. What comes from outside stands in rich text or plain text, which Slack does not parse.
"""

from briefbot.blocks.answer import (
    answer_message,
    next_page,
    notice,
    story_message,
    summary_message,
    why_message,
)
from briefbot.blocks.desk import (
    help_message,
    sources_message,
    status_message,
    subscriptions_message,
    topics_message,
)
from briefbot.blocks.digest import digest_messages
from briefbot.blocks.outages import outages_message
from briefbot.blocks.size import counted, fits, halve, plain_message, split
from briefbot.blocks.views import closed_view, home_view, mute_word_modal, subscription_modal

__all__ = [
    "answer_message",
    "closed_view",
    "counted",
    "digest_messages",
    "fits",
    "halve",
    "help_message",
    "home_view",
    "mute_word_modal",
    "next_page",
    "notice",
    "outages_message",
    "plain_message",
    "sources_message",
    "split",
    "status_message",
    "story_message",
    "subscription_modal",
    "subscriptions_message",
    "summary_message",
    "topics_message",
    "why_message",
]
