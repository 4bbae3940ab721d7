"""The configuration file is changed: read whole, edited as text, judged, replaced whole."""

from __future__ import annotations

import codecs
import fcntl
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from briefbot import config
from briefbot.errors import BriefbotError, ConfigError, Problem, Stale
from briefbot.models import LISTS, Change, Spec, Spelling, Value
from briefbot.store import configfile, configtext, mounts
from briefbot.store.configplaces import in_order

if TYPE_CHECKING:
    from briefbot.config import Briefing, Config, Part, Source, Topic

PATIENCE, GLANCE = 10.0, 0.02
"""Seconds that another change is waited for, and how often it is looked whether it is done."""
NOTHING = "nothing is changed"
CURE = "let briefbot write to it and to its folder, and mount that folder, not the file alone"
"""What to do where the file can't be replaced."""
BY_HAND = "a comment would be lost, or it is written in an unusual way; change it by hand"

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file says, read at one moment."""

    text: str
    config: Config
    data: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a file would say with some changes; nothing is written yet."""

    file: Path
    before: str
    """The text that it says now..."""
    after: str
    """...and the one that it would say."""
    config: Config
    """What that means."""
    data: Data
    spellings: tuple[Spelling, ...]
    """How each change's item was spelt that is taken away; empty for others."""


def item(part: Part) -> Spec:
    """Return what the file has to say of it: what is not the default."""
    said = part.model_dump(mode="json", exclude_defaults=True)
    return {key: said[key] for key in sorted(said, key=lambda key: (key != "id", key != "name"))}


def additions(
    *,
    sources: Sequence[Source] = (),
    topics: Sequence[Topic] = (),
    briefings: Sequence[Briefing] = (),
) -> tuple[Change, ...]:
    """Return the changes that add these."""
    parts = (("topics", topics), ("sources", sources), ("briefings", briefings))
    return tuple(
        Change(part=part, id=spec["id"], after=spec)
        for part, new in parts
        for spec in map(item, new)
    )


def value(data: Data, part: str, id_: str) -> Value:
    """Return what the data say of an item or a setting; None when there is none."""
    if part == "settings":
        return data.get(id_)
    return next((each for each in data.get(part) or () if each.get("id") == id_), None)


def content(file: Path) -> Content:
    """Return what the file says; raise ConfigError."""
    text = configfile.read(file)
    config, data = configfile.parse(str(file), text)
    return Content(text=text, config=config, data=cast("Data", data))


def edited(
    file: Path,
    changes: Sequence[Change],
    spellings: Sequence[Spelling] = (),
    *,
    known: Content | None = None,
) -> Edit:
    """Return what the file would say; raise ConfigError for what would be wrong.

    `known` is what was read of it before; when it says something else by now, nothing is
    written. Raise Stale when an item is not as it was when its change was made up.
    """
    now = known or content(file)
    data = applied(now.data, changes, spellings)
    after, cut = configtext.rewritten(now.text, changes, spellings)
    if len(after.encode()) > configfile.LARGEST:
        raise _refusal(file, f"it would be larger than {configfile.LARGEST // 1_000_000} MB")
    config, said = _understood(file, after, data)
    if said != data:
        raise _refusal(file, BY_HAND)
    return Edit(
        file=file, before=now.text, after=after, config=config, data=data, spellings=tuple(cut)
    )


def write(edit: Edit) -> None:
    """Replace the file, whole or not at all; raise BriefbotError."""
    _replace(edit.file, edit.after, edit.before)


def applied(data: Data, changes: Sequence[Change], spellings: Sequence[Spelling] = ()) -> Data:
    """Return the data with the changes; raise Stale where an item is not as it was.

    An item that comes back stands where its spelling says.
    """
    for change in changes:
        now = value(data, change.part, change.id)
        if now != change.before:
            raise Stale(change.part, change.id, now)
        data = _applied(data, change)
    back = [each for each in zip(changes, spellings, strict=False) if each[0].before is None]
    for part in LISTS:
        places = {each.id: spelling.behind for each, spelling in back if each.part == part}
        data = _in_order(data, part, places) if places else data
    return data


def _in_order(data: Data, part: str, places: Mapping[str, str | None]) -> Data:
    items = {each["id"]: each for each in data.get(part) or ()}
    there = [id_ for id_ in items if id_ not in places]
    new = ((id_, behind) for id_, behind in places.items() if id_ in items)
    return {**data, part: [items[id_] for id_ in in_order(there, new)]}


def _applied(data: Data, change: Change) -> Data:
    new = dict(data)
    if change.part == "settings":
        new.pop(change.id, None)
        return new if change.after is None else new | {change.id: change.after}
    items = list(new.get(change.part) or ())
    if change.before is None:
        items.append(change.after)
    else:
        at = next(n for n, each in enumerate(items) if each.get("id") == change.id)
        items[at : at + 1] = [] if change.after is None else [change.after]
    return new | {change.part: items}


def _understood(file: Path, new: str, data: Data) -> tuple[Config, object]:
    try:
        return configfile.parse(str(file), new)
    except ConfigError as error:
        if _sound(data):
            raise _refusal(file, BY_HAND) from error
        said = "; ".join(map(str, error.problems[:3]))
        raise _refusal(file, f"it would be wrong: {said}") from error


def _sound(data: Data) -> bool:
    try:
        config.parse(data, file="")
    except ConfigError:
        return False
    return True


def _refusal(file: Path, message: str) -> ConfigError:
    return ConfigError(str(file), [Problem(path="", line=None, message=f"{NOTHING}: {message}")])


# ---------------------------------------------------------------- the file itself


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Keep other processes of ours from the file meanwhile; raise BriefbotError after a while.

    The folder is what is locked: the file itself is replaced, and a lock file would be one
    more thing that may not be writable.
    """
    folder = Path(os.path.realpath(file)).parent
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BriefbotError(f"can't open {folder}: {error.strerror}; {NOTHING}") from error
    try:
        _lock(number, file)
        yield
    finally:
        os.close(number)


def _lock(number: int, file: Path) -> None:
    for _ in range(round(PATIENCE / GLANCE)):
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(GLANCE)
        except OSError as error:  # as a network disk without locks says
            raise BriefbotError(
                f"can't lock the folder of {file}: {error.strerror}; {NOTHING}; "
                "put it on a disk of this machine"
            ) from error
        else:
            return
    raise BriefbotError(f"somebody else is changing {file}; {NOTHING}; try again")


def sweep(file: Path) -> None:
    """Remove what processes have left that died while they wrote; the file must be held."""
    target = Path(os.path.realpath(file))
    left = re.compile(rf"\.{re.escape(target.name)}\.\w{{8}}\.part")
    with suppress(OSError):  # it may be another user's
        for each in target.parent.iterdir():
            if left.fullmatch(each.name):
                each.unlink()


def unwritable(file: Path) -> str:
    """Say why the file can't be changed; empty when it can."""
    target = Path(os.path.realpath(file))
    if not target.exists():
        return f"there is no {file}"
    if not os.access(target, os.W_OK):
        return f"{file} is read-only"
    if not os.access(target.parent, os.W_OK):
        return f"the folder of {file} is read-only, and the file is replaced whole"
    if mounts.alone(target):
        return f"{file} is mounted by itself, so it can't be replaced"
    return ""


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
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise BriefbotError(f"can't write {file}: {error.strerror}; {NOTHING}") from error
    with suppress(OSError):  # the file says it by now, whatever a power cut would leave
        _settle(target.parent)


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
