"""How two contents of the configuration differ, and what one change takes back of another; pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefbot.models import LISTS, Change, Value

if TYPE_CHECKING:
    from briefbot.store.configedit import Data, Edit


def diff(edit: Edit) -> str:
    """Return what an edit changes, as a unified diff without its head."""
    lines = difflib.unified_diff(edit.before.splitlines(), edit.after.splitlines(), lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


def differences(before: Data, after: Data) -> tuple[Change, ...]:
    """Return what changed from one content of the file to another."""
    found = []
    for part in LISTS:
        old = {each["id"]: each for each in before.get(part) or ()}
        new = {each["id"]: each for each in after.get(part) or ()}
        found += _of(part, old, new)
    found += _of("settings", _settings(before), _settings(after))
    return tuple(found)


def _settings(data: Data) -> Data:
    return {key: value for key, value in data.items() if key not in LISTS}


def _of(part: str, old: Data, new: Data) -> list[Change]:
    return [
        Change(part=part, id=name, before=old.get(name), after=new.get(name))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def takes_back(change: Change, confirmed: Change) -> bool:
    """Tell whether a change takes away something of what a confirmed one did."""
    was, did = confirmed.before, confirmed.after
    before = list(_missing(was, did, change.before))  # somebody else's doing
    return any(each not in before for each in _missing(was, did, change.after))


def _missing(was: Value, did: Value, now: Value, at: tuple[str, ...] = ()) -> Iterator[object]:
    """Yield what of a value's change is not so now: of a list its entries, of an item its keys."""
    if isinstance(did, dict) and isinstance(now, dict):
        old = was if isinstance(was, dict) else {}
        for key in dict.fromkeys([*old, *did]):
            if old.get(key) != did.get(key):
                yield from _missing(old.get(key), did.get(key), now.get(key), (*at, key))
        return
    if all(each is None or isinstance(each, list) for each in (was, did, now)):
        olds, news, nows = was or [], did or [], now or []
        added = [each for each in news if each not in olds]
        removed = [each for each in olds if each not in news]
        if added or removed:
            yield from ((at, "+", each) for each in added if each not in nows)
            yield from ((at, "-", each) for each in removed if each in nows)
            return
    if now != did:
        yield at
