"""Texts, options and confirmations: the small objects that blocks and elements are made of."""

from __future__ import annotations

from briefbot.emulator.validate.checks import (
    Check,
    array,
    choice,
    flag,
    kinds,
    shape,
    string,
)


def plain(most: int) -> Check:
    """Check for a plain_text object."""
    return kinds({"plain_text": shape({"text": string(most)}, {"emoji": flag})})


def text(most: int) -> Check:
    """Check for a text object, plain_text or mrkdwn."""
    return kinds(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": flag}),
        }
    )


PLAIN_OPTION = shape(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": string(3000)}
)
TEXT_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
OPTION_GROUP = shape({"label": plain(75), "options": array(PLAIN_OPTION, 100)})
CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
DISPATCH = shape(
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2)}
)
FILTER = shape(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
