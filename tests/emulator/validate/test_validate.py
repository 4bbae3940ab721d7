"""Block Kit's limits: each is met exactly, and no looser than slackblocks has it."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import pytest
import slackblocks
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.emulator import validate
from briefbot.emulator.calls import Refusal
from briefbot.emulator.validate import sizes

JSON = dict[str, Any]


def _plain(length: int) -> JSON:
    return {"type": "plain_text", "text": "x" * length}


def _mrkdwn(length: int) -> JSON:
    return {"type": "mrkdwn", "text": "x" * length}


def _button(**fields: Any) -> JSON:
    return {"type": "button", "text": _plain(1), "action_id": "a"} | fields


def _option(text: int = 1, value: int = 1) -> JSON:
    return {"text": _plain(text), "value": "v" * value}


def _actions(*elements: JSON) -> JSON:
    return {"type": "actions", "elements": list(elements)}


def _overflow(options: int) -> JSON:
    return {"type": "overflow", "action_id": "m", "options": [_option()] * options}


def _rich(*parts: JSON) -> JSON:
    return {"type": "rich_text", "elements": list(parts)}


def _words(text: str) -> JSON:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def _list(indent: int) -> JSON:
    items = [_words("x")]
    return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": items}


def _buttons(count: int) -> JSON:
    return _actions(*(_button(action_id=f"a{n}") for n in range(count)))


_CELL = {"type": "raw_text", "text": "x"}
LIMITS = [
    ("section text", 3000, lambda n: {"type": "section", "text": _mrkdwn(n)}),
    ("fields", 10, lambda n: {"type": "section", "fields": [_mrkdwn(1)] * n}),
    ("field", 2000, lambda n: {"type": "section", "fields": [_mrkdwn(n)]}),
    ("header", 150, lambda n: {"type": "header", "text": _plain(n)}),
    ("context", 10, lambda n: {"type": "context", "elements": [_mrkdwn(1)] * n}),
    ("actions", 25, _buttons),
    ("button text", 75, lambda n: _actions(_button(text=_plain(n)))),
    ("button value", 2000, lambda n: _actions(_button(value="v" * n))),
    ("button url", 3000, lambda n: _actions(_button(url="https://x.example/".ljust(n, "x")))),
    ("overflow", 5, lambda n: _actions(_overflow(n))),
    ("option text", 75, lambda n: _actions(_overflow(1) | {"options": [_option(text=n)]})),
    ("option value", 150, lambda n: _actions(_overflow(1) | {"options": [_option(value=n)]})),
    ("block_id", 255, lambda n: {"type": "divider", "block_id": "b" * n}),
    ("action_id", 255, lambda n: _actions(_button(action_id="a" * n))),
    ("list indent", 8, lambda n: _rich(_list(n))),
    ("markdown", 12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    (
        "table rows",
        100,
        lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n},
    ),
    (
        "table columns",
        20,
        lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]},
    ),
]


@pytest.mark.parametrize(
    ("most", "make"), [limit[1:] for limit in LIMITS], ids=[limit[0] for limit in LIMITS]
)
def test_each_limit_is_met_exactly(most: int, make: Any) -> None:
    """The greatest that Slack takes passes, one more is refused, with a pointer."""
    validate.message([make(most)])
    with pytest.raises(Refusal) as caught:
        validate.message([make(most + 1)])
    assert caught.value.error == "invalid_blocks"
    assert "[json-pointer:/blocks/0" in caught.value.messages[0]


def _pressed(**fields: Any) -> slackblocks.Button:
    return slackblocks.Button(**{"text": "x", "action_id": "a", **fields})


def _chosen(**fields: Any) -> slackblocks.OverflowMenu:
    return slackblocks.OverflowMenu(
        "m", [slackblocks.Option(**{"text": "x", "value": "v", **fields})]
    )


def _listed(indent: int) -> slackblocks.RichTextList:
    section = slackblocks.RichTextSection([slackblocks.RichText("x")])
    return slackblocks.RichTextList("bullet", [section], indent=indent)


def _parsed(make: Any) -> Any:
    return lambda n: slackblocks.Block.from_dict(copy.deepcopy(make(n)))


BUILT: dict[str, Any] = {
    "actions": lambda n: slackblocks.ActionsBlock([_pressed(action_id=f"a{m}") for m in range(n)]),
    "button text": lambda n: _pressed(text="x" * n),
    "button value": lambda n: _pressed(value="v" * n),
    "button url": lambda n: _pressed(url="https://x.example/".ljust(n, "x")),
    "overflow": lambda n: slackblocks.OverflowMenu("m", [slackblocks.Option("x", "v")] * n),
    "option text": lambda n: _chosen(text="x" * n),
    "option value": lambda n: _chosen(value="v" * n),
    "action_id": lambda n: _pressed(action_id="a" * n),
    "list indent": _listed,
    "table rows": None,
    "table columns": None,
}
"""What slackblocks builds and does not parse; its tables want their cells built."""


@pytest.mark.parametrize(
    ("most", "make"),
    [
        pytest.param(most, make, id=name)
        for name, most, block in LIMITS
        if (make := BUILT.get(name, _parsed(block)))
    ],
)
def test_slackblocks_draws_the_same_line(most: int, make: Any) -> None:
    """Another's reading of the documentation refuses the same block."""
    make(most)
    with pytest.raises(slackblocks.InvalidUsageError):
        make(most + 1)


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ({"type": "nonsense"}, "unsupported type: nonsense"),
        ({}, "missing required field: type"),
        ({"type": "section"}, "must define either `text` or `fields`"),
        ({"type": "header"}, "missing required field: text"),
        ({"type": "header", "text": _mrkdwn(1)}, "unsupported type: mrkdwn"),
        ({"type": "header", "text": _plain(0)}, "must be more than 0 characters"),
        ({"type": "divider", "colour": "red"}, "invalid additional property: colour"),
        ({"type": "section", "text": _mrkdwn(1) | {"emoji": True}}, "additional property: emoji"),
        ({"type": "section", "text": {"type": "mrkdwn", "text": 1}}, "must provide a string"),
        (_actions(), "no fewer than 1 items allowed"),
        (_actions({"type": "plain_text_input", "action_id": "x"}), "unsupported type"),
        (_actions(_button(style="blue")), "must be a valid enum value"),
        (_actions(_button(), _button()), "`action_id` a already exists"),
        (_actions(_overflow(0)), "no fewer than 1 items allowed"),
        (_rich(), "no fewer than 1 items allowed"),
        (_rich(_words("")), "must be more than 0 characters"),
        (_rich({"type": "text", "text": "x"}), "unsupported type: text"),
        (
            _rich(
                {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "all"}]}
            ),
            "must be a valid enum value",
        ),
        (_actions({"type": "static_select", "action_id": "x"}), "either `options` or"),
        ({"type": "alert", "text": _plain(1)}, "unsupported type: alert"),
    ],
)
def test_broken_blocks_are_refused_in_words(block: JSON, problem: str) -> None:
    """The first message says what is wrong."""
    with pytest.raises(Refusal) as caught:
        validate.message([block])
    assert problem in caught.value.messages[0]


