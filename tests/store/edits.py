"""Edits of a configuration's text, as the tests of store/config*.py make them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from briefbot.models import Change, Spelling
from briefbot.store import configfile, configtext
from briefbot.store.configedit import applied, value


def data(text: str) -> dict[str, Any]:
    return cast("dict[str, Any]", configfile.parse("briefbot.yaml", text)[1])


def edit(text: str, part: str, id_: str, /, **values: object) -> str:
    """Change keys of an item; None takes a key away."""
    before = value(data(text), part, id_)
    after = {key: v for key, v in {**before, **values}.items() if v is not None}
    change = Change(part=part, id=id_, before=before, after=after)
    changed, _ = configtext.changed(text, change)
    assert value(data(changed), part, id_) == after
    return changed


def taken(text: str, *ids: str) -> tuple[str, list[Change], list[Spelling]]:
    """Take sources away in one go; return the changes, and how they were spelt."""
    changes = [
        Change(part="sources", id=id_, before=value(data(text), "sources", id_)) for id_ in ids
    ]
    without, cut = configtext.rewritten(text, changes)
    assert data(without)["sources"] == applied(data(text), changes)["sources"]
    return without, changes, cut


def back(text: str, changes: Sequence[Change], cut: Sequence[Spelling]) -> str:
    """Bring back what was taken away."""
    again = [change.back for change in changes]
    changed, _ = configtext.rewritten(text, again, cut)
    assert data(changed) == applied(data(text), again, cut)
    return changed
