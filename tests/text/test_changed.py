"""A change of the configuration in a line."""

from __future__ import annotations

from typing import Any

import pytest

from briefbot.models import Change
from briefbot.text.changed import said

WORDS = [f"w{number}" for number in range(8)]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"weight": 1}, {"weight": 2}, "weight 1 -> 2"),
        ({}, {"enabled": False}, "enabled false"),
        ({"paused_until": "2026-12-24"}, {}, "paused_until 2026-12-24 left out"),
        ({"name": "Old Quay"}, {"name": "New"}, "name 'Old Quay' -> New"),
        ({"topics": ["a", "b"]}, {"topics": ["b", "c"]}, "topics +c -a"),
        ({}, {"topics": ["a"]}, "topics +a"),
        ({"topics": ["a"]}, {}, "topics -a"),
        ({"topics": ["a", "b"]}, {"topics": ["b", "a"]}, "topics in another order"),
        ({}, {"words": WORDS}, "words +w0 +w1 +w2 +w3 +w4 and 3 more"),
        (
            {"schedule": {"times": ["08:00"], "zone": "UTC"}},
            {"schedule": {"times": ["09:00"], "zone": "Asia/Taipei"}},
            "schedule.times +09:00 -08:00; schedule.zone UTC -> Asia/Taipei",
        ),
        ({"url": "https://a.example"}, {"url": "x" * 99}, f"url https://a.example -> {'x' * 59}…"),
        ({"headers": {"A": "T"}}, {}, "headers.A T left out"),
        ({"first_sight": 5}, {"first_sight": "all"}, "first_sight 5 -> all"),
        ({}, {}, "the same"),
    ],
)
def test_a_changed_item_says_what_differs(before: Any, after: Any, line: str) -> None:
    """Key by key, lists by what came and went, long values cut."""
    ids = {"id": "krebs"}
    change = Change(part="sources", id="krebs", before=ids | before, after=ids | after)
    assert said(change) == f"source krebs: {line}"


def test_an_item_that_comes_or_goes_is_named() -> None:
    """What it says is in the file."""
    spec = {"id": "cyber", "name": "Cyber", "words": ["x"]}
    assert said(Change(part="topics", id="cyber", after=spec)) == "topic cyber added"
    assert said(Change(part="topics", id="cyber", before=spec)) == "topic cyber removed"


def test_a_setting_is_said_by_its_key() -> None:
    """Those of a group have the group before them."""
    change = Change(part="settings", id="admins", before=["U0123ABCD"], after=["U0123ABCE"])
    assert said(change) == "admins +U0123ABCE -U0123ABCD"
    change = Change(part="settings", id="fetch", before={"total": 5}, after={"total": 6})
    assert said(change) == "fetch.total 5 -> 6"
    assert said(Change(part="settings", id="admins", after=["U0123ABCD"])) == "admins +U0123ABCD"
