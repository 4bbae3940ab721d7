"""What becomes of each field, in words."""

from __future__ import annotations

from typing import Any

import pytest

from briefbot.blocks.admin import becoming
from briefbot.blocks.admin.briefings import briefing_modal
from briefbot.blocks.admin.source import edit_modal
from briefbot.blocks.admin.topics import topic_modal
from briefbot.config import Briefing, Config, Source
from tests.blocks import oracle

CONFIG = Config.model_validate(
    {
        "sources": [
            {"id": "ledger", "url": "https://ledger.example/", "name": "The Ledger"},
            {"id": "herald", "url": "https://www.herald.example/"},
        ],
        "topics": [
            {"id": "taiwan", "name": "Taiwan", "words": ["taiwan"]},
            {"id": "chips", "name": "Chips", "words": ["chip"]},
        ],
        "fetch": {"contact": "https://desk.example/"},
    }
)
SOURCE = {"id": "herald", "url": "https://www.herald.example/"}
TOPIC = {"id": "taiwan", "name": "Taiwan", "words": ["taiwan", "taipei"]}
BRIEFING = {
    "id": "morning",
    "name": "Morning",
    "topics": ["taiwan"],
    "destinations": ["#news"],
    "schedule": {"times": ["08:00"]},
}


def told(part: str, before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Return the lines as they are read."""
    return [oracle.spoken(row) for row in becoming.lines(part, before, after, CONFIG)]


@pytest.mark.parametrize(
    ("part", "item", "change", "said"),
    [
        ("sources", SOURCE, {"name": "Herald"}, "Name: from the one of its site to “Herald”."),
        ("sources", SOURCE, {"weight": 0.5}, "Weight: from 1 to 0.5."),
        ("sources", SOURCE, {"topics": ["chips"]}, "Topics: from none to Chips."),
        ("topics", TOPIC, {"name": "Formosa"}, "Name: from “Taiwan” to “Formosa”."),
        (
            "topics",
            TOPIC,
            {"words": ["taiwan", "台灣"]},
            "Words: now with 台灣, no longer with taipei.",
        ),
        ("topics", TOPIC, {"words": ["taiwan"]}, "Words: no longer with taipei."),
        ("topics", TOPIC, {"words": ["taipei", "taiwan"]}, "Words: the same in another order."),
        (
            "briefings",
            BRIEFING,
            {"schedule": {"times": ["07:05", "18:30"]}},
            "Times: from 08:00 to 07:05, 18:30.",
        ),
        (
            "briefings",
            BRIEFING,
            {"schedule": {"times": ["08:00"], "weekdays": ["mon", "fri"]}},
            "Days: from every day to Mon and Fri.",
        ),
        (
            "briefings",
            BRIEFING,
            {"sources": ["ledger", "herald"]},
            "Sources: from every source that is read to The Ledger, herald.example.",
        ),
        (
            "briefings",
            {**BRIEFING, "languages": ["en"]},
            {"languages": []},
            "Languages: from en to any.",
        ),
        (
            "briefings",
            BRIEFING,
            {"quiet_day": "skip"},
            "When there is nothing to tell: from say so to post nothing.",
        ),
    ],
)
def test_a_field_is_told_as_it_was_and_as_it_will_be(
    part: str, item: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    """It alone; ids are told by their names, and what goes without saying in words."""
    assert told(part, item, {**item, **change}) == [said]


def test_what_means_the_same_is_not_told() -> None:
    """However it is spelt."""
    assert told("sources", SOURCE, {**SOURCE, "weight": 1, "topics": []}) == []


def test_of_an_item_that_is_new_each_field_is_told() -> None:
    """Also what goes without saying."""
    lines = told("briefings", None, {**BRIEFING, "destinations": ["#news", "C0123ABCDEF"]})
    assert lines[0].startswith("Posted to: #news, ")
    assert lines[1:] == [
        "Name: “Morning”.",
        "Times: 08:00.",
        "Days: every day.",
        "Time zone: UTC.",
        "Topics: Taiwan.",
        "Sources: every source that is read.",
        "Most stories: 10.",
        "Sentences for each story: 3.",
        "When there is nothing to tell: say so.",
        "Languages: any.",
    ]
    assert told("topics", None, TOPIC) == ["Name: “Taiwan”.", "Words: taiwan, taipei."]


def test_what_is_unknown_is_told_by_its_id() -> None:
    """A topic that somebody took away meanwhile."""
    assert told("sources", SOURCE, {**SOURCE, "topics": ["gone"]}) == ["Topics: from none to gone."]


def test_a_field_has_the_name_that_it_has_in_its_form() -> None:
    """Who checks what they filled in looks for the same words."""
    source, briefing = Source.model_validate(SOURCE), Briefing.model_validate(BRIEFING)
    forms = {
        "sources": edit_modal(source, [("Chips", "chips")], seen=""),
        "topics": topic_modal("Taiwan", ["taiwan"], carried={}),
        "briefings": briefing_modal(briefing, CONFIG, carried={}),
    }
    items: dict[str, dict[str, Any]] = {"sources": SOURCE, "topics": TOPIC, "briefings": BRIEFING}
    for part, item in items.items():
        named = {line.partition(":")[0] for line in told(part, None, item)} - {"Posted to"}
        blocks = forms[part]["blocks"]
        assert named == {block["label"]["text"] for block in blocks if block["type"] == "input"}
