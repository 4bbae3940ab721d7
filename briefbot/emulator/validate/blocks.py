"""Blocks, and which of them stand in a message, a modal or on Home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator.validate.checks import (
    Check,
    array,
    choice,
    flag,
    integer,
    kinds,
    shape,
    string,
    wrong,
)
from briefbot.emulator.validate.elements import IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_SECTION
from briefbot.emulator.validate.objects import plain, text
from briefbot.emulator.validate.richtext import RICH_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ID: Mapping[str, Check] = {"block_id": string(255)}
_SLACK_FILE = shape({}, {"id": string(), "url": string()})


def _section(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
    """Check a section, which has a text, fields or both."""
    yield from _SECTION(value, pointer)
    if isinstance(value, dict) and not {"text", "fields"} & set(value):
        yield wrong("must define either `text` or `fields`", pointer)


def _cell(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
    yield from kinds({"raw_text": shape({"text": string()}), "rich_text": RICH_TEXT})(
        value, pointer
    )


_SECTION = shape(
    {},
    {
        **_ID,
        "text": text(3000),
        "fields": array(text(2000), 10),
        "accessory": kinds(IN_SECTION),
        "expand": flag,
    },
)
_INPUT = shape(
    {"label": plain(2000), "element": kinds(IN_INPUT)},
    {**_ID, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
)
_IMAGE = shape(
    {"alt_text": string(2000)},
    {**_ID, "image_url": string(3000), "slack_file": _SLACK_FILE, "title": plain(2000)},
)
_TABLE = shape(
    {"rows": array(array(_cell, 20), 100)},
    {
        **_ID,
        "column_settings": array(
            shape({}, {"align": choice("left", "center", "right"), "is_wrapped": flag}), 20
        ),
    },
)
_COMMON: Mapping[str, Check] = {
    "actions": shape({"elements": array(kinds(IN_ACTIONS), 25)}, _ID),
    "context": shape({"elements": array(kinds(IN_CONTEXT), 10)}, _ID),
    "divider": shape({}, _ID),
    "header": shape({"text": plain(150)}, {**_ID, "level": integer(1, 4)}),
    "image": _IMAGE,
    "input": _INPUT,
    "rich_text": RICH_TEXT,
    "section": _section,
}
# Cards, carousels, containers, charts, plans and videos are left out: a bot that begins to use
# one has to teach its limits here first.
IN_MESSAGE = {**_COMMON, "markdown": shape({"text": string(12_000)}, _ID), "table": _TABLE}
IN_MODAL = {**_COMMON, "alert": shape({"text": text(200)}, {**_ID, "level": string()})}
IN_HOME = {**_COMMON, "table": _TABLE}


def twice(blocks: list[dict[str, Any]], pointer: str) -> Iterator[str]:
    """Yield each block_id that two blocks have, and each action_id that one block has twice."""
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        if (name := block.get("block_id")) in seen:
            yield wrong(f"`block_id` {name} already exists", f"{pointer}/{place}/block_id")
        if name:
            seen.add(name)
        yield from _twice_inside(block, f"{pointer}/{place}")


def _twice_inside(block: dict[str, Any], pointer: str) -> Iterator[str]:
    seen: set[str] = set()
    for place, element in enumerate(block.get("elements", [])):
        name = element.get("action_id") if isinstance(element, dict) else None
        if name in seen:
            yield wrong(
                f"`action_id` {name} already exists", f"{pointer}/elements/{place}/action_id"
            )
        if name:
            seen.add(name)
