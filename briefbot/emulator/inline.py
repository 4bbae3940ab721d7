"""Texts as HTML: mrkdwn, plain_text and the elements of rich text, everything escaped."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefbot.emulator import mrkdwn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefbot.emulator.mrkdwn import Piece
    from briefbot.emulator.workspace import Workspace

JSON = dict[str, Any]
_STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "underline": "u"}
_SPANS = (
    (re.compile(r"(?<![\w`])`([^`\n]+)`(?![\w`])"), "code"),
    (re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"), "b"),
    (re.compile(r"(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])"), "i"),
    (re.compile(r"(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])"), "s"),
)
_EMOJI = re.compile(r":([a-z0-9_+-]+):")
_PICTURES = {
    "newspaper": "📰",
    "rolling_on_the_floor_laughing": "🤣",
    "white_check_mark": "✅",
    "warning": "⚠️",
    "bookmark": "🔖",
    "eyes": "👀",
    "wave": "👋",
    "mute": "🔇",
    "clock8": "🕗",
    "mag": "🔍",
    "x": "❌",
    "bulb": "💡",
    "bell": "🔔",
    "hourglass_flowing_sand": "⏳",
}


def link(url: str, inner: str) -> str:
    """Return a link that leaves the page, for http(s) alone; else what stands in it."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return inner
    return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow">{inner}</a>'


def emoji(name: str) -> str:
    """Return a picture for a name, or the name between colons."""
    return _PICTURES.get(name, escape(f":{name}:"))


def plain(text: str) -> str:
    """Return plain_text as HTML: line breaks and emoji, nothing else."""
    return _broken(_EMOJI.sub(lambda match: emoji(match[1]), escape(unescape(text))))


def _broken(text: str) -> str:
    return text.replace("\n", "<br>")


def _tag(words: str, kind: str = "mention") -> str:
    return f'<span class="{kind}">{words}</span>'


def name_of(workspace: Workspace, user: str) -> str:
    """Return what people call somebody."""
    known = workspace.users.get(user)
    return known.real_name or known.name if known else user


def _channel(workspace: Workspace, name: str) -> str:
    known = workspace.channels.get(name)
    return known.name if known else name


def _piece(workspace: Workspace, piece: Piece) -> str:
    label = escape(unescape(piece.label))
    match piece.kind:
        case "text":
            return _spans(label)
        case "link":
            return link(unescape(piece.target), label or escape(unescape(piece.target)))
        case "user":
            return _tag(f"@{escape(name_of(workspace, piece.target))}")
        case "channel":
            return _tag(f"#{escape(_channel(workspace, piece.target))}")
        case "date":
            return label
        case _:
            return _tag(f"@{label or escape(piece.target)}", "mention loud")


def _spans(text: str) -> str:
    for pattern, tag in _SPANS:
        text = pattern.sub(rf"<{tag}>\1</{tag}>", text)
    return _EMOJI.sub(lambda match: emoji(match[1]), text)


def marked(workspace: Workspace, text: str) -> str:
    """Return mrkdwn as HTML: links, mentions, styles, quotes."""
    lines = []
    for line in text.split("\n"):
        quoted = line.startswith(("&gt;", ">"))
        body = re.sub(r"^(?:&gt;|>)\s?", "", line) if quoted else line
        inner = "".join(_piece(workspace, piece) for piece in mrkdwn.pieces(body))
        lines.append(f"<q>{inner}</q>" if quoted else inner)
    return _broken("\n".join(lines)).replace("</q><br>", "</q>")


def text(workspace: Workspace, node: JSON) -> str:
    """Return a text object as HTML."""
    body = str(node.get("text", ""))
    return plain(body) if node.get("type") == "plain_text" else marked(workspace, body)


def rich(workspace: Workspace, elements: Iterable[JSON]) -> str:
    """Return the elements of a rich text section as HTML; nothing in them is markup."""
    return "".join(_styled(element, _element(workspace, element)) for element in elements)


def _styled(element: JSON, inner: str) -> str:
    for name, tag in _STYLES.items():
        if element.get("style", {}).get(name):
            inner = f"<{tag}>{inner}</{tag}>"
    return inner


def _element(workspace: Workspace, element: JSON) -> str:
    match element:
        case {"type": "text", "text": str(words)}:
            return _broken(escape(words))
        case {"type": "link", "url": str(url)}:
            return link(url, f"<bdi>{escape(element.get('text') or url)}</bdi>")
        case {"type": "emoji", "name": str(name)}:
            return emoji(name)
        case {"type": "date", "timestamp": int(moment)}:
            told = datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y %H:%M UTC")
            return escape(element.get("fallback") or told)
    return _call(workspace, element)


def _call(workspace: Workspace, element: JSON) -> str:
    match element:
        case {"type": "user", "user_id": str(user)}:
            return _tag(f"@{escape(name_of(workspace, user))}")
        case {"type": "channel", "channel_id": str(channel)}:
            return _tag(f"#{escape(_channel(workspace, channel))}")
        case {"type": "broadcast", "range": str(span)}:
            return _tag(f"@{escape(span)}", "mention loud")
    return ""
