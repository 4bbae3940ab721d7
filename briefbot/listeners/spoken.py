"""What people write in a message, out of Slack's markup."""

from __future__ import annotations

import re

_MARKUP = re.compile("<([^<>]*)>")


def spoken(text: str, *, bot: str = "", command: str = "/brief") -> str:
    """Return a message as its writer typed it, without the bot's name and the command's.

    Slack escapes three characters and turns names, channels and links into markup:
    docs.slack.dev/messaging/formatting-message-text.
    """
    words = _MARKUP.sub(lambda found: _typed(found[1], bot), text)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        words = words.replace(entity, sign)
    return _without_command(words.strip(), command)


def _typed(inside: str, bot: str) -> str:
    target, _, label = inside.partition("|")
    if target == f"@{bot}":
        return " "
    if target.startswith("@"):
        return label and f"@{label.removeprefix('@')}"
    if target.startswith("#"):
        return f"#{label}" if label else ""
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    named = target.removeprefix("https://").removeprefix("http://").removeprefix("mailto:")
    return label if label and named == label else target


def _without_command(words: str, command: str) -> str:
    """Drop the command's name before other words: in a direct message nobody needs it."""
    first, _, rest = words.partition(" ")
    if first.casefold() == command or (rest and first.casefold() == command.removeprefix("/")):
        return rest.strip()
    return words
