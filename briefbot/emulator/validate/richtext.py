"""rich_text: sections, lists, quotes and what stands in them, none of it parsed as markup."""

from __future__ import annotations

from briefbot.emulator.validate.checks import (
    array,
    choice,
    flag,
    integer,
    kinds,
    shape,
    string,
)

_STYLE = shape(
    {},
    dict.fromkeys(
        (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        ),
        flag,
    ),
)
_STYLED = {"style": _STYLE}
_INLINE = {
    "text": shape({"text": string()}, _STYLED),
    "link": shape({"url": string(3000)}, {**_STYLED, "text": string(least=0), "unsafe": flag}),
    "emoji": shape(
        {"name": string()}, {**_STYLED, "unicode": string(), "skin_tone": integer(1, 6)}
    ),
    "user": shape({"user_id": string()}, _STYLED),
    "usergroup": shape({"usergroup_id": string()}, _STYLED),
    "channel": shape({"channel_id": string()}, _STYLED),
    "broadcast": shape({"range": choice("here", "channel", "everyone")}, _STYLED),
    "color": shape({"value": string()}, _STYLED),
    "date": shape(
        {"timestamp": integer(0), "format": string()},
        {**_STYLED, "url": string(), "fallback": string()},
    ),
}
_INLINES = array(kinds(_INLINE), least=0)
"""Here, and only here, a list may be empty (slackapi/python-slack-sdk#1576)."""
_SECTION = shape({"elements": _INLINES})
_PARTS = {
    "rich_text_section": _SECTION,
    "rich_text_list": shape(
        {
            "style": choice("bullet", "ordered"),
            "elements": array(kinds({"rich_text_section": _SECTION}), least=0),
        },
        {"indent": integer(0, 8), "offset": integer(0), "border": integer(0, 1)},
    ),
    "rich_text_quote": shape({"elements": _INLINES}, {"border": integer(0, 1)}),
    "rich_text_preformatted": shape(
        {"elements": array(kinds({name: _INLINE[name] for name in ("text", "link")}), least=0)},
        {"border": integer(0, 1), "language": string()},
    ),
}

RICH_TEXT = shape({"elements": array(kinds(_PARTS))}, {"block_id": string(255)})