def test_ids_of_blocks_are_their_own() -> None:
    """Two blocks of a message can't have one block_id."""
    divider = {"type": "divider", "block_id": "b"}
    validate.message([divider])
    with pytest.raises(Refusal) as caught:
        validate.message([divider, divider])
    assert "`block_id` b already exists [json-pointer:/blocks/1/block_id]" in caught.value.messages


def test_a_message_has_fifty_blocks() -> None:
    """And not one more."""
    validate.message([{"type": "divider"}] * 50)
    with pytest.raises(Refusal, match="invalid_blocks"):
        validate.message([{"type": "divider"}] * 51)


@pytest.mark.parametrize("blocks", ["x", {"type": "divider"}, ["x"], 1])
def test_what_is_no_list_of_blocks_has_its_own_error(blocks: object) -> None:
    """invalid_blocks_format comes before any look inside."""
    with pytest.raises(Refusal, match="invalid_blocks_format"):
        validate.message(blocks)


def test_all_text_of_a_message_is_counted() -> None:
    """Between what others saw accepted and refused runs the line."""
    accepted = [_rich(_words("x" * 192))] * 50
    refused = [_rich(_words("x" * 252))] * 45
    validate.message(accepted)
    for blocks in (refused, [_rich(_words("&" * 3000))]):
        with pytest.raises(Refusal, match="msg_blocks_too_long"):
            validate.message(blocks)


def test_markdown_blocks_share_their_limit() -> None:
    """Two that fit alone do not fit together."""
    half = {"type": "markdown", "text": "x" * 6100}
    validate.message([half])
    with pytest.raises(Refusal, match="msg_blocks_too_long"):
        validate.message([half, half])


def test_a_message_has_one_table() -> None:
    """The error is the one for attachments, as Slack has it."""
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    with pytest.raises(Refusal, match="invalid_attachments"):
        validate.message([table, table])


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab&<>"), min_size=1, max_size=200))
def test_what_is_counted_is_at_least_what_is_shown(text: str) -> None:
    """Entities count whole, so the count is never below the text's length."""
    counted = sizes.counted([_rich(_words(text))])
    assert counted >= len(text) + 3 * sum(text.count(sign) for sign in "<>")


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "text", "elements", "block_id", "options", "fields"]),
                inner
                | st.sampled_from(["section", "actions", "rich_text", "plain_text", "overflow"]),
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_taken_or_refused(blocks: object) -> None:
    """Nothing that an app can send breaks the emulator."""
    for check in (validate.message, validate.view):
        with contextlib.suppress(Refusal):
            check(blocks)
