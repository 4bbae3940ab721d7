"""What admins can put right from a story's menu: split the story, delete its digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces
from briefbot.blocks.admin import fields
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Block, StoredArticle

MOST = 100
"""Slack takes so many choices in one list."""
_TOLD = (
    "It gets a story of its own, and later articles join the one that they are like. "
    "All others stay together, and what was shown stays told."
)
_SLOT = (
    "The digest is not posted again by itself. What it told is told by the next one, or at once "
    "with Send now in my Home tab."
)


def correction_blocks(story: str, digest: str) -> tuple[Block, ...]:
    """Return buttons for what may be put right: each carries what it is about, or is left out."""
    buttons = [
        pieces.button(words, action, value, style=style)
        for words, action, value, style in (
            ("Split this story", "story_split", story, ""),
            ("Delete this digest", "digest_delete", digest, "danger"),
        )
        if value
    ]
    if not buttons:
        return ()
    return (pieces.divider(), pieces.context("To put something right:"), pieces.actions(*buttons))


def split_modal(articles: Sequence[StoredArticle], *, carried: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form that asks which article is no part of a story: `article.article`."""
    newest = sorted(articles, key=lambda each: (each.article.published, each.id))[-MOST:]
    made = [pieces.option(_named(each), str(each.id)) for each in reversed(newest)]
    menu: Piece = {
        "type": "static_select",
        "options": made,
        "placeholder": pieces.plain_text("Choose", 150),
    }
    return fields.modal(
        "story_split",
        "Split a story",
        fields.said(f"The story has {count(len(articles), 'article')}."),
        fields.field("article", "Which one is about something else?", menu, hint=_TOLD),
        submit="Split",
        carried=carried,
    )


def _named(stored: StoredArticle) -> str:
    article = stored.article
    outlet = pieces.line(article.outlet, 20) or pieces.host(article.url)
    return f"{outlet}: {pieces.line(article.title, 60) or 'Untitled'}"


def delete_modal(messages: int, *, carried: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form that asks whether a digest is to be deleted."""
    return fields.modal(
        "digest_delete",
        "Delete a digest",
        fields.said(f"{count(messages, 'message')} of mine will be deleted here.", _SLOT),
        fields.field("sure", "Are you sure?", fields.ticks([("Yes, delete it", "yes")])),
        submit="Delete",
        carried=carried,
    )
