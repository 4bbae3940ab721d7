"""Which entries say something else than when their page was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.corrections import corrected, said
from briefbot.models import Entry
from tests.makers import hours_ago


def dated(hours: float | None, **fields: Any) -> Entry:
    """Make an entry that was changed so many hours ago, as it is remembered."""
    updated = None if hours is None else hours_ago(hours)
    made = Entry(id="a", url="https://ledger.example/a", title="Port", updated=updated, **fields)
    return replace(made, said=said(made))


@pytest.mark.parametrize(
    ("before", "now", "again"),
    [
        (dated(5), dated(5), False),
        (dated(5), dated(3), True),
        (dated(3), dated(5), False),
        (dated(5), dated(5, content="other words"), False),
        (dated(None), dated(3), True),
        (dated(3), dated(None, content="other words"), False),
        (dated(None), dated(None, content="other words"), True),
        (dated(None, content="<p>12 dead"), dated(None, content="<p class=x>12 dead"), False),
        (dated(None, content="12 dead"), dated(None, content="13 dead"), True),
    ],
)
def test_a_changed_entry_is_read_again(before: Entry, now: Entry, again: bool) -> None:  # noqa: FBT001
    """A later date tells; without one, other words do, and other markup does not."""
    found = corrected([now], {"a": (before.said, 0)})
    assert found == ((now,) if again else ())


def test_corrections_have_bounds() -> None:
    """A page is read again three times at most, and ten of a source at one look."""
    entries = [replace(dated(1), id=str(number)) for number in range(30)]
    before = {entry.id: (dated(5).said, 0) for entry in entries}
    assert corrected(entries, before) == tuple(entries[:10])
    assert corrected(entries, {"3": (dated(5).said, 2)}) == (entries[3],)
    assert corrected(entries, {"3": (dated(5).said, 3)}) == ()
    assert corrected([replace(dated(1), said="")], {"a": (dated(5).said, 0)}) == ()


@given(title=st.text(), content=st.text())
def test_what_an_entry_says_depends_on_it_alone(title: str, content: str) -> None:
    """The same entry always says the same, whatever it holds."""
    entry = Entry(id="a", url="", title=title, content=content)
    assert said(entry) == said(replace(entry)) != ""
    assert corrected([replace(entry, said=said(entry))], {"a": (said(entry), 0)}) == ()
