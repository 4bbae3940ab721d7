"""What an admin sees before a form is saved: what it changes, in words and in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces, rows
from briefbot.blocks.admin import becoming, fields
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefbot.config import Config
    from briefbot.models import Spec

TITLE = "Check and save"
WAITING = "I am looking at what it would change. This takes a moment."
BACK = "Back"
LINES = 40
"""Of the file, so many are shown at most."""
ROOM = 3000
LONGEST = 1000
"""Characters of a line that somebody can still check."""
_OPEN = "Nothing is saved yet. Back leads to the form, as you filled it in."


def check_modal(
    part: str,
    before: Spec | None,
    after: Spec,
    diff: str,
    *,
    config: Config,
    carried: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what becomes of an item, or of a new one: each field, and the lines of the file."""
    noun = part.removesuffix("s")
    held = before or after
    name = pieces.isolated(pieces.line(str(held.get("name") or held["id"]), pieces.LIST_NAME))
    what = f"New {noun} " if before is None else f"{noun.capitalize()} "
    told = list(becoming.lines(part, before, after, config))
    return fields.modal(
        f"admin_{noun}_check",
        TITLE,
        pieces.rich(
            pieces.section(pieces.text(what), pieces.text(name or "…", bold=True)),
            pieces.bullets(told),
        ),
        pieces.context("In the file:"),
        pieces.rich(pieces.preformatted(lines(diff))),
        pieces.context(_OPEN),
        submit="Save",
        carried=carried,
        close=BACK,
    )


def waiting_modal() -> dict[str, Any]:
    """Return what is seen while it is not known yet what a form changes."""
    return fields.notice("admin_check_wait", TITLE, WAITING, close=BACK)


def unsaved_modal(words: str) -> dict[str, Any]:
    """Return why nothing is saved; it lies on the form."""
    return fields.notice("admin_check_wait", "Nothing is saved", words, close=BACK)


def lines(diff: str) -> str:
    """Return what goes and what comes, as far as there is room, and how many lines are left.

    Lines around a change are left out: they say something of others.
    """
    changed = [_line(line) for line in diff.splitlines() if line[:1] in ("+", "-")]
    shown: list[str] = []
    room = ROOM
    for line in changed[:LINES]:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    left = len(changed) - len(shown)
    return "\n".join([*shown, *([f"… and {rows.more(left, 'line')}"] if left else [])])


def _line(line: str) -> str:
    if len(line) > LONGEST:
        return f"{line[0]} (a line of {len(line) - 1:,} characters)"
    return wording.inert(line)
