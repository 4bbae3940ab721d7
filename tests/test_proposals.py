"""What is asked of the configuration, as changes; and what is refused, all of it at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from briefbot import proposals
from briefbot.errors import UsageError
from briefbot.models import Change

DATA: dict[str, Any] = {
    "fetch": {"contact": "me@site.example"},
    "sources": [
        {"id": "a", "url": "https://a.example/", "topics": ["x", "y"], "enabled": False},
        {"id": "b", "url": "https://b.example/", "topics": ["y"], "paused_until": "2026-12-24"},
        {"id": "c", "url": "https://c.example/"},
    ],
    "topics": [
        {"id": "x", "name": "X", "words": ["x"]},
        {"id": "y", "name": "Y", "words": ["y"]},
        {"id": "z", "name": "Z", "words": ["z"]},
    ],
    "briefings": [
        {"id": "one", "name": "One", "topics": ["z"], "schedule": {"times": ["08:00"]}},
        {"id": "two", "topics": ["z"], "sources": ["c"], "schedule": {"times": ["08:00"]}},
    ],
}


def spec(part: str, name: str) -> dict[str, Any]:
    return next(each for each in DATA[part] if each["id"] == name)


def afters(changes: tuple[Change, ...]) -> dict[str, Any]:
    return {change.id: change.after for change in changes}


def test_items_are_found_once_each_in_the_order_asked_for() -> None:
    """Two mentions of one are one."""
    found = proposals.found(DATA, "sources", ["b", "a", "b"])
    assert [each["id"] for each in found] == ["b", "a"]


def test_all_unknown_ids_are_named_at_once() -> None:
    """Each has a line, with the nearest known one or those that there are."""
    with pytest.raises(UsageError) as caught:
        proposals.found(DATA, "briefings", ["ones", "qqq", "two"])
    assert str(caught.value).splitlines() == [
        'briefing "ones" is not in the configuration; did you mean "one"?',
        'briefing "qqq" is not in the configuration; there are: one, two',
    ]
    with pytest.raises(UsageError, match='topic "x" is not in the configuration; there are none'):
        proposals.found({}, "topics", ["x"])


def test_what_is_added_must_have_a_new_id() -> None:
    """Else it would be taken for a change of what is there."""
    new = {"id": "d", "url": "https://d.example/"}
    assert proposals.added(DATA, "sources", [new]) == (Change(part="sources", id="d", after=new),)
    with pytest.raises(UsageError, match='there is a source "a" already; choose another id'):
        proposals.added(DATA, "sources", [{"id": "a"}, new])


def test_an_id_is_for_good() -> None:
    """The archive remembers by it; and what says the same as before is no change."""
    before = spec("sources", "a")
    with pytest.raises(UsageError, match='the id "a" is for good'):
        proposals.changed("sources", before, {**before, "id": "d"})
    assert proposals.changed("sources", before, dict(before)) == ()


def test_a_pause_is_until_a_day_or_until_further_notice() -> None:
    """One takes the place of the other, so that a source is not off after its day."""
    day = date(2027, 1, 7)
    until = afters(proposals.paused(DATA, "sources", ["a", "b", "c"], day))
    said = {(s.get("enabled"), s.get("paused_until")) for s in until.values()}
    assert (list(until), said) == (["a", "b", "c"], {(None, "2027-01-07")})
    off = afters(proposals.paused(DATA, "sources", ["a", "b"], None))
    assert set(off) == {"b"}
    assert (off["b"]["enabled"], "paused_until" in off["b"]) == (False, False)


def test_what_goes_on_says_nothing_of_a_pause() -> None:
    """Neither kind of pause is left, and what was not paused is not changed."""
    back = afters(proposals.resumed(DATA, "sources", ["a", "b", "c"]))
    assert set(back) == {"a", "b"}
    assert all(not {"enabled", "paused_until"} & set(each) for each in back.values())


def test_a_topic_that_is_told_stays() -> None:
    """The briefings that tell it are named."""
    with pytest.raises(UsageError) as caught:
        proposals.removed(DATA, "topics", ["x", "z"])
    assert str(caught.value) == (
        'topic "z" stays: briefings "one", "two" tell it; take it out there first'
    )


def test_a_source_that_a_briefing_names_stays() -> None:
    """Without its last source a briefing would read all of them."""
    with pytest.raises(UsageError, match='source "c" stays: briefing "two" reads it; take it out'):
        proposals.removed(DATA, "sources", ["a", "c"])


def test_sources_lose_a_topic_that_goes() -> None:
    """They keep their other topics, and an empty list is left out."""
    changes = proposals.removed(DATA, "topics", ["x", "y"])
    assert [(change.part, change.id) for change in changes] == [
        ("sources", "a"),
        ("sources", "b"),
        ("topics", "x"),
        ("topics", "y"),
    ]
    assert all("topics" not in change.after for change in changes[:2])
    (kept, gone) = proposals.removed(DATA, "topics", ["x"])
    assert kept.after["topics"] == ["y"]
    assert gone == Change(part="topics", id="x", before=spec("topics", "x"))
