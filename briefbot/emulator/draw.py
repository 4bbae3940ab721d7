"""Blocks as HTML, as Slack lays them out."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from briefbot.emulator import hand, inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefbot.emulator.workspace import Workspace

JSON = dict[str, Any]


def blocks(workspace: Workspace, content: Iterable[JSON]) -> str:
    """Return blocks, one under the other."""
    return "\n".join(_block(workspace, block) for block in content)


def _block(workspace: Workspace, block: JSON) -> str:
    kind = block["type"]
    body = _BLOCKS[kind](workspace, block) if kind in _BLOCKS else escape(f"[{kind}]")
    return f'<div class="block {escape(kind)}" dir="auto">{body}</div>'


def _header(workspace: Workspace, block: JSON) -> str:
    return f"<h3>{inline.text(workspace, block['text'])}</h3>"


def _divider(workspace: Workspace, block: JSON) -> str:
    del workspace, block
    return "<hr>"


def _section(workspace: Workspace, block: JSON) -> str:
    body = inline.text(workspace, block["text"]) if "text" in block else ""
    fields = "".join(
        f"<div>{inline.text(workspace, field)}</div>" for field in block.get("fields", [])
    )
    parts = (
        f'<div class="words">{body}{f"<div class=fields>{fields}</div>" if fields else ""}</div>'
    )
    accessory = block.get("accessory")
    return parts + (f"<div>{element(workspace, accessory)}</div>" if accessory else "")


def _context(workspace: Workspace, block: JSON) -> str:
    parts = (
        _picture(part)
        if part["type"] == "image"
        else f"<span>{inline.text(workspace, part)}</span>"
        for part in block["elements"]
    )
    return "".join(parts)


def _actions(workspace: Workspace, block: JSON) -> str:
    return "".join(element(workspace, part) for part in block["elements"])


def _picture(block: JSON) -> str:
    # The page loads nothing from elsewhere, so a picture is its description.
    return f'<span class="picture">{escape(block["alt_text"])}</span>'


def _image(workspace: Workspace, block: JSON) -> str:
    del workspace
    return _picture(block)


def _markdown(workspace: Workspace, block: JSON) -> str:
    del workspace
    return f"<pre>{escape(block['text'])}</pre>"


def _input(workspace: Workspace, block: JSON) -> str:
    optional = ' <span class="dim">(optional)</span>' if block.get("optional") else ""
    hint = f'<p class="dim">{inline.text(workspace, block["hint"])}</p>' if "hint" in block else ""
    label = inline.text(workspace, block["label"])
    field = element(workspace, block["element"])
    return f"<p><b>{label}</b>{optional}</p>{field}{hint}"


def _table(workspace: Workspace, block: JSON) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{_cell(workspace, cell)}</td>" for cell in row) + "</tr>"
        for row in block["rows"]
    )
    return f"<table>{rows}</table>"


def _cell(workspace: Workspace, cell: JSON) -> str:
    if cell["type"] == "raw_text":
        return inline.plain(cell["text"])
    return _rich_text(workspace, cell)


def _rich_text(workspace: Workspace, block: JSON) -> str:
    return "".join(_parts(workspace, block["elements"]))


def _parts(workspace: Workspace, elements: Iterable[JSON]) -> Iterator[str]:
    for part in elements:
        match part["type"]:
            case "rich_text_list":
                yield _list(workspace, part)
            case "rich_text_quote":
                yield f"<blockquote>{inline.rich(workspace, part['elements'])}</blockquote>"
            case "rich_text_preformatted":
                yield f"<pre>{inline.rich(workspace, part['elements'])}</pre>"
            case _:
                yield f"<p>{inline.rich(workspace, part['elements'])}</p>"


def _list(workspace: Workspace, part: JSON) -> str:
    tag = "ol" if part["style"] == "ordered" else "ul"
    items = "".join(
        f"<li>{inline.rich(workspace, item['elements'])}</li>" for item in part["elements"]
    )
    start = f' start="{part["offset"] + 1}"' if tag == "ol" and "offset" in part else ""
    return f'<{tag} class="in{part.get("indent", 0)}"{start}>{items}</{tag}>'


def element(workspace: Workspace, part: JSON) -> str:
    """Return something to click or to fill in."""
    match part["type"]:
        case "button":
            return _button(workspace, part)
        case "overflow":
            return _menu(part)
        case "image":
            return _picture(part)
        case "checkboxes" | "radio_buttons":
            return _boxes(workspace, part)
        case _:
            return _field(part)


def _button(workspace: Workspace, part: JSON) -> str:
    words = inline.text(workspace, part["text"])
    style = escape(part.get("style", ""))
    body = f'<span class="button {style}">{words}</span>'
    return inline.link(part["url"], body) if "url" in part else body


def _menu(part: JSON) -> str:
    items = "".join(f"<li>{inline.plain(o['text']['text'])}</li>" for o in hand.options(part))
    dots = '<summary class="button" aria-label="More actions">⋯</summary>'
    return f'<details class="menu">{dots}<ul>{items}</ul></details>'


def _boxes(workspace: Workspace, part: JSON) -> str:
    on = [o.get("value") for o in part.get("initial_options", [])]
    on += [part["initial_option"].get("value")] if "initial_option" in part else []
    sign = ("☑\ufe0e", "☐") if part["type"] == "checkboxes" else ("◉", "○")
    lines = (
        f"<li>{sign[o.get('value') not in on]} {inline.text(workspace, o['text'])}</li>"
        for o in hand.options(part)
    )
    return f'<ul class="boxes">{"".join(lines)}</ul>'


def _field(part: JSON) -> str:
    held = next(iter(hand.initial(part).values()))
    words = ", ".join(o["text"]["text"] for o in _options(held)) or (held if _is_text(held) else "")
    hint = part.get("placeholder", {}).get("text", "")
    dim = f'<span class="dim">{inline.plain(hint)}</span>' if hint else ""
    shown = inline.plain(words) if words else dim
    kind = " tall" if part.get("multiline") else " choice" if "select" in part["type"] else ""
    return f'<div class="field{kind}">{shown or "&nbsp;"}</div>'


def _options(held: object) -> list[JSON]:
    if isinstance(held, dict):
        return [held]
    return [o for o in held if isinstance(o, dict)] if isinstance(held, list) else []


def _is_text(held: object) -> bool:
    return isinstance(held, str)


_BLOCKS = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
