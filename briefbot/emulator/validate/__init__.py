"""Block Kit's limits and forms: what Slack refuses, in its words.

The numbers are those of docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefbot.emulator.calls import Refusal
from briefbot.emulator.validate import sizes
from briefbot.emulator.validate.blocks import IN_HOME, IN_MESSAGE, IN_MODAL, twice
from briefbot.emulator.validate.checks import array, choice, flag, kinds, shape, string, wrong
from briefbot.emulator.validate.elements import INTERACTIVE
from briefbot.emulator.validate.objects import PLAIN_OPTION, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["INTERACTIVE", "message", "options", "view"]

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
LARGEST_VIEW = 250_000
"""Bytes of a view's JSON."""

_MESSAGE = array(kinds(IN_MESSAGE), MOST_BLOCKS, least=0)
_ABOUT = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_MODAL = shape(
    {
        "type": choice("modal"),
        "title": plain(24),
        "blocks": array(kinds(IN_MODAL), MOST_VIEW_BLOCKS),
    },
    {
        **_ABOUT,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = shape({"type": choice("home"), "blocks": array(kinds(IN_HOME), MOST_VIEW_BLOCKS)}, _ABOUT)
_VIEW = kinds({"modal": _MODAL, "home": _HOME})
_OPTIONS = array(PLAIN_OPTION, 100, least=0)


def message(blocks: Any) -> None:  # noqa: ANN401 JSON
    """Refuse the blocks of a message that Slack would refuse."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refusal("invalid_blocks_format")
    problems = list(_MESSAGE(blocks, "/blocks")) or list(twice(blocks, "/blocks"))
    if problems:
        raise Refusal("invalid_blocks", messages=problems, errors=problems)
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise Refusal("invalid_attachments", messages=["only_one_table_allowed"])
    if sizes.counted(blocks) > sizes.MOST or sizes.markdown(blocks) > sizes.MOST_MARKDOWN:
        raise Refusal("msg_blocks_too_long")


def view(content: Any) -> None:  # noqa: ANN401 JSON
    """Refuse a view that Slack would refuse."""
    problems = list(_VIEW(content, "/view"))
    if not problems:
        problems = [*twice(content["blocks"], "/view/blocks"), *_unsendable(content)]
    if problems:
        raise Refusal("invalid_arguments", messages=problems)
    if len(json.dumps(content, ensure_ascii=False).encode()) > LARGEST_VIEW:
        raise Refusal("view_too_large")


def options(offered: Any) -> list[dict[str, Any]]:  # noqa: ANN401 JSON
    """Return what an app offers in a field; nothing where Slack would take none of it."""
    return [] if any(_OPTIONS(offered, "/options")) else offered


def _unsendable(content: dict[str, Any]) -> Iterator[str]:
    asks = any(block["type"] == "input" for block in content["blocks"])
    if asks and content["type"] == "modal" and "submit" not in content:
        yield wrong("must define `submit` to use an `input` block in modals", "/view/submit")
