"""`key=value`: what it makes of an item, and what it can't be."""

from __future__ import annotations

from typing import Any

import pytest

from briefbot.cli.assigning import assigned, parted
from briefbot.config import Briefing, Source, Topic
from briefbot.errors import UsageError


def source(*words: str, **there: Any) -> dict[str, Any]:
    others, assignments = parted(words)
    assert others == []
    return dict(assigned(Source, there, assignments))


def briefing(*words: str, **there: Any) -> dict[str, Any]:
    return dict(assigned(Briefing, there, parted(words)[1]))


def test_addresses_and_ids_are_no_assignments() -> None:
    """An address may hold an equals sign; a key has small letters alone before it."""
    words = ["https://a.example/?x=1", "a.example/?x=y", "krebs", "-", "weight=2", "headers.A-b=T"]
    others, assignments = parted(words)
    assert others == words[:4]
    assert [(each.key, each.text) for each in assignments] == [
        ("weight", "2"),
        ("headers.A-b", "T"),
    ]


@pytest.mark.parametrize(
    ("word", "spec"),
    [
        ("name=2330", {"name": "2330"}),
        ("weight=2", {"weight": 2}),
        ("weight=0.5", {"weight": 0.5}),
        ("weight=heavy", {"weight": "heavy"}),
        ("enabled=false", {"enabled": False}),
        ("enabled=no", {"enabled": "no"}),
        ("first_sight=7", {"first_sight": 7}),
        ("first_sight=all", {"first_sight": "all"}),
        ("paused_until=2026-12-24", {"paused_until": "2026-12-24"}),
        ("topics=a, b", {"topics": ["a", "b"]}),
        ('include=["a, b"]', {"include": ["a, b"]}),
        ("topics=[a, b]", {"topics": ["a", "b"]}),
        ("url=https://a.example/?x=1&y=2", {"url": "https://a.example/?x=1&y=2"}),
        ("headers.Authorization=TOKEN", {"headers": {"Authorization": "TOKEN"}}),
        ("wieght=2", {"wieght": "2"}),
    ],
)
def test_a_value_has_the_kind_that_its_key_wants(word: str, spec: dict[str, Any]) -> None:
    """What fits no kind stays text, so that the check of the file can say what is wrong."""
    assert source(word) == spec


def test_an_empty_value_is_the_default() -> None:
    """The key is taken out; so is a group that has nothing left."""
    assert source("weight=", "topics=", weight=2, topics=["a"], id="x") == {"id": "x"}
    assert source("headers.A=", headers={"A": "T"}) == {}
    assert source("headers.A=", headers={"A": "T", "B": "U"}) == {"headers": {"B": "U"}}


def test_lists_get_and_lose() -> None:
    """What is there already is not added twice; a list that loses all is left out."""
    assert source("topics+=b,c", topics=["a", "b"]) == {"topics": ["a", "b", "c"]}
    assert source("topics+=a") == {"topics": ["a"]}
    assert source("topics-=a", topics=["a", "b"]) == {"topics": ["b"]}
    assert source("topics-=a", topics=["a"]) == {}


def test_a_list_loses_from_its_default() -> None:
    """A briefing of every day that loses the weekend is one of five days."""
    spec = briefing("weekdays-=sat,sun", schedule={"times": ["08:00"]})
    assert spec["schedule"]["weekdays"] == ["mon", "tue", "wed", "thu", "fri"]


def test_a_schedule_s_keys_need_no_group_before_them() -> None:
    """Both ways say the same, and what is there stays."""
    there = {"times": ["08:00"], "zone": "UTC"}
    want = {"schedule": {"times": ["07:30", "18:00"], "zone": "Asia/Taipei"}}
    assert briefing("times=07:30,18:00", "zone=Asia/Taipei", schedule=there) == want
    long = ("schedule.times=07:30,18:00", "schedule.zone=Asia/Taipei")
    assert briefing(*long, schedule=there) == want
    assert there == {"times": ["08:00"], "zone": "UTC"}


def test_all_that_can_t_be_done_is_said_at_once() -> None:
    """A line for each, with what to write."""
    with pytest.raises(UsageError) as caught:
        assigned(Source, {}, parted(["name+=x", "topics-=a,b", "headers=x"])[1])
    assert str(caught.value).splitlines() == [
        "name+=x: this is no list; write name=x",
        "topics-=a,b: a, b is not in it",
        "headers=x: this is a group; write headers.NAME=VALUE",
    ]
    with pytest.raises(UsageError, match='"name" is no group of keys'):
        assigned(Topic, {"name": "x"}, parted(["name.x=1"])[1])
