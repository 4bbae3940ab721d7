"""Two contents of the configuration differ by items and keys, whatever their order."""

from __future__ import annotations

import pytest

from briefbot.differing import differences, takes_back
from briefbot.models import Change, Value


def test_settings_differ_too() -> None:
    """Keys beside the lists are told apart like items; an order within a list is no change."""
    one = {"sources": [{"id": "a"}, {"id": "b"}], "fetch": {"contact": "x"}}
    two = {"sources": [{"id": "b"}, {"id": "a"}], "fetch": {"contact": "y"}, "admins": ["U1"]}
    changes = differences(one, two)
    assert [(c.part, c.id) for c in changes] == [("settings", "fetch"), ("settings", "admins")]
    assert all(takes_back(c.back, c) for c in changes)


ITEM = {"id": "c", "url": "https://c.example/"}


@pytest.mark.parametrize(
    ("before", "after", "now", "lost"),
    [
        (None, ITEM, ITEM | {"weight": 2}, False),
        (None, ITEM, ITEM | {"url": "https://d.example/"}, True),
        (None, ITEM, None, True),
        (ITEM, None, ITEM, True),
        (["U1"], ["U1", "U2"], ["U1", "U2", "U3"], False),
        (["U1"], ["U1", "U2"], ["U2"], False),
        (["U1"], ["U1", "U2"], ["U1", "U3"], True),
        (["U1", "U2"], ["U1"], ["U1", "U2"], True),
        (None, ["U1"], None, True),
        (["a", "b"], ["b", "a"], ["a", "b"], True),
        (ITEM, ITEM | {"include": ["x"]}, ITEM | {"include": ["x", "y"]}, False),
        (ITEM, ITEM | {"include": ["x"]}, ITEM | {"include": ["y"]}, True),
        (ITEM, ITEM | {"include": ["x"]}, ITEM, True),
        ({"timeout": 5}, {"timeout": 6}, {"timeout": 6, "contact": "x"}, False),
    ],
)
def test_only_what_is_lost_of_a_change_is_taken_back(
    before: Value, after: Value, now: Value, *, lost: bool
) -> None:
    """What a hand adds to what was confirmed, by keys or by entries of a list, is no quarrel."""
    confirmed = Change(part="sources", id="c", before=before, after=after)
    hand = Change(part="sources", id="c", before=after, after=now)
    assert takes_back(hand, confirmed) is lost
