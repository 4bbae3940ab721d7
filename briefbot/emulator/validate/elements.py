"""Elements that a person can act on, and which of them stand where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator.validate.checks import (
    Check,
    array,
    choice,
    flag,
    integer,
    shape,
    string,
    wrong,
)
from briefbot.emulator.validate.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    OPTION_GROUP,
    PLAIN_OPTION,
    TEXT_OPTION,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ACTION: Mapping[str, Check] = {"action_id": string(255), "confirm": CONFIRM}
_FOCUS: Mapping[str, Check] = {**_ACTION, "focus_on_load": flag}
_FIELD: Mapping[str, Check] = {**_FOCUS, "placeholder": plain(150)}


def _one_list(check: Check) -> Check:
    """Check too that a menu has either options or groups of them."""

    def both(value: Any, pointer: str) -> Iterator[str]:  # noqa: ANN401 JSON
        yield from check(value, pointer)
        if isinstance(value, dict) and ("options" in value) == ("option_groups" in value):
            yield wrong("must define either `options` or `option_groups`", pointer)

    return both


def _menu(first: str, **more: Check) -> Check:
    lists = {"options": array(PLAIN_OPTION, 100), "option_groups": array(OPTION_GROUP, 100)}
    starts = PLAIN_OPTION if first == "initial_option" else array(PLAIN_OPTION)
    return _one_list(shape({}, {**_FIELD, **lists, first: starts, **more}))


def _picker(first: str, **more: Check) -> Check:
    many = array(string()) if first.endswith("s") else string()
    return shape({}, {**_FIELD, first: many, **more})


def _input(**more: Check) -> Check:
    return shape(
        {},
        {
            **_FIELD,
            "initial_value": string(least=0),
            "dispatch_action_config": DISPATCH,
            **more,
        },
    )


_MOST = {"max_selected_items": integer(1)}
_BUTTON = shape(
    {"text": plain(75)},
    {
        **_ACTION,
        "url": string(3000),
        "value": string(2000),
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
    },
)
IMAGE = shape(
    {"alt_text": string(2000)},
    {"image_url": string(3000), "slack_file": shape({}, {"id": string(), "url": string()})},
)
_PICKING: Mapping[str, Check] = {
    "checkboxes": shape(
        {"options": array(TEXT_OPTION, 10)}, {**_FOCUS, "initial_options": array(TEXT_OPTION, 10)}
    ),
    "radio_buttons": shape(
        {"options": array(TEXT_OPTION, 10)}, {**_FOCUS, "initial_option": TEXT_OPTION}
    ),
    "datepicker": _picker("initial_date"),
    "timepicker": _picker("initial_time", timezone=string()),
    "datetimepicker": shape({}, {**_FOCUS, "initial_date_time": integer(0)}),
    "static_select": _menu("initial_option"),
    "external_select": shape(
        {}, {**_FIELD, "initial_option": PLAIN_OPTION, "min_query_length": integer(0)}
    ),
    "users_select": _picker("initial_user"),
    "conversations_select": _picker(
        "initial_conversation",
        filter=FILTER,
        default_to_current_conversation=flag,
        response_url_enabled=flag,
    ),
    "channels_select": _picker("initial_channel", response_url_enabled=flag),
}
_PICKING_MANY: Mapping[str, Check] = {
    "multi_static_select": _menu("initial_options", **_MOST),
    "multi_external_select": shape(
        {},
        {
            **_FIELD,
            "initial_options": array(PLAIN_OPTION, 100),
            "min_query_length": integer(0),
            **_MOST,
        },
    ),
    "multi_users_select": _picker("initial_users", **_MOST),
    "multi_conversations_select": _picker(
        "initial_conversations", filter=FILTER, default_to_current_conversation=flag, **_MOST
    ),
    "multi_channels_select": _picker("initial_channels", **_MOST),
}
_CLICKING: Mapping[str, Check] = {
    "button": _BUTTON,
    "overflow": shape({"options": array(PLAIN_OPTION, 5)}, _ACTION),
}

IN_ACTIONS = {**_CLICKING, **_PICKING}
IN_SECTION = {**_CLICKING, **_PICKING, **_PICKING_MANY, "image": IMAGE}
IN_CONTEXT = {
    "image": IMAGE,
    "plain_text": shape({"text": string(3000)}, {"emoji": flag}),
    "mrkdwn": shape({"text": string(3000)}, {"verbatim": flag}),
}
IN_INPUT = {
    **_PICKING,
    **_PICKING_MANY,
    "plain_text_input": _input(
        multiline=flag, min_length=integer(0, 3000), max_length=integer(1, 3000)
    ),
    "number_input": _input(is_decimal_allowed=flag, min_value=string(), max_value=string()),
    "url_text_input": _input(),
    "email_text_input": _input(),
}
INTERACTIVE = frozenset({*IN_ACTIONS, *IN_SECTION, *IN_INPUT} - {"image"})
"""Types that get an action_id."""
