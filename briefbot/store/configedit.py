"""Changes to the configuration file: what is added, and every other byte stays as it was.

New items are written behind the last one of their list, so comments, order and spelling stay.
The result is read whole before it replaces the file: it must be the old one and what was added.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from briefbot.errors import BriefbotError, ConfigError, Problem
from briefbot.store import configfile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefbot.config import Config, Part, Source, Topic

    Item = Mapping[str, Any]

_PLAIN = re.compile(r"https?://[!-+\--Z\\^-z|~]*[A-Za-z0-9/=_-]|[^\W\d_](?:[\w .'’–-]*\w)?")
_MEANING = re.compile("true|false|null|yes|no|on|off|y|n", re.IGNORECASE)
"""Words that mean something to some readers of YAML; these stand in quotes."""


def add(file: Path, *, sources: Sequence[Source] = (), topics: Sequence[Topic] = ()) -> Config:
    """Add them to the file and return the new configuration; raise ConfigError, and write nothing.

    The file is replaced whole, or not at all.
    """
    text = configfile.read(file)
    _, before = configfile.parse(str(file), text)
    added = {"topics": list(map(_item, topics)), "sources": list(map(_item, sources))}
    new = text
    for key, items in added.items():
        if items:
            new = _with(new, key, items)
    if len(new.encode()) > configfile.LARGEST:
        raise _refusal(file, f"it would be larger than {configfile.LARGEST // 1_000_000} MB")
    found, after = _understood(file, new)
    if after != _together(before, added):
        raise _refusal(file, "its form is one that only a person can add to; add them by hand")
    _replace(file, new, text)
    return found


def _understood(file: Path, text: str) -> tuple[Config, object]:
    try:
        return configfile.parse(str(file), text)
    except ConfigError as error:
        said = "; ".join(map(str, error.problems[:3]))
        raise _refusal(file, f"with what is added it would be wrong: {said}") from error


def _refusal(file: Path, message: str) -> ConfigError:
    return ConfigError(
        str(file), [Problem(path="", line=None, message=f"nothing is added: {message}")]
    )


def _item(part: Part) -> Item:
    """Return what the file has to say of it: what is not the default."""
    said = part.model_dump(mode="json", exclude_defaults=True)
    return {key: said[key] for key in sorted(said, key=lambda key: (key != "id", key != "name"))}


def _together(before: object, added: Mapping[str, Sequence[Item]]) -> object:
    data = dict(cast("Mapping[str, Any]", before))
    for key, items in added.items():
        if items:
            data[key] = [*(data.get(key) or ()), *items]
    return data


# ---------------------------------------------------------------- where it goes


def _with(text: str, key: str, items: Sequence[Item]) -> str:
    """Return the text with the items behind those that the key has."""
    root = YAML().compose(text)
    end = "\r\n" if "\r\n" in text else "\n"
    value = next((v for k, v in root.value if k.value == key), None)
    if value is None:
        if root.flow_style:
            inside = f"{key}: [{', '.join(map(_flow, items))}]"
            return _inserted(text, _last_place(root), f", {inside}")
        block = "".join(_block(item, 2, end) for item in items)
        return _behind(text, root, f"{end}{key}:{end}{block}", end)
    if isinstance(value, SequenceNode) and value.value:
        if value.flow_style:
            return _inserted(text, _last_place(value), f", {', '.join(map(_flow, items))}")
        indent = value.start_mark.column
        return _behind(text, value, "".join(_block(item, indent, end) for item in items), end)
    block = "".join(_block(item, 2, end) for item in items)
    if root.flow_style:
        block = f"[{', '.join(map(_flow, items))}]"
        return text[: value.start_mark.index] + block + text[value.end_mark.index :]
    emptied = text[: value.start_mark.index] + text[value.end_mark.index :]
    line = emptied.find("\n", value.start_mark.index)
    place = line + 1 if line >= 0 else len(emptied)
    gap = "" if line >= 0 else end
    return emptied[:place] + gap + block + emptied[place:]


def _inserted(text: str, place: int, new: str) -> str:
    return text[:place] + new + text[place:]


def _last_place(node: Node) -> int:
    """Return the place behind the last item within brackets; a comma at their end goes unused."""
    last = node.value[-1]
    return int(_leaf(last).end_mark.index if isinstance(last, tuple) else last.end_mark.index)


def _behind(text: str, node: Node, block: str, end: str) -> str:
    """Put whole lines behind the last line of a node: before comments that follow it."""
    mark = _leaf(node).end_mark
    if mark.column == 0:
        return _inserted(text, mark.index, block)
    line = text.find("\n", mark.index)
    return _inserted(text, line + 1, block) if line >= 0 else f"{text}{end}{block}"


def _leaf(node: Any) -> Node:  # noqa: ANN401  a node, or a key with its value
    """Return the last node within; only its end is exact: a block ends at the next thing."""
    while isinstance(node, tuple) or (
        isinstance(node, MappingNode | SequenceNode) and node.value and not node.flow_style
    ):
        node = node[1] if isinstance(node, tuple) else node.value[-1]
    return cast("Node", node)


# ---------------------------------------------------------------- how it is written


def _block(item: Item, indent: int, end: str) -> str:
    lines = [f"{key}: {_value(value)}" for key, value in item.items()]
    signs = ["-", *(" " for _ in lines[1:])]
    return "".join(
        f"{' ' * indent}{sign} {line}{end}" for sign, line in zip(signs, lines, strict=True)
    )


def _flow(item: Item) -> str:
    return json.dumps(item, ensure_ascii=False)  # JSON is YAML, and sure to be one line


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _MEANING.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


# ---------------------------------------------------------------- the file itself


def _replace(file: Path, text: str, before: str) -> None:
    """Write the file anew, whole or not at all, under its name and with its rights."""
    target = Path(os.path.realpath(file))
    try:
        mark = codecs.BOM_UTF8 if target.read_bytes().startswith(codecs.BOM_UTF8) else b""
        number, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}.", suffix=".part"
        )
        try:
            _write(number, mark + text.encode(), target.stat())
            if configfile.read(file) != before:
                raise _refusal(file, "somebody else has changed it meanwhile; try again")
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
        _settle(target.parent)
    except OSError as error:
        raise BriefbotError(f"can't write {file}: {error.strerror}; nothing is added") from error


def _write(number: int, content: bytes, known: os.stat_result) -> None:
    """Write the content with the rights of the known file, and let the disk have it."""
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(number, known.st_mode & 0o777)
        with suppress(PermissionError):
            os.fchown(number, known.st_uid, known.st_gid)
        os.fsync(number)


def _settle(folder: Path) -> None:
    """Let the disk have the name too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
