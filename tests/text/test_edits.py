"""Changes of the configuration are told in a few words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.models import Change
from briefbot.text.edits import told, written

BBC: dict[str, Any] = {"id": "bbc", "name": "BBC", "url": "https://bbc.example/"}


def source(before: Any, after: Any) -> str:
    """Return what a change of a source is called."""
    return told(Change(part="sources", id="bbc", before=before, after=after))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, BBC, "added source BBC"),
        (BBC, None, "removed source BBC"),
        (None, {"id": "bbc", "url": "https://bbc.example/"}, "added source bbc"),
        (BBC, {**BBC, "weight": 2}, "changed source BBC: weight to 2"),
        ({**BBC, "weight": 2}, {**BBC, "weight": 3}, "changed source BBC: weight from 2 to 3"),
        ({**BBC, "weight": 2}, BBC, "changed source BBC: weight no longer 2"),
        (BBC, {**BBC, "paused_until": "2026-12-24"}, "paused source BBC until 2026-12-24"),
        ({**BBC, "paused_until": "2026-12-24"}, BBC, "resumed source BBC"),
        (BBC, {**BBC, "enabled": False}, "switched source BBC off"),
        ({**BBC, "enabled": False}, BBC, "switched source BBC on"),
        (
            {**BBC, "exclude": ["a", "b"]},
            {**BBC, "exclude": ["b", "c"]},
            "changed source BBC: exclude with c and without a",
        ),
        (
            {**BBC, "exclude": ["a", "b"]},
            {**BBC, "exclude": ["b", "a"]},
            "changed source BBC: exclude in another order",
        ),
        (
            BBC,
            {**BBC, "a": 1, "b": True, "c": {"x": 1}, "d": "", "e": 5},
            "changed source BBC: a to 1, b to true, c to x 1, d to nothing and 1 more",
        ),
    ],
)
def test_a_change_in_words(before: Any, after: Any, said: str) -> None:
    """What was done comes first, then to which item, then what is different."""
    assert source(before, after) == said


def test_a_setting_has_no_items() -> None:
    """It is told by its key; one name alone counts as a list of one."""
    admins = Change(part="settings", id="admins", before="U1", after=["U1", "U2"])
    assert told(admins) == "changed admins with U2"
    fetch = Change(part="settings", id="summariser", before="lead", after="lexrank")
    assert told(fetch) == "changed summariser from lead to lexrank"


things = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    st.sampled_from(("sources", "topics", "briefings")),
    st.none() | st.dictionaries(st.text(), things),
    st.none() | st.dictionaries(st.text(), things),
)
def test_whatever_a_file_says_can_be_told(part: str, before: Any, after: Any) -> None:
    """No shape of an item is an error, and none is told at length."""
    change = Change(part=part, id="x", before=before, after=after)
    assert told(change).startswith(("added ", "removed ", "changed ", "paused ", "resumed ", "sw"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, BBC, "In the file now: source `bbc`."),
        (BBC, None, "No longer in the file: source `bbc`."),
        (BBC, {**BBC, "enabled": False}, "In the file now: `enabled: false`."),
        (
            {**BBC, "enabled": False},
            {**BBC, "paused_until": "2026-12-24"},
            "In the file now: `paused_until: 2026-12-24`. No longer in the file: `enabled`.",
        ),
        ({**BBC, "enabled": False}, BBC, "No longer in the file: `enabled`."),
    ],
)
def test_what_the_file_says_by_then(before: Any, after: Any, said: str) -> None:
    """Key by key as it stands there."""
    assert written([Change(part="sources", id="bbc", before=before, after=after)]) == said


def test_of_many_changes_the_rest_is_counted() -> None:
    """A topic that goes takes itself out of its sources."""
    new = [Change(part="sources", id=name, after={"id": name}) for name in ("a", "b", "c")]
    assert written(new) == "In the file now: source `a`, and 2 more."
    own = Change(part="sources", id="bbc", before={**BBC, "topics": ["chips"]}, after=BBC)
    gone = Change(part="topics", id="chips", before={"id": "chips"})
    said = "No longer in the file: topic `chips`. With it changed 1 item."
    assert written([own, gone]) == said
