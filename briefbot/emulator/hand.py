"""What a person's hand finds: the button to click, the field to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = dict[str, Any]
CHOICES = frozenset({"overflow", "static_select", "radio_buttons"})
"""Elements of which one option is chosen."""


def elements(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Yield each block's elements that can be acted on, with their block."""
    for block in blocks:
        if block.get("type") in {"rich_text", "context"}:
            continue
        candidates = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for element in candidates:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(
    blocks: list[JSON], action_id: str, *, value: str | None, option: str | None
) -> tuple[JSON, JSON, JSON]:
    """Return the block, the element and what is chosen; raise LookupError when it isn't there."""
    there = [pair for pair in elements(blocks) if pair[1]["action_id"] == action_id]
    found = [
        (block, element, chosen)
        for block, element in there
        if (chosen := _choice(element, value, option)) is not None
    ]
    if len(found) == 1:
        return found[0]
    seen = [element["action_id"] for _, element in elements(blocks)]
    values = [str(element.get("value", _values(element))) for _, element in there]
    many = "several" if found else "no"
    raise LookupError(
        f"{many} {action_id!r} with value {value!r}, option {option!r}; "
        f"it shows {sorted(set(seen))}, this one with {values}"
    )


def _values(element: JSON) -> list[str]:
    return [str(option.get("value")) for option in options(element)]


def options(element: JSON) -> list[JSON]:
    """Return an element's options, those in groups too."""
    grouped = [o for group in element.get("option_groups", []) for o in group["options"]]
    return [*element.get("options", []), *grouped]


def _choice(element: JSON, value: str | None, option: str | None) -> JSON | None:
    """Return what a click makes of the element, or None when it does not fit."""
    if element["type"] == "button":
        fits = option is None and value in {None, element.get("value")}
        return {} if fits else None
    if element["type"] in CHOICES:
        for offered in options(element):
            if option in {offered.get("value"), offered["text"]["text"]} and value is None:
                return {"selected_option": offered}
        return None
    return filled(element, value if option is None else option)


def filled(element: JSON, value: Any) -> JSON | None:  # noqa: ANN401 whatever a field takes
    """Return the state of a field with this value, or None when it does not take it."""
    kind = element["type"]
    if kind in CHOICES:
        chosen = [o for o in options(element) if value in {o.get("value"), o["text"]["text"]}]
        return {"selected_option": chosen[0]} if chosen else None
    if kind in {"checkboxes", "multi_static_select"}:
        wanted = [o for o in options(element) if o.get("value") in set(value or ())]
        return {"selected_options": wanted} if len(wanted) == len(set(value or ())) else None
    name = _FIELDS.get(kind)
    return {name: value} if name else None


_FIELDS = {
    "plain_text_input": "value",
    "number_input": "value",
    "url_text_input": "value",
    "email_text_input": "value",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "external_select": "selected_option",
    "multi_external_select": "selected_options",
}
"""Of the external ones, a value is what `suggest` returned: options, whole."""
_INITIAL = {
    "value": "initial_value",
    "selected_time": "initial_time",
    "selected_date": "initial_date",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
}


def initial(element: JSON) -> JSON:
    """Return the state of a field that nobody touched."""
    kind = element["type"]
    if kind in CHOICES:
        name = "selected_option"
    elif kind in {"checkboxes", "multi_static_select"}:
        name = "selected_options"
    else:
        name = _FIELDS.get(kind, "value")
    empty: Any = [] if name == "selected_options" else None
    return {name: element.get(_INITIAL[name], empty)}


def filled_in(blocks: list[JSON], held: JSON) -> list[JSON]:
    """Return a form's blocks as they look with what was filled in."""
    return [_filled_in(block, held.get(block.get("block_id", ""), {})) for block in blocks]


def _filled_in(block: JSON, held: JSON) -> JSON:
    element = block.get("element")
    if not element or element.get("action_id") not in held:
        return block
    begins = {
        _INITIAL[name]: value
        for name, value in held[element["action_id"]].items()
        if name in _INITIAL
    }
    kept = {name: value for name, value in element.items() if name not in begins}
    return {**block, "element": {**kept, **{name: v for name, v in begins.items() if v}}}


def state(
    blocks: list[JSON], values: JSON, held: JSON | None = None
) -> tuple[JSON, dict[str, str]]:
    """Return a form's state with these values (by block_id or action_id), and what is wrong.

    `held` is what was filled in before. Slack's own checks: a required field is empty, a text
    is too long or too short. Raise LookupError for a value that has no field, or that its field
    does not take.
    """
    left = dict(values)
    result: JSON = {}
    wrong: dict[str, str] = {}
    for block, element in elements(blocks):
        if element["type"] in {"button", "overflow"}:
            continue
        given = [
            left.pop(name) for name in (block["block_id"], element["action_id"]) if name in left
        ]
        before = (held or {}).get(block["block_id"], {}).get(element["action_id"])
        content = filled(element, given[0]) if given else before or initial(element)
        if content is None:
            raise LookupError(f"{element['action_id']!r} does not take {given[0]!r}")
        content = {name: value for name, value in content.items() if name != "type"}
        if problem := _problem(block, element, next(iter(content.values()))):
            wrong[block["block_id"]] = problem
        entry = {"type": element["type"], **content}
        result.setdefault(block["block_id"], {})[element["action_id"]] = entry
    if left:
        raise LookupError(f"the form has no field {sorted(left)}; it has {sorted(result)}")
    return result, wrong


def _problem(block: JSON, element: JSON, value: object) -> str:
    if block["type"] == "input" and not block.get("optional", False) and value in (None, "", []):
        return "Please complete this required field."
    if isinstance(value, str) and element["type"] == "plain_text_input":
        if len(value) > element.get("max_length", 3000):
            return f"Please use at most {element.get('max_length', 3000)} characters."
        if value and len(value) < element.get("min_length", 0):
            return f"Please use at least {element['min_length']} characters."
    return ""
