"""Judges of what Slack would take: slackblocks' own checks, and what no library checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import slackblocks as sb

from briefbot import addresses
from briefbot.blocks import counted, fits
from briefbot.models import Message

JSON = Mapping[str, Any]

VIEW_BYTES = 250_000

_CONTROL = re.compile(r"<[^>]*>?|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_OURS = re.compile(r"<https?://[^<>|\s]+\|[^<>|\n]+>|<#[CG][A-Z0-9]+>")
_ENTITY = re.compile("&(?!(amp|lt|gt);)")
_SILENT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066\u2067\ud800-\udfff]")


def accept(message: Message, *, called: str = "") -> None:
    """Fail unless Slack would take the message, and it can call nobody but the one given."""
    assert fits(message), (len(message.blocks), counted(message))
    assert message.text.strip()
    assert message.plain.strip()
    assert len(message.text) <= 3900
    assert inert_mrkdwn(message.text, links=False)
    assert inert_mrkdwn(message.plain.replace(f"<@{called}>", ""), links=True)
    blocks = [_same(_block(block), block) for block in message.blocks]
    sb.Message(channel="C1", text=message.text, blocks=blocks)
    judge(message.blocks, called=called)
    json.dumps([message.text, *message.blocks], ensure_ascii=False).encode()


def accept_view(view: JSON, *, called: str = "") -> None:
    """Fail unless Slack would take the view, which may name the one person given."""
    blocks = [_same(_block(block), block) for block in view["blocks"]]
    known = {key: view[key] for key in ("private_metadata", "callback_id") if key in view}
    if view["type"] == "home":
        sb.HomeTabView(blocks=blocks, **known)
    else:
        title, close, submit = (_text(view[key]) for key in ("title", "close", "submit"))
        sb.ModalView(title, blocks, close=close, submit=submit, **known)
    judge(view["blocks"], called=called)
    assert len(json.dumps(view, ensure_ascii=False).encode()) <= VIEW_BYTES


def judge(blocks: object, *, called: str = "") -> None:
    """Fail on what no library checks."""
    for node in nodes(blocks):
        assert node.get("type") not in ("mrkdwn", "markdown", "usergroup", "broadcast")
        assert node.get("user_id", called) == called
        for key in ("text", "accessibility_label"):
            words = node.get(key)
            if isinstance(words, str):
                assert words, node
                assert not _SILENT.search(words), words
        if node.get("type") == "link":
            assert addresses.fit(node["url"]) == node["url"]
        if node.get("type") == "actions":
            ids = [element["action_id"] for element in node["elements"]]
            assert len(set(ids)) == len(ids)
        options = [option["value"] for option in node.get("options", ())]
        assert len(set(options)) == len(options)
    named = [node["block_id"] for node in nodes(blocks) if "block_id" in node]
    assert len(set(named)) == len(named)


def inert_mrkdwn(text: str, *, links: bool) -> bool:
    """Tell whether a mrkdwn text holds no control sequence but links and channels of ours."""
    rest = _OURS.sub("", text) if links else text
    ours = re.findall(r"<(https?[^|>]+)", text)
    fit = [url.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for url in ours]
    return (
        not _CONTROL.search(rest)
        and ">" not in rest
        and not _ENTITY.search(rest)
        and all(addresses.fit(url) == url for url in fit)
    )


def nodes(thing: object) -> Iterator[JSON]:
    """Yield every object in blocks, however deep."""
    if isinstance(thing, Mapping):
        yield thing
        for value in thing.values():
            yield from nodes(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from nodes(value)


def spoken(blocks: object) -> str:
    """Return the words of all rich text and plain text, in order."""
    return "".join(node["text"] for node in nodes(blocks) if isinstance(node.get("text"), str))


def _same(block: sb.Block, raw: JSON) -> sb.Block:
    """Fail when slackblocks knows less of the block than stands in it."""
    shown = json.loads(repr(block))
    if "block_id" not in raw:
        shown.pop("block_id")
    assert shown == _without_defaults(raw)
    return block


_FALSE = ("emoji", "optional", "multiline", "default_to_current_conversation")
"""Fields of which nothing said means no."""


def _without_defaults(thing: Any) -> Any:
    if isinstance(thing, Mapping):
        kept = {key: _without_defaults(value) for key, value in thing.items()}
        return {k: v for k, v in kept.items() if not (k in _FALSE and v is False)}
    return [_without_defaults(value) for value in thing] if isinstance(thing, list) else thing


def _text(raw: JSON) -> sb.Text:
    assert raw["emoji"] is False
    return sb.Text(raw["text"], sb.TextType(raw["type"]), emoji=raw["emoji"])


def _block(raw: JSON) -> sb.Block:
    named = {"block_id": raw["block_id"]} if "block_id" in raw else {}
    match raw["type"]:
        case "rich_text":
            return sb.RichTextBlock([_part(part) for part in raw["elements"]], **named)
        case "actions":
            return sb.ActionsBlock([_element(element) for element in raw["elements"]], **named)
        case "section" if "accessory" in raw:
            return sb.SectionBlock(_text(raw["text"]), accessory=_element(raw["accessory"]))
        case "input":
            hint = _text(raw["hint"]) if "hint" in raw else None
            return sb.InputBlock(
                label=_text(raw["label"]),
                element=_element(raw["element"]),
                hint=hint,
                optional=raw["optional"],
                dispatch_action=raw.get("dispatch_action", False),
                **named,
            )
        case _:
            return sb.Block.from_dict(dict(raw))


def _part(raw: JSON) -> Any:
    if raw["type"] == "rich_text_list":
        rows = [_part(row) for row in raw["elements"]]
        return sb.RichTextList(raw["style"], rows, offset=None, border=None)
    kinds: dict[str, Any] = {
        "rich_text_section": sb.RichTextSection,
        "rich_text_quote": sb.RichTextQuote,
        "rich_text_preformatted": sb.RichTextCodeBlock,
    }
    return kinds[raw["type"]]([_rich(element) for element in raw["elements"]])


def _rich(raw: JSON) -> Any:
    style = raw.get("style", {})
    match raw["type"]:
        case "text":
            return sb.RichText(raw["text"], **style)
        case "link":
            return sb.RichTextLink(raw["url"], raw["text"], **style)
        case "channel":
            return sb.RichTextChannel(raw["channel_id"])
        case "user":
            return sb.RichTextUser(raw["user_id"])
    raise AssertionError(raw)


def _options(raw: JSON, key: str = "options") -> list[sb.Option]:
    return [sb.Option(_text(option["text"]), option["value"]) for option in raw.get(key, ())]


def _element(raw: JSON) -> sb.Element:  # noqa: PLR0911  one for each kind
    known = {key: value for key, value in raw.items() if key not in ("type", "text", "options")}
    match raw["type"]:
        case "button":
            return sb.Button(_text(raw["text"]), **known)
        case "overflow":
            return sb.OverflowMenu(raw["action_id"], _options(raw))
        case "plain_text_input":
            assert len(raw.get("initial_value", "")) <= raw["max_length"]
            if "placeholder" in known:
                known["placeholder"] = _text(known["placeholder"])
            when = known.pop("dispatch_action_config", None)
            config = sb.DispatchActionConfiguration(**when) if when else None
            return sb.PlainTextInput(**known, dispatch_action_config=config)
        case "static_select":
            hint = _text(raw["placeholder"]) if "placeholder" in raw else None
            first, offered = _first(raw), _options(raw)
            return sb.StaticSelectMenu(
                raw["action_id"], offered, initial_option=first, placeholder=hint
            )
        case "timepicker":
            return sb.TimePicker(**known)
        case "radio_buttons":
            return sb.RadioButtonGroup(raw["action_id"], _options(raw), _first(raw))
        case "checkboxes":
            chosen = raw.get("initial_options", ())
            assert all(option in raw["options"] for option in chosen)
            ticked = _options(raw, "initial_options") or None
            return sb.CheckboxGroup(raw["action_id"], _options(raw), ticked)
    return _picker(raw, known)


def _first(raw: JSON) -> sb.Option | None:
    """Return the option that is chosen already, if one is."""
    first = raw.get("initial_option")
    assert first is None or first in raw["options"]
    return sb.Option(_text(first["text"]), first["value"]) if first else None


def _picker(raw: JSON, known: dict[str, Any]) -> sb.Element:
    """Return what is picked from a list or a calendar that Slack, or the app, has."""
    if "placeholder" in known:
        known["placeholder"] = _text(known["placeholder"])
    match raw["type"]:
        case "multi_external_select":
            known["initial_options"] = _options(raw, "initial_options") or None
            return sb.ExternalMultiSelectMenu(**known)
        case "multi_static_select":
            known["initial_options"] = _options(raw, "initial_options") or None
            return sb.StaticMultiSelectMenu(**known, options=_options(raw))
        case "conversations_select":
            known["filter"] = sb.ConversationFilter(
                include=raw["filter"]["include"],
                exclude_bot_users=raw["filter"]["exclude_bot_users"],
            )
            return sb.ConversationSelectMenu(**known)
        case "number_input":
            return sb.NumberInput(**known)
        case "datepicker":
            return sb.DatePicker(**known)
    raise AssertionError(raw)
