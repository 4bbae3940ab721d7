"""What members propose to read: as admins get it, to approve or decline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks import pieces, size
from briefbot.blocks.mrkdwn import escape
from briefbot.models.suggestions import Verdict

if TYPE_CHECKING:
    from briefbot.blocks.pieces import Piece
    from briefbot.models import Block, Message
    from briefbot.models.suggestions import Suggestion

_URL = 400
_VERDICTS = {
    Verdict.ADDING: "Just being added",
    Verdict.APPROVED: "Added",
    Verdict.DECLINED: "Declined",
}


def suggestion_message(suggestion: Suggestion) -> Message:
    """Return a proposal for an admin, with its buttons while nobody has decided."""
    url = pieces.line(suggestion.url, _URL)
    words = f"Somebody proposes a source: {url}"
    return size.made(escape(words), *suggestion_blocks(suggestion))


def suggestion_blocks(suggestion: Suggestion) -> tuple[Block, ...]:
    """Return a proposal, and what can be done with it, or what was."""
    url = pieces.line(suggestion.url, _URL)
    told = pieces.section(
        *_who(suggestion.who),
        pieces.text(" proposes a source: "),
        pieces.text(url, bold=True),
        *_decided(suggestion),
    )
    if suggestion.state is not Verdict.OPEN:
        return (pieces.rich(told),)
    value, spoken = str(suggestion.id), pieces.host(suggestion.url)
    buttons = [
        pieces.button(
            "Look and add", "suggestion_approve", value, spoken=f"Look at {spoken}", style="primary"
        ),
        pieces.button("Decline", "suggestion_decline", value, spoken=f"Decline {spoken}"),
    ]
    return pieces.rich(told), pieces.actions(*buttons)


def _who(user: str) -> list[Piece]:
    return [pieces.person(user)]


def _decided(suggestion: Suggestion) -> list[Piece]:
    if suggestion.state is Verdict.OPEN:
        return []
    by = [pieces.text(f"\n{_VERDICTS[suggestion.state]} by ")]
    return [*by, pieces.person(suggestion.decided_by), pieces.text(".")]
