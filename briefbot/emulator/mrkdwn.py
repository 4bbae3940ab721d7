"""Slack's mrkdwn: what in a text is live, and what a text becomes when Slack keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CONTROL = re.compile(r"<([!@#][^<>\n]*|(?:https?|mailto|tel):[^<>\n]*)>")
_BARE = re.compile(r"&(?!(?:amp|lt|gt);)")
_ADDRESS = re.compile(
    r"(?P<whole>https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"])"
    r"|(?<![\w@./-])(?P<host>(?:[a-z0-9-]+\.)+(?:com|org|net|example|tw|de|io)(?:/[^\s<>|]*)?)"
)
_NAME = re.compile(r"(?<![\w@#&;/])[@#][\w.-]*\w")
_NAMED = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text, or one control sequence: its kind, its target and its label."""

    kind: str
    """text, link, user, channel, broadcast, group or date."""
    target: str = ""
    label: str = ""


def _piece(inner: str) -> Piece:
    body, _, label = inner.partition("|")
    if body.startswith("@"):
        return Piece(kind="user", target=body[1:], label=label)
    if body.startswith("#"):
        return Piece(kind="channel", target=body[1:], label=label)
    if body.startswith("!subteam^"):
        return Piece(kind="group", target=body.removeprefix("!subteam^"), label=label)
    if body.startswith("!date^"):
        return Piece(kind="date", target=body, label=label)
    if body.startswith("!"):
        return Piece(kind="broadcast", target=body[1:], label=label)
    return Piece(kind="link", target=body, label=label)


def pieces(text: str) -> Iterator[Piece]:
    """Yield the text's stretches and control sequences, in order."""
    end = 0
    for match in _CONTROL.finditer(text):
        if match.start() > end:
            yield Piece(kind="text", label=text[end : match.start()])
        yield _piece(match[1])
        end = match.end()
    if end < len(text):
        yield Piece(kind="text", label=text[end:])


def kept(text: str) -> str:
    """Return a text as Slack keeps it: what is no control sequence has its three signs escaped."""
    parts = []
    end = 0
    for match in _CONTROL.finditer(text):
        parts += [_escaped(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return _BARE.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, names: Mapping[str, str]) -> str:
    """Return what a person types into a message as an app gets it.

    Three signs are escaped, addresses marked, and @names and #names become what they stand for.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    named = _NAME.sub(lambda match: names.get(match[0], match[0]), escaped)
    return _ADDRESS.sub(_marked, named)


def _marked(match: re.Match[str]) -> str:
    whole, host = match["whole"], match["host"]
    return f"<{whole}>" if whole else f"<http://{host}|{host}>"


def _sign(piece: Piece) -> str | None:
    if piece.kind == "broadcast" and piece.target in {"channel", "here", "everyone"}:
        return f"!{piece.target}"
    return {"user": f"@{piece.target}", "group": f"^{piece.target}"}.get(piece.kind)


def mentions(text: str, *, link_names: bool = False) -> tuple[str, ...]:
    """Return who a mrkdwn text calls: `!channel`, `!here`, `!everyone`, `@U…`, `^S…`."""
    signs = [sign for piece in pieces(text) if (sign := _sign(piece))]
    if link_names:
        signs += [f"!{match[1]}" for match in _NAMED.finditer(text)]
    return tuple(signs)


def called(blocks: object) -> Iterator[str]:
    """Yield who blocks call: by live mrkdwn, or by elements of rich text."""
    if isinstance(blocks, list):
        for block in blocks:
            yield from called(block)
    elif isinstance(blocks, dict):
        yield from _called_by(blocks)


def _called_by(node: dict[str, Any]) -> Iterator[str]:
    match node:
        case {"type": "mrkdwn" | "markdown", "text": str(text)}:
            yield from mentions(text)
        case {"type": "user", "user_id": str(user)}:
            yield f"@{user}"
        case {"type": "usergroup", "usergroup_id": str(group)}:
            yield f"^{group}"
        case {"type": "broadcast", "range": str(span)}:
            yield f"!{span}"
        case _:
            for value in node.values():
                yield from called(value)
