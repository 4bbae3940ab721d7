"""The forms of a topic: its words in any language with what they find, and taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces, rows
from briefbot.blocks.admin import fields
from briefbot.config import values
from briefbot.text.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefbot.models import Block
    from briefbot.models.counted import Matches

_FOUND = 3000
_HINT = (
    "Words or phrases, one a line, in any language. A short word in capitals, such as US, is found "
    "in capitals alone."
)
_KEPT = "It has {number:,} words in the file. That is more than a form holds, so they stay."


def topic_modal(
    name: str,
    words: Sequence[str],
    *,
    carried: Mapping[str, Any],
    found: Matches | None = None,
    note: str = "",
) -> dict[str, Any]:
    """Return the form of a topic that is there, or of a new one; with a sentence on top.

    Values stand under `name` and `words`; `found` is what the words find.
    """
    blocks = [fields.said(note)] if note else []
    typed = fields.typed(name, most=values.LONGEST_LINE)
    blocks.append(fields.field("name", "Name", typed, hint="The heading above its stories."))
    text = "\n".join(filter(None, (pieces.line(word, values.LONGEST_LINE) for word in words)))
    if len(text) > fields.TYPED:
        blocks.append(pieces.context(_KEPT.format(number=len(words))))
    else:
        blocks.append(fields.field("words", "Words", fields.typed(text, several=True), hint=_HINT))
        button = pieces.button("Count matches in the last 24 hours", "admin_topic_count", "")
        blocks.append(pieces.actions(button))
    blocks += _found(found) if found else []
    title = "Change topic" if carried.get("id") else "New topic"
    return fields.modal("admin_topic", title, *blocks, submit=fields.NEXT, carried=carried)


def _found(found: Matches) -> Iterator[Block]:
    """Yield how many articles each word finds, and the newest that they find together."""
    told = count(found.articles, "article is", "articles are")
    counted = [
        (pieces.text(f"{pieces.isolated(pieces.line(word, pieces.LIST_NAME)) or '…'}: {number:,}"),)
        for word, number in found.words
    ]
    parts = [pieces.section(pieces.text(f"In the last 24 hours {told} about it:", bold=True))]
    parts.append(pieces.bullets(rows.fitted(counted, _FOUND, "word")))
    if found.titles:
        titles = [(pieces.text(pieces.line(title, rows.LINE)),) for title in found.titles]
        parts.append(pieces.section(pieces.text("The newest of them:", bold=True)))
        parts.append(pieces.bullets(titles))
    yield pieces.rich(*parts)


def remove_modal(
    name: str, sources: int, *, carried: Mapping[str, Any], note: str = ""
) -> dict[str, Any]:
    """Return the form that asks whether a topic is to be taken away."""
    shown = pieces.isolated(pieces.line(name, pieces.LIST_NAME)) or "This topic"
    rest = f"{count(sources, 'source')} of its own stay, without it." if sources else ""
    return fields.modal(
        "admin_topic_remove",
        "Remove topic",
        fields.said(note, f"{shown} is taken out of the configuration.", rest),
        fields.field("sure", "Are you sure?", fields.ticks([("Yes, remove it", "yes")])),
        submit="Remove",
        carried=carried,
    )
